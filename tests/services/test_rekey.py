"""The database's key is changed: whatever moment the machine stops at, everything can be read afterwards."""

import os
import signal
import stat
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import select

from kiosk.contract.enrolment_ticket import EnrolmentTicket
from kiosk.services import rekey as changing
from kiosk.services.enrolment import enrol_machine, is_enrolled
from kiosk.services.failures import Failed, Trouble
from kiosk.services.rekey import finish_rekey, rekey
from kiosk.services.secrets import (
    DATABASE_KEY,
    DATABASE_KEYS_BEFORE,
    NEXT_DATABASE_KEY,
    MemorySecrets,
    database_key,
)
from kiosk.services.upkeep.backups import backup_folder
from kiosk.services.upkeep.going_back import checked_backups, go_back
from kiosk.storage import rekeying
from kiosk.storage.backup import make_backup
from kiosk.storage.database import open_database
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.rekeying import opens
from kiosk.storage.tables import OutboxRow
from tests.services.conftest import DATABASE_KEY as KEY
from tests.services.counter import START, Counter
from tests.services.small_central import SmallCentral
from tests.services.upkeep.test_backups import damage

STEP = 1 if os.environ.get("PROOF") else 29
"""At every line in `make proof`, else at a sample of them."""


class FileSecrets(MemorySecrets):
    """Stays when the program is killed; each write is done or not."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        folder.mkdir(exist_ok=True)
        for file in (one for one in folder.iterdir() if not one.name.startswith(".")):
            self._values[file.name] = file.read_bytes()

    def set(self, name: str, value: bytes) -> None:
        super().set(name, value)
        scratch = self._folder / f".{name}"
        scratch.write_bytes(value)
        scratch.replace(self._folder / name)

    def delete(self, name: str) -> None:
        super().delete(name)
        (self._folder / name).unlink(missing_ok=True)


@pytest.fixture
def file(counter: Counter, tmp_path: Path) -> Path:
    """A counter's database with commands, two backups, and one that was set aside."""
    file = tmp_path / "data" / "kiosk.db"
    counter.register()
    make_backup(counter.database, KEY, backup_folder(file.parent), counter.clock())
    counter.database.close()
    go_back(file, KEY, None, counter.clock())
    with closing(open_database(file, KEY)) as database:
        counter.clock.pass_by(hours=1)
        make_backup(database, KEY, backup_folder(file.parent), counter.clock())
    return file


@pytest.fixture
def secrets(tmp_path: Path) -> FileSecrets:
    kept = FileSecrets(tmp_path / "secrets")
    kept.set(DATABASE_KEY, KEY)
    return kept


def commands(file: Path, key: bytes) -> int:
    with closing(open_database(file, key)) as database, database.snapshot() as session:
        return len(session.scalars(select(OutboxRow)).all())


def require_all(file: Path, key: bytes) -> None:
    assert commands(file, key) == 2
    assert [holds for _backup, holds in checked_backups(file.parent, key, START)] == [True, True]
    (aside,) = (file.parent / "set-aside").glob("*/kiosk.db")
    assert opens(aside, key)


def everything(file: Path) -> list[Path]:
    return [path for path in file.parent.rglob("*") if path.is_file()]


def test_everything_has_the_new_key_and_nothing_the_old(file: Path, secrets: FileSecrets) -> None:
    new = rekey(file, secrets)
    assert (len(new), secrets.get(DATABASE_KEY), secrets.get(NEXT_DATABASE_KEY)) == (32, new, None)
    require_all(file, new)
    databases = [path for path in everything(file) if path.suffix == ".db"]
    assert len(databases) == 4
    assert [path for path in databases if opens(path, KEY)] == []
    assert {stat.S_IMODE(path.stat().st_mode) for path in databases} == {0o600}


_WATCHED = {changing.__file__, rekeying.__file__}


