"""Founding cases at central: what a counter has entered is kept, and given to its office's others."""

from datetime import datetime

import sqlalchemy as sa

from central.store.founding import KnownCase, add_events, lock_case, write_case
from central.verification import Rejected, has_control_characters
from kiosk.contract.api import Rejection
from kiosk.contract.clock import MAY_BE_OFF
from kiosk.contract.codec import Malformed
from kiosk.contract.envelopes import Statement
from kiosk.contract.founding_record import founding_command, record_of
from kiosk.domain.founding.keeping import FoundingState, decide_founding, evolve_founding


def take_founding(connection: sa.Connection, statement: Statement, office: str, now: datetime) -> None:
    """Decide a command about a founding case, and record what follows.

    Raises `Rejected`: CLOCK_AHEAD, MALFORMED, OTHER_OFFICE; then nothing was recorded.
    """
    if statement.issued_at > now + MAY_BE_OFF:
        raise Rejected(Rejection.CLOCK_AHEAD)
    if has_control_characters(statement.body):
        raise Rejected(Rejection.MALFORMED)
    known = lock_case(connection, statement.membership_id)
    if known is not None and known.office != office:
        raise Rejected(Rejection.OTHER_OFFICE)
    before = FoundingState() if known is None else known.state
    try:
        events = decide_founding(before, founding_command(statement.kind, statement.body))
        after = evolve_founding(before, events)
        record_of(after.parts)
    except Malformed:
        raise Rejected(Rejection.MALFORMED) from None
    if events:
        case = KnownCase(statement.membership_id, office, after)
        write_case(connection, case, is_new=known is None, at=now)
        add_events(connection, case.case_id, before.version, events, statement.command_id, now)
