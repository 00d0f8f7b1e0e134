import json
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from fastapi import Request, Response
from sqlalchemy import select, text

from kiosk.contract.api import CommandAnswer, Status
from kiosk.domain import commands as asked
from kiosk.services.central_time import is_vouched_for
from kiosk.services.drafts import Drafts
from kiosk.services.failures import Failed, Trouble
from kiosk.services.upkeep.purging import _LOOKED_AT_IN_A_RUN, KEPT_FOR, Purging
from kiosk.storage import outbox, receipts
from kiosk.storage.tables import (
    EventRow,
    MembershipRow,
    OutboxRow,
    PurgedHistoryRow,
    PurgeRow,
    ReceiptRow,
    SyncStateRow,
)
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import holder, order_receipt
from tests.services.small_central import SmallCentral, answers
from tests.services.sync.conftest import SyncedCounter
from tests.services.upkeep.conftest import Kept
from tests.services.upkeep.pages import decrypted

PERSONAL = [text.encode() for text in ("林曉明", "someone@example.com", "02-0000-0000")]


def member(kiosk: SyncedCounter, number: int = 1) -> str:
    """Registered, with one order that was cancelled again: nothing is under way."""
    membership_id = kiosk.register(number)
    order = kiosk.order(number)
    kiosk.submit(membership_id, order, order_receipt)
    kiosk.submit(membership_id, kiosk.cancellation(order))
    assert kiosk.sync.once().failure is None
    return membership_id


def histories_here(kiosk: SyncedCounter) -> set[str]:
    with kiosk.database.snapshot() as session:
        return set(session.scalars(select(EventRow.membership_id)))


def test_a_finished_case_is_purged_when_its_time_has_come_and_not_a_moment_before(
    kiosk: SyncedCounter, kept: Kept
) -> None:
    member(kiosk)
    kiosk.clock.now += KEPT_FOR
    assert kept.purging.run() == 0
    kiosk.clock.now += timedelta(microseconds=1)
    assert kept.purging.run() == 1
    assert kept.purging.run() == 0
    assert histories_here(kiosk) == set()


def test_the_bytes_are_gone_from_file_log_and_free_pages(
    kiosk: SyncedCounter, kept: Kept, file: Path
) -> None:
    member(kiosk)
    assert all(personal in decrypted(file, DATABASE_KEY) for personal in PERSONAL)
    kiosk.clock.pass_by(days=91)
    assert kept.purging.run() == 1
    assert not any(personal in decrypted(file, DATABASE_KEY) for personal in PERSONAL)


def test_chain_outcomes_receipts_and_index_stay(kiosk: SyncedCounter, kept: Kept) -> None:
    membership_id = member(kiosk)
    chain = select(
        OutboxRow.command_id,
        OutboxRow.device_seq,
        OutboxRow.chain_hash,
        OutboxRow.state,
        OutboxRow.decided_at,
    ).order_by(OutboxRow.device_seq)
    with kiosk.database.snapshot() as session:
        before = session.execute(chain).all()
        snapshot = session.scalar(select(ReceiptRow.snapshot))
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    with kiosk.database.snapshot() as session:
        assert session.execute(chain).all() == before
        assert {
            (row.envelope, row.signer_issuer, row.signer_subject) for row in session.query(OutboxRow)
        } == {(b"", None, None)}
        assert session.scalar(select(ReceiptRow.snapshot)) == snapshot
        assert session.scalar(select(MembershipRow.membership_id)) == membership_id
    assert kiosk.desk.find(holder()) == membership_id
    assert [receipt.snapshot for receipt in kiosk.desk.receipts(membership_id)] == [snapshot]


def test_the_next_command_goes_on_in_the_chain(
    kiosk: SyncedCounter, kept: Kept, central: SmallCentral
) -> None:
    member(kiosk)
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    kiosk.register(2)
    report = kiosk.sync.once()
    assert (report.accepted, report.rejected, report.failure) == (2, 0, None)
    assert len(central.answered) == 6


