"""Refunds from the set sum on need a supervisor, also where the page is passed by."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.services.failures import Failed
from kiosk.services.flows.refund import OrderSelected, Refunding, Reviewed
from kiosk.services.flows.start import resumed
from kiosk.services.staff.failures import StaffFailure
from kiosk.services.staff.policy import StaffPolicy
from kiosk.services.staff.second import needs_second, of_refund, of_reprint, print_paper
from tests.services.counter import Counter
from tests.services.flows.hall import Hall, member_of
from tests.services.flows.test_buying import in_service
from tests.services.staff.conftest import FIRST, Office


@pytest.fixture
def hall(counter: Counter, office: Office) -> Hall:
    made = Hall(counter)
    made.services = replace(made.services, staff=office.staff)
    return made


def to_the_pin(hall: Hall) -> Refunding:
    member = member_of(hall)
    number = in_service(hall, member)
    flow = Refunding(hall.services, member, number)
    flow.scene()
    flow.apply(OrderSelected(number))
    flow.scene()
    flow.apply(Reviewed())
    flow.scene()
    return flow


def sign_in_vain(hall: Hall, flow: Refunding) -> None:
    pin = hall.type()
    with pytest.raises(Failed) as raised:
        flow.sign(hall.present(), pin)
    assert raised.value.failure is StaffFailure.SECOND_NEEDED
    assert not any(pin)
    with pytest.raises(Failed):
        flow.sign_by_phone("signature")
    assert flow.step.name == "pin"


def test_it_is_not_signed_without_a_supervisor_who_agreed_to_these_amounts(
    hall: Hall, office: Office
) -> None:
    office.staff.sign_in("a01", FIRST)
    flow = to_the_pin(hall)
    sign_in_vain(hall, flow)
    body = flow.scene().signing.statement.body  # type: ignore[union-attr]
    own, points = body["own_refund"], body["points_refund"]
    flow.approval = office.staff.approve("s01", FIRST, of_refund(body["order_number"], own, points - 1))
    sign_in_vain(hall, flow)
    flow.approval = office.staff.approve("s01", FIRST, of_refund(body["order_number"], own, points))
    flow.sign(hall.present(), hall.type())
    assert flow.step.name == "done"


def test_one_that_is_gone_on_with_asks_again(hall: Hall) -> None:
    to_the_pin(hall)
    (draft,) = hall.services.drafts.open_drafts()
    assert resumed(hall.services, draft).step.name == "review"


def test_below_the_sum_nobody_is_asked(hall: Hall, office: Office) -> None:
    hall.services = replace(
        hall.services, staff=office.starts(policy=StaffPolicy(10**6, timedelta(minutes=5)))
    )
    flow = to_the_pin(hall)
    flow.sign(hall.present(), hall.type())
    assert flow.step.name == "done"


def test_a_reprint_needs_one_and_the_first_print_and_its_second_try_do_not(
    hall: Hall, office: Office
) -> None:
    services = hall.services
    number = services.desk.report_shift(training=False)
    printer = services.printing.choice().printers[0].name
    first = print_paper(services, number, printer)
    with pytest.raises(Failed) as raised:
        print_paper(services, number, printer)
    assert raised.value.failure is StaffFailure.SECOND_NEEDED
    assert needs_second(raised.value)
    assert not needs_second(ValueError())
    office.staff.sign_in("a01", FIRST)
    services.printing.queue.give_up(first.job_id)
    again = print_paper(services, number, printer, office.staff.approve("s01", FIRST, of_reprint(number)))
    assert again.copy == 2


def test_where_no_staff_is_known_nobody_is_asked(hall: Hall) -> None:
    services = replace(hall.services, staff=None)
    number = services.desk.report_shift(training=False)
    printer = services.printing.choice().printers[0].name
    first = print_paper(services, number, printer)
    services.printing.queue.give_up(first.job_id)
    assert print_paper(services, number, printer).copy == 2
