"""A backup is everything, opens for nobody else, and comes back as it was: on SQLite and on PostgreSQL."""

import io
import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from central.app import Central, open_central
from central.backup import back_up
from central.lock import InUse, in_use
from central.sealed import SealBroken, SealedReader, SealedWriter
from central.settings import Settings, save_settings
from central.store.events import membership_state
from central.store.versions import head_version
from kiosk.domain.membership import Membership
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock
from tests.central.kiosk import SoftCard
from tests.central.postgres import both_databases
from tests.central.process import run
from tests.central.registered import order, register

NUMBER = "20260302100000000001"
KEY = bytes(32)


database = both_databases


def _state(central: Central, membership: str) -> Membership:
    with central.store.database.reading() as connection:
        return membership_state(connection, membership)


@contextmanager
def _opened(folder: Path, settings: Settings) -> Iterator[Central]:
    central = open_central(folder, settings)
    yield central
    central.store.database.close()


@pytest.fixture
def member(central: Central, organisation: SoftCard, programme: Programme) -> str:
    member = register(central, organisation, programme)
    order(central, member, organisation, programme, NUMBER)
    return member


@pytest.fixture
def file(tmp_path: Path, central: Central, settings: Settings, member: str) -> Path:
    save_settings(tmp_path / "data", settings)
    made = run("backup", str(tmp_path / "backup"), "--data", str(tmp_path / "data"), "--json")
    assert made.exit_code == 0, made.stderr
    assert json.loads(made.stdout)["bytes"] == (tmp_path / "backup").stat().st_size
    return tmp_path / "backup"


def _restore(file: Path, folder: Path, database: str, *more: str) -> Any:
    told = ["--database", database] if database else []
    return run("restore", str(file), "--data", str(folder), *told, *more, "--json")


def test_a_whole_membership_reads_the_same_elsewhere(  # noqa: PLR0917
    file: Path,
    central: Central,
    settings: Settings,
    member: str,
    tmp_path: Path,
    database: str,
    request: pytest.FixtureRequest,
) -> None:
    before = _state(central, member)
    assert NUMBER in before.orders
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    elsewhere = tmp_path / "elsewhere"
    new = ""
    if database:
        make: Callable[[], str] = request.getfixturevalue("new_postgres_database")
        new = make()
    secret = ("--secret", str(tmp_path / "data" / "secret"))
    # A database that was prepared has tables already; of SQLite there is none yet.
    back = _restore(file, elsewhere, new, *secret, *(["--replace"] if database else []))
    assert back.exit_code == 0, back.stderr
    assert json.loads(back.stdout)["memberships"] == 1
    with _opened(elsewhere, replace(settings, database=new)) as restored:
        assert _state(restored, member) == before
        order_before = restored.vendor.confirm(NUMBER)  # and life goes on
        assert order_before.state == "awaiting_payment"
    assert _state(central, member) == before


def test_data_that_is_there_is_not_overwritten_unasked(
    file: Path, central: Central, member: str, tmp_path: Path, database: str, settings: Settings
) -> None:
    before = _state(central, member)
    central.vendor.confirm(NUMBER)
    central.store.database.close()
    refused = _restore(file, tmp_path / "data", database)
    assert (refused.exit_code, "--replace" in refused.stderr) == (2, True)
    with _opened(tmp_path / "data", settings) as same:
        assert _state(same, member) != before
    back = _restore(file, tmp_path / "data", database, "--replace")
    assert back.exit_code == 0, back.stderr
    with _opened(tmp_path / "data", settings) as restored:
        assert _state(restored, member) == before


def test_it_opens_for_nobody_else(file: Path, tmp_path: Path, database: str) -> None:
    content = file.read_bytes()
    for personal in ("訓練用聯絡人", "office@coop.example", "𠮷祥", "12345675", "CREATE TABLE"):
        assert personal.encode() not in content
    without = _restore(file, tmp_path / "new", database)
    assert (without.exit_code, "--secret" in without.stderr) == (2, True)
    (tmp_path / "other").write_bytes(os.urandom(32))
    wrong = _restore(file, tmp_path / "new", database, "--secret", str(tmp_path / "other"), "--replace")
    assert (wrong.exit_code, "secret" in wrong.stderr) == (2, True)
    assert not (tmp_path / "new" / "central.sqlite").exists()


def test_a_damaged_backup_changes_nothing(
    file: Path, central: Central, member: str, tmp_path: Path, database: str, settings: Settings
) -> None:
    before = _state(central, member)
    central.store.database.close()
    content = file.read_bytes()
    for damaged in (content[:-1], content[: len(content) // 2], content + b"x", b"", b"\0" + content):
        file.write_bytes(damaged)
        assert _restore(file, tmp_path / "data", database, "--replace").exit_code == 2
    with _opened(tmp_path / "data", settings) as same:
        assert _state(same, member) == before


def test_a_backup_of_a_newer_program_and_of_another_database(
    central: Central, member: str, settings: Settings, tmp_path: Path, database: str, clock: HandClock
) -> None:
    file = tmp_path / "newer"
    back_up(tmp_path / "data", settings, file, "9999", clock())
    assert "newer" in _restore(file, tmp_path / "data", database, "--replace").stderr
    back_up(tmp_path / "data", settings, file, head_version(), clock())
    other = "" if database else "postgresql://postgres@/nowhere?host=/nowhere"
    assert "backup of" in _restore(file, tmp_path / "data", other, "--replace").stderr


def test_nothing_is_put_back_under_a_central_that_serves(file: Path, tmp_path: Path, database: str) -> None:
    with in_use(tmp_path / "data"):
        with in_use(tmp_path / "data"):  # several may serve
            refused = _restore(file, tmp_path / "data", database, "--replace")
        assert (refused.exit_code, "serves" in refused.stderr) == (2, True)
        with pytest.raises(InUse), in_use(tmp_path / "data", alone=True):
            pass


def test_a_folder_that_has_never_served(tmp_path: Path) -> None:
    refused = run("backup", str(tmp_path / "b"), "--data", str(tmp_path / "nothing"))
    assert (refused.exit_code, (tmp_path / "b").exists()) == (2, False)


@pytest.mark.parametrize("size", [0, 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024])
def test_sealed_streams(size: int) -> None:
    content, stream = os.urandom(size), io.BytesIO()
    with SealedWriter(stream, KEY) as sealed:
        for at in range(0, size, 300_000):
            sealed.write(content[at : at + 300_000])
    sealed_bytes = stream.getvalue()
    reader = SealedReader(io.BytesIO(sealed_bytes), KEY)
    assert b"".join(iter(lambda: reader.read(70_000), b"")) == content
    reader.require_end()
    head = len(sealed_bytes) - size - 16 * max(1, -(-size // (1024 * 1024)))
    for cut in {head + 5, len(sealed_bytes) - 1, head + 1024 * 1024 + 16} & set(
        range(head, len(sealed_bytes))
    ):
        with pytest.raises(SealBroken):
            SealedReader(io.BytesIO(sealed_bytes[:cut]), KEY).require_end()
    with pytest.raises(SealBroken):
        SealedReader(io.BytesIO(sealed_bytes), bytes(31) + b"\1").require_end()


def test_a_stream_that_broke_off_has_no_end() -> None:
    stream = io.BytesIO()

    def break_off() -> None:
        with SealedWriter(stream, KEY) as sealed:
            sealed.write(b"x")
            raise LookupError

    with pytest.raises(LookupError):
        break_off()
    with pytest.raises(SealBroken):
        SealedReader(io.BytesIO(stream.getvalue()), KEY).require_end()
