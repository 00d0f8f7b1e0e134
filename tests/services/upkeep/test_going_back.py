"""A database is damaged: the backup is gone back to, and what the damaged file still tells is saved."""

import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from kiosk.contract.api import CommandAnswer, Status
from kiosk.services.drafts import Drafts
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import DeviceIdentity, database_id, load_identity, save_identity
from kiosk.services.upkeep.backups import backup_folder
from kiosk.services.upkeep.going_back import checked_backups, go_back
from kiosk.storage import outbox, receipts
from kiosk.storage.backup import make_backup
from kiosk.storage.database import Database, open_database
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.restore import Restored
from kiosk.storage.tables import DeviceRow, DraftRow, OutboxRow, PaperPrintRow, ReceiptRow
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import Counter, TestClock, order_receipt
from tests.services.upkeep.test_backups import damage


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "kiosk.db"


def back_up(counter: Counter, file: Path) -> Path:
    made = make_backup(counter.database, DATABASE_KEY, backup_folder(file.parent), counter.clock())
    counter.clock.pass_by(minutes=1)
    return made.file


def going_back(file: Path, clock: TestClock, name: str | None = None) -> Restored:
    return go_back(file, DATABASE_KEY, name, clock())


def take_orders(counter: Counter, member: str, number: int) -> list[str]:
    return [counter.submit(member, counter.order(), order_receipt).command_id for _ in range(number)]


def commands(database: Database) -> dict[str, str]:
    with database.snapshot() as session:
        return {row.command_id: row.state for row in session.scalars(select(OutboxRow))}


def test_a_whole_file_loses_nothing_by_going_back(counter: Counter, file: Path, clock: TestClock) -> None:
    """As where the disk was changed: what came after the backup is all saved."""
    member = counter.register()
    backup = back_up(counter, file)
    take_orders(counter, member, 5)
    before = commands(counter.database)
    receipts = counter.desk.receipts(member)
    view = counter.desk.view(member)
    counter.database.close()
    restored = going_back(file, clock)
    assert restored.backup.file == backup
    assert (restored.saved, restored.left, restored.all_read, restored.waiting) == (5, 0, True, 7)
    with closing(open_database(file, DATABASE_KEY)) as database:
        assert commands(database) == before
        again = Counter(database, counter.rules, clock, counter.device)
        assert again.desk.receipts(member) == receipts
        assert again.desk.view(member) == view
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_program_killed_in_the_middle_left_a_log_which_is_saved_too(
    counter: Counter, file: Path, clock: TestClock, tmp_path: Path
) -> None:
    member = counter.register()
    back_up(counter, file)
    take_orders(counter, member, 5)
    killed = tmp_path / "killed"
    killed.mkdir()
    for name in ("kiosk.db", "kiosk.db-wal", "kiosk.db-shm"):
        (killed / name).write_bytes((file.parent / name).read_bytes())
    backup_folder(file.parent).rename(backup_folder(killed))
    restored = going_back(killed / "kiosk.db", clock)
    assert (restored.saved, restored.all_read) == (5, True)
    assert not (killed / "kiosk.db-wal").exists()
    with closing(open_database(killed / "kiosk.db", DATABASE_KEY)) as database:
        assert commands(database) == commands(counter.database)


def test_what_can_be_read_of_a_damaged_file_is_saved(counter: Counter, file: Path, clock: TestClock) -> None:
    member = counter.register()
    back_up(counter, file)
    taken = take_orders(counter, member, 60)
    counter.database.close()
    damaged = bytearray(file.read_bytes())
    pages = len(damaged) // 4096
    for page in range(pages - 12, pages):
        damaged[page * 4096 + 1000] ^= 1
    file.write_bytes(damaged)
    restored = going_back(file, clock)
    assert not restored.all_read
    assert 20 < restored.saved < 60
    with closing(open_database(file, DATABASE_KEY)) as database:
        kept = commands(database)
        assert len(kept) == 2 + restored.saved == restored.waiting
        assert set(kept) <= {*taken, *kept}
    assert restored.set_aside is not None
    assert (restored.set_aside / "kiosk.db").read_bytes() == damaged


def test_a_file_that_cannot_be_opened_at_all_leaves_the_backup(
    counter: Counter, file: Path, clock: TestClock
) -> None:
    member = counter.register()
    back_up(counter, file)
    take_orders(counter, member, 2)
    counter.database.close()
    file.write_bytes(b"something else entirely " * 400)
    restored = going_back(file, clock)
    assert (restored.saved, restored.all_read, restored.waiting) == (0, False, 2)
    assert restored.set_aside is not None
    assert b"something else" in (restored.set_aside / "kiosk.db").read_bytes()


def test_where_there_is_no_file_any_more_the_backup_is_the_database(
    counter: Counter, file: Path, clock: TestClock
) -> None:
    counter.register()
    back_up(counter, file)
    counter.database.close()
    file.unlink()
    restored = going_back(file, clock)
    assert (restored.set_aside, restored.saved, restored.all_read, restored.waiting) == (None, 0, True, 2)


def test_central_s_answers_since_the_backup_are_saved_so_that_nothing_is_sent_again(
    counter: Counter, file: Path, clock: TestClock
) -> None:
    counter.register()
    back_up(counter, file)
    (waiting, *_) = commands(counter.database)
    with counter.database.session() as session:
        answer = CommandAnswer(command_id=waiting, status=Status.ACCEPTED, code="", decided_at=clock())
        outbox.settle(session, answer)
    counter.database.close()
    assert going_back(file, clock).waiting == 1
    with closing(open_database(file, DATABASE_KEY)) as database:
        assert commands(database)[waiting] == "accepted"


