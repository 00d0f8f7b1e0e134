"""The disk fails while somebody submits and while sync settles answers: what was acknowledged stays."""

from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]

from kiosk.storage import database as module
from kiosk.storage.database import open_database
from kiosk.storage.failures import StorageError, StorageFailure
from tests.plugins.small_disk import SmallDisk
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import order_receipt
from tests.services.small_central import SmallCentral
from tests.services.sync.conftest import MakeKiosk, SyncedCounter

FULL, BUSY = StorageFailure.DISK_FULL.value, StorageFailure.DATABASE_BUSY.value
READ_ONLY, DAMAGED = StorageFailure.READ_ONLY.value, StorageFailure.DATABASE_DAMAGED.value


@pytest.fixture
def kiosk(small_disk: SmallDisk, make_kiosk: MakeKiosk) -> SyncedCounter:
    """A counter whose database lies on the small disk."""
    return make_kiosk(small_disk.path.name)


def take_orders(kiosk: SyncedCounter, member: str, number: int) -> None:
    for _ in range(number):
        kiosk.submit(member, kiosk.order(), order_receipt)


def test_a_disk_that_fills_up_keeps_all_that_was_acknowledged(
    small_disk: SmallDisk, kiosk: SyncedCounter, central: SmallCentral
) -> None:
    member = kiosk.register()
    small_disk.fill()
    kept = 0

    def take_orders_for_ever() -> None:
        nonlocal kept
        while kept < 2000:
            kiosk.submit(member, kiosk.order(), order_receipt)
            kept += 1

    with pytest.raises(StorageError) as raised:
        take_orders_for_ever()
    assert raised.value.failure is StorageFailure.DISK_FULL
    assert len(kiosk.desk.receipts(member)) == kept
    failed = kiosk.sync.once()
    assert failed.failure == FULL
    assert failed.next_try is not None
    assert len(kiosk.desk.receipts(member)) == kept
    small_disk.make_room()
    kiosk.submit(member, kiosk.order(), order_receipt)
    assert kiosk.sync.once().failure is None
    assert kiosk.sync.status().waiting == 0
    assert len(kiosk.desk.view(member).confirmed.orders) == kept + 1
    assert len(central.answered) == kept + 3


def test_answers_that_cannot_be_kept_are_asked_for_again(
    small_disk: SmallDisk, kiosk: SyncedCounter, central: SmallCentral
) -> None:
    member = kiosk.register()
    take_orders(kiosk, member, 58)
    with kiosk.database._writing.connect() as connection:  # a log without length needs room for every word
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    small_disk.fill()
    first = kiosk.sync.once()
    assert first.failure == FULL
    small_disk.make_room()
    second = kiosk.sync.once()
    assert (second.accepted, second.failure) == (60, None)
    assert len(central.answered) == 60
    assert not kiosk.desk.view(member).provisional


def test_a_disk_turned_read_only_sends_nothing_twice_and_shows_what_there_is(
    small_disk: SmallDisk, kiosk: SyncedCounter, central: SmallCentral, tmp_path: Path
) -> None:
    member = kiosk.register()
    small_disk.refuse_writing()
    with pytest.raises(StorageError) as raised:
        kiosk.submit(member, kiosk.order(), order_receipt)
    assert raised.value.failure is StorageFailure.READ_ONLY
    assert kiosk.sync.once().failure == READ_ONLY
    assert len(kiosk.desk.view(member).pending) == 2
    mended = tmp_path / "mended"
    mended.mkdir()
    for file in small_disk.path.glob("kiosk.db*"):
        (mended / file.name).write_bytes(file.read_bytes())
    with closing(open_database(mended / "kiosk.db", DATABASE_KEY)) as again:
        kiosk.sync._database = again
        assert kiosk.sync.once().failure is None
    assert len(central.answered) == 2


def test_a_database_held_by_another_program_waits_and_goes_on(
    small_disk: SmallDisk, central: SmallCentral, make_kiosk: MakeKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BUSY_SECONDS", 0.1)
    kiosk = make_kiosk(small_disk.path.name)
    member = kiosk.register()
    with closing(sqlcipher.connect(str(small_disk.path / "kiosk.db"), isolation_level=None)) as other:
        other.execute(f"PRAGMA key = \"x'{DATABASE_KEY.hex()}'\"")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as raised:
            kiosk.submit(member, kiosk.order(), order_receipt)
        assert raised.value.failure is StorageFailure.DATABASE_BUSY
        assert kiosk.sync.once().failure == BUSY
        other.execute("ROLLBACK")
    kiosk.submit(member, kiosk.order(), order_receipt)
    report = kiosk.sync.once()
    assert (report.accepted, report.failure) == (3, None)
    assert len(central.answered) == 3


def test_a_damaged_page_stops_sync_with_its_name(make_kiosk: MakeKiosk, tmp_path: Path) -> None:
    kiosk = make_kiosk("plain")
    take_orders(kiosk, kiosk.register(), 30)
    kiosk.database.close()
    file = tmp_path / "plain" / "kiosk.db"
    contents = bytearray(file.read_bytes())
    for page in range(len(contents) // 4096 // 2, len(contents) // 4096):
        contents[page * 4096 + 1000] ^= 1
    file.write_bytes(contents)
    assert kiosk.sync.once().failure == DAMAGED
