"""The index of memberships: derived from events and outbox, for finding a membership fast."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from kiosk.domain.identity import HolderId
from kiosk.domain.membership import Registration
from kiosk.storage.tables import MembershipRow


def reindex(session: Session, membership_id: str, registration: Registration | None, at: datetime) -> None:
    """Let the index say what is known now, at `at` (UTC). One that did not come about is in no index."""
    if registration is None:
        session.execute(delete(MembershipRow).where(MembershipRow.membership_id == membership_id))
        return
    session.merge(MembershipRow(**_values(membership_id, registration, at)))


def told_of(
    session: Session, opened: Mapping[str, Registration], others: Collection[str], at: datetime
) -> None:
    """Let the index follow news of memberships at `at` (UTC): those `opened`, and others that it may have."""
    if opened:
        rows = [_values(membership_id, registration, at) for membership_id, registration in opened.items()]
        insert = sqlite.insert(MembershipRow)
        taken = {name: insert.excluded[name] for name in rows[0] if name != "membership_id"}
        session.execute(insert.on_conflict_do_update(index_elements=["membership_id"], set_=taken), rows)
    session.execute(
        update(MembershipRow).where(MembershipRow.membership_id.in_(others)).values(updated_at=at)
    )


def _values(membership_id: str, registration: Registration, at: datetime) -> dict[str, object]:
    return {
        "membership_id": membership_id,
        "holder_issuer": registration.holder.issuer,
        "holder_subject": registration.holder.subject,
        "ubn": registration.ubn,
        "name": registration.cooperative_name,
        "updated_at": at,
    }


def of_holder(session: Session, holder: HolderId) -> str | None:
    """The membership that a holder opened, where this kiosk knows of one."""
    return session.scalar(
        select(MembershipRow.membership_id)
        .where(MembershipRow.holder_issuer == holder.issuer, MembershipRow.holder_subject == holder.subject)
        .limit(1)
    )


def of_ubn(session: Session, ubn: str) -> str | None:
    """The membership under a 統一編號, where this kiosk knows of one."""
    return session.scalar(select(MembershipRow.membership_id).where(MembershipRow.ubn == ubn).limit(1))


def changed_since(session: Session, moment: datetime) -> Sequence[str]:
    """Memberships that have changed here since `moment` (UTC), newest first."""
    return session.scalars(
        select(MembershipRow.membership_id)
        .where(MembershipRow.updated_at >= moment)
        .order_by(MembershipRow.updated_at.desc(), MembershipRow.membership_id.desc())
    ).all()
