import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from kiosk.contract.api import CommandAnswer, Status
from kiosk.contract.codec import Malformed, event_body
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope, EventEnvelope
from kiosk.domain.calendar import months_later_clipped, taipei_day
from kiosk.domain.decide import decide
from kiosk.domain.events import EmailConfirmed, Event, PointsGranted
from kiosk.domain.evolve import fold
from kiosk.domain.identity import HolderId
from kiosk.domain.membership import Membership, OrderState
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.desk import Desk, PaperFacts, PendingState
from kiosk.services.drafts import Drafts
from kiosk.services.receipts.papers import OrderPaper
from kiosk.storage import events, outbox, receipts
from kiosk.storage.database import Database, open_database
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.tables import OutboxRow, OutboxState, ReceiptRow
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import ROOT, Counter, holder, order_receipt, token


def envelopes(database: Database) -> list[CommandEnvelope]:
    with database.snapshot() as session:
        stored = session.scalars(sa.select(OutboxRow.envelope).order_by(OutboxRow.device_seq))
        return [CommandEnvelope.model_validate_json(one) for one in stored]


def assert_chain_holds(database: Database) -> None:
    previous = FIRST_IN_CHAIN
    for seq, envelope in enumerate(envelopes(database), start=1):
        assert (envelope.device_seq, envelope.previous) == (seq, previous)
        previous = envelope.chain_hash()


def answer(counter: Counter, command_id: str, status: Status, code: str = "") -> None:
    with counter.database.session() as session:
        outbox.settle(
            session,
            CommandAnswer(command_id=command_id, status=status, code=code, decided_at=counter.clock()),
        )


def pull(counter: Counter, membership_id: str, *happened: Event, command_id: str | None = None) -> None:
    """Let events come from central, after those that are here."""
    with counter.database.session() as session:
        known = len(events.confirmed(session, membership_id))
        for seq, event in enumerate(happened, start=known + 1):
            own_id = counter.desk.new_membership_id()
            envelope = EventEnvelope(
                event_id=own_id, membership_id=membership_id, membership_seq=seq,
                command_id=command_id or own_id, recorded_at=counter.clock(), kind=event.kind,
                body=event_body(event),
            )  # fmt: skip
            assert events.store(session, [envelope])


def confirm_joining(counter: Counter, membership_id: str) -> None:
    """Let registration and application come back from central, under the commands' own ids."""
    opened = _opened(counter)
    applied = decide(fold(opened), counter.application(), counter.clock(), counter.rules)
    for one in counter.desk.view(membership_id).pending:
        happened = opened if one.kind == "open_membership" else applied
        pull(counter, membership_id, *happened, command_id=one.command_id)


def granted(counter: Counter, points: int = 30_000) -> PointsGranted:
    today = taipei_day(counter.clock())
    figures = counter.rules.figures_on(today)
    return PointsGranted(
        points, today, months_later_clipped(today, 1), months_later_clipped(today, 3), figures.version
    )


