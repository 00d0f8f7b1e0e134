"""我的通知: what is told to a membership of each thing that happens to it."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain import events as happened
from kiosk.domain.events import Deadline


class NoticeKind(StrEnum):
    """What a notice is about."""

    ORDER_PLACED = "order_placed"  # 中小企業訂購(未簽約)
    ORDER_CANCELLED = "order_cancelled"  # 中小企業取消訂購
    ORDER_CONFIRMED = "order_confirmed"
    ORDER_PAID = "order_paid"
    INVOICE_ISSUED = "invoice_issued"
    SERVICE_STARTED = "service_started"
    INVOICE_LATE = "invoice_late"
    SERVICE_LATE = "service_late"
    LAST_DAYS_MOVED = "last_days_moved"
    ORDER_COMPLETED = "order_completed"
    ORDER_REFUNDED = "order_refunded"
    ELIGIBILITY_APPROVED = "eligibility_approved"
    ELIGIBILITY_REFUSED = "eligibility_refused"
    ELIGIBILITY_LATE = "eligibility_late"
    EXPERT_REQUESTED = "expert_requested"
    POINTS_GRANTED = "points_granted"
    POINTS_RETURNED = "points_returned"
    POINTS_RECLAIMED = "points_reclaimed"


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice; `order_number` says of which order, None where it is of none."""

    kind: NoticeKind
    order_number: str | None


_KINDS: dict[type, NoticeKind] = {
    happened.OrderPlaced: NoticeKind.ORDER_PLACED,
    happened.OrderCancelled: NoticeKind.ORDER_CANCELLED,
    happened.OrderConfirmed: NoticeKind.ORDER_CONFIRMED,
    happened.OrderPaid: NoticeKind.ORDER_PAID,
    happened.InvoiceIssued: NoticeKind.INVOICE_ISSUED,
    happened.ServiceStarted: NoticeKind.SERVICE_STARTED,
    happened.OrderCompleted: NoticeKind.ORDER_COMPLETED,
    happened.LastDaysMoved: NoticeKind.LAST_DAYS_MOVED,
    happened.OrderRefunded: NoticeKind.ORDER_REFUNDED,
    happened.EligibilityApproved: NoticeKind.ELIGIBILITY_APPROVED,
    happened.EligibilityRefused: NoticeKind.ELIGIBILITY_REFUSED,
    happened.ExpertRequested: NoticeKind.EXPERT_REQUESTED,
    happened.PointsGranted: NoticeKind.POINTS_GRANTED,
    happened.PointsLapsed: NoticeKind.POINTS_RETURNED,
    happened.PointsReclaimed: NoticeKind.POINTS_RECLAIMED,
}

_LATE: dict[Deadline, NoticeKind] = {
    Deadline.ELIGIBILITY_CHECK: NoticeKind.ELIGIBILITY_LATE,
    Deadline.INVOICE: NoticeKind.INVOICE_LATE,
    Deadline.SERVICE: NoticeKind.SERVICE_LATE,
}


def notice_of(event: happened.Event) -> Notice | None:
    """What is told of `event`; None of a step that the holder takes at the counter and sees done there.

    Source: brochure, 我的通知 (中小企業訂購(未簽約), 中小企業取消訂購); the other kinds are ours.
    """
    if isinstance(event, happened.DeadlineMissed):
        return Notice(_LATE[event.what], event.order_number)
    kind = _KINDS.get(type(event))
    return None if kind is None else Notice(kind, getattr(event, "order_number", None))
