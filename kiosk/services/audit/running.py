"""Beginning, end and crashes of the program, in the audit log."""

import platform
from contextlib import ExitStack, suppress
from importlib.metadata import version

from kiosk.contract.audit import APPLICATION, AuditEvent
from kiosk.contract.clock import Clock
from kiosk.services.failures import Failed
from kiosk.services.identity_device import device_key, load_identity
from kiosk.services.secrets import Secrets
from kiosk.storage import audit
from kiosk.storage.database import Database
from kiosk.storage.failures import StorageError

TECHNICIAN = "technician"


def tell_technician(database: Database, secrets: Secrets, clock: Clock, event: AuditEvent, what: str) -> None:
    """A technician did something on the command line. Raises `StorageError`, `Failed` (KEY_LOST, KEYRING_…).

    On a machine that was never enrolled there is no log yet.
    """
    try:
        device = load_identity(database)
    except Failed:
        return
    keeper = audit.Keeper(device.device_id, device_key(secrets, device.public_key), clock)
    database.keep_audit(keeper, audit.PROGRAM)
    with database.session() as session:
        audit.record(session, event, what, who=TECHNICIAN)


def tell_running(database: Database, ends: ExitStack) -> None:
    """The program has begun; its end is told when `ends` is closed. Raises `StorageError`."""
    told = {"version": version(APPLICATION), "system": platform.system()}
    with database.session() as session:
        audit.record(session, AuditEvent.STARTED, "program", who=audit.PROGRAM, details=told)
    ends.callback(_tell, database, AuditEvent.STOPPED, {})


def tell_crash(database: Database, error: BaseException) -> None:
    """A bug showed. Only its kind is told: its words may hold what somebody entered."""
    _tell(database, AuditEvent.CRASHED, {"kind": type(error).__name__})


def _tell(database: Database, event: AuditEvent, told: dict[str, str | int]) -> None:
    """A disk that cannot be written to any more has been told of by then."""
    with suppress(StorageError), database.session() as session:
        audit.record(session, event, "program", who=audit.PROGRAM, details=told)
