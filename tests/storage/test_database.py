import logging
import stat
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Thread

import pytest
import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kiosk.storage.database import Database, open_database
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.tables import DeviceRow, DraftRow, SyncStateRow
from tests.storage.conftest import KEY

NOON = datetime(2026, 3, 2, 4, 0, 0, 123456, tzinfo=UTC)
NAME = "訓練用合作社𠊎"


def draft(draft_id: str, data: str = "{}", at: datetime = NOON) -> DraftRow:
    return DraftRow(
        draft_id=draft_id, flow="order", membership_id=None, step="plan", data=data, updated_at=at
    )


def test_what_was_committed_is_there_after_opening_again(file: Path) -> None:
    first = open_database(file, KEY)
    with first.session() as session:
        session.add(draft("one"))
    with first.snapshot() as session:
        own_id = session.get_one(DeviceRow, 1).database_id
    first.close()
    again = open_database(file, KEY)
    with again.snapshot() as session:
        assert session.get_one(DraftRow, "one").updated_at == NOON
        assert session.get_one(DeviceRow, 1).database_id == own_id
    again.close()


def test_an_exception_undoes_the_whole_session(database: Database) -> None:
    def write_and_fail() -> None:
        with database.session() as session:
            session.add(draft("one"))
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    with database.snapshot() as session:
        assert session.get(DraftRow, "one") is None


def test_a_moment_comes_back_in_utc_whatever_its_zone_was(database: Database) -> None:
    with database.session() as session:
        session.add(draft("one", at=NOON.astimezone(timezone(timedelta(hours=8)))))
    with database.snapshot() as session:
        assert session.get_one(DraftRow, "one").updated_at.isoformat() == NOON.isoformat()
        assert session.get_one(SyncStateRow, 1).last_success is None


def test_each_connection_is_durable_and_keeps_to_foreign_keys(database: Database) -> None:
    with database.session() as session:
        pragmas = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_file_and_folder_are_for_the_owner_only(file: Path, database: Database) -> None:
    with database.session() as session:
        session.add(draft("one"))
    rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (file.parent, *file.parent.iterdir())}
    assert rights == {"data": 0o700, "kiosk.db": 0o600, "kiosk.db-wal": 0o600, "kiosk.db-shm": 0o600}


def test_nothing_is_in_clear_on_the_disk(file: Path, database: Database) -> None:
    with database.session() as session:
        session.add(draft("one", data=NAME))
    contents = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert len(contents) > 4096
    clear = {
        NAME.encode(),
        NAME.encode("utf-16-le"),
        "合作社".encode("big5"),
        b"SQLite format 3",
        b"CREATE TABLE",
    }
    assert [needle for needle in clear if needle in contents] == []


def test_another_key_opens_nothing_and_changes_nothing(
    file: Path, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    database.close()
    before, wrong = file.read_bytes(), bytes(32)
    with caplog.at_level(logging.DEBUG), pytest.raises(StorageError) as raised:
        open_database(file, wrong)
    assert raised.value.failure is StorageFailure.DATABASE_UNREADABLE
    assert file.read_bytes() == before
    assert KEY.hex() not in caplog.text
    assert wrong.hex() not in caplog.text


def test_the_key_is_in_no_log_and_no_exception(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        database = open_database(file, KEY)
        with pytest.raises(DBAPIError) as raised, database.session() as session:
            session.execute(text("INSERT INTO draft (draft_id) VALUES (:name)"), {"name": NAME})
    database.close()
    told = caplog.text + "".join(str(error) for error in (raised.value, raised.value.orig))
    assert KEY.hex() not in told
    assert NAME not in told


def test_a_file_that_is_no_database_is_told_and_left_alone(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"something else entirely " * 400)
    with pytest.raises(StorageError) as raised:
        open_database(file, KEY)
    assert raised.value.failure is StorageFailure.DATABASE_UNREADABLE
    assert file.read_bytes() == b"something else entirely " * 400


def test_a_place_where_no_file_can_be_is_told(file: Path) -> None:
    file.parent.write_text("a file where the folder should be")
    with pytest.raises(StorageError) as raised:
        open_database(file, KEY)
    assert raised.value.failure is StorageFailure.DATABASE_UNREADABLE


def test_a_damaged_page_is_told(file: Path, database: Database) -> None:
    with database.session() as session:
        session.add_all(draft(f"{number}", data="x" * 2000) for number in range(100))
    database.close()
    damaged = bytearray(file.read_bytes())
    damaged[-4096 * 30 :] = bytes(4096 * 30)  # the drafts came last: past the tables' own first pages
    file.write_bytes(damaged)
    again = open_database(file, KEY)
    with pytest.raises(StorageError) as raised, again.snapshot() as session:
        session.execute(text("SELECT sum(length(data)) FROM draft"))
    again.close()
    assert raised.value.failure is StorageFailure.DATABASE_DAMAGED


def test_a_full_disk_is_told_and_loses_nothing(database: Database) -> None:
    with database.session() as session:
        session.add(draft("before"))
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StorageError) as raised, database.session() as session:
        session.add_all(draft(f"{number}", data="x" * 4000) for number in range(100))
    assert raised.value.failure is StorageFailure.DISK_FULL
    with database.snapshot() as session:
        assert [row.draft_id for row in session.query(DraftRow)] == ["before"]


def test_a_key_of_another_length_is_a_mistake_of_the_program(file: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_database(file, b"short")
    assert not file.parent.exists()


def test_a_sqlite_with_the_wal_fault_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlcipher, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(StorageError) as raised:
        open_database(file, KEY)
    assert raised.value.failure is StorageFailure.SQLITE_TOO_OLD
    assert not file.parent.exists()


def test_writers_take_turns_and_none_is_lost(database: Database) -> None:
    def count_up() -> None:
        for _ in range(20):
            with database.session() as session:
                row = session.get_one(SyncStateRow, 1)
                row.failures += 1

    threads = [Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.snapshot() as session:
        assert session.get_one(SyncStateRow, 1).failures == 80


def test_a_reader_sees_one_moment_and_does_not_wait_for_the_writer(database: Database) -> None:
    with database.session() as writing:
        writing.add(draft("one"))
        writing.flush()
        with database.snapshot() as reading:
            assert reading.get(DraftRow, "one") is None
    with database.snapshot() as reading:
        assert reading.get(DraftRow, "one") is not None
