"""What a 資訊服務廠商 does with an order."""

from central.issuing import Issuer
from central.store.database import Database
from central.store.memberships import OrderRow, find_order
from kiosk.contract.clock import Clock
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import ConfirmOrder, DeclineOrder, IssueInvoice, RecordPayment, StartService

_Act = ConfirmOrder | DeclineOrder | RecordPayment | IssueInvoice | StartService


class OrderUnknown(Exception):
    """There is no order of this number."""


class Vendor:
    """The vendor's acts, each decided by the rules. All raise `OrderUnknown` and `Refused`."""

    def __init__(self, database: Database, issuer: Issuer, clock: Clock, public_url: str) -> None:
        self._database = database
        self._issuer = issuer
        self._clock = clock
        self._public_url = public_url

    def confirm(self, order_number: str) -> OrderRow:
        """接單, with the payment link."""
        return self._act(ConfirmOrder(order_number, f"{self._public_url}/pay/{order_number}"))

    def decline(self, order_number: str) -> OrderRow:
        """The order is not taken."""
        return self._act(DeclineOrder(order_number))

    def pay(self, order_number: str) -> OrderRow:
        """The whole own payment has been received."""
        return self._act(RecordPayment(order_number, self._order(order_number).own))

    def invoice(self, order_number: str, invoice_number: str) -> OrderRow:
        """The invoice of this number has been issued."""
        return self._act(IssueInvoice(order_number, invoice_number))

    def start(self, order_number: str) -> OrderRow:
        """開通: the service may be used from today on."""
        return self._act(StartService(order_number, taipei_day(self._clock())))

    def _order(self, order_number: str) -> OrderRow:
        with self._database.reading() as connection:
            order = find_order(connection, order_number)
        if order is None:
            raise OrderUnknown(order_number)
        return order

    def _act(self, command: _Act) -> OrderRow:
        order = self._order(command.order_number)
        with self._database.writing() as connection:
            self._issuer.issue(connection, order.membership_id, command, self._clock())
        return self._order(command.order_number)


def training_invoice_number(order_number: str) -> str:
    """An invoice number for training, which nobody can take for a real one."""
    return f"訓練-{order_number[-8:]}"
