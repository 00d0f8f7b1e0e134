import stat
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.services.failures import Failed, Trouble
from kiosk.services.upkeep.backups import KEPT, Backups, backup_folder
from kiosk.services.upkeep.room import LEAST_FREE_BYTES, Room, free_bytes
from kiosk.storage.backup import backups_in, make_backup, verify
from kiosk.storage.database import Database, open_database
from kiosk.storage.failures import StorageError, StorageFailure
from tests.plugins.small_disk import SmallDisk
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import Counter, TestClock

PLENTY = 10 * LEAST_FREE_BYTES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return backup_folder(tmp_path / "data")


@pytest.fixture
def backups(database: Database, folder: Path, clock: TestClock) -> Backups:
    return Backups(database, DATABASE_KEY, folder, Room(lambda: PLENTY), clock)


def failure_of(work: Callable[[], object]) -> StorageFailure:
    with pytest.raises(StorageError) as raised:
        work()
    return raised.value.failure


def damage(file: Path) -> None:
    """One bit in each page of the second half."""
    contents = bytearray(file.read_bytes())
    for page in range(len(contents) // 8192, len(contents) // 4096):
        contents[page * 4096 + 1000] ^= 1
    file.write_bytes(contents)


def test_a_backup_is_made_at_the_start_and_once_a_day(
    backups: Backups, folder: Path, clock: TestClock
) -> None:
    backups.keep_up()
    assert [backup.made_at for backup in backups_in(folder)] == [clock()]
    clock.pass_by(hours=23)
    backups.keep_up()
    assert len(backups_in(folder)) == 1
    clock.pass_by(hours=1)
    backups.keep_up()
    assert len(backups_in(folder)) == 2
    backups.keep_up()
    assert len(backups_in(folder)) == 2


def test_after_a_week_under_a_clock_that_was_ahead_the_new_ones_are_kept(
    backups: Backups, folder: Path, clock: TestClock
) -> None:
    """They hold the newest data, whatever the others' names say, and one goes back to them first."""
    begin = clock()
    for day in range(KEPT):
        clock.now = begin + timedelta(days=365 + day)
        backups.keep_up()
    clock.now = begin
    for _round in range(3):
        backups.keep_up()
        found = [backup.made_at for backup in backups_in(folder, clock())]
        assert (len(found), found[0]) == (KEPT, begin)
        clock.pass_by(seconds=30)


def test_a_week_of_them_is_kept(backups: Backups, folder: Path, clock: TestClock) -> None:
    begin = clock()
    for day in range(KEPT + 3):
        clock.now = begin + timedelta(days=day)
        backups.keep_up()
    kept = [backup.made_at for backup in backups_in(folder)]
    assert kept == [begin + timedelta(days=day) for day in range(KEPT + 2, 2, -1)]
    assert len(kept) == KEPT


def test_a_clock_put_back_does_not_end_the_backups(backups: Backups, folder: Path, clock: TestClock) -> None:
    backups.keep_up()
    clock.pass_by(days=-30)
    backups.keep_up()
    assert len(backups_in(folder)) == 2


def test_a_backup_holds_everything_and_is_nobody_elses(
    counter: Counter, backups: Backups, folder: Path
) -> None:
    membership_id = counter.register()
    backups.keep_up()
    (backup,) = backups_in(folder)
    assert stat.S_IMODE(backup.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert "訓練用合作社".encode() not in backup.file.read_bytes()
    with closing(open_database(backup.file, DATABASE_KEY)) as copy:
        again = Counter(copy, counter.rules, counter.clock, counter.device)
        assert again.desk.view(membership_id) == counter.desk.view(membership_id)
    assert failure_of(lambda: verify(backup.file, bytes(32))) is StorageFailure.DATABASE_UNREADABLE


def test_it_is_made_while_somebody_writes(counter: Counter, backups: Backups, folder: Path) -> None:
    membership_id = counter.register()
    with counter.database.session() as session:
        session.connection().exec_driver_sql("DELETE FROM outbox WHERE kind = 'Apply'")
        backups.keep_up()
        session.rollback()
    (backup,) = backups_in(folder)
    with closing(open_database(backup.file, DATABASE_KEY)) as copy:
        again = Counter(copy, counter.rules, counter.clock, counter.device)
        assert len(again.desk.view(membership_id).pending) == 2


def test_a_damaged_database_is_found_out_and_costs_no_good_backup(
    counter: Counter, backups: Backups, folder: Path, clock: TestClock, tmp_path: Path
) -> None:
    for number in range(20):
        counter.register(number + 1)
    backups.keep_up()
    good = [(backup.file, backup.file.read_bytes()) for backup in backups_in(folder)]
    counter.database.close()
    damage(tmp_path / "data" / "kiosk.db")
    for _ in range(KEPT + 1):
        clock.pass_by(days=1)
        assert failure_of(backups.keep_up) is StorageFailure.DATABASE_DAMAGED
    assert [(file, file.read_bytes()) for file in sorted(folder.iterdir())] == good


def test_what_a_power_cut_left_half_done_is_cleared_away(backups: Backups, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "kiosk-20250101T000000Z.part").write_bytes(b"half of it")
    (folder / "kiosk-notes.db").write_bytes(b"not one of ours")
    backups.keep_up()
    assert len(backups_in(folder)) == 1
    assert sorted(file.suffix for file in folder.iterdir()) == [".db", ".db"]


def test_a_damaged_backup_does_not_pass(database: Database, folder: Path, clock: TestClock) -> None:
    backup = make_backup(database, DATABASE_KEY, folder, clock())
    verify(backup.file, DATABASE_KEY)
    damage(backup.file)
    assert failure_of(lambda: verify(backup.file, DATABASE_KEY)) is StorageFailure.DATABASE_DAMAGED


def test_no_backup_takes_the_last_room(database: Database, folder: Path, clock: TestClock) -> None:
    free = LEAST_FREE_BYTES + database.bytes_on_disk
    short = Backups(database, DATABASE_KEY, folder, Room(lambda: free - 1), clock)
    with pytest.raises(Failed) as raised:
        short.keep_up()
    assert raised.value.failure is Trouble.DISK_LOW
    assert not folder.exists()
    Backups(database, DATABASE_KEY, folder, Room(lambda: free), clock).keep_up()
    assert len(backups_in(folder)) == 1


def test_a_disk_that_fills_up_meanwhile_leaves_the_older_ones(
    small_disk: SmallDisk, database: Database, clock: TestClock
) -> None:
    folder = small_disk.path / "backups"
    first = make_backup(database, DATABASE_KEY, folder, clock())
    small_disk.fill()
    clock.pass_by(days=1)
    failure = failure_of(lambda: make_backup(database, DATABASE_KEY, folder, clock()))
    assert failure is StorageFailure.DISK_FULL
    assert list(folder.iterdir()) == [first.file]
    verify(first.file, DATABASE_KEY)


def test_a_read_only_disk_is_told(small_disk: SmallDisk, database: Database, clock: TestClock) -> None:
    small_disk.refuse_writing()
    folder = small_disk.path / "backups"
    failure = failure_of(lambda: make_backup(database, DATABASE_KEY, folder, clock()))
    assert failure is StorageFailure.READ_ONLY


def test_a_real_disk_is_asked(small_disk: SmallDisk) -> None:
    assert 0 < free_bytes(small_disk.path) < 8 << 20
    small_disk.fill()
    assert free_bytes(small_disk.path) < 8192
    with pytest.raises(Failed) as raised:
        Room(lambda: free_bytes(small_disk.path)).require()
    assert raised.value.failure is Trouble.DISK_LOW


def test_a_disk_that_is_gone_is_a_failure_too(tmp_path: Path) -> None:
    assert failure_of(lambda: free_bytes(tmp_path / "gone")) is StorageFailure.DATABASE_UNREADABLE


@pytest.mark.parametrize(("free", "enough"), [(250_000_000, True), (249_999_999, False)])
def test_under_250_mb_there_is_not_enough(free: int, enough: bool) -> None:
    assert Room(lambda: free).is_enough() is enough
