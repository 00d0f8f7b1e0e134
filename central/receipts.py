"""Whether a receipt is genuine and current: for whoever holds the paper."""

from collections.abc import Mapping

from central.store.database import Database
from central.store.receipts import KeptReceipt, find_receipt, order_state
from kiosk.contract.api import CommandAnswer, ReceiptAnswer, ReceiptState, Status
from kiosk.contract.codec import Malformed, command_from
from kiosk.contract.receipt_code import for_people
from kiosk.domain.commands import (
    Apply,
    CancelOrder,
    Command,
    CompleteAssessment,
    OpenMembership,
    PlaceOrder,
    RequestExpert,
    RequestRefund,
)
from kiosk.domain.identity import HolderId
from kiosk.domain.membership import OrderState

_NOBODY = HolderId("", "")  # who signed does not matter for what the paper says
_KINDS: Mapping[type[Command], str] = {
    OpenMembership: "registration",
    Apply: "application",
    CompleteAssessment: "assessment",
    RequestExpert: "expert",
    PlaceOrder: "order",
    CancelOrder: "cancellation",
    RequestRefund: "refund",
}
_ENDED = frozenset({OrderState.CANCELLED, OrderState.REFUNDED, OrderState.COMPLETED})


class Receipts:
    """Looks papers up by their check code."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, code: str) -> ReceiptAnswer | None:
        """What the paper with this code (see `typed_code`) says, masked, and how it stands; None: no such."""
        with self._database.reading() as connection:
            kept = find_receipt(connection, code)
            if kept is None:
                return None
            statement = kept.statement
            try:
                said = command_from(statement.kind, statement.body, _NOBODY)
            except Malformed:  # such a command took no effect, and no kiosk of ours makes a paper of it
                return None
            number = getattr(said, "order_number", "")
            order = order_state(connection, statement.membership_id, number) if number else ""
        return _answer(code, kept, said, order)


def _answer(code: str, kept: KeptReceipt, said: Command, order: str) -> ReceiptAnswer:
    kind, plan, own, points = _KINDS.get(type(said), ""), "", 0, 0
    match said:
        case PlaceOrder():
            plan, own, points = said.terms.plan_name, said.own, said.points
        case RequestRefund():
            own, points = said.own_refund, said.points_refund
    state = _state(kept.answer, ended=kind == "order" and order in _ENDED)
    return ReceiptAnswer(
        code=for_people(code),
        kind=kind,
        state=state,
        order_state=order if state in {ReceiptState.CURRENT, ReceiptState.ENDED} else "",
        order_number=getattr(said, "order_number", ""),
        cooperative=_masked_name(kept.cooperative_name),
        ubn=_masked_number(kept.ubn),
        plan=plan,
        own=own,
        points=points,
        signed_at=kept.statement.issued_at,
    )


def _state(answer: bytes | None, *, ended: bool) -> ReceiptState:
    if answer is None:
        return ReceiptState.WAITING
    if CommandAnswer.model_validate_json(answer).status is not Status.ACCEPTED:
        return ReceiptState.TURNED_DOWN
    return ReceiptState.ENDED if ended else ReceiptState.CURRENT


def _masked_name(name: str) -> str:
    """The first and the last character: enough to compare with a paper in one's hand."""
    return name if len(name) < 2 else name[0] + "○" * (len(name) - 2) + name[-1]


def _masked_number(number: str) -> str:
    return number and number[:2] + "*" * (len(number) - 4) + number[-2:]
