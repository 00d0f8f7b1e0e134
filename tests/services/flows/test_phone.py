"""A flow goes on with what the phone has signed, and stays where it was with what is not the member's own."""

from dataclasses import replace

import pytest

from kiosk.domain.commands import Command
from kiosk.domain.identity import IdentityKind
from kiosk.services.failures import Failed
from kiosk.services.flows import phone
from kiosk.services.flows.cancel import CancellationAgreed, Cancelling
from kiosk.services.flows.order import Ordering
from kiosk.services.flows.refund import OrderSelected, Refunding
from kiosk.services.flows.refund import Reviewed as RefundReviewed
from kiosk.services.flows.signing import prepare
from tests.services.counter import holder, token
from tests.services.flows.hall import Hall, member_of
from tests.services.flows.test_buying import in_service, order_to_pin, ordered


@pytest.fixture(params=["order", "cancel", "refund"])
def flow(request: pytest.FixtureRequest, hall: Hall) -> Ordering | Cancelling | Refunding:
    """A flow at its signature."""
    member = member_of(hall)
    if request.param == "order":
        at_pin: Ordering | Cancelling | Refunding = order_to_pin(hall, member)
    elif request.param == "cancel":
        number = ordered(hall, member)
        at_pin = Cancelling(hall.services, member, number)
        at_pin.scene()
        at_pin.apply(CancellationAgreed(number))
    else:
        number = in_service(hall, member)
        at_pin = Refunding(hall.services, member, number)
        at_pin.apply(OrderSelected(number))
        at_pin.scene()
        at_pin.apply(RefundReviewed())
    return at_pin


def test_what_is_not_the_members_own_is_not_taken(flow: Ordering | Cancelling | Refunding) -> None:
    flow.scene()
    with pytest.raises(Failed) as raised:
        flow.sign_by_phone("{}")
    assert raised.value.failure is phone.PhoneFailure.FAILED
    assert flow.step.name == "pin"


def test_what_the_phone_signed_is_taken(
    flow: Ordering | Cancelling | Refunding, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose signature it is, is proven beside central, where certificates are: tests/central/fido."""
    flow.scene()
    monkeypatch.setattr(phone, "_require_own", lambda _signing, _signature: None)
    flow.sign_by_phone(token(holder()))
    assert flow.step.name == "done"


def test_only_at_the_signature(hall: Hall) -> None:
    member = member_of(hall)
    for early in (
        Ordering(hall.services, member, tail=lambda _below: 7),
        Cancelling(hall.services, member, "0" * 20),
        Refunding(hall.services, member, "0" * 20),
    ):
        with pytest.raises(LookupError):
            early.sign_by_phone("{}")


def test_the_phone_is_offered_to_citizens_only(hall: Hall) -> None:
    scene = order_to_pin(hall, member_of(hall)).scene()
    assert scene.signing is not None
    assert not scene.signing.by_phone
    counter, citizen = (
        hall.counter,
        replace(hall.counter.opening(2), identity=IdentityKind.CITIZEN_CERTIFICATE),
    )
    member = counter.desk.new_membership_id()
    assert not phone_offered(hall, member, citizen)
    counter.submit(member, citizen)
    assert phone_offered(hall, member, counter.application())


def phone_offered(hall: Hall, member: str, command: Command) -> bool:
    return prepare(hall.services, member, command, holder(2)).by_phone
