"""我的點數 as a line in time: what was granted, activated, used and given back, and which days lie ahead."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from kiosk.domain.calendar import taipei_day
from kiosk.domain.events import (
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    PointsGranted,
    PointsLapsed,
    PointsReclaimed,
)
from kiosk.domain.membership import GrantState
from kiosk.services.membership_view import Happened, MembershipView


class PointsStep(Enum):
    """What happens to points."""

    GRANTED = "granted"
    ORDERED = "ordered"
    FREED = "freed"
    RETURNED = "returned"
    LAPSED = "lapsed"
    RECLAIMED = "reclaimed"
    ACTIVATE_BY = "activate_by"
    VALID_TO = "valid_to"


@dataclass(frozen=True, slots=True)
class PointsMoment:
    """A step on a day in Asia/Taipei, with how many points it is about.

    `activates` where it is the order by which the points became active.
    """

    step: PointsStep
    on: date
    points: int
    activates: bool = False


def points_line(view: MembershipView, today: date) -> tuple[PointsMoment, ...]:
    """What became of the points granted last, in order, then the last days still ahead as of `today`.

    Empty before there were any.
    """
    grant, state = view.shown.grant, view.shown.grant_state(today)
    if grant is None:
        return ()
    begun = max(place for place, one in enumerate(view.history) if isinstance(one.event, PointsGranted))
    line: list[PointsMoment] = []
    placed: dict[str, int] = {}
    for one in view.history[begun:]:
        moment = _moment(one, placed, first=not placed)
        if moment is not None:
            line.append(moment)
    if state is GrantState.ISSUED:
        line.append(PointsMoment(PointsStep.ACTIVATE_BY, grant.activate_by, grant.available))
    if state in {GrantState.ISSUED, GrantState.ACTIVE}:
        line.append(PointsMoment(PointsStep.VALID_TO, grant.valid_to, grant.available))
    return tuple(line)


def _moment(one: Happened, placed: dict[str, int], *, first: bool) -> PointsMoment | None:
    """The moment of an event, None where no points moved; `placed` learns what went into an order."""
    on = taipei_day(one.at)
    match one.event:
        case PointsGranted(points=points, granted_on=granted_on):
            return PointsMoment(PointsStep.GRANTED, granted_on, points)
        case OrderPlaced(order_number=number, points=points, placed_at=at) if points:
            placed[number] = points
            return PointsMoment(PointsStep.ORDERED, taipei_day(at), points, activates=first)
        case OrderCancelled(order_number=number) if number in placed:
            return PointsMoment(PointsStep.FREED, on, placed[number])
        case OrderRefunded(quote=quote) if quote.points_refund:
            return PointsMoment(PointsStep.RETURNED, quote.on, quote.points_refund)
        case PointsLapsed(points=points):
            return PointsMoment(PointsStep.LAPSED, on, points)
        case PointsReclaimed(points=points):
            return PointsMoment(PointsStep.RECLAIMED, on, points)
        case _:
            return None
