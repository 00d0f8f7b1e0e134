"""The end of old data beside memberships: founding cases, and messages to the help desk (ADR 14)."""

from datetime import datetime

from kiosk.domain.founding.keeping import FOUNDING_KINDS
from kiosk.domain.inquiry import INQUIRY_KINDS
from kiosk.storage import apart, founding, inquiries
from kiosk.storage.database import Database

_AT_ONCE = 50


def end_old(database: Database, before: datetime, days: int, now: datetime) -> int:
    """Delete what nothing has happened with since `before` (UTC), in a small run, and log each deletion.

    What central has not taken yet stays, and what it turned down, until somebody saw to it. How many
    rows went. Raises `StorageError`.
    """
    with database.session() as session:
        over = founding.quiet(session, before, _AT_ONCE)
        for case_id in over:
            founding.remove(session, case_id)
            apart.log(session, case_id, "founding_case", 1, f"founding case, quiet for {days} days", now)
        messages = inquiries.end_old(session, before, _AT_ONCE)
        for membership_id, count in messages.items():
            rule = f"message to the help desk, older than {days} days"
            apart.log(session, membership_id, "inquiry", count, rule, now)
        commands = apart.empty_commands(session, FOUNDING_KINDS | INQUIRY_KINDS, before, _AT_ONCE)
        for aggregate_id, count in commands.items():
            apart.log(session, aggregate_id, "outbox", count, f"command of it, older than {days} days", now)
    return len(over) + sum(messages.values()) + sum(commands.values())
