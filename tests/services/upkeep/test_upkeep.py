from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.services.failures import Failed, Trouble
from kiosk.services.receipts import fonts
from kiosk.services.receipts.failures import PaperFailure
from kiosk.services.upkeep.backups import Backups
from kiosk.services.upkeep.room import LEAST_FREE_BYTES, Room
from kiosk.services.upkeep.upkeep import Upkeep
from kiosk.storage.backup import backups_in
from kiosk.storage.failures import StorageFailure
from tests.services.conftest import DATABASE_KEY
from tests.services.small_central import SmallCentral, answers
from tests.services.sync.conftest import SyncedCounter
from tests.services.upkeep.conftest import Kept
from tests.services.upkeep.test_backups import damage
from tests.services.upkeep.test_purging import member


@dataclass
class Disk:
    free: int = 10 * LEAST_FREE_BYTES


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
def upkeep(kiosk: SyncedCounter, kept: Kept, disk: Disk, tmp_path: Path) -> Upkeep:
    room = Room(lambda: disk.free)
    backups = Backups(kiosk.database, DATABASE_KEY, tmp_path / "backups", room, kiosk.clock)
    return Upkeep(room, backups, kept.purging, kept.histories)


def test_a_round_backs_up_purges_and_fetches_what_came_alive(
    kiosk: SyncedCounter, upkeep: Upkeep, central: SmallCentral, tmp_path: Path
) -> None:
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    upkeep.once()
    assert len(backups_in(tmp_path / "backups")) == 1
    with pytest.raises(Failed):
        kiosk.desk.view(membership_id)
    central.rule(membership_id, kiosk.assessment())
    kiosk.sync.once()
    upkeep.once()
    assert kiosk.desk.view(membership_id).confirmed == central.memberships[membership_id]
    assert upkeep.troubles() == ()


def test_who_comes_back_gets_the_history_at_once(
    kiosk: SyncedCounter, upkeep: Upkeep, central: SmallCentral
) -> None:
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    upkeep.once()
    upkeep.fetch_history(membership_id)
    assert kiosk.desk.view(membership_id).confirmed == central.memberships[membership_id]


def test_little_room_is_told_as_long_as_it_lasts(upkeep: Upkeep, disk: Disk) -> None:
    upkeep.require_room()
    disk.free = LEAST_FREE_BYTES - 1
    upkeep.once()
    assert upkeep.troubles() == (Trouble.DISK_LOW.value,)
    with pytest.raises(Failed) as raised:
        upkeep.require_room()
    assert raised.value.failure is Trouble.DISK_LOW
    disk.free = LEAST_FREE_BYTES
    assert upkeep.troubles() == ()
    upkeep.require_room()


def test_a_font_that_is_missing_is_told_until_it_is_there(
    kiosk: SyncedCounter, kept: Kept, disk: Disk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Room(lambda: disk.free)
    backups = Backups(kiosk.database, DATABASE_KEY, tmp_path / "backups", room, kiosk.clock)
    upkeep = Upkeep(room, backups, kept.purging, kept.histories, fonts.require_fonts)
    with monkeypatch.context() as without:
        without.setattr(fonts, "installed_fonts", lambda: fonts.PaperFonts([tmp_path]))
        upkeep.once()
        assert upkeep.troubles() == (PaperFailure.FONT_MISSING.value,)
    upkeep.once()
    assert upkeep.troubles() == ()


def test_a_damaged_database_is_told_and_everything_else_goes_on(
    kiosk: SyncedCounter, upkeep: Upkeep, file: Path
) -> None:
    for number in range(20):
        kiosk.register(number + 1)
    kiosk.database.close()
    damage(file)
    upkeep.once()
    assert upkeep.troubles() == (StorageFailure.DATABASE_DAMAGED.value,)


def test_without_network_it_is_sync_that_tells(
    kiosk: SyncedCounter, upkeep: Upkeep, central: SmallCentral
) -> None:
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    upkeep.once()
    central.rule(membership_id, kiosk.assessment())
    kiosk.sync.once()
    central.faults.append(answers(502))
    upkeep.once()
    assert upkeep.troubles() == ()
    upkeep.once()
    assert kiosk.desk.view(membership_id).confirmed == central.memberships[membership_id]


def test_it_ends_between_two_pieces_of_work(kiosk: SyncedCounter, upkeep: Upkeep, tmp_path: Path) -> None:
    member(kiosk)
    kiosk.clock.pass_by(days=91)
    asked = iter([False, True])
    upkeep.once(lambda: next(asked))
    assert len(backups_in(tmp_path / "backups")) == 1
    assert len(kiosk.desk.memberships()) == 0
    upkeep.once(lambda: True)