class TestSubmit:
    def test_what_was_submitted_waits_in_a_chain_and_is_shown_as_provisional(self, counter: Counter) -> None:
        membership_id = counter.register()
        view = counter.desk.view(membership_id)
        assert view.confirmed.registration is None
        assert view.shown.registration is not None
        assert view.shown.contact is not None
        assert view.provisional
        assert [(one.kind, one.state) for one in view.pending] == [
            ("open_membership", PendingState.WAITING), ("apply", PendingState.WAITING),
        ]  # fmt: skip
        assert_chain_holds(counter.database)

    def test_the_envelope_holds_the_statement_and_signature_as_given(self, counter: Counter) -> None:
        command = counter.opening()
        statement = counter.desk.prepare(counter.desk.new_membership_id(), command)
        counter.desk.submit(statement, token(command.signer), signer=command.signer)
        (envelope,) = envelopes(counter.database)
        assert envelope.statement == statement
        assert envelope.signature == token(command.signer)
        assert envelope.device_id == counter.device.device_id
        assert envelope.statement.issued_at == counter.clock()

    def test_sync_is_woken_after_the_commit(self, counter: Counter) -> None:
        waiting: list[int] = []

        def woken() -> None:
            with counter.database.snapshot() as session:
                waiting.append(outbox.backlog(session)[0])

        replace(counter, on_submitted=woken).register()
        assert waiting == [1, 2]

    def test_a_refused_command_leaves_nothing_and_wakes_nobody(self, counter: Counter) -> None:
        woken: list[None] = []
        counter = replace(counter, on_submitted=lambda: woken.append(None))
        with pytest.raises(Refused) as raised:
            counter.submit(counter.desk.new_membership_id(), counter.application())
        assert raised.value.refusal is Refusal.NOT_REGISTERED
        assert envelopes(counter.database) == []
        assert woken == []

    def test_the_decision_is_made_again_when_it_is_kept(self, counter: Counter) -> None:
        """Two windows prepare the same order's cancellation; the second one to sign is refused."""
        membership_id = counter.register()
        order = counter.order()
        counter.submit(membership_id, order)
        first = counter.desk.prepare(membership_id, counter.cancellation(order))
        second = counter.desk.prepare(membership_id, counter.cancellation(order))
        counter.desk.submit(first, token(holder()), signer=holder())
        with pytest.raises(Refused) as raised:
            counter.desk.submit(second, token(holder()), signer=holder())
        assert raised.value.refusal is Refusal.ORDER_STATE
        assert len(envelopes(counter.database)) == 4
        assert_chain_holds(counter.database)

    @pytest.mark.parametrize(("signature", "signer"), [(None, None), ("a..b", None), (None, holder())])
    def test_a_signed_kind_needs_signature_and_signer(
        self, counter: Counter, signature: str | None, signer: HolderId | None
    ) -> None:
        statement = counter.desk.prepare(counter.desk.new_membership_id(), counter.opening())
        with pytest.raises(ValueError, match="signature and signer"):
            counter.desk.submit(statement, signature, signer=signer)

    @pytest.mark.parametrize(("signature", "signer"), [("a..b", holder()), ("a..b", None), (None, holder())])
    def test_other_kinds_have_neither(
        self, counter: Counter, signature: str | None, signer: HolderId | None
    ) -> None:
        statement = counter.desk.prepare(counter.register(), counter.assessment())
        with pytest.raises(ValueError, match="signature and signer"):
            counter.desk.submit(statement, signature, signer=signer)

    def test_a_statement_of_another_form_is_a_mistake_of_the_program(self, counter: Counter) -> None:
        statement = counter.desk.prepare(counter.register(), counter.assessment())
        with pytest.raises(Malformed):
            counter.desk.submit(statement.model_copy(update={"body": {}}), None)

    def test_the_draft_ends_with_the_command_and_not_before(self, counter: Counter) -> None:
        drafts = Drafts(counter.database, counter.clock)
        membership_id = counter.register()
        for draft_id in ("this", "other"):
            drafts.save(draft_id, "assessment", membership_id, "result", {})
        with pytest.raises(Refused):
            counter.submit(membership_id, counter.order(points=20), finishes_draft="this")
        assert drafts.load("this") is not None
        counter.submit(membership_id, counter.assessment(), finishes_draft="this")
        assert [draft.draft_id for draft in drafts.open_drafts()] == ["other"]

    def test_a_full_disk_keeps_nothing_and_says_so(self, counter: Counter) -> None:
        membership_id = counter.register()
        with counter.database.session() as session:
            pages = session.scalar(sa.text("PRAGMA page_count"))
            session.execute(sa.text(f"PRAGMA max_page_count = {pages}"))
        statement = counter.desk.prepare(membership_id, counter.assessment())
        with pytest.raises(StorageError) as raised:
            _order_for_ever(counter, membership_id)
        assert raised.value.failure is StorageFailure.DISK_FULL
        assert_chain_holds(counter.database)
        with counter.database.session() as session:
            session.execute(sa.text("PRAGMA max_page_count = 100000"))
        counter.desk.submit(statement, None)
        assert_chain_holds(counter.database)


