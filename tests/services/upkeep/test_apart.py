"""Founding cases and messages end after 90 quiet days at the counter, each with a line in the log."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from kiosk.contract.api import CommandAnswer, Status
from kiosk.domain.commands import OpenMembership
from kiosk.domain.founding.case import Case
from kiosk.domain.founding.record import Record
from kiosk.services.failures import Failed
from kiosk.services.founding.failures import FoundingFailure
from kiosk.services.upkeep.apart import end_old
from kiosk.services.upkeep.purging import KEPT_FOR, Purging
from kiosk.storage import outbox
from kiosk.storage.tables import OutboxRow, PurgeRow
from tests.domain.test_inquiry import ASKED
from tests.services.counter import Counter

DAYS = KEPT_FOR.days


def accept_all(counter: Counter, status: Status = Status.ACCEPTED) -> None:
    with counter.database.session() as session:
        for row in outbox.waiting(session, 100):
            answer = CommandAnswer(
                command_id=row.command_id, status=status, code="", decided_at=counter.clock()
            )
            outbox.settle(session, answer)


def purge(counter: Counter) -> int:
    return Purging(counter.database, lambda: counter.rules, counter.clock, lambda _now: True).run()


def log(counter: Counter) -> list[tuple[str, int]]:
    with counter.database.snapshot() as session:
        rows = session.scalars(select(PurgeRow).order_by(PurgeRow.row))
        return [(row.what, row.rows) for row in rows]


def envelopes(counter: Counter) -> list[bytes]:
    with counter.database.snapshot() as session:
        return list(session.scalars(select(OutboxRow.envelope).order_by(OutboxRow.device_seq)))


def test_a_founding_case_ends_after_ninety_quiet_days(counter: Counter) -> None:
    desk = counter.founding()
    case_id = desk.open(Record(case=Case(name="有限責任安心消費合作社"))).case_id
    counter.clock.pass_by(days=DAYS + 1)
    assert purge(counter) == 0  # central has not taken it
    accept_all(counter)
    counter.clock.pass_by(days=DAYS)
    assert purge(counter) == 0
    counter.clock.pass_by(seconds=1)
    assert purge(counter) == 2
    with pytest.raises(Failed) as raised:
        desk.read(case_id)
    assert raised.value.failure is FoundingFailure.CASE_GONE
    assert envelopes(counter) == [b""]
    assert log(counter) == [("founding_case", 1), ("outbox", 1)]
    assert purge(counter) == 0


def test_one_that_is_worked_on_stays_with_all_its_commands(counter: Counter) -> None:
    desk = counter.founding()
    case_id = desk.open(Record()).case_id
    accept_all(counter)
    counter.clock.pass_by(days=DAYS - 1)
    desk.keep(case_id, Record(address="臺北市"))
    accept_all(counter)
    counter.clock.pass_by(days=2)
    assert purge(counter) == 0
    assert all(envelopes(counter))
    assert desk.read(case_id).address == "臺北市"


def test_what_central_turned_down_stays_for_the_staff(counter: Counter) -> None:
    desk = counter.founding()
    case_id = desk.open(Record(address="臺北市")).case_id
    member = counter.desk.new_membership_id()
    counter.inquiries().send(replace(ASKED, membership_id=member))
    accept_all(counter, Status.REJECTED)
    counter.clock.pass_by(days=10 * DAYS)
    assert purge(counter) == 0
    assert desk.read(case_id).address == "臺北市"
    assert len(counter.inquiries().of_membership(member)) == 1


def test_messages_end_with_their_commands_and_others_stay(counter: Counter) -> None:
    member = counter.desk.new_membership_id()
    desk = counter.inquiries()
    desk.send(replace(ASKED, membership_id=member))
    desk.send(replace(ASKED, membership_id=None, email="one@coop.example"))
    accept_all(counter)
    counter.clock.pass_by(days=DAYS)
    desk.send(replace(ASKED, membership_id=member, text="後來的"))
    accept_all(counter)
    counter.clock.pass_by(days=1)
    assert purge(counter) == 3
    assert [one.asked.text for one in desk.of_membership(member)] == ["後來的"]
    first, second, third = envelopes(counter)
    assert (first, second) == (b"", b"")
    assert third
    assert log(counter) == [("inquiry", 1), ("outbox", 1), ("outbox", 1)]


def test_commands_of_memberships_are_not_touched(counter: Counter) -> None:
    counter.submit(counter.desk.new_membership_id(), counter.opening())
    accept_all(counter)
    counter.clock.pass_by(days=10 * DAYS)
    now = counter.clock()
    assert end_old(counter.database, now - KEPT_FOR, DAYS, now) == 0
    assert all(envelopes(counter))
    assert OpenMembership.kind.encode() in envelopes(counter)[0]
