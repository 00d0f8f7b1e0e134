"""What the staff did at this machine, told in the transaction of what was done: the door to the audit log.

Everything of the staff that is to be told passes through `note`: its words are those of the audit log, so
that this one function is all that changes where that log keeps it.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from kiosk.storage.tables import StaffEventRow


class StaffEvent(StrEnum):
    """What happened, as OWASP's Logging Vocabulary calls it."""

    SIGN_IN = "authn_login_success"
    SIGN_IN_FAILED = "authn_login_fail"
    SIGN_IN_FAILED_TOO_OFTEN = "authn_login_fail_max"
    SIGN_IN_LOCKED = "authn_login_lock"
    PASSWORD_CHANGED = "authn_password_change"  # noqa: S105 - an event's name
    NOT_ALLOWED = "authz_fail"
    ADMINISTRATION = "authz_admin"
    SESSION_ENDED = "session_expired"


UNKNOWN = "unknown"
"""Whoever typed an id that is none of the list's: what was typed may be a password."""


def note(
    session: Session,
    at: datetime,
    event: StaffEvent,
    what: str,
    *,
    who: str,
    details: Mapping[str, str | int] | None = None,
) -> None:
    """Tell it in the session's own transaction. `who` is an account's id; no secret and no name is told."""
    told = json.dumps(dict(details or {}), ensure_ascii=False, sort_keys=True)
    session.add(StaffEventRow(at=at, event=event.value, who=who, what=what, details=told))
