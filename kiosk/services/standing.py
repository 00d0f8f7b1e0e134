"""How this device stands with central: nothing new is taken at a counter whose commands would not be."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.contract.api import ApiProblem, DeviceAnswer
from kiosk.contract.audit import AuditEvent
from kiosk.services.failures import Trouble
from kiosk.storage import audit
from kiosk.storage.tables import DeviceRow, OutboxRow, Standing

_ROW = 1
_WHY_NOT: dict[Standing, Trouble | ApiProblem] = {
    Standing.QUARANTINED: Trouble.DEVICE_QUARANTINED,
    Standing.COPIED: Trouble.DATABASE_COPIED,
    Standing.REVOKED: ApiProblem.DEVICE_REVOKED,
}

_STANDINGS = dict.fromkeys(Standing, AuditEvent.NOT_ALLOWED) | {Standing.ACTIVE: AuditEvent.ADMINISTRATION}


def standing(session: Session) -> Standing:
    """As last heard of."""
    return Standing(session.get_one(DeviceRow, _ROW).standing)


def set_standing(session: Session, now: Standing) -> None:
    """Remember it, also for when there is no network."""
    row = session.get_one(DeviceRow, _ROW)
    if row.standing != now:
        audit.record(session, _STANDINGS[now], "device", who=audit.PROGRAM, details={"standing": now.value})
    row.standing = now


def why_not(session: Session) -> Trouble | ApiProblem | None:
    """Why no new case is taken: DEVICE_QUARANTINED, DATABASE_COPIED, DEVICE_REVOKED; None where they are."""
    return _WHY_NOT.get(standing(session))


def compared(session: Session, told: DeviceAnswer) -> Standing:
    """What this database makes of what central tells of the device.

    Where central has had commands that are not here, this is an older or another copy of the device's
    database.
    """
    if told.quarantined:
        return Standing.QUARANTINED
    last = session.scalar(select(func.max(OutboxRow.device_seq))) or 0
    here = session.scalar(select(OutboxRow.chain_hash).where(OutboxRow.device_seq == told.last_seq))
    other = here is not None and here != told.last_hash
    return Standing.COPIED if other or told.last_seq > last else Standing.ACTIVE
