"""The staff's list: what central did not accept, and what is done about it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.contract.api import CommandAnswer, Rejection, Status
from kiosk.contract.envelopes import Statement
from kiosk.contract.receipt_code import typed_code
from kiosk.domain.commands import CancelOrder, PlaceOrder
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.attending import Attending, Way
from kiosk.services.drafts import Drafts
from kiosk.services.flows.correction import correction_of
from kiosk.services.membership_view import reindex
from kiosk.services.standing import set_standing
from kiosk.storage import outbox
from kiosk.storage.tables import OutboxRow, Standing
from tests.services.counter import START, Counter, holder, order_receipt, ubn

TurnDown = Callable[[str, str], None]


@pytest.fixture
def attending(counter: Counter) -> Attending:
    return Attending(counter.database, counter.rules, counter.clock)


@pytest.fixture
def turn_down(counter: Counter) -> TurnDown:
    """Central says no to a command, or never lets it reach the rules."""

    def answer(command_id: str, code: str) -> None:
        status = Status.REJECTED if code in set(Rejection) else Status.REFUSED
        told = CommandAnswer(command_id=command_id, status=status, code=code, decided_at=counter.clock())
        with counter.database.session() as session:
            outbox.settle(session, told)
            session.flush()
            row = session.get_one(OutboxRow, command_id)
            reindex(session, row.membership_id, counter.rules, counter.clock())

    return answer


def order_refused(counter: Counter, turn_down: TurnDown) -> tuple[str, PlaceOrder, str]:
    membership_id = counter.register()
    order = counter.order()
    submitted = counter.submit(membership_id, order, order_receipt)
    turn_down(submitted.command_id, Refusal.POINTS_SHORT.value)
    return membership_id, order, submitted.command_id


def data_of(counter: Counter, draft_id: str) -> tuple[str, str, dict[str, Any], str | None]:
    draft = Drafts(counter.database, counter.clock).load(draft_id)
    assert draft is not None
    return draft.flow, draft.step, draft.data, draft.membership_id


class TestTheList:
    def test_a_case_tells_why_and_what_the_person_was_told(
        self, counter: Counter, attending: Attending, turn_down: TurnDown
    ) -> None:
        assert (attending.count_open(), attending.open_cases(), attending.closed_cases()) == (0, (), ())
        _, order, command_id = order_refused(counter, turn_down)
        (case,) = attending.open_cases()
        assert attending.count_open() == 1
        assert (case.command_id, case.code, case.closed) == (command_id, "K-RULE-17", False)
        assert (case.cooperative_name, case.ubn) == ("訓練用合作社𠊎", ubn(1))
        assert case.statement.body["order_number"] == order.order_number
        assert (case.receipt, case.signed, case.of_registration) == (1, True, False)
        assert case.check_code == json.loads(counter.desk.receipt(1).snapshot)["check_code"]
        assert case.decided_at == counter.clock()
        assert attending.case(command_id) == case

    def test_what_came_to_nothing_with_a_registration_is_one_case(
        self, counter: Counter, attending: Attending, turn_down: TurnDown
    ) -> None:
        membership_id = counter.desk.new_membership_id()
        opened = counter.submit(membership_id, counter.opening())
        applied = counter.submit(membership_id, counter.application())
        turn_down(opened.command_id, Refusal.ALREADY_REGISTERED.value)
        turn_down(applied.command_id, Refusal.NOT_REGISTERED.value)
        (case,) = attending.open_cases()
        assert (case.command_id, case.together, case.of_registration) == (opened.command_id, ("apply",), True)
        assert (case.cooperative_name, case.receipt) == ("訓練用合作社𠊎", None)
        assert typed_code(case.check_code) is not None  # what the person was told to ask by
        told = attending.registration_of(holder())
        assert told is not None
        assert (told.code, told.at) == ("K-RULE-01", counter.clock())
        assert attending.registration_of(holder(2)) is None

    def test_nothing_of_another_database_is_sent_again(
        self, counter: Counter, attending: Attending, turn_down: TurnDown
    ) -> None:
        membership_id = counter.register()
        kept = counter.submit(membership_id, counter.assessment())
        turn_down(kept.command_id, Rejection.CHAIN_BROKEN.value)
        assert attending.open_cases() == ()  # the kiosk is in quarantine: it may be decided yet
        with counter.database.session() as session:
            set_standing(session, Standing.ACTIVE)
        turn_down(kept.command_id, Rejection.CHAIN_BROKEN.value)
        assert [one.may_be_sent_again for one in attending.open_cases()] == [False]

    def test_an_unknown_case_is_told(self, attending: Attending) -> None:
        with pytest.raises(LookupError):
            attending.case("nothing")


class TestClosing:
    def test_a_case_that_is_withdrawn_stays_findable(
        self, counter: Counter, attending: Attending, turn_down: TurnDown
    ) -> None:
        _, _, command_id = order_refused(counter, turn_down)
        attending.asked(command_id, "經辦", "為什麼？")
        assert attending.count_open() == 1
        attending.withdraw(command_id, "經辦", "改選其他方案")
        assert (attending.count_open(), attending.open_cases()) == (0, ())
        (case,) = attending.closed_cases()
        assert [(step.way, step.by, step.note) for step in case.steps] == [
            (Way.ASK, "經辦", "為什麼？"),
            (Way.WITHDRAW, "經辦", "改選其他方案"),
        ]
        assert case.closed
        assert case.receipt == 1

    def test_a_registration_that_is_closed_is_told_no_more(
        self, counter: Counter, attending: Attending, turn_down: TurnDown
    ) -> None:
        opened = counter.submit(counter.desk.new_membership_id(), counter.opening())
        turn_down(opened.command_id, Refusal.ALREADY_REGISTERED.value)
        attending.withdraw(opened.command_id, "經辦", "已用原憑證辦理")
        assert attending.registration_of(holder()) is None

    def test_it_is_closed_in_the_transaction_that_takes_what_was_corrected(
        self, counter: Counter, attending: Attending, turn_down: TurnDown
    ) -> None:
        membership_id, _, command_id = order_refused(counter, turn_down)
        draft_id = attending.correct(command_id, membership_id)
        assert attending.correct(command_id, membership_id) == draft_id
        assert [step.way for step in attending.case(command_id).steps] == [Way.CORRECT]
        assert attending.count_open() == 1
        again = counter.submit(membership_id, counter.order(), finishes_draft=draft_id)
        (case,) = attending.closed_cases()
        assert [step.way for step in case.steps] == [Way.CORRECT, Way.SENT_AGAIN]
        turn_down(again.command_id, Refusal.POINTS_SHORT.value)
        assert [one.command_id for one in attending.open_cases()] == [again.command_id]

    def test_a_correction_given_up_leaves_the_case_open(
        self, counter: Counter, attending: Attending, turn_down: TurnDown
    ) -> None:
        membership_id, _, command_id = order_refused(counter, turn_down)
        given_up = attending.correct(command_id, membership_id)
        Drafts(counter.database, counter.clock).discard(given_up)
        assert attending.count_open() == 1
        assert attending.correct(command_id, membership_id) != given_up

    def test_only_its_own_holder_sees_what_was_entered(
        self, counter: Counter, attending: Attending, turn_down: TurnDown
    ) -> None:
        _, _, command_id = order_refused(counter, turn_down)
        for member in (None, counter.register(2)):
            with pytest.raises(Refused) as raised:
                attending.correct(command_id, member)
            assert raised.value.refusal is Refusal.NOT_THE_HOLDER


def test_a_registration_begins_anew_under_another_id_with_what_was_entered(
    counter: Counter, attending: Attending, turn_down: TurnDown
) -> None:
    membership_id = counter.desk.new_membership_id()
    opened = counter.submit(membership_id, counter.opening())
    applied = counter.submit(membership_id, counter.application())
    turn_down(opened.command_id, Refusal.ALREADY_REGISTERED.value)
    turn_down(applied.command_id, Refusal.NOT_REGISTERED.value)
    flow, step, data, new_id = data_of(counter, attending.correct(opened.command_id, None))
    assert (flow, step, data["before"]) == ("registration", "consent", ["identity"])
    assert new_id not in {membership_id, None}
    answers = data["answers"]
    assert answers["cooperative"] == {"name": "訓練用合作社𠊎", "ubn": ubn(1)}
    assert answers["card"]["holder"] == {"issuer": holder().issuer, "subject": holder().subject}
    assert answers["contact"]["email"] == "someone@example.com"
    assert "consent" not in answers


def test_each_kind_goes_on_in_its_own_wizard(
    counter: Counter, attending: Attending, turn_down: TurnDown
) -> None:
    membership_id = counter.register()
    order = counter.order()
    commands = (counter.application(), counter.assessment(), order, CancelOrder(order.order_number, holder()))
    taken = [counter.submit(membership_id, command) for command in commands]
    for one in taken:
        turn_down(one.command_id, Rejection.SIGNATURE_INVALID.value)
    begun = [data_of(counter, attending.correct(one.command_id, membership_id)) for one in taken]
    themes = [theme.theme_id for theme in counter.rules.questionnaire.themes]
    assert [(flow, step) for flow, step, _, _ in begun] == [
        ("registration", "declaration"),
        ("assessment", themes[0]),
        ("order", "plan"),
        ("cancel", "review"),
    ]
    assert list(begun[1][2]["answers"]) == themes
    assert begun[2][2]["answers"] == {"plans": {"plan_id": order.terms.plan_id}}
    assert begun[3][2]["answers"] == {"review": {"order_number": order.order_number}}


def statement(kind: str, **body: Any) -> Statement:
    one = "01980a60-1c2e-7d7f-8a55-0d6a5c1f2b3c"
    return Statement(command_id=one, membership_id=one, issued_at=START, kind=kind, body=body)


@pytest.mark.parametrize(
    ("asked", "flow", "step", "answers"),
    [
        (statement("request_expert", themes=["a"]), "expert", "themes", {"themes": {"themes": ["a"]}}),
        (
            statement("request_refund", order_number="1", own_refund=1, points_refund=1),
            "refund",
            "preview",
            {"preview": {"order_number": "1"}},
        ),
        (statement("place_order", terms={"plan_id": "gone"}), "order", "plans", {}),
    ],
)
def test_nothing_is_taken_over_that_has_to_be_reckoned_anew(
    rules: Programme, asked: Statement, flow: str, step: str, answers: object
) -> None:
    begun = correction_of(asked, None, {}, rules)
    assert (begun.flow, begun.step, begun.data["answers"]) == (flow, step, answers)


def test_answers_to_other_questions_are_not_taken_over(rules: Programme) -> None:
    asked = statement("complete_assessment", questionnaire_version="of old", answers={"a": 1})
    assert correction_of(asked, None, {}, rules).data["answers"] == {}


def test_a_kind_that_no_wizard_makes_is_a_bug(rules: Programme) -> None:
    with pytest.raises(LookupError):
        correction_of(statement("confirm_order"), None, {}, rules)
