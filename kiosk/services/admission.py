"""Whether a case may begin at this counter now, and what a person is told before it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from kiosk.domain.commands import CancelOrder, PlaceOrder, RequestRefund
from kiosk.services.central_time import WARN_PAST, clock_ahead, is_unknown
from kiosk.services.failures import Failed, Trouble
from kiosk.services.standing import why_not
from kiosk.storage.tables import SyncStateRow

DATED = frozenset({PlaceOrder.kind, CancelOrder.kind, RequestRefund.kind})
"""Kinds whose terms and amounts depend on the day they are given; others count from when central has them."""

_ROW = 1


@dataclass(frozen=True, slots=True)
class Advice:
    """Something that stands in the way or that the staff should know: a failure's code and its values.

    With `stops` some cases cannot begin, with `closed` none can.
    """

    code: str
    values: tuple[tuple[str, int], ...] = ()
    stops: bool = False
    closed: bool = False

    def told(self) -> Mapping[str, int]:
        """The values, to fill in the failure's words."""
        return dict(self.values)


def require_admission(session: Session, kind: str) -> None:
    """Raises `Failed` where no command of this kind is taken here now.

    DEVICE_QUARANTINED, DATABASE_COPIED, DEVICE_REVOKED for all kinds; TIME_UNKNOWN for those that depend on
    the date while the clock is not to be relied on.
    """
    reason = why_not(session)
    if reason is not None:
        raise Failed(reason)
    ahead = clock_ahead(session)
    if kind in DATED and ahead is not None and is_unknown(ahead):
        raise Failed(Trouble.TIME_UNKNOWN, minutes=_minutes(ahead))


def advice(session: Session) -> tuple[Advice, ...]:
    """What is to be said before anybody begins, the gravest first."""
    found: list[Advice] = []
    reason = why_not(session)
    if reason is not None:
        found.append(Advice(reason.value, stops=True, closed=True))
    ahead = clock_ahead(session)
    if ahead is not None and abs(ahead) > WARN_PAST:
        unknown = is_unknown(ahead)
        failure = Trouble.TIME_UNKNOWN if unknown else Trouble.CLOCK_OFF
        found.append(Advice(failure.value, (("minutes", _minutes(ahead)),), stops=unknown))
    trouble = session.get_one(SyncStateRow, _ROW).document_trouble
    if trouble is not None:
        found.append(Advice(trouble))
    return tuple(found)


def _minutes(ahead: timedelta) -> int:
    return round(abs(ahead) / timedelta(minutes=1))
