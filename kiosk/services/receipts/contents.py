"""What each kind of paper says: its title and its blocks."""

from collections.abc import Callable, Mapping
from typing import Any

from kiosk.services.receipts.blocks import Content
from kiosk.services.receipts.member_contents import assessment, data_request, points, registration
from kiosk.services.receipts.office_contents import founding, shift
from kiosk.services.receipts.order_contents import cancelled, order, payment, refund
from kiosk.services.receipts.papers import (
    AssessmentPaper,
    CancelledPaper,
    DataRequestPaper,
    FoundingPaper,
    OrderPaper,
    Paper,
    PaymentPaper,
    PointsPaper,
    RefundPaper,
    RegistrationPaper,
    ShiftPaper,
)

_CONTENTS: Mapping[str, Callable[[Any], Content]] = {
    OrderPaper.kind: order,
    RefundPaper.kind: refund,
    CancelledPaper.kind: cancelled,
    PaymentPaper.kind: payment,
    RegistrationPaper.kind: registration,
    PointsPaper.kind: points,
    AssessmentPaper.kind: assessment,
    ShiftPaper.kind: shift,
    FoundingPaper.kind: founding,
    DataRequestPaper.kind: data_request,
}


def content_of(paper: Paper) -> Content:
    """What a paper says."""
    return _CONTENTS[paper.kind](paper)
