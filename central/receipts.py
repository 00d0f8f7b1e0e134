"""Whether a receipt is genuine and current: for whoever holds the paper."""

from collections.abc import Mapping

import sqlalchemy as sa

from central.store.database import Database
from central.store.devices import find_device
from central.store.receipts import KeptReceipt, find_receipt, order_state
from kiosk.contract.api import CommandAnswer, ReceiptAnswer, ReceiptState, Status
from kiosk.contract.codec import Malformed, command_from
from kiosk.contract.paper_code import GenuinePaper, open_paper_code
from kiosk.contract.receipt_code import for_people, typed_code
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
# A registration is taken in two commands; its slip has the code of the second.
_KINDS: Mapping[type[Command], str] = {
    OpenMembership: "registration",
    Apply: "registration",
    CompleteAssessment: "assessment",
    RequestExpert: "expert",
    PlaceOrder: "order",
    CancelOrder: "cancelled",
    RequestRefund: "refund",
}
_ENDED = frozenset({OrderState.CANCELLED, OrderState.REFUNDED, OrderState.COMPLETED})
_ABOUT_COMMANDS = frozenset(_KINDS.values())


class Receipts:
    """Looks papers up by their check code, or by their QR code; `document_key` is central's, public."""

    def __init__(self, database: Database, document_key: bytes) -> None:
        self._database, self._document_key = database, document_key

    def find(self, code: str) -> ReceiptAnswer | None:
        """What the paper with this code (see `typed_code`) says, masked, and how it stands; None: no such."""
        with self._database.reading() as connection:
            return _found(connection, code)

    def open(self, scanned: str) -> ReceiptAnswer:
        """What a paper says whose QR code was read, masked, and how it stands. Raises `CodeInvalid`.

        Of what central knows it tells central's own; of the rest what the kiosk has signed.
        """
        paper = open_paper_code(scanned, self._document_key)
        with self._database.looking() as connection:
            device = find_device(connection, paper.device.device_id)
        revoked_at = None if device is None else device.revoked_at
        known = None
        code = typed_code(paper.said.check_code)
        if paper.said.kind in _ABOUT_COMMANDS and code is not None:
            with self._database.reading() as connection:
                known = _found(connection, code)
        found = _as_signed(paper, revoked=revoked_at is not None) if known is None else known
        return found.model_copy(
            update={
                "number": f"{paper.device.terminal}-{paper.said.number:06}",
                "training": paper.said.training,
                "device_revoked_at": revoked_at,
            }
        )


def _found(connection: sa.Connection, code: str) -> ReceiptAnswer | None:
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
        device_revoked_at=kept.device_revoked_at,
    )


def _as_signed(paper: GenuinePaper, *, revoked: bool) -> ReceiptAnswer:
    """What the kiosk's signature alone speaks for; that of one that is shut out speaks for nothing."""
    said = paper.said
    code = typed_code(said.check_code)
    state = ReceiptState.SIGNED if said.kind in _ABOUT_COMMANDS else ReceiptState.GENUINE
    return ReceiptAnswer(
        code=said.check_code if code is None else for_people(code),
        kind=said.kind,
        state=ReceiptState.DEVICE_REVOKED if revoked else state,
        order_state="",
        order_number=said.order_number,
        cooperative="",
        ubn=_masked_number(said.ubn),
        plan="",
        own=said.own,
        points=said.points,
        signed_at=said.issued_at,
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