class TestReceipts:
    def test_numbers_have_no_gaps_although_some_orders_are_refused(self, counter: Counter) -> None:
        membership_id = counter.register()
        numbers = []
        for points in (0, 500, 0, 0):  # there are no points yet
            try:
                submitted = counter.submit(membership_id, counter.order(points=points), paper=order_receipt)
            except Refused:
                continue
            numbers.append(submitted.receipt_id)
        assert numbers == [1, 2, 3]

    def test_a_paper_that_cannot_be_made_keeps_the_command_back(self, counter: Counter) -> None:
        def torn(_facts: PaperFacts) -> OrderPaper:
            raise RuntimeError

        membership_id = counter.register()
        with pytest.raises(RuntimeError):
            counter.submit(membership_id, counter.order(), paper=torn)
        assert len(envelopes(counter.database)) == 2
        assert counter.submit(membership_id, counter.order(), paper=order_receipt).receipt_id == 1

    def test_the_snapshot_comes_back_as_the_same_paper(self, counter: Counter) -> None:
        membership_id = counter.register()
        made: list[OrderPaper] = []

        def paper(facts: PaperFacts) -> OrderPaper:
            made.append(order_receipt(facts))
            return made[-1]

        submitted = counter.submit(membership_id, counter.order(), paper=paper)
        assert submitted.receipt_id == 1
        stored = counter.desk.receipt(1)
        assert OrderPaper.from_json(stored.snapshot) == made[0]
        assert (stored.kind, stored.membership_id, stored.command_id) == (
            "order", membership_id, submitted.command_id,
        )  # fmt: skip
        assert made[0].terminal == "K1"

    def test_it_is_provisional_until_central_accepts(self, counter: Counter) -> None:
        membership_id = counter.register()
        for _ in range(2):
            counter.submit(membership_id, counter.order(), paper=order_receipt)
        newest, oldest = counter.desk.receipts(membership_id)
        assert (newest.number, newest.provisional, oldest.number) == (2, True, 1)
        answer(counter, newest.command_id or "", Status.ACCEPTED)
        answer(counter, oldest.command_id or "", Status.REFUSED, "K-RULE-20")
        newest, oldest = counter.desk.receipts(membership_id)
        assert (newest.provisional, newest.state) == (False, OutboxState.ACCEPTED)
        assert (oldest.provisional, oldest.turned_down) == (False, True)
        assert oldest.state is OutboxState.REFUSED

    def test_prints_are_counted(self, counter: Counter) -> None:
        counter.submit(counter.register(), counter.order(), paper=order_receipt)
        with counter.database.session() as session:
            assert [receipts.log_print(session, 1, counter.clock()) for _ in range(2)] == [1, 2]
        assert counter.desk.receipt(1).printed == 2

    def test_an_unknown_number_is_told(self, counter: Counter) -> None:
        with pytest.raises(LookupError):
            counter.desk.receipt(7)
        assert counter.desk.receipts(counter.desk.new_membership_id()) == ()


class TestView:
    def test_of_an_unknown_membership_is_empty(self, counter: Counter) -> None:
        view = counter.desk.view(counter.desk.new_membership_id())
        assert (view.shown.version, view.pending, view.provisional) == (0, (), False)

    def test_an_accepted_command_stays_on_top_until_its_events_have_come(self, counter: Counter) -> None:
        membership_id = counter.desk.new_membership_id()
        submitted = counter.submit(membership_id, counter.opening())
        provisional = counter.desk.view(membership_id).shown
        answer(counter, submitted.command_id, Status.ACCEPTED)
        between = counter.desk.view(membership_id)
        assert between.shown == provisional
        assert between.provisional
        pull(counter, membership_id, *_opened(counter), command_id=submitted.command_id)
        after = counter.desk.view(membership_id)
        assert (after.shown, after.confirmed) == (provisional, provisional)
        assert (after.pending, after.provisional) == ((), False)

    def test_events_whose_answer_was_lost_count_once(self, counter: Counter) -> None:
        membership_id = counter.desk.new_membership_id()
        submitted = counter.submit(membership_id, counter.opening())
        pull(counter, membership_id, *_opened(counter), command_id=submitted.command_id)
        view = counter.desk.view(membership_id)
        assert (view.shown.version, view.pending, view.provisional) == (1, (), False)

    def test_a_command_that_the_truth_overtook_conflicts_and_the_rest_goes_on(self, counter: Counter) -> None:
        membership_id = counter.register()
        order = counter.order()
        placed = counter.submit(membership_id, order)
        cancelled = counter.submit(membership_id, counter.cancellation(order))
        another = counter.order()
        counter.submit(membership_id, another)
        answer(counter, placed.command_id, Status.REFUSED, "K-RULE-27")
        view = counter.desk.view(membership_id)
        states = {one.command_id: (one.state, one.code) for one in view.pending}
        assert states[placed.command_id] == (PendingState.REFUSED, "K-RULE-27")
        assert states[cancelled.command_id] == (PendingState.CONFLICTING, Refusal.ORDER_UNKNOWN.value)
        assert list(view.shown.orders) == [another.order_number]

    def test_a_waiting_command_is_decided_at_the_time_it_was_issued(self, counter: Counter) -> None:
        """Points that lapsed since must not refuse the order that was placed while they held."""
        membership_id = counter.register()
        confirm_joining(counter, membership_id)
        pull(counter, membership_id, EmailConfirmed("someone@example.com"), granted(counter))
        order = counter.order(points=500)
        counter.submit(membership_id, order)
        counter.clock.pass_by(days=200)
        view = counter.desk.view(membership_id)
        assert [one.state for one in view.pending if one.kind == "place_order"] == [PendingState.WAITING]
        assert view.shown.orders[order.order_number].points == 500

    def test_what_time_has_made_due_is_shown(self, counter: Counter) -> None:
        membership_id = counter.register()
        order = counter.order()
        counter.submit(membership_id, order)
        counter.clock.pass_by(days=3)
        assert counter.desk.view(membership_id).shown.orders[order.order_number].state is OrderState.CANCELLED
        with pytest.raises(Refused) as raised:
            counter.submit(membership_id, counter.cancellation(order))
        assert raised.value.refusal is Refusal.DEADLINE_PASSED