def test_the_log_tells_what_was_purged_by_which_rule_and_nothing_of_anybody(
    kiosk: SyncedCounter, kept: Kept
) -> None:
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    with kiosk.database.snapshot() as session:
        rows = [(row.what, row.rows) for row in session.query(PurgeRow)]
        assert rows == [("event", 4), ("outbox", 4)]
        for row in session.query(PurgeRow):
            assert (row.membership_id, row.at) == (membership_id, kiosk.clock())
            assert row.rule == "finished case, quiet for 90 days"


def test_what_waits_is_never_purged(kiosk: SyncedCounter, kept: Kept, central: SmallCentral) -> None:
    membership_id = kiosk.register()
    kiosk.clock.pass_by(days=4000)
    assert kept.purging.run() == 0
    assert kiosk.sync.once().accepted == 2
    assert histories_here(kiosk) == {membership_id}
    assert len(central.answered) == 2


def test_what_central_turned_down_waits_for_the_staff(
    kiosk: SyncedCounter, kept: Kept, central: SmallCentral
) -> None:
    membership_id = member(kiosk)
    order = kiosk.order()
    kiosk.submit(membership_id, replace(order, points=0))
    central.rules = replace(central.rules, plans={})
    assert kiosk.sync.once().refused == 1
    kiosk.clock.pass_by(days=4000)
    assert kept.purging.run() == 0
    assert len(kiosk.desk.things_to_attend()) == 1


def test_a_half_finished_wizard_keeps_its_case(kiosk: SyncedCounter, kept: Kept) -> None:
    membership_id = member(kiosk)
    drafts = Drafts(kiosk.database, kiosk.clock)
    drafts.save("one", "order", membership_id, "plan", {})
    kiosk.clock.pass_by(days=91)
    assert kept.purging.run() == 0
    drafts.discard("one")
    assert kept.purging.run() == 1


def test_a_case_under_way_stays_however_quiet_it_is(
    kiosk: SyncedCounter, kept: Kept, central: SmallCentral
) -> None:
    membership_id = kiosk.register()
    order = kiosk.order()
    kiosk.submit(membership_id, order)
    kiosk.sync.once()
    central.rule(membership_id, asked.ConfirmOrder(order.order_number, "https://pay.example.com/1"))
    central.rule(membership_id, asked.RecordPayment(order.order_number, order.own))
    kiosk.sync.once()
    kiosk.clock.pass_by(days=4000)
    assert kept.purging.run() == 0


def test_an_answer_without_its_events_is_no_end(kiosk: SyncedCounter, kept: Kept) -> None:
    membership_id = member(kiosk)
    taken = kiosk.submit(membership_id, kiosk.assessment())
    with kiosk.database.session() as session:
        answer = CommandAnswer(
            command_id=taken.command_id, status=Status.ACCEPTED, code="", decided_at=kiosk.clock()
        )
        outbox.settle(session, answer)
    kiosk.clock.pass_by(days=91)
    assert kept.purging.run() == 0


def test_nothing_ends_by_a_clock_that_central_does_not_know(kiosk: SyncedCounter) -> None:
    """Set years ahead with no network, or far from central's: papers that the law has kept would be gone."""
    membership_id = member(kiosk)
    purging = Purging(
        kiosk.database, lambda: kiosk.rules, kiosk.clock, partial(is_vouched_for, kiosk.database)
    )
    kiosk.clock.pass_by(days=3650)
    assert purging.run() == 0
    kiosk.sync.once()
    with kiosk.database.session() as session:
        session.get_one(SyncStateRow, 1).clock_ahead_seconds = 3650 * 86_400
    assert purging.run() == 0
    assert [one.snapshot for one in kiosk.desk.receipts(membership_id)] != [""]
    with kiosk.database.session() as session:
        session.get_one(SyncStateRow, 1).clock_ahead_seconds = 0
    assert purging.run() == 1


def test_a_run_is_small_and_the_next_goes_on(kiosk: SyncedCounter) -> None:
    number = _LOOKED_AT_IN_A_RUN + 3
    for each in range(number):
        kiosk.register(each + 1)
    while kiosk.sync.once().sent:
        pass
    kiosk.clock.pass_by(days=91)
    purging = Purging(kiosk.database, lambda: kiosk.rules, kiosk.clock, lambda _now: True)
    assert [purging.run(), purging.run(), purging.run()] == [_LOOKED_AT_IN_A_RUN, 3, 0]


