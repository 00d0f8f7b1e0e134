"""A disk that is full, read-only, locked by another program or damaged: at the start and in the middle."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]

from kiosk.storage import database as module
from kiosk.storage.database import Database, open_database
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.tables import DraftRow
from tests.plugins.small_disk import SmallDisk
from tests.storage.conftest import KEY
from tests.storage.test_database import draft


def failure_of(work: Callable[[], object]) -> StorageFailure:
    with pytest.raises(StorageError) as raised:
        work()
    return raised.value.failure


def write(database: Database, name: str, size: int = 2000) -> None:
    with database.session() as session:
        session.add(draft(name, data="x" * size))


def drafts(database: Database) -> list[str]:
    with database.snapshot() as session:
        return sorted(row.draft_id for row in session.query(DraftRow))


def test_no_room_at_the_start_is_told(small_disk: SmallDisk) -> None:
    small_disk.fill()
    file = small_disk.path / "data" / "kiosk.db"
    assert failure_of(lambda: open_database(file, KEY)) is StorageFailure.DISK_FULL


def test_no_room_for_the_log_of_an_existing_database_is_told(small_disk: SmallDisk) -> None:
    file = small_disk.path / "kiosk.db"
    with closing(open_database(file, KEY)) as database:
        write(database, "before")
    small_disk.fill()

    def go_on() -> None:
        with closing(open_database(file, KEY)) as database:
            write(database, "after")

    assert failure_of(go_on) is StorageFailure.DISK_FULL
    small_disk.make_room()
    with closing(open_database(file, KEY)) as database:
        assert drafts(database) == ["before"]


def test_no_room_in_the_middle_loses_nothing_and_it_goes_on_once_there_is_some(small_disk: SmallDisk) -> None:
    file = small_disk.path / "kiosk.db"
    with closing(open_database(file, KEY)) as database:
        write(database, "before")
        small_disk.fill()
        kept = ["before"]

        def write_for_ever() -> None:
            for number in range(100):
                write(database, f"{number:02}", size=200_000)
                kept.append(f"{number:02}")

        assert failure_of(write_for_ever) is StorageFailure.DISK_FULL
        assert drafts(database) == sorted(kept)
        small_disk.make_room()
        write(database, "then")
        assert drafts(database) == sorted([*kept, "then"])
    with closing(open_database(file, KEY)) as database:
        assert drafts(database) == sorted([*kept, "then"])


def test_a_disk_that_turned_read_only_is_told_and_can_still_be_read(small_disk: SmallDisk) -> None:
    with closing(open_database(small_disk.path / "kiosk.db", KEY)) as database:
        write(database, "before")
        small_disk.refuse_writing()
        assert failure_of(lambda: write(database, "after")) is StorageFailure.READ_ONLY
        assert drafts(database) == ["before"]


def test_a_read_only_disk_at_the_start_is_told(small_disk: SmallDisk) -> None:
    file = small_disk.path / "kiosk.db"
    with closing(open_database(file, KEY)) as database:
        write(database, "before")
    small_disk.refuse_writing()
    assert failure_of(lambda: open_database(file, KEY)) is StorageFailure.READ_ONLY


def lock(file: Path) -> sqlcipher.Connection:
    """Another program that writes and does not come to an end."""
    other = sqlcipher.connect(str(file), isolation_level=None)
    other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    other.execute("BEGIN IMMEDIATE")
    return other


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BUSY_SECONDS", 0.1)


@pytest.mark.usefixtures("impatient")
def test_a_database_that_another_program_holds_is_told_and_waits_for_the_next_try(file: Path) -> None:
    with closing(open_database(file, KEY)) as database:
        with closing(lock(file)) as other:
            assert failure_of(lambda: write(database, "meanwhile")) is StorageFailure.DATABASE_BUSY
            assert drafts(database) == []
            other.execute("ROLLBACK")
        write(database, "then")
        assert drafts(database) == ["then"]


@pytest.mark.usefixtures("impatient")
def test_a_database_held_at_the_start_is_told(file: Path) -> None:
    with closing(open_database(file, KEY)):
        pass
    with closing(lock(file)):
        assert failure_of(lambda: open_database(file, KEY)) is StorageFailure.DATABASE_BUSY


def flip(file: Path, page: int) -> None:
    """One bit of a page (from 1) turned over, as a bad sector or a cosmic ray would."""
    contents = bytearray(file.read_bytes())
    contents[(page - 1) * 4096 + 1000] ^= 1
    file.write_bytes(contents)


def test_one_bit_of_a_page_is_enough(file: Path) -> None:
    with closing(open_database(file, KEY)) as database:
        for number in range(40):
            write(database, f"{number:02}")
    flip(file, len(file.read_bytes()) // 4096)  # drafts were written last
    with closing(open_database(file, KEY)) as database:
        assert failure_of(lambda: drafts(database)) is StorageFailure.DATABASE_DAMAGED


def test_the_first_page_damaged_cannot_be_told_from_another_key(file: Path) -> None:
    with closing(open_database(file, KEY)):
        pass
    flip(file, 1)
    assert failure_of(lambda: open_database(file, KEY)) is StorageFailure.DATABASE_UNREADABLE


def test_a_damaged_log_is_left_out_whole(file: Path) -> None:
    """A log torn by a power cut: everything committed before the torn place stays, as SQLite promises."""
    database = open_database(file, KEY)
    write(database, "one")
    write(database, "two")
    log = file.with_name("kiosk.db-wal")
    torn = bytearray(log.read_bytes())
    torn[-100] ^= 1
    copy = file.with_name("copy.db")
    copy.write_bytes(file.read_bytes())
    copy.with_name("copy.db-wal").write_bytes(torn)
    database.close()
    with closing(open_database(copy, KEY)) as opened:
        assert drafts(opened) == ["one"]
