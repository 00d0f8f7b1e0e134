"""A new version is asked whether it would start, on a copy of the counter's data."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from kiosk import start_check
from kiosk.cli import application
from kiosk.services.folders import RESOURCES
from kiosk.services.secrets import DATABASE_KEY, MemorySecrets
from kiosk.services.settings import CounterSettings, Mode
from kiosk.start_check import NoStart, check_data, check_parts
from kiosk.storage.database import open_database
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.vaults import DATABASE_FILE

KEY = bytes(32)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CounterSettings:
    secrets = MemorySecrets()
    secrets.set(DATABASE_KEY, KEY)
    monkeypatch.setattr(start_check, "secrets_of", lambda _folders: secrets)
    settings = CounterSettings("", tmp_path, Mode.COUNTER)
    settings.folders.create()
    return settings


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    def seen() -> dict[str, bytes]:
        return {str(one): one.read_bytes() for one in folder.rglob("*") if one.is_file()}

    before = seen()
    yield
    assert seen() == before


def test_a_whole_program_starts(qapp: object) -> None:
    check_parts()


def test_a_program_without_its_texts_does_not(tmp_path: Path, qapp: object) -> None:
    with pytest.raises(NoStart, match="translations"):
        check_parts(tmp_path)


def test_a_copy_of_the_data_is_opened(settings: CounterSettings) -> None:
    file = settings.folders.kiosk / DATABASE_FILE
    assert not check_data(settings)
    open_database(file, KEY).close()
    with unchanged(settings.folders.root):
        assert check_data(settings)


def test_data_of_a_newer_program_are_told_and_left_alone(settings: CounterSettings) -> None:
    file = settings.folders.kiosk / DATABASE_FILE
    database = open_database(file, KEY)
    with database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with unchanged(settings.folders.root), pytest.raises(StorageError) as raised:
        check_data(settings)
    assert raised.value.failure is StorageFailure.DATABASE_NEWER


def test_the_command_tells_by_its_exit_code(monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    monkeypatch.setitem(os.environ, "QT_QPA_PLATFORM", "offscreen")
    well = CliRunner().invoke(application, ["doctor", "start-check", "--no-data"])
    assert (well.exit_code, well.output) == (0, "would start: the program\n")
    monkeypatch.setattr(start_check, "check_parts", _broken)
    ill = CliRunner().invoke(application, ["doctor", "start-check", "--no-data"])
    assert ill.exit_code == 4
    assert "would not start: ImportError" in ill.output


def _broken(_resources: Path = RESOURCES) -> None:
    raise ImportError("libcooperative.so: of somebody: cannot open shared object file")