def _killed_at(line: int, work: Callable[[], object]) -> bool:
    """Do `work` in a process of its own that is killed before its `line`-th line; whether it came so far."""
    child = os.fork()
    if child == 0:
        left = line

        def trace(frame: FrameType, event: str, _argument: Any) -> Any:
            nonlocal left
            if frame.f_code.co_filename not in _WATCHED:
                return None
            if event == "line":
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        try:
            work()
        finally:
            os._exit(0)
    _child, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_killed_at_each_step_it_is_finished_by_the_next_start(
    file: Path, secrets: FileSecrets, tmp_path: Path
) -> None:
    """As a machine whose power is cut at every line of the change, one after another."""
    line, key, was_cut = 1, KEY, True
    while was_cut:
        was_cut = _killed_at(line, lambda: rekey(file, FileSecrets(tmp_path / "secrets")))
        again = FileSecrets(tmp_path / "secrets")
        finish_rekey(file, again)
        found = again.get(DATABASE_KEY)
        assert found is not None
        assert again.get(NEXT_DATABASE_KEY) is None
        require_all(file, found)
        assert [path.name for path in everything(file) if "rekeying" in path.name] == []
        key, line = found, line + STEP
    assert key != KEY
    assert line > 50


def test_the_start_itself_may_be_cut_as_well(file: Path, secrets: FileSecrets, tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert _killed_at(40, lambda: rekey(file, FileSecrets(folder)))
    for line in (5, 45):
        _killed_at(line, lambda: finish_rekey(file, FileSecrets(folder)))
    again = FileSecrets(folder)
    finish_rekey(file, again)
    require_all(file, database_key(again, file))


def test_without_room_the_old_key_stays_until_there_is(
    file: Path, secrets: FileSecrets, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise StorageError(StorageFailure.DISK_FULL)

    with monkeypatch.context() as patch:
        patch.setattr(rekeying, "_rekey", no_room)
        with pytest.raises(StorageError):
            rekey(file, secrets)
        finish_rekey(file, secrets)
        require_all(file, database_key(secrets, file))
    finish_rekey(file, secrets)
    assert database_key(secrets, file) != KEY
    require_all(file, database_key(secrets, file))


def test_a_key_that_is_not_the_databases_changes_nothing(file: Path, secrets: FileSecrets) -> None:
    before = file.read_bytes()
    secrets.set(DATABASE_KEY, bytes(32))
    with pytest.raises(StorageError) as raised:
        rekey(file, secrets)
    assert raised.value.failure is StorageFailure.DATABASE_UNREADABLE
    assert file.read_bytes() == before
    secrets.delete(DATABASE_KEY)
    with pytest.raises(Failed) as lost:
        rekey(file, secrets)
    assert lost.value.failure is Trouble.KEY_LOST


def test_a_damaged_database_keeps_its_backups_as_they_are(file: Path, secrets: FileSecrets) -> None:
    """So that one may still go back to them, and the change is finished afterwards."""
    damage(file)
    with pytest.raises(StorageError) as raised:
        rekey(file, secrets)
    assert raised.value.failure is StorageFailure.DATABASE_DAMAGED
    finish_rekey(file, secrets)
    assert [holds for _backup, holds in checked_backups(file.parent, KEY, START)] == [True, True]
    go_back(file, KEY, None, START + timedelta(days=1))
    finish_rekey(file, secrets)
    assert database_key(secrets, file) != KEY
    assert secrets.get(DATABASE_KEYS_BEFORE) == KEY  # what was set aside is not lost
    assert commands(file, database_key(secrets, file)) == 2


def test_a_machine_that_is_enrolled_anew_gets_another_key(
    tmp_path: Path, central: SmallCentral
) -> None:
    file, secrets = tmp_path / "machine" / "kiosk.db", MemorySecrets()
    ticket = EnrolmentTicket(central.enrolment_code, central.url)
    enrol_machine(file, secrets, ticket)
    first = secrets.get(DATABASE_KEY)
    assert is_enrolled(file, secrets)
    enrol_machine(file, secrets, ticket)
    second = secrets.get(DATABASE_KEY)
    assert first is not None
    assert second not in {None, first}
    assert is_enrolled(file, secrets)
    assert not opens(file, first)
