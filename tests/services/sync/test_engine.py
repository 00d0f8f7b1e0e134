import json
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import Request, Response

from kiosk.contract.api import ApiProblem, Rejection
from kiosk.domain.commands import Condition, ConfirmEmail, DecideEligibility, RequestExpert
from kiosk.domain.refusals import Refusal
from kiosk.services.desk import PendingState
from kiosk.services.failures import Trouble
from kiosk.services.sync.report import SyncReport, SyncStatus
from kiosk.storage.failures import StorageFailure
from kiosk.storage.tables import OutboxRow, OutboxState, SyncStateRow
from tests.services.counter import TestClock, holder
from tests.services.small_central import Fault, SmallCentral, answers, problem, untouched
from tests.services.sync.conftest import MakeKiosk, SyncedCounter

EMAIL = "someone@example.com"
NOTHING = SyncReport(accepted=0, refused=0, rejected=0, received=0, failure=None, next_try=None)


def states(kiosk: SyncedCounter) -> list[str]:
    with kiosk.database.snapshot() as session:
        return list(session.scalars(sa.select(OutboxRow.state).order_by(OutboxRow.device_seq)))


def rewritten(**changes: Any) -> Fault:
    """The true answer with some of its JSON members in other words."""

    def change(_request: Request, true: Response) -> Response:
        value = json.loads(bytes(true.body))
        for name, rewrite in changes.items():
            value[name] = rewrite(value[name])
        return Response(json.dumps(value), true.status_code, media_type="application/json")

    return change


LOST: Fault = answers(502)


