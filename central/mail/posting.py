"""A letter on its way: into the outbox, in the transaction in which it is written."""

from datetime import datetime, timedelta

import sqlalchemy as sa
import uuid_utils

from central.mail.letter import MailText
from central.store.mails import add_mail

USEFUL = timedelta(days=3)
"""How long a letter is tried to be sent; what it tells also waits at the counter."""


def post(connection: sa.Connection, recipient: str, mail: MailText, at: datetime) -> None:
    """Put a letter into the outbox, to be sent from `at` (UTC) on."""
    add_mail(
        connection,
        mail_id=str(uuid_utils.uuid7()),
        recipient=recipient,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        at=at,
        useful_until=at + USEFUL,
    )
