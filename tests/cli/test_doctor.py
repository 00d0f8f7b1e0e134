"""`kiosk doctor backups` and `restore`, with a real keyring."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from typer.testing import CliRunner, Result

from kiosk.cli import application
from kiosk.cli.doctor_report import NOT_PACKED
from kiosk.cli.ground import NOT_DONE
from kiosk.services.failures import Trouble
from kiosk.services.folders import Folders
from kiosk.services.secrets import DATABASE_KEY, database_key
from kiosk.services.upkeep.backups import backup_folder
from kiosk.storage.backup import make_backup
from kiosk.storage.database import open_database
from kiosk.vaults import DATABASE_FILE, secrets_of
from tests.services.conftest import secret_service
from tests.services.counter import START
from tests.services.upkeep.test_backups import damage

__all__ = ["secret_service"]
pytestmark = [pytest.mark.keyring, pytest.mark.usefixtures("secret_service")]
NAME = "kiosk-20260302T020000Z.db"


@pytest.fixture
def ask() -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(application, ["doctor", *words])


@pytest.fixture
def file(secret_service: None) -> Path:
    """A counter's database with one backup."""
    folders = Folders.of_training()
    folders.create()
    file = folders.kiosk / DATABASE_FILE
    key = database_key(secrets_of(folders), file)
    with closing(open_database(file, key)) as database:
        make_backup(database, key, backup_folder(file.parent), START)
    return file


def test_a_damaged_database_is_gone_back_from(file: Path, ask: Callable[..., Result]) -> None:
    assert ask("backups").output == f"{NAME}: ok\n"
    damage(file)
    told = json.loads(ask("restore", "--json").output)
    assert told["restored"] == NAME
    assert (told["all_of_it_could_be_read"], told["waiting_commands"]) == (False, 0)
    assert Path(told["set_aside"]).is_dir()
    key = secrets_of(Folders.of_training()).get(DATABASE_KEY)
    assert key is not None
    with closing(open_database(file, key)):
        pass


def test_a_backup_that_does_not_hold_is_said_to_and_not_taken(file: Path, ask: Callable[..., Result]) -> None:
    damage(backup_folder(file.parent) / NAME)
    assert ask("backups").output == f"{NAME}: damaged\n"
    answer = ask("restore", NAME)
    assert answer.exit_code == NOT_DONE
    assert Trouble.BACKUP_UNUSABLE.value in answer.output


def test_nothing_is_done_while_the_counter_is_open(file: Path, ask: Callable[..., Result]) -> None:
    lock = QLockFile(str(file.parent.parent / "kiosk.lock"))
    assert lock.tryLock(0)
    before = file.read_bytes()
    answer = ask("restore")
    lock.unlock()
    assert answer.exit_code == NOT_DONE
    assert Trouble.ALREADY_RUNNING.value in answer.output
    assert file.read_bytes() == before


def test_where_there_is_nothing_it_says_so(ask: Callable[..., Result]) -> None:
    answer = ask("backups")
    assert answer.exit_code == NOT_DONE
    assert Trouble.BACKUP_UNUSABLE.value in answer.output
    assert not Folders.of_training().root.exists()


def test_the_trace_is_turned_on_and_off(ask: Callable[..., Result]) -> None:
    logs = Folders.of_training().logs
    assert "card-trace.jsonl: until " in ask("trace", "on").output
    assert (logs / "card-trace-until").exists()
    assert ask("trace", "off").exit_code == 0
    assert list(logs.iterdir()) == []
    assert ask("trace", "perhaps").exit_code == 2
    logs.rmdir()
    logs.write_text("in the way")
    assert ask("trace", "on").exit_code == NOT_DONE
    logs.unlink()


def test_the_report_of_a_counter(file: Path, ask: Callable[..., Result], tmp_path: Path) -> None:
    """Without reader, printer, network and central: each is told, and the exit code says so."""
    answer = ask("--json", "--language", "en", "--bundle", str(tmp_path / "bundle.zip"))
    assert answer.exit_code == 1
    found = {one["probe"]: one for one in json.loads(answer.stdout)}
    assert found["database"]["seen"].startswith("whole, tables of version")
    assert found["backups"]["code"] == "K-DOC-10"  # of START, long ago
    assert found["central service"]["remedy"].startswith("Ask the staff to enrol it")
    assert (tmp_path / "bundle.zip").exists()
    assert ask("--bundle", str(tmp_path / "no" / "bundle.zip")).exit_code == NOT_PACKED
    assert ask("--language", "fr").exit_code == 2


def test_without_its_key_it_is_left_alone(file: Path, ask: Callable[..., Result]) -> None:
    secrets_of(Folders.of_training()).delete(DATABASE_KEY)
    answer = ask("restore")
    assert answer.exit_code == NOT_DONE
    assert Trouble.KEY_LOST.value in answer.output
    assert file.exists()
