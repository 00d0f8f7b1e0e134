"""With no central at all for thirty days: what can be taken is taken, provisionally, and goes up later."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import ConfirmOrder, RecordPayment, StartService
from kiosk.domain.membership import OrderState
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed, Trouble
from kiosk.services.flows.assessment import Assessment, ThemeAnswered
from kiosk.services.flows.cancel import CancellationAgreed, Cancelling
from kiosk.services.flows.paper import draw_paper
from kiosk.services.flows.refund import OrderSelected, Refunding
from kiosk.services.flows.refund import Reviewed as RefundReviewed
from kiosk.services.flows.registration import CodeEntered
from kiosk.services.flows.start import resumed
from kiosk.services.overview import NextAction, overview
from kiosk.services.sync.engine import Sync
from tests.services.flows.hall import EMAIL_CODE, Hall, member_of
from tests.services.flows.test_buying import order_to_pin, ordered
from tests.services.flows.test_registration import the_draft, to_code

NOBODY_THERE = "http://127.0.0.1:9"
A_WEEK = timedelta(days=7)


@pytest.fixture
def cut_off(hall: Hall) -> Iterator[Hall]:
    """The hall with the real client and the real sync, and nobody at the other end."""
    counter = hall.counter
    with CentralClient(NOBODY_THERE, counter.device.device_id, Ed25519PrivateKey.generate(), counter.clock,
                       timedelta(seconds=5)) as client:  # fmt: skip
        sync = Sync(counter.database, client, counter.rules, counter.clock, lambda: 0.0)
        hall.online = False
        hall.services = replace(hall.services, sync=sync, central=client)
        yield hall


def assess(hall: Hall, member: str) -> None:
    flow = Assessment(hall.services, member)
    for theme in hall.services.programme.questionnaire.themes:
        flow.apply(ThemeAnswered({question.question_id: 2 for question in theme.questions}))
    assert flow.scene().scores


def test_a_new_cooperative_is_served_for_thirty_days(cut_off: Hall) -> None:
    hall, desk, clock = cut_off, cut_off.services.desk, cut_off.counter.clock
    registering = to_code(hall)
    member = registering.membership_id
    with pytest.raises(Failed) as failed:
        registering.send_code()
    assert failed.value.failure is Trouble.CENTRAL_UNREACHABLE
    clock.now += A_WEEK
    assess(hall, member)
    clock.now += A_WEEK
    flow = order_to_pin(hall, member, points=0)
    flow.sign(hall.present(), hall.type())
    receipt = flow.receipt_id
    number = flow.scene().number
    assert receipt is not None
    drawn = draw_paper(hall.services, receipt)
    told = json.loads(drawn.receipt.snapshot)
    assert (drawn.receipt.provisional, told["provisional"]) == (True, True)  # 離線受理，待中央確認
    assert len(told["check_code"]) == len("7QK2-M0XV-93HT-AB4C")
    clock.now += timedelta(days=1)
    cancelling = Cancelling(hall.services, member, number)
    cancelling.scene()
    cancelling.apply(CancellationAgreed(number))
    cancelling.scene()
    cancelling.sign(hall.present(), hall.type())
    clock.now += timedelta(days=15)
    assert hall.services.sync.once().failure == Trouble.CENTRAL_UNREACHABLE.value
    status = hall.services.sync.status()
    assert (status.waiting, status.why) == (5, Trouble.CENTRAL_UNREACHABLE.value)
    assert status.oldest == clock.now - timedelta(days=30)
    view = desk.view(member)
    assert view.provisional
    assert view.shown.orders[number].state is OrderState.CANCELLED
    seen = overview(view, taipei_day(clock.now))
    assert seen.next_action is NextAction.CONFIRM_EMAIL
    assert seen.account is not None
    assert seen.account.provisional

    hall.online = True
    hall.once()
    assert not desk.view(member).provisional
    assert hall.services.attending.count_open() == 0


def test_the_code_from_the_e_mail_is_entered_whenever_the_network_is_back(cut_off: Hall) -> None:
    hall = cut_off
    left = to_code(hall)
    hall.counter.clock.now += timedelta(days=30)
    draft = the_draft(hall)
    assert draft.step == "email_code"
    hall.online = True
    hall.once()
    hall.services = replace(hall.services, sync=hall, central=hall)  # type: ignore[arg-type]
    flow = resumed(hall.services, draft)
    flow.apply(CodeEntered(EMAIL_CODE))
    assert hall.services.desk.view(left.membership_id).confirmed.email_confirmed


def test_a_member_gives_up_a_running_order_and_the_paper_says_that_it_waits(hall: Hall) -> None:
    member = member_of(hall)
    number = ordered(hall, member)
    hall._decide(member, ConfirmOrder(number, "https://pay.example.com/1"))
    hall._decide(member, RecordPayment(number, 30_000))
    hall._decide(member, StartService(number, taipei_day(hall.counter.clock())))
    hall.online = False
    hall.counter.clock.now += timedelta(days=29)
    flow = Refunding(hall.services, member, number)
    flow.scene()
    flow.apply(OrderSelected(number))
    flow.scene()
    flow.apply(RefundReviewed())
    flow.sign(hall.present(), hall.type())
    assert flow.receipt_id is not None
    assert draw_paper(hall.services, flow.receipt_id).receipt.provisional
    assert hall.services.desk.view(member).shown.orders[number].state is OrderState.REFUNDED
    assert hall.services.desk.view(member).confirmed.orders[number].state is OrderState.IN_SERVICE
    hall.online = True
    hall.once()
    assert hall.services.desk.view(member).confirmed.orders[number].state is OrderState.REFUNDED
    assert not draw_paper(hall.services, flow.receipt_id).receipt.provisional
