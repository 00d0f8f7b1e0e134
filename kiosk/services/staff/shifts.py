"""開班 and 結班: a shift's figures, its report, and what it hands over. No shift hides what was not sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.contract.audit import AuditEvent
from kiosk.contract.clock import Clock
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import PlaceOrder, RequestRefund
from kiosk.domain.programme import Programme
from kiosk.services.failures import Failed
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.paper_keeping import keep
from kiosk.services.receipts.papers import ShiftFigures
from kiosk.services.receipts.sealing import Seal
from kiosk.services.shift_report import ClosedShift, shift_paper
from kiosk.services.staff.failures import StaffFailure
from kiosk.services.staff.staff import Staff
from kiosk.storage import attended, audit, outbox, shifts
from kiosk.storage.database import Database
from kiosk.storage.shifts import Reach
from kiosk.storage.tables import ShiftRow

NOT_OPENED = "—"


@dataclass(frozen=True, slots=True)
class ShiftStanding:
    """How the shift stands. `opened_at` (UTC) is None where none is open; figures count since `began`."""

    opened_at: datetime | None
    began: datetime
    figures: ShiftFigures


class Shifts:
    """Opens and closes shifts. Every method raises `StorageError`."""

    def __init__(
        self,
        database: Database,
        device: DeviceIdentity,
        staff: Staff,
        clock: Clock,
        programme: Callable[[], Programme],
        seal: Seal,
        *,
        training: bool,
    ) -> None:
        self._database, self._device, self._staff, self._clock = database, device, staff, clock
        self._programme, self._seal, self._training = programme, seal, training

    def standing(self) -> ShiftStanding:
        """The shift that is open with its figures of now; without one, what would be taken over."""
        with self._database.snapshot() as session:
            shift = shifts.running(session)
            if shift is None:
                reach = shifts.reach(session, self._clock())
                return ShiftStanding(None, reach.began, _figures(session, None, reach))
            reach = shifts.reach(session, shift.opened_at)
            return ShiftStanding(shift.opened_at, reach.began, _figures(session, shift, reach))

    def open(self) -> None:
        """Begin a shift. Raises `Failed`: SIGNED_OUT, NOT_ALLOWED, SHIFT_STATE where one is open."""
        who, name = self._who("shift_open")
        with self._database.session() as session:
            if shifts.running(session) is not None:
                raise Failed(StaffFailure.SHIFT_STATE)
            waiting = outbox.backlog(session)[0]
            session.add(ShiftRow(opened_at=self._clock(), opened_by=name, opened_waiting=waiting))
            told = {"waiting": waiting}
            audit.record(session, AuditEvent.ADMINISTRATION, "shift opened", who=who, details=told)

    def close(self, unsent: int) -> int:
        """End the shift with its report, in one transaction; the report's number.

        `unsent` is how many commands the person was told to wait still, and takes upon themselves to hand
        over. Raises `Failed`: SHIFT_UNSENT where it is another number, SIGNED_OUT, NOT_ALLOWED, SHIFT_STATE
        where no shift is open.
        """
        who, name = self._who("shift_close")
        with self._database.session() as session:
            shift = shifts.running(session)
            if shift is None:
                raise Failed(StaffFailure.SHIFT_STATE)
            now, reach = self._clock(), shifts.reach(session, shift.opened_at)
            figures = _figures(session, shift, reach)
            if figures.unsent != unsent:
                raise Failed(StaffFailure.SHIFT_UNSENT, waiting=figures.unsent)
            version = self._programme().figures_on(taipei_day(now)).version
            closed = ClosedShift(reach, name, figures)
            paper = shift_paper(session, self._device, version, now, training=self._training, closed=closed)
            number = keep(session, self._seal, paper, None, None)
            shift.closed_at, shift.closed_by = now, name
            shift.closed_waiting, shift.receipt_number = unsent, number
            shift.last_seq = outbox.end_of_chain(session)[0]
            told = {"waiting": unsent, "receipt": number}
            audit.record(session, AuditEvent.ADMINISTRATION, "shift closed", who=who, details=told)
        return number

    def _who(self, place: str) -> tuple[str, str]:
        self._staff.require_may_open(place)
        me = self._staff.me
        if me is None:
            raise Failed(StaffFailure.SIGNED_OUT)
        return me.staff_id, me.name


def _figures(session: Session, shift: ShiftRow | None, reach: Reach) -> ShiftFigures:
    orders: list[tuple[int, int]] = []
    refunds: list[tuple[int, int]] = []
    for one in shifts.taken(session, (PlaceOrder.kind, RequestRefund.kind), reach.after):
        if one.kind == PlaceOrder.kind:
            orders.append((one.body["own"], one.body["points"]))
        else:
            refunds.append((one.body["own_refund"], one.body["points_refund"]))
    return ShiftFigures(
        opened_by=NOT_OPENED if shift is None else shift.opened_by,
        orders=len(orders),
        orders_own=sum(own for own, _points in orders),
        orders_points=sum(points for _own, points in orders),
        refunds=len(refunds),
        refunds_own=sum(own for own, _points in refunds),
        refunds_points=sum(points for _own, points in refunds),
        unsent_at_opening=0 if shift is None else shift.opened_waiting,
        unsent=outbox.backlog(session)[0],
        attend=attended.count_open(session),
    )
