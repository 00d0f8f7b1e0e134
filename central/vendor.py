"""What a 資訊服務廠商 does with an order."""

from datetime import date
from typing import Self
from urllib.parse import urlsplit

import sqlalchemy as sa

from central.audit import COMMAND_LINE, Act, Who, given, record
from central.issuing import Issuer
from central.store.database import Database
from central.store.events import membership_state
from central.store.memberships import OrderRow, find_order
from central.store.payouts import add_payout, payout_of
from kiosk.contract.clock import Clock
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import ConfirmOrder, DeclineOrder, IssueInvoice, RecordPayment, StartService
from kiosk.domain.membership import Order
from kiosk.domain.refusals import Refusal, Refused

_Command = ConfirmOrder | DeclineOrder | RecordPayment | IssueInvoice | StartService

_LONGEST_LINK = 500


class OrderUnknown(Exception):
    """There is no order of this number, or it is another vendor's."""


class PaymentLinkInvalid(Exception):
    """A payment link is an https address with a host, and nobody's password in it."""


class Vendor:
    """The vendor's acts, each decided by the rules and kept in the log of changes as done by `who`.

    With a `vendor_id` there are that vendor's orders only. `sandbox` is the address of the training's payment
    pages, None in earnest: then the vendor gives its own link. All acts raise `OrderUnknown` and `Refused`.
    """

    def __init__(
        self,
        database: Database,
        issuer: Issuer,
        clock: Clock,
        sandbox: str | None,
        *,
        who: Who = COMMAND_LINE,
        vendor_id: str | None = None,
    ) -> None:
        self._database = database
        self._issuer = issuer
        self._clock = clock
        self._sandbox = sandbox
        self._who = who
        self._vendor_id = vendor_id

    def by(self, who: Who, vendor_id: str | None) -> Self:
        """The same acts, done by somebody else, for the orders of `vendor_id` or, with None, for all."""
        return type(self)(
            self._database, self._issuer, self._clock, self._sandbox, who=who, vendor_id=vendor_id
        )

    def confirm(self, order_number: str, payment_url: str = "") -> OrderRow:
        """接單, with the vendor's payment link. Raises `PaymentLinkInvalid`."""
        if not payment_url and self._sandbox is not None:
            payment_url = f"{self._sandbox}/pay/{order_number}"
        elif not _is_link(payment_url):
            raise PaymentLinkInvalid
        return self._act(ConfirmOrder(order_number, payment_url))

    def decline(self, order_number: str, reason: str) -> OrderRow:
        """The order is not taken. Raises `ReasonMissing`."""
        return self._act(DeclineOrder(order_number), given(reason))

    def pay(self, order_number: str, reason: str) -> OrderRow:
        """The whole own payment has been received, as `reason` shows. Raises `ReasonMissing`."""
        return self._act(RecordPayment(order_number, self._order(order_number).own), given(reason))

    def invoice(self, order_number: str, invoice_number: str) -> OrderRow:
        """The invoice of this number has been issued. Raises `ReasonMissing` for no number."""
        return self._act(IssueInvoice(order_number, given(invoice_number)))

    def start(self, order_number: str, started_on: date | None = None) -> OrderRow:
        """開通: the service may be used from this day (Asia/Taipei) on; None: from today."""
        return self._act(StartService(order_number, started_on or taipei_day(self._clock())))

    def pay_out(self, order_number: str, reference: str) -> OrderRow:
        """The own payment that a refund gives back has been paid out, as `reference` (the transfer) shows.

        Raises `ReasonMissing`, and `Refused` where nothing is to be paid out or all was.
        """
        row, reference, now = self._order(order_number), given(reference), self._clock()
        with self._database.writing() as connection:
            amount = _to_pay_out(connection, row)
            add_payout(connection, order_number, reference, now)
            act = Act("pay_out_refund", order_number, reference, {"own": amount})
            record(connection, self._who, act, now)
        return row

    def order(self, order_number: str) -> tuple[OrderRow, Order]:
        """An order as lists show it, and with everything that is known of it."""
        row = self._order(order_number)
        with self._database.reading() as connection:
            return row, membership_state(connection, row.membership_id).orders[order_number]

    def _order(self, order_number: str) -> OrderRow:
        with self._database.reading() as connection:
            order = find_order(connection, order_number)
        if order is None or self._vendor_id not in {None, order.vendor_id}:
            raise OrderUnknown(order_number)
        return order

    def _act(self, command: _Command, reason: str = "") -> OrderRow:
        order, now = self._order(command.order_number), self._clock()
        with self._database.writing() as connection:
            self._issuer.issue(connection, order.membership_id, command, now)
            record(
                connection, self._who, Act(command.kind, order.order_number, reason, _details(command)), now
            )
        return self._order(command.order_number)


def training_invoice_number(order_number: str) -> str:
    """An invoice number for training, which nobody can take for a real one."""
    return f"訓練-{order_number[-8:]}"


def _to_pay_out(connection: sa.Connection, row: OrderRow) -> int:
    order = membership_state(connection, row.membership_id).orders[row.order_number]
    amount = 0 if order.refund is None else order.refund.own_refund
    if not amount or payout_of(connection, row.order_number) is not None:
        raise Refused(Refusal.ORDER_STATE)
    return amount


def _details(command: _Command) -> dict[str, str | int | None]:
    match command:
        case ConfirmOrder():
            return {"payment_url": command.payment_url}
        case RecordPayment():
            return {"own": command.own}
        case IssueInvoice():
            return {"invoice_number": command.invoice_number}
        case StartService():
            return {"started_on": command.started_on.isoformat()}
        case DeclineOrder():
            return {}


def _is_link(text: str) -> bool:
    """Whether a buyer may be sent there: the kiosk prints it and mails carry it."""
    if len(text) > _LONGEST_LINK or not text.isascii() or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
