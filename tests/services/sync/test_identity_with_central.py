"""Copied, restored, shut out, a wrong clock: each against the central service itself, over HTTP."""

from datetime import date, timedelta

import pytest

from central.audit import Role, Who
from central.programme_desk import ProgrammeDesk
from central.store import devices, quarantine
from central.surface import document_key
from kiosk.contract.api import ApiProblem
from kiosk.contract.enrolment_ticket import shows
from kiosk.contract.signed_documents import public_text
from kiosk.domain.programme import Pause
from kiosk.services.failures import Failed, Trouble
from kiosk.storage.tables import Standing
from tests.services.sync.region import Machine, Region, machine, region

__all__ = ["machine", "region"]


def test_two_copies_of_a_database_are_found_and_neither_branch_is_lost(
    region: Region, machine: Machine
) -> None:
    member = machine.register()
    assert machine.sync.once().accepted == 2
    machine.stop()
    copy = machine.copied("two.db").start()
    machine.start()
    taken = machine.submit(member, machine.asking.assessment())
    doubted = copy.submit(member, copy.asking.order())
    assert machine.sync.once().accepted == 1
    copy.sync.once()
    assert copy.standing() is Standing.QUARANTINED
    copy.refuses(Trouble.DEVICE_QUARANTINED)
    machine.sync.once()
    machine.refuses(Trouble.DEVICE_QUARANTINED)
    with region.store() as connection:
        both = quarantine.branches(connection, machine.device.device_id)
    assert [link.command_id for link in both.taken] == [taken.command_id]
    assert [link.command_id for link in both.doubted] == [doubted.command_id]

    copy.stop()
    device = copy.device.device_id
    copy = copy.start(region.ticket())  # the copy becomes a device of its own
    assert copy.device.device_id != device
    assert copy.sync.once().accepted == 1
    with region.store() as connection:
        quarantine.release(connection, device)
    # Released where the doubted branch ended, the first finds itself to be the other one.
    machine.sync.once()
    machine.refuses(Trouble.DATABASE_COPIED)
    machine.stop()
    machine.start(region.ticket())
    machine.sync.once()
    assert machine.standing() is Standing.ACTIVE
    views = [one.desk.view(member) for one in (machine, copy)]
    assert views[0].shown == views[1].shown
    assert not any(view.provisional for view in views)
    copy.stop()


def test_a_backup_that_was_put_back_takes_nothing_new_and_what_waits_in_it_arrives_once(
    region: Region, machine: Machine
) -> None:
    member = machine.register()
    machine.sync.once()
    order = machine.asking.order()
    machine.submit(member, order)
    machine.stop()
    restored = machine.copied("backup.db")
    machine.start()
    assert machine.sync.once().accepted == 1  # what waits in the backup has come already
    machine.submit(member, machine.asking.assessment())
    machine.sync.once()
    machine.stop()
    restored.start()
    assert restored.sync.once().failure is None
    assert restored.sync.status().waiting == 0  # the same bytes, the first answer
    restored.refuses(Trouble.DATABASE_COPIED)
    restored.stop()
    restored.start(region.ticket())
    restored.sync.once()
    assert restored.standing() is Standing.ACTIVE
    restored.submit(member, restored.asking.cancellation(order))
    assert restored.sync.once().accepted == 1
    view = restored.desk.view(member)
    assert (view.provisional, len(view.confirmed.orders)) == (False, 1)
    restored.stop()


def test_what_waits_in_a_restored_backup_is_moved_and_answered_as_before(
    region: Region, machine: Machine
) -> None:
    """Enrolled anew at once, with commands that central has had from the device that it was."""
    member = machine.register()
    machine.stop()
    restored = machine.copied("backup.db")
    machine.start()
    assert machine.sync.once().accepted == 2
    machine.stop()
    restored.start(region.ticket())
    restored.submit(member, restored.asking.assessment())
    report = restored.sync.once()
    assert (report.accepted, report.rejected, report.failure) == (3, 0, None)
    assert restored.desk.view(member).confirmed.version == 3
    assert restored.standing() is Standing.ACTIVE
    restored.stop()