class TestFind:
    def test_a_holder_is_found_at_once(self, counter: Counter) -> None:
        assert counter.desk.find(holder()) is None
        membership_id = counter.register()
        assert counter.desk.find(holder()) == membership_id
        assert counter.desk.find(replace(holder(), issuer="CN=somebody else")) is None

    def test_one_membership_for_a_holder_and_for_a_ubn(self, counter: Counter) -> None:
        counter.register(1)
        other_holder = replace(counter.opening(1), signer=holder(2))
        other_ubn = replace(counter.opening(2), signer=holder(1))
        for command in (counter.opening(1), other_holder, other_ubn):
            with pytest.raises(Refused) as raised:
                counter.submit(counter.desk.new_membership_id(), command)
            assert raised.value.refusal is Refusal.ALREADY_REGISTERED
        counter.register(2)

    def test_the_days_cases_are_newest_first(self, counter: Counter) -> None:
        counter.register(1)
        counter.clock.pass_by(hours=14)  # past midnight in Asia/Taipei
        second = counter.register(2)
        counter.clock.pass_by(minutes=1)
        third = counter.register(3)
        assert [view.membership_id for view in counter.desk.memberships()] == [third, second]
        counter.clock.pass_by(minutes=1)
        counter.submit(second, counter.assessment())
        assert [view.membership_id for view in counter.desk.memberships()] == [second, third]

    def test_ids_are_new_and_in_the_order_of_time(self) -> None:
        ids = [Desk.new_membership_id() for _ in range(100)]
        assert sorted(set(ids)) == ids


def test_what_central_turned_down_is_to_be_attended(counter: Counter) -> None:
    membership_id = counter.desk.new_membership_id()
    opened = counter.submit(membership_id, counter.opening())
    applied = counter.submit(membership_id, counter.application())
    assert counter.desk.things_to_attend() == ()
    answer(counter, applied.command_id, Status.REJECTED, "K-SYNC-10")
    answer(counter, opened.command_id, Status.REFUSED, "K-RULE-01")
    assert [(one.command_id, one.state, one.code) for one in counter.desk.things_to_attend()] == [
        (opened.command_id, PendingState.REFUSED, "K-RULE-01"),
        (applied.command_id, PendingState.REJECTED, "K-SYNC-10"),
    ]
    assert {one.membership_id for one in counter.desk.things_to_attend()} == {membership_id}


def test_the_first_answer_stays(counter: Counter) -> None:
    submitted = counter.submit(counter.desk.new_membership_id(), counter.opening())
    answer(counter, submitted.command_id, Status.ACCEPTED)
    answer(counter, submitted.command_id, Status.REFUSED, "K-RULE-01")
    assert counter.desk.things_to_attend() == ()


def test_a_killed_process_loses_nothing_that_it_said_was_kept(tmp_path: Path, counter: Counter) -> None:
    """SIGKILL in the middle of a stream of submissions, three times on the same database."""
    file, told = tmp_path / "killed" / "kiosk.db", set()
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "KIOSK_FILE": str(file),
        "KIOSK_KEY": DATABASE_KEY.hex(),
    }
    for round_number, lines in enumerate((3, 11, 24)):
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.services.submit_for_ever", str(round_number)],
            stdout=subprocess.PIPE, env=environment, cwd=ROOT,
        )  # fmt: skip
        assert child.stdout is not None
        told |= {json.loads(child.stdout.readline())["command_id"] for _ in range(lines)}
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read()  # what it said between our last look and its end
        child.stdout.close()
        assert child.wait(timeout=10) == -signal.SIGKILL
        told |= {
            json.loads(line)["command_id"] for line in rest.splitlines(keepends=True) if line.endswith(b"\n")
        }
    database = open_database(file, DATABASE_KEY)
    assert told <= {envelope.statement.command_id for envelope in envelopes(database)}
    assert_chain_holds(database)
    with database.snapshot() as session:
        numbers = session.scalars(sa.select(ReceiptRow.number).order_by(ReceiptRow.number)).all()
    assert list(numbers) == list(range(1, len(numbers) + 1))
    assert numbers
    database.close()


def _order_for_ever(counter: Counter, membership_id: str) -> None:
    while True:
        counter.submit(membership_id, counter.order())


def _opened(counter: Counter) -> tuple[Event, ...]:
    return decide(Membership(), counter.opening(), counter.clock(), counter.rules)
