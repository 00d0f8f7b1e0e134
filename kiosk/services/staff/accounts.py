"""An account as this machine holds it: central's list, the person's own password and card, wrong tries."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.contract.staff_document import CounterRole, StaffAccount
from kiosk.storage.tables import StaffAccountRow

Listed = Callable[[], tuple[StaffAccount, ...] | None]
"""Central's list for this office as last taken; None as long as there is none."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who works at this counter. With `must_change` they set a password of their own before anything else."""

    staff_id: str
    name: str
    role: CounterRole
    must_change: bool
    has_card: bool
    given_hash: str = field(repr=False)


def key_of(staff_id: str) -> str:
    """What an id is kept under: something typed into the wrong line, as a password, must not lie here."""
    return sha256(staff_id.encode()).hexdigest()


def held(session: Session, staff_id: str, account: StaffAccount | None) -> StaffAccountRow:
    """What is known of the id here; anew where central has given the account another password since."""
    given = account.password_hash if account is not None else ""
    row = session.get(StaffAccountRow, key_of(staff_id))
    if row is None:
        row = StaffAccountRow(
            key=key_of(staff_id), given_hash=given, password_hash=None, card=None, failures=0, wait_seconds=0
        )
        session.add(row)
    elif row.given_hash != given:
        row.given_hash, row.password_hash, row.card = given, None, None
        row.failures = row.wait_seconds = 0
    session.flush()
    return row


def by_card(session: Session, certificate: str) -> StaffAccountRow | None:
    """Whose card has the certificate with this SHA-256."""
    return session.scalar(select(StaffAccountRow).where(StaffAccountRow.card == certificate))


def signed_in(account: StaffAccount, row: StaffAccountRow) -> SignedIn:
    """Who that is."""
    return SignedIn(
        account.staff_id,
        account.name,
        account.role,
        must_change=account.must_change and row.password_hash is None,
        has_card=row.card is not None,
        given_hash=account.password_hash,
    )