def test_a_device_that_is_shut_out_is_told_so_and_keeps_what_waits(region: Region, machine: Machine) -> None:
    member = machine.register()
    with region.store() as connection:
        devices.revoke(connection, machine.device.device_id, region.clock())
    assert machine.sync.once().failure == ApiProblem.DEVICE_REVOKED.value
    machine.refuses(ApiProblem.DEVICE_REVOKED)
    assert machine.sync.status().waiting == 2
    machine.stop()
    machine.start(region.ticket())
    assert machine.sync.once().accepted == 2
    assert not machine.desk.view(member).provisional


def test_an_enrolment_that_power_broke_off_is_finished_with_the_same_code(
    region: Region, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Central has answered, nothing is kept yet, and cases go on until somebody tries again."""
    member = machine.register()
    machine.stop()
    ticket = region.ticket()

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kiosk.services.enrolment.save_identity", cut)
        with pytest.raises(KeyboardInterrupt):
            machine.start(ticket)
    machine.stop()
    before = machine.device.device_id
    machine.start()
    assert machine.device.device_id == before
    machine.submit(member, machine.asking.assessment())
    assert machine.sync.once().accepted == 3
    machine.submit(member, machine.asking.order())
    machine.stop()
    machine.start(ticket)
    assert machine.device.device_id != before
    assert machine.sync.once().accepted == 1
    assert machine.standing() is Standing.ACTIVE
    assert not machine.desk.view(member).provisional


@pytest.mark.parametrize("minutes", [-12, 12, 3000])
def test_a_wrong_clock(region: Region, machine: Machine, minutes: int) -> None:
    machine.sync.once()
    machine.stop()
    machine.ahead = timedelta(minutes=minutes)
    machine.start()
    assert machine.sync.once().failure == Trouble.CLOCK_WRONG.value
    assert machine.sync.once().failure is None
    machine.stop()
    machine.start()  # and is known without asking
    member = machine.register()
    machine.submit(member, machine.asking.assessment())
    with pytest.raises(Failed) as raised:
        machine.submit(member, machine.asking.order())
    assert raised.value.failure is Trouble.TIME_UNKNOWN
    assert machine.sync.once().accepted == 3
    machine.ahead = timedelta(0)
    machine.sync.once()
    machine.sync.once()
    machine.submit(member, machine.asking.order())
    assert machine.sync.once().accepted == 1


@pytest.mark.parametrize("known", [True, False])
def test_a_clock_a_few_minutes_off_keeps_nothing_from_counting(machine: Machine, known: bool) -> None:
    """Up to ten minutes all is taken: whether the clock was off before, or has gone off since."""
    machine.sync.once()
    machine.ahead = timedelta(minutes=9)
    if known:
        machine.sync.once()
        machine.sync.once()
    machine.stop()
    machine.start()
    member = machine.register()
    machine.submit(member, machine.asking.assessment())
    machine.submit(member, machine.asking.order())
    reports = [machine.sync.once(), machine.sync.once()]
    assert (sum(one.accepted for one in reports), reports[-1].failure) == (4, None)
    assert not machine.desk.things_to_attend()


def test_a_pause_set_in_the_office_is_known_at_the_counter(region: Region, machine: Machine) -> None:
    machine.sync.once()
    assert not machine.documents.guidance.programme.pauses
    pause = Pause(date(2026, 3, 1), date(2026, 3, 31))
    desk = ProgrammeDesk(region.central.store.database, region.rules, region.clock)
    desk.change(((pause,), 90_000), Who("office", Role.AGENCY), "預算")
    machine.sync.once()
    programme = machine.documents.guidance.programme
    assert (programme.pauses, programme.budget) == ((pause,), 90_000)
    assert machine.documents.guidance.anchors
    assert machine.sync.status().document_trouble is None


def test_the_ticket_bears_the_mark_of_centrals_key(region: Region) -> None:
    ticket = region.ticket()
    assert shows(public_text(document_key(region.central.store.secret)), ticket.mark)
    assert ticket.central_url == region.url