def test_many_that_are_under_way_hide_nobody(kiosk: SyncedCounter) -> None:
    """Those that were looked at and stay are not looked at again and again in place of the others."""
    for each in range(_LOOKED_AT_IN_A_RUN):
        kiosk.submit(kiosk.register(each + 1), kiosk.order(each + 1))
    while kiosk.sync.once().sent:
        pass
    kiosk.clock.pass_by(days=91)
    purging = Purging(kiosk.database, lambda: kiosk.rules, kiosk.clock, lambda _now: True)
    assert purging.run() == 0  # time has made something due: central will tell
    last = "ffffffff-0000-7000-8000-000000000000"
    kiosk.submit(last, kiosk.opening(1000))
    kiosk.sync.once()
    kiosk.clock.pass_by(days=91)
    assert purging.run() + purging.run() == 1


def test_looking_at_a_purged_membership_says_what_to_do(kiosk: SyncedCounter, kept: Kept) -> None:
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    for look in (
        lambda: kiosk.desk.view(membership_id),
        lambda: kiosk.desk.prepare(membership_id, kiosk.assessment()),
    ):
        with pytest.raises(Failed) as raised:
            look()
        assert raised.value.failure is Trouble.HISTORY_PURGED
    assert kiosk.desk.memberships() == ()


def test_events_told_again_from_the_beginning_do_not_come_back(kiosk: SyncedCounter, kept: Kept) -> None:
    member(kiosk)
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    with kiosk.database.session() as session:
        session.execute(text("UPDATE sync_state SET cursor = ''"))
    report = kiosk.sync.once()
    assert (report.received, report.failure) == (0, None)
    assert histories_here(kiosk) == set()


def test_further_events_are_no_disorder_and_bring_the_whole_history_back(
    kiosk: SyncedCounter, kept: Kept, central: SmallCentral
) -> None:
    membership_id = member(kiosk)
    before = kiosk.desk.view(membership_id).confirmed
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    central.rule(membership_id, kiosk.assessment())
    central.rule(membership_id, kiosk.assessment())
    report = kiosk.sync.once()
    assert (report.received, report.failure) == (0, None)
    central.page = 2
    kept.histories.fetch_wanted()
    view = kiosk.desk.view(membership_id)
    assert view.confirmed == central.memberships[membership_id]
    assert view.confirmed.version == before.version + 2
    assert not view.provisional
    with kiosk.database.snapshot() as session:
        assert session.query(PurgedHistoryRow).all() == []
    assert kiosk.sync.once().failure is None
    assert kept.purging.run() == 0, "somebody has just needed it"
    kiosk.clock.pass_by(days=91)
    assert kept.purging.run() == 1


def test_what_comes_after_the_fetch_is_taken_once(
    kiosk: SyncedCounter, kept: Kept, central: SmallCentral
) -> None:
    """The history is fetched up to now, while the cursor still has to come there."""
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    central.rule(membership_id, kiosk.assessment())
    kept.histories.fetch(membership_id)
    assert kiosk.desk.view(membership_id).confirmed == central.memberships[membership_id]
    report = kiosk.sync.once()
    assert (report.received, report.failure) == (0, None)
    kept.histories.fetch(membership_id)  # it is here: nothing to do
    assert kiosk.desk.view(membership_id).confirmed == central.memberships[membership_id]


def test_a_history_shorter_than_was_told_of_is_not_believed(
    kiosk: SyncedCounter, kept: Kept, central: SmallCentral
) -> None:
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    for broken in (central.events[:2], [*central.events[:1], *central.events[2:], *central.events[:1]]):
        whole, central.events = central.events, broken
        with pytest.raises(Failed) as raised:
            kept.histories.fetch(membership_id)
        assert raised.value.failure is Trouble.ANSWER_MALFORMED
        central.events = whole
    kept.histories.fetch(membership_id)
    assert kiosk.desk.view(membership_id).confirmed == central.memberships[membership_id]


