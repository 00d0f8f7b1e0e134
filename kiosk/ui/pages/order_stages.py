"""An order's way as a line of states: what was reached when, and the clocks that run."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from kiosk.domain.events import Deadline
from kiosk.domain.membership import Order, OrderState
from kiosk.domain.programme import Figures
from kiosk.ui.pages import words
from kiosk.ui.widgets import Standing, TimelineEntry

_AFTER_PAYMENT = frozenset({OrderState.PAID, OrderState.IN_SERVICE, OrderState.COMPLETED})


@dataclass(frozen=True)
class _Stage:
    """A state on the way: what it is called ahead, under way and done; when it was reached; its clock."""

    ahead: str
    doing: str
    done: str
    reached: str
    runs: bool
    clock: str

    def entry(self) -> TimelineEntry:
        if self.reached:
            return TimelineEntry(self.done, self.reached, "", Standing.DONE)
        if self.runs:
            return TimelineEntry(self.doing, "", self.clock, Standing.CURRENT)
        return TimelineEntry(self.ahead)


def order_stages(order: Order, figures: Figures, today: date) -> list[TimelineEntry]:
    """The states of `order` as of `today` (Asia/Taipei). `figures` are those of the order's own version."""
    placed = QCoreApplication.translate("Timeline", "訂單成立")
    entries = [TimelineEntry(placed, words.moment(order.placed_at), "", Standing.DONE)]
    stages = (*_to_payment(order, figures), *_after_payment(order, figures))
    if order.state in {OrderState.CANCELLED, OrderState.REFUNDED}:
        entries.extend(stage.entry() for stage in stages if stage.reached)
        ended = _reached(order.refund.on if order.refund is not None else None)
        entries.append(TimelineEntry(words.order_state(order), ended, "", Standing.STOPPED))
        return entries
    return [*entries, *(stage.entry() for stage in stages), _term(order, today)]


def _to_payment(order: Order, figures: Figures) -> tuple[_Stage, ...]:
    confirm = QCoreApplication.translate("Timeline", "{until}（{days}內確認或取消）")
    pay = QCoreApplication.translate("Timeline", "{until}（接單後 {days} 個工作天內）")
    return (
        _Stage(
            ahead=QCoreApplication.translate("Timeline", "資訊服務廠商確認"),
            doing=QCoreApplication.translate("Timeline", "資訊服務廠商確認中"),
            done=QCoreApplication.translate("Timeline", "資訊服務廠商已接單"),
            reached=_reached(order.confirmed_on),
            runs=order.state is OrderState.AWAITING_VENDOR,
            clock=confirm.format(until=words.until(order.confirm_by), days=words.vendor_confirms(figures)),
        ),
        _Stage(
            ahead=QCoreApplication.translate("Timeline", "付款"),
            doing=QCoreApplication.translate("Timeline", "付款中"),
            done=QCoreApplication.translate("Timeline", "已付款"),
            reached=_reached(order.paid_on),
            runs=order.state is OrderState.AWAITING_PAYMENT,
            clock=pay.format(until=words.until(order.pay_by), days=figures.payment_working_days),
        ),
    )


def _after_payment(order: Order, figures: Figures) -> tuple[_Stage, ...]:
    invoice = QCoreApplication.translate("Timeline", "{until}（收款後 {days} 個工作天內）")
    service = QCoreApplication.translate("Timeline", "{until}（訂單確認後 {days} 個工作天內）")
    late = QCoreApplication.translate("Timeline", "已逾期：{clock}")
    if Deadline.INVOICE in order.late:
        invoice = late.format(clock=invoice)
    if Deadline.SERVICE in order.late:
        service = late.format(clock=service)
    return (
        _Stage(
            ahead=QCoreApplication.translate("Timeline", "開立發票"),
            doing=QCoreApplication.translate("Timeline", "等待廠商開立發票"),
            done=QCoreApplication.translate("Timeline", "發票已開立"),
            reached=order.invoice_number,
            runs=order.state in _AFTER_PAYMENT,
            clock=invoice.format(until=words.until(order.invoice_by), days=figures.invoice_working_days),
        ),
        _Stage(
            ahead=QCoreApplication.translate("Timeline", "開通服務"),
            doing=QCoreApplication.translate("Timeline", "等待廠商開通服務"),
            done=QCoreApplication.translate("Timeline", "服務已開通"),
            reached=_reached(order.started_on),
            runs=order.state is OrderState.PAID,
            clock=service.format(until=words.until(order.service_by), days=figures.service_working_days),
        ),
    )


def _term(order: Order, today: date) -> TimelineEntry:
    over = QCoreApplication.translate("Timeline", "服務期滿")
    if order.last_day is None:
        return TimelineEntry(over)
    if today > order.last_day:
        return TimelineEntry(over, words.day(order.last_day), "", Standing.DONE)
    return TimelineEntry(words.order_state(order), "", words.until(order.last_day), Standing.CURRENT)


def _reached(on: date | None) -> str:
    return "" if on is None else words.day(on)