class TestOneRound:
    def test_commands_go_up_and_their_events_come_down(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        membership_id = kiosk.register()
        report = kiosk.sync.once()
        assert (report.sent, report.accepted, report.received, report.failure) == (2, 2, 2, None)
        view = kiosk.desk.view(membership_id)
        assert view.confirmed == view.shown == central.memberships[membership_id]
        assert (view.pending, view.provisional) == ((), False)
        assert states(kiosk) == [OutboxState.ACCEPTED] * 2

    def test_with_nothing_new_nothing_happens(self, kiosk: SyncedCounter, central: SmallCentral) -> None:
        central.seen.clear()
        assert kiosk.sync.once() == NOTHING
        assert central.seen == ["GET /v1/events"]

    def test_what_central_decided_by_itself_comes_down(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        membership_id = kiosk.register()
        kiosk.submit(membership_id, kiosk.assessment())
        kiosk.sync.once()
        central.rule(membership_id, ConfirmEmail(EMAIL))
        central.rule(membership_id, DecideEligibility((), ""))
        assert kiosk.sync.once().received == 3
        grant = kiosk.desk.view(membership_id).confirmed.grant
        assert grant is not None
        assert grant.points == 30_000

    def test_a_refusal_is_an_answer_and_holds_nobody_up(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        refused_id, other_id = kiosk.register(1), kiosk.register(2)
        kiosk.sync.once()
        central.rule(refused_id, ConfirmEmail(EMAIL))
        central.rule(refused_id, DecideEligibility((Condition.COOPERATIVE,), "稅籍不符"))
        refused = kiosk.submit(refused_id, kiosk.order(1))
        kiosk.submit(other_id, kiosk.order(2))
        report = kiosk.sync.once()
        assert (report.accepted, report.refused, report.failure) == (1, 1, None)
        (attend,) = kiosk.desk.things_to_attend()
        assert (attend.command_id, attend.state, attend.code) == (
            refused.command_id, PendingState.REFUSED, Refusal.NOT_ELIGIBLE.value,
        )  # fmt: skip
        assert kiosk.sync.once() == NOTHING
        assert not kiosk.desk.view(refused_id).shown.orders

    def test_a_membership_that_central_refuses_is_found_no_more(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        membership_id = kiosk.register()
        central.faults.append(rewritten(answers=lambda given: [
            one | {"status": "refused", "code": Refusal.ALREADY_REGISTERED.value} for one in given
        ]))  # fmt: skip
        central.faults.append(rewritten(events=lambda _: []))
        assert kiosk.sync.once().refused == 2
        assert kiosk.desk.find(holder()) is None
        assert [one.membership_id for one in kiosk.desk.things_to_attend()] == [membership_id] * 2

    def test_a_rejection_is_parked_with_its_reason(self, kiosk: SyncedCounter, central: SmallCentral) -> None:
        kiosk.register()
        central.faults.append(rewritten(answers=lambda given: [
            one | {"status": "rejected", "code": Rejection.MALFORMED.value} for one in given
        ]))  # fmt: skip
        central.faults.append(rewritten(events=lambda _: []))
        report = kiosk.sync.once()
        assert (report.rejected, report.failure) == (2, None)
        assert {one.code for one in kiosk.desk.things_to_attend()} == {Rejection.MALFORMED.value}


class TestLostAnswers:
    def test_the_same_bytes_are_sent_again_and_count_once(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        membership_id = kiosk.register()
        central.faults.append(LOST)
        report = kiosk.sync.once()
        assert (report.sent, report.failure) == (0, Trouble.CENTRAL_TROUBLE.value)
        assert states(kiosk) == [OutboxState.WAITING] * 2
        assert kiosk.sync.once().accepted == 2
        assert central.batches == [2, 2]
        assert len(central.events) == 2
        assert kiosk.desk.view(membership_id).confirmed == central.memberships[membership_id]

    def test_events_are_taken_again_and_kept_once(self, kiosk: SyncedCounter, central: SmallCentral) -> None:
        membership_id = kiosk.register()
        central.faults.extend([untouched, LOST])
        report = kiosk.sync.once()
        assert (report.accepted, report.received, report.failure) == (2, 0, Trouble.CENTRAL_TROUBLE.value)
        with kiosk.database.session() as session:
            session.get_one(SyncStateRow, 1).cursor = ""
        assert kiosk.sync.once().received == 2
        with kiosk.database.session() as session:
            session.get_one(SyncStateRow, 1).cursor = ""
        assert kiosk.sync.once().received == 0
        assert kiosk.desk.view(membership_id).confirmed == central.memberships[membership_id]

    def test_pages_that_came_before_the_trouble_stay(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        for number in range(1, 4):
            kiosk.register(number)
        central.page = 2
        central.faults.extend([untouched, untouched, LOST])
        first = kiosk.sync.once()
        assert (first.received, first.failure) == (2, Trouble.CENTRAL_TROUBLE.value)
        assert kiosk.sync.once().received == 4


class TestBatches:
    def test_a_batch_that_is_too_large_is_halved_at_once(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        for number in range(1, 31):
            kiosk.register(number)
        central.faults.extend([problem(413, ApiProblem.TOO_LARGE), answers(413)])
        report = kiosk.sync.once()
        assert (report.accepted, report.failure) == (60, None)
        assert central.batches == [50, 25, 12, 24, 24]

    def test_a_single_command_that_is_too_large_is_trouble(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        kiosk.register()
        central.faults.extend([answers(413)] * 6)
        assert kiosk.sync.once().failure == ApiProblem.TOO_LARGE.value
        assert not central.faults
        assert states(kiosk) == [OutboxState.WAITING] * 2

    def test_a_command_that_central_cannot_decide_yet_waits_alone(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        """No list of revoked certificates there: what comes before is sent, and events come all the same."""
        for number in range(1, 4):
            kiosk.register(number)
        with kiosk.database.snapshot() as session:
            ids = session.scalars(sa.select(OutboxRow.command_id).order_by(OutboxRow.device_seq)).all()
        central.undecided = ids[4]
        report = kiosk.sync.once()
        assert (report.accepted, report.received) == (4, 4)
        assert report.failure == kiosk.sync.status().why == ApiProblem.REVOCATION_UNKNOWN.value
        assert states(kiosk) == [OutboxState.ACCEPTED] * 4 + [OutboxState.WAITING] * 2
        central.undecided = ""
        again = kiosk.sync.once()
        assert (again.accepted, again.failure) == (2, None)

    def test_what_central_will_decide_later_holds_nothing_else_up(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        """It stays in the outbox and is sent again in the next round, not in this one."""
        for number in range(1, 4):
            kiosk.register(number)

        def second_later(given: list[dict[str, str]]) -> list[dict[str, str]]:
            return [given[0], {**given[1], "status": "later", "code": ApiProblem.INTERNAL.value}, *given[2:]]

        central.faults.append(rewritten(answers=second_later))
        report = kiosk.sync.once()
        assert (report.accepted, central.batches) == (5, [6])
        assert report.failure == kiosk.sync.status().why == ApiProblem.INTERNAL.value
        assert states(kiosk) == [OutboxState.ACCEPTED, OutboxState.WAITING] + [OutboxState.ACCEPTED] * 4
        again = kiosk.sync.once()
        assert (again.accepted, again.failure, central.batches) == (1, None, [6, 1])

    def test_after_a_time_out_the_next_try_is_smaller(
        self, make_kiosk: MakeKiosk, central: SmallCentral
    ) -> None:
        kiosk = make_kiosk("one", timedelta(seconds=2))
        for number in range(1, 31):
            kiosk.register(number)
        gate = Event()

        def slow(_request: Request, true: Response) -> Response:
            gate.wait(10)
            return true

        central.faults.append(slow)
        assert kiosk.sync.once().failure == Trouble.CENTRAL_SLOW.value
        gate.set()
        assert kiosk.sync.once().accepted == 60
        assert central.batches == [50, 25, 35]


class TestNonsense:
    @pytest.mark.parametrize(
        "fault",
        [
            pytest.param(rewritten(answers=lambda given: given[1:]), id="an answer is missing"),
            pytest.param(rewritten(answers=lambda given: given[::-1]), id="another order"),
            pytest.param(rewritten(answers=lambda given: given * 2), id="too many"),
            pytest.param(rewritten(answers=lambda _: []), id="none"),
        ],
    )
    def test_answers_that_do_not_fit_change_nothing(
        self, kiosk: SyncedCounter, central: SmallCentral, fault: Fault
    ) -> None:
        kiosk.register()
        central.faults.append(fault)
        assert kiosk.sync.once().failure == Trouble.ANSWER_MALFORMED.value
        assert states(kiosk) == [OutboxState.WAITING] * 2
        assert kiosk.sync.once().accepted == 2

    @pytest.mark.parametrize(
        "fault",
        [
            pytest.param(rewritten(events=lambda given: given[1:]), id="one left out"),
            pytest.param(rewritten(events=lambda given: given[::-1]), id="another order"),
            pytest.param(
                rewritten(events=lambda given: [one | {"kind": "abducted"} for one in given]), id="kind"
            ),
            pytest.param(rewritten(events=lambda given: [one | {"body": {}} for one in given]), id="body"),
        ],
    )
    def test_events_that_do_not_fit_leave_the_cursor_alone(
        self, kiosk: SyncedCounter, central: SmallCentral, fault: Fault
    ) -> None:
        membership_id = kiosk.register()
        central.faults.extend([untouched, fault])
        assert kiosk.sync.once().failure == Trouble.ANSWER_MALFORMED.value
        assert kiosk.desk.view(membership_id).confirmed.version == 0
        assert kiosk.sync.once().received == 2

    def test_a_cursor_that_goes_nowhere_ends_the_round(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        central.faults.append(rewritten(more=lambda _: True, cursor=lambda _: ""))
        assert kiosk.sync.once().failure == Trouble.ANSWER_MALFORMED.value


class TestStatus:
    def test_it_tells_what_waits_and_why(
        self, kiosk: SyncedCounter, central: SmallCentral, clock: TestClock
    ) -> None:
        assert kiosk.sync.status() == SyncStatus(None, 0, None, None, "")
        began = clock()
        kiosk.register()
        clock.pass_by(minutes=5)
        waits = []
        for _ in range(3):
            central.faults.append(LOST)
            report = kiosk.sync.once()
            assert report.next_try is not None
            waits.append((report.next_try - clock()).total_seconds())
        assert waits == [1, 2, 4]
        status = kiosk.sync.status()
        assert status == SyncStatus(
            None, 2, began, clock() + timedelta(seconds=4), Trouble.CENTRAL_TROUBLE.value
        )
        assert kiosk.sync.once().failure is None
        assert kiosk.sync.status() == SyncStatus(clock(), 0, None, None, "")
        central.faults.append(LOST)
        assert kiosk.sync.once().next_try == clock() + timedelta(seconds=1)
        assert kiosk.sync.status().last_success == clock()

    def test_the_backoff_survives_the_program(
        self, kiosk: SyncedCounter, central: SmallCentral, make_kiosk: MakeKiosk
    ) -> None:
        for _ in range(2):
            central.faults.append(LOST)
            kiosk.sync.once()
        again = make_kiosk("one")  # the same data, opened anew
        central.faults.append(LOST)
        assert again.sync.once().next_try == kiosk.clock() + timedelta(seconds=4)

    def test_a_full_disk_is_told_and_what_came_is_fetched_again(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        membership_id = kiosk.register()
        kiosk.sync.once()
        with kiosk.database.session() as session:
            pages = session.scalar(sa.text("PRAGMA page_count"))
            session.execute(sa.text(f"PRAGMA max_page_count = {pages}"))
        for _ in range(100):
            central.rule(membership_id, kiosk.order())
        assert kiosk.sync.once().failure == StorageFailure.DISK_FULL.value
        assert kiosk.sync.status().why == StorageFailure.DISK_FULL.value
        with kiosk.database.session() as session:
            session.execute(sa.text("PRAGMA max_page_count = 1000000"))
        assert kiosk.sync.once().received == 100
        assert kiosk.desk.view(membership_id).confirmed == central.memberships[membership_id]

    def test_an_unreadable_database_is_told_although_it_cannot_be_noted(
        self, kiosk: SyncedCounter, clock: TestClock, tmp_path: Path
    ) -> None:
        kiosk.database.close()
        file = tmp_path / "one" / "kiosk.db"
        file.write_bytes(bytes(file.stat().st_size))
        report = kiosk.sync.once()
        assert report.failure == StorageFailure.DATABASE_UNREADABLE.value
        assert report.next_try == clock() + timedelta(minutes=5)


class TestTogether:
    def test_a_cancelled_round_ends_between_two_requests(
        self, kiosk: SyncedCounter, central: SmallCentral
    ) -> None:
        for number in range(1, 31):
            kiosk.register(number)
        asked = iter([False, True])
        report = kiosk.sync.once(lambda: next(asked))
        assert (report.accepted, report.failure, report.received) == (50, None, 0)
        assert kiosk.sync.once().accepted == 10

    def test_two_callers_take_turns(self, kiosk: SyncedCounter, central: SmallCentral) -> None:
        for number in range(1, 31):
            kiosk.register(number)
        reports: list[SyncReport] = []
        threads = [Thread(target=lambda: reports.append(kiosk.sync.once())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(report.accepted for report in reports) == [0, 0, 0, 60]
        assert central.batches == [50, 10]

    def test_two_kiosks_come_to_the_same_view(self, make_kiosk: MakeKiosk, central: SmallCentral) -> None:
        one, other = make_kiosk("one"), make_kiosk("other")
        membership_id = one.register()
        one.sync.once()
        other.sync.once()
        assert other.desk.find(holder()) == membership_id
        order = other.order()
        other.submit(membership_id, order)
        other.sync.once()
        one.sync.once()
        mine = one.submit(membership_id, one.cancellation(order))
        theirs = other.submit(membership_id, other.cancellation(order))
        for kiosk in (other, one, other):
            assert kiosk.sync.once().failure is None
        views = [kiosk.desk.view(membership_id) for kiosk in (one, other)]
        assert views[0].confirmed == views[1].confirmed == central.memberships[membership_id]
        assert [view.provisional for view in views] == [False, False]
        assert [one_.command_id for one_ in one.desk.things_to_attend()] == [mine.command_id]
        assert other.desk.things_to_attend() == ()
        assert theirs.command_id != mine.command_id


class TestAcceptedWithoutEffect:
    """The same advice asked for at two counters on one day is one request: the second has no events."""

    def ask(self, kiosk: SyncedCounter, membership_id: str, *themes: str) -> None:
        kiosk.submit(membership_id, RequestExpert(themes))

    @pytest.fixture
    def themes(self, kiosk: SyncedCounter) -> list[str]:
        return [theme.theme_id for theme in kiosk.rules.questionnaire.themes]

    @pytest.fixture
    def member(self, kiosk: SyncedCounter, central: SmallCentral) -> str:
        membership_id = kiosk.register()
        kiosk.sync.once()
        central.rule(membership_id, ConfirmEmail(EMAIL))
        kiosk.sync.once()
        return membership_id

    def confirmed(self, kiosk: SyncedCounter, central: SmallCentral, membership_id: str) -> None:
        assert kiosk.sync.once().failure is None
        view = kiosk.desk.view(membership_id)
        assert (view.pending, view.provisional) == ((), False)
        assert view.confirmed == view.shown == central.memberships[membership_id]

    def test_it_is_provisional_no_more(
        self,
        make_kiosk: MakeKiosk,
        kiosk: SyncedCounter,
        central: SmallCentral,
        member: str,
        themes: list[str],
    ) -> None:
        other = make_kiosk("two")
        for one in (kiosk, other):
            one.sync.once()
            self.ask(one, member, themes[0])
        for one in (kiosk, other):
            self.confirmed(one, central, member)

    def test_it_counts_from_the_day_central_got_it(
        self, kiosk: SyncedCounter, central: SmallCentral, clock: TestClock, member: str, themes: list[str]
    ) -> None:
        """Asked for twice without network, it is one request of the day on which both arrive."""
        self.ask(kiosk, member, themes[0])
        self.ask(kiosk, member, themes[0])
        clock.pass_by(days=1)
        self.confirmed(kiosk, central, member)

    def test_what_happened_later_stays_on_top_of_it(
        self,
        make_kiosk: MakeKiosk,
        kiosk: SyncedCounter,
        central: SmallCentral,
        clock: TestClock,
        member: str,
        themes: list[str],
    ) -> None:
        other = make_kiosk("two")
        for one in (kiosk, other):
            one.sync.once()
            self.ask(one, member, themes[0])
            self.confirmed(one, central, member)
        clock.pass_by(seconds=1)
        self.ask(kiosk, member, themes[1])
        for one in (kiosk, other):
            self.confirmed(one, central, member)

    def test_what_the_same_counter_took_later_stays_on_top_of_it(
        self,
        make_kiosk: MakeKiosk,
        kiosk: SyncedCounter,
        central: SmallCentral,
        member: str,
        themes: list[str],
    ) -> None:
        other = make_kiosk("two")
        for one in (kiosk, other):
            one.sync.once()
            self.ask(one, member, themes[0])
        self.confirmed(kiosk, central, member)
        self.ask(other, member, themes[1])
        for one in (other, kiosk):
            self.confirmed(one, central, member)