def test_a_history_of_somebody_else_or_without_end_is_not_believed(
    kiosk: SyncedCounter, kept: Kept, central: SmallCentral
) -> None:
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    somebody_else = kiosk.desk.new_membership_id()
    mixed_up = {"events": [{**central.events[0], "membership_id": somebody_else}], "more": False}
    in_a_circle = {"events": [], "more": True}
    for wrong in (mixed_up, in_a_circle):
        body = {**wrong, "cursor": "", "central_time": kiosk.clock().isoformat()}
        central.faults.append(answers(200, json.dumps(body).encode(), "application/json"))
        with pytest.raises(Failed) as raised:
            kept.histories.fetch(membership_id)
        assert raised.value.failure is Trouble.ANSWER_MALFORMED


def test_of_two_that_fetch_at_once_the_first_is_enough(
    kiosk: SyncedCounter, kept: Kept, central: SmallCentral
) -> None:
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    kept.purging.run()

    def somebody_was_faster(_request: Request, true: Response) -> Response:
        with kiosk.database.session() as session:
            session.execute(text("DELETE FROM purged_history"))
        return true

    central.faults.append(somebody_was_faster)
    kept.histories.fetch(membership_id)
    assert histories_here(kiosk) == set()


def test_who_comes_in_the_last_moment_keeps_the_case(kiosk: SyncedCounter, kept: Kept) -> None:
    """Looked at, the case was over; when its turn comes, somebody has begun a wizard."""
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    Drafts(kiosk.database, kiosk.clock).save("one", "order", membership_id, "plan", {})
    assert kept.purging._purge(membership_id) is False
    assert histories_here(kiosk) == {membership_id}


def test_an_event_that_leaves_one_out_is_disorder_still(
    kiosk: SyncedCounter, kept: Kept, central: SmallCentral
) -> None:
    membership_id = member(kiosk)
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    central.rule(membership_id, kiosk.assessment())
    central.events[-1]["membership_seq"] += 1
    assert kiosk.sync.once().failure == Trouble.ANSWER_MALFORMED.value


def test_a_paper_about_no_command_ends_by_its_own_age(kiosk: SyncedCounter, kept: Kept) -> None:
    number, membership_id = kiosk.desk.report_shift(training=False), kiosk.register()
    kiosk.clock.pass_by(days=5 * 365)
    kept.purging.run()
    code = kiosk.desk.receipt(number).paper().check_code
    kiosk.clock.pass_by(days=10)
    kept.purging.run()
    with pytest.raises(LookupError):
        kiosk.desk.receipt(number)
    with kiosk.database.snapshot() as session:
        assert receipts.by_check_code(session, code) is None
        assert receipts.newest_of(session, "shift", None) is None
        assert receipts.last_issued_by(session, kiosk.clock()) == number
        logged = [(row.membership_id, row.rows) for row in session.scalars(select(PurgeRow))]
        assert ("", 1) in logged
    report = kiosk.desk.receipt(kiosk.desk.report_shift(training=False)).paper()
    assert (report.receipt_number, getattr(report, "papers", None)) == (number + 1, 0)
    assert kiosk.desk.receipts(membership_id) == ()


def test_papers_and_log_end_after_five_years_and_the_numbers_stay(
    kiosk: SyncedCounter, kept: Kept, file: Path
) -> None:
    membership_id = member(kiosk)
    (paper,) = kiosk.desk.receipts(membership_id)
    kiosk.clock.pass_by(days=91)
    kept.purging.run()
    kiosk.clock.pass_by(days=5 * 365 - 91)
    kept.purging.run()
    assert kiosk.desk.receipts(membership_id) == (paper,)
    kiosk.clock.pass_by(days=10)
    kept.purging.run()
    assert kiosk.desk.receipts(membership_id) == ()
    with pytest.raises(LookupError):
        kiosk.desk.receipt(paper.number)
    assert "訓練員".encode() not in decrypted(file, DATABASE_KEY)  # who handled it
    with kiosk.database.snapshot() as session:
        assert [row.what for row in session.scalars(select(PurgeRow))][-1] == "receipt"
        assert receipts.next_number(session) == paper.number + 1
    kiosk.clock.pass_by(days=5 * 366 + 1)
    kept.purging.run()
    with kiosk.database.snapshot() as session:
        assert session.scalars(select(PurgeRow)).all() == []
