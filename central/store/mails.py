"""The outbox of mail, and the e-mail codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from central.store.tables import email_code, mail

_LONGEST_WAIT = 3600  # seconds between two tries


@dataclass(frozen=True, slots=True)
class OutgoingMail:
    """A mail that waits to be sent; `attempts` counts this one."""

    mail_id: str
    recipient: str
    subject: str
    text: str
    html: str
    attempts: int


@dataclass(frozen=True, slots=True)
class EmailCode:
    """The latest code of a membership; only its hash is kept."""

    email: str
    code_hash: str
    made_at: datetime
    tries_left: int
    used_at: datetime | None


def add_mail(
    connection: sa.Connection,
    *,
    mail_id: str,
    recipient: str,
    subject: str,
    text: str,
    at: datetime,
    useful_until: datetime,
    html: str = "",
) -> None:
    """Put a mail into the outbox, to be sent at once and tried again until `useful_until`."""
    connection.execute(
        sa.insert(mail).values(
            mail_id=mail_id,
            recipient=recipient,
            subject=subject,
            text=text,
            html=html,
            useful_until=useful_until,
            attempts=0,
            next_try_at=at,
        )
    )


def claim_mail(connection: sa.Connection, now: datetime, until: datetime) -> OutgoingMail | None:
    """The next mail to try now. Whoever claims it has it, however many look, until it says what came of it.

    After `until` nothing of it is expected any more, and somebody else may try.
    """
    connection.execute(
        sa.update(mail)
        .where(mail.c.next_try_at.is_not(None), mail.c.useful_until < now)
        .values(text="", html="", next_try_at=None)
    )
    query = (
        sa.select(
            mail.c.mail_id, mail.c.recipient, mail.c.subject, mail.c.text, mail.c.html, mail.c.attempts
        )
        .where(mail.c.next_try_at <= now)
        .order_by(mail.c.next_try_at)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    attempts = row.attempts + 1
    claimed = sa.update(mail).where(mail.c.mail_id == row.mail_id)
    connection.execute(claimed.values(attempts=attempts, next_try_at=until))
    return OutgoingMail(row.mail_id, row.recipient, row.subject, row.text, row.html, attempts)


def mark_not_sent(connection: sa.Connection, one: OutgoingMail, at: datetime) -> None:
    """It was not taken; the next try comes later each time."""
    wait = timedelta(seconds=min(2**one.attempts, _LONGEST_WAIT))
    still = sa.update(mail).where(mail.c.mail_id == one.mail_id, mail.c.next_try_at.is_not(None))
    connection.execute(still.values(next_try_at=at + wait))


def mark_sent(connection: sa.Connection, mail_id: str, at: datetime) -> None:
    """The mail server took it; its text, which may hold a code, is not kept."""
    connection.execute(
        sa.update(mail)
        .where(mail.c.mail_id == mail_id)
        .values(text="", html="", next_try_at=None, sent_at=at)
    )


def find_email_code(connection: sa.Connection, membership_id: str) -> EmailCode | None:
    """The latest code, locked until the transaction ends."""
    columns = [email_code.c[name] for name in EmailCode.__slots__]
    query = sa.select(*columns).where(email_code.c.membership_id == membership_id).with_for_update()
    row = connection.execute(query).one_or_none()
    return None if row is None else EmailCode(*row)


def replace_email_code(connection: sa.Connection, membership_id: str, code: EmailCode) -> None:
    """A new code takes the place of the one before."""
    connection.execute(sa.delete(email_code).where(email_code.c.membership_id == membership_id))
    values = {name: getattr(code, name) for name in EmailCode.__slots__}
    connection.execute(sa.insert(email_code).values(membership_id=membership_id, **values))


def count_wrong_try(connection: sa.Connection, membership_id: str) -> None:
    """One try fewer."""
    connection.execute(
        sa.update(email_code)
        .where(email_code.c.membership_id == membership_id)
        .values(tries_left=email_code.c.tries_left - 1)
    )


def mark_code_used(connection: sa.Connection, membership_id: str, at: datetime) -> None:
    """The code has done its work."""
    connection.execute(
        sa.update(email_code).where(email_code.c.membership_id == membership_id).values(used_at=at)
    )
