"""值班報表: what this counter took since its last report of the day, or since midnight."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from kiosk.contract.receipt_code import for_people
from kiosk.domain.calendar import TAIPEI, taipei_day
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.paper_keeping import stored
from kiosk.services.receipts.papers import ShiftFigures, ShiftPaper, ShiftRow
from kiosk.services.receipts.sealing import new_check_code
from kiosk.storage import receipts
from kiosk.storage.shifts import Reach
from kiosk.storage.tables import MembershipRow, OutboxRow, OutboxState, ReceiptRow

_KINDS = {
    "open_membership": ("註冊", "registration"),
    "apply": ("申請資料", "application"),
    "complete_assessment": ("數位自評", "self-assessment"),
    "request_expert": ("申請專家服務", "expert service"),
    "place_order": ("訂購", "order"),
    "cancel_order": ("取消訂購", "cancellation"),
    "request_refund": ("退訂", "refund"),
}
_STATES = {OutboxState.ACCEPTED: "已確認", OutboxState.WAITING: "暫定"}
_NOT_ACCEPTED = "未接受"
_NO_VERSION = "—"


@dataclass(frozen=True, slots=True)
class ClosedShift:
    """A shift that is being closed: what its report tells of, by whom it is closed, and what it came to."""

    reach: Reach
    closed_by: str
    figures: ShiftFigures


def shift_paper(
    session: Session,
    device: DeviceIdentity,
    programme_version: str,
    now: datetime,
    *,
    training: bool,
    closed: ClosedShift | None = None,
) -> ShiftPaper:
    """The report of the shift that ends `now` (UTC), to be kept under the next number.

    Without `closed` it is one in between: since the last report of the day.
    """
    began = _beginning(session, now) if closed is None else closed.reach.began
    within = (OutboxRow.issued_at > began, OutboxRow.issued_at <= now)
    if closed is not None:
        within = (OutboxRow.device_seq > closed.reach.after, true())
    rows = session.execute(
        select(OutboxRow, MembershipRow.ubn, ReceiptRow.number)
        .outerjoin(MembershipRow, MembershipRow.membership_id == OutboxRow.membership_id)
        .outerjoin(ReceiptRow, ReceiptRow.command_id == OutboxRow.command_id)
        .where(*within)
        .order_by(OutboxRow.device_seq)
    ).all()
    states = [OutboxState(row.state) for row, _ubn, _number in rows]
    accepted, waiting = states.count(OutboxState.ACCEPTED), states.count(OutboxState.WAITING)
    number = receipts.next_number(session)
    _originals, reprints = receipts.prints_between(session, began, now)
    return ShiftPaper(
        receipt_number=number,
        terminal=device.terminal,
        handled_by="值班人員" if closed is None else closed.closed_by,
        issued_on=taipei_day(now),
        issued_at=now,
        provisional=False,
        training=training,
        programme_version=programme_version,
        notice_version=_NO_VERSION,
        check_code=for_people(new_check_code()),
        office=device.office,
        began_at=began,
        ended_at=now,
        accepted=accepted,
        waiting=waiting,
        turned_down_count=len(states) - accepted - waiting,
        papers=_issued(session, began),
        reprints=reprints,
        rows=tuple(_row(row, ubn or "", paper or 0) for row, ubn, paper in rows),
        figures=None if closed is None else closed.figures,
    )


def _beginning(session: Session, now: datetime) -> datetime:
    midnight = datetime.combine(taipei_day(now), time.min, TAIPEI)
    last = receipts.newest_of(session, ShiftPaper.kind, None)
    if last is None:
        return midnight
    before = stored(last, None).paper()
    assert isinstance(before, ShiftPaper)
    return max(midnight, before.ended_at)


def _issued(session: Session, began: datetime) -> int:
    """How many papers were issued since: numbers have no gaps."""
    return receipts.next_number(session) - 1 - receipts.last_issued_by(session, began)


def _row(row: OutboxRow, ubn: str, paper: int) -> ShiftRow:
    what, english = _KINDS.get(row.kind, (row.kind, ""))
    state = _STATES.get(OutboxState(row.state), _NOT_ACCEPTED)
    return ShiftRow(at=row.issued_at, what=what, what_en=english, ubn=ubn, paper=paper, state=state)