def test_wizards_and_prints_are_as_they_were_last(counter: Counter, file: Path, clock: TestClock) -> None:
    member = counter.register()
    take_orders(counter, member, 1)
    drafts = Drafts(counter.database, clock)
    drafts.save("ended", "order", member, "plan", {})
    back_up(counter, file)
    drafts.discard("ended")
    drafts.save("begun", "order", member, "plan", {})
    with counter.database.session() as session:
        assert receipts.log_print(session, 1, clock()) == 1
    counter.database.close()
    going_back(file, clock)
    with closing(open_database(file, DATABASE_KEY)) as database, database.snapshot() as session:
        assert session.scalars(select(DraftRow.draft_id)).all() == ["begun"]
        assert session.scalar(select(ReceiptRow.printed)) == 1
        assert session.execute(select(PaperPrintRow.number, PaperPrintRow.nth)).all() == [(1, 1)]


def test_papers_about_no_command_are_saved_too(counter: Counter, file: Path, clock: TestClock) -> None:
    counter.register()
    known = counter.desk.report_shift(training=False)
    back_up(counter, file)
    clock.pass_by(hours=1)
    beyond = counter.desk.report_shift(training=False)
    with counter.database.session() as session:
        receipts.log_print(session, known, clock())
    counter.database.close()
    restored = going_back(file, clock)
    assert (restored.left, restored.all_read) == (0, True)
    with closing(open_database(file, DATABASE_KEY)) as database, database.snapshot() as session:
        rows = session.execute(select(ReceiptRow.number, ReceiptRow.printed).order_by(ReceiptRow.number))
        assert rows.all() == [(known, 1), (beyond, 0)]


def test_it_is_another_database_to_central_and_sends_nothing_before_it_is_enrolled(
    counter: Counter, file: Path, clock: TestClock
) -> None:
    with counter.database.session() as session:
        save_identity(session, DeviceIdentity("device", "office", "K1", "http://127.0.0.1:9"))
    counter.register()
    own_id = database_id(counter.database)
    back_up(counter, file)
    counter.database.close()
    at = clock()
    going_back(file, clock)
    with closing(open_database(file, DATABASE_KEY)) as database:
        assert database_id(database) != own_id
        with pytest.raises(Failed) as raised:
            load_identity(database)
        assert raised.value.failure is Trouble.NOT_ENROLLED
        with database.snapshot() as session:
            assert session.scalar(select(DeviceRow.restored_at)) == at
            assert outbox.backlog(session)[0] == 2


def test_a_backup_that_does_not_hold_is_passed_over_or_refused(
    counter: Counter, file: Path, clock: TestClock
) -> None:
    for number in range(20):
        counter.register(number + 1)
    good = back_up(counter, file)
    bad = back_up(counter, file)
    damage(bad)
    counter.database.close()
    assert [holds for _backup, holds in checked_backups(file.parent, DATABASE_KEY, clock())] == [False, True]
    before = file.read_bytes()
    for name in (bad.name, "kiosk-20200101T000000Z.db"):
        with pytest.raises(Failed) as raised:
            going_back(file, clock, name)
        assert raised.value.failure is Trouble.BACKUP_UNUSABLE
        assert file.read_bytes() == before
    assert going_back(file, clock).backup.file == good


def test_broken_off_it_can_be_run_again(
    counter: Counter, file: Path, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = counter.register()
    back_up(counter, file)
    take_orders(counter, member, 3)
    counter.database.close()

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kiosk.storage.restore.keep", power_cut)
        with pytest.raises(KeyboardInterrupt):
            going_back(file, clock)
    clock.pass_by(seconds=1)
    assert going_back(file, clock).waiting == 5


def test_a_row_that_does_not_fit_is_left_in_the_old_file_and_counted(
    counter: Counter, file: Path, clock: TestClock
) -> None:
    """A backup of another line of the same database: the same place in the chain, another command."""
    member = counter.register()
    line = file.with_name("line.db")
    back = back_up(counter, file)
    take_orders(counter, member, 1)
    other = back_up(counter, file)
    counter.database.close()
    line.write_bytes(back.read_bytes())
    with closing(open_database(line, DATABASE_KEY)) as database:
        again = Counter(database, counter.rules, clock, counter.device)
        take_orders(again, member, 1)
    line.replace(file)
    restored = going_back(file, clock, other.name)
    assert (restored.saved, restored.left, restored.waiting) == (0, 2, 3)


def test_where_a_file_can_have_one_name_only_it_is_copied_aside(
    counter: Counter, file: Path, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.register()
    back_up(counter, file)
    counter.database.close()
    before = file.read_bytes()

    def no_second_name(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_second_name)
    restored = going_back(file, clock)
    assert restored.set_aside is not None
    assert (restored.set_aside / "kiosk.db").read_bytes() == before


def test_a_disk_without_room_changes_nothing(
    counter: Counter, file: Path, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.register()
    back_up(counter, file)
    counter.database.close()
    before = file.read_bytes()

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.storage.restore.shutil.copyfile", no_room)
    with pytest.raises(StorageError) as raised:
        going_back(file, clock)
    assert raised.value.failure is StorageFailure.DISK_FULL
    assert file.read_bytes() == before
