"""What the training panel does on behalf of others, for the member who stands at the counter."""

import time

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.domain.membership import Order
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.flows.services import Services
from kiosk.services.training.desk import TrainingDesk, VendorAct

_LONGEST_REMOVAL = 3.0
_LOOK_AGAIN = 0.1


def approve(services: Services, training: TrainingDesk, membership_id: str | None) -> None:
    """The authority approves the member; what waits is sent before, what comes of it is fetched after.

    Raises Refused (NOT_REGISTERED without a member) and Failed.
    """
    if membership_id is None:
        raise Refused(Refusal.NOT_REGISTERED)
    services.sync.once()
    training.approve(membership_id)
    services.sync.once()


def vendor(services: Services, training: TrainingDesk, membership_id: str | None, act: VendorAct) -> None:
    """The vendor acts on the member's latest order. Raises Refused (ORDER_UNKNOWN without one) and Failed."""
    services.sync.once()
    training.vendor(act, _latest(services, membership_id).order_number)
    services.sync.once()


def advance(services: Services, training: TrainingDesk, *, days: int = 0, months: int = 0) -> None:
    """Let time pass, and fetch what has become due. Raises Failed."""
    training.advance(days=days, months=months)
    services.sync.once()


def insert_card(services: Services, training: TrainingDesk, scenario: str) -> None:
    """Pull out what lies in the virtual reader, as a person would, then put the card in."""
    training.remove_card()
    deadline = time.monotonic() + _LONGEST_REMOVAL
    while time.monotonic() < deadline and not _is_empty(services):
        time.sleep(_LOOK_AGAIN)
    training.insert_card(scenario)


def _is_empty(services: Services) -> bool:
    try:
        services.read_card()
    except CardError as error:
        return error.failure is CardFailure.NO_CARD
    return False


def _latest(services: Services, membership_id: str | None) -> Order:
    orders = services.desk.view(membership_id).shown.orders.values() if membership_id else ()
    if not orders:
        raise Refused(Refusal.ORDER_UNKNOWN)
    return max(orders, key=lambda order: order.placed_at)
