"""驗證Email: a code goes to the contact's mailbox and comes back through the kiosk."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import timedelta
from enum import Enum, auto

import sqlalchemy as sa
import uuid_utils

from central.issuing import Issuer
from central.mail.texts import email_code_text
from central.store import mails
from central.store.database import Database
from central.store.events import membership_state
from central.store.memberships import office_of
from central.store.visits import is_seen_by
from kiosk.contract.clock import Clock
from kiosk.domain.commands import ConfirmEmail

CODE_HOLDS = timedelta(minutes=10)
TRIES = 5
BETWEEN_CODES = timedelta(seconds=60)
_CODES = 1_000_000


class CodeTrouble(Enum):
    """Why no code was sent, or why a code is not taken."""

    UNKNOWN = auto()  # no such membership at this office, or none with an address yet
    TOO_OFTEN = auto()
    WRONG = auto()
    EXPIRED = auto()
    USED_UP = auto()


class EmailCodes:
    """Sends codes and takes them back: 6 digits, 10 minutes, 5 tries, one use, hashed with `key` at rest."""

    def __init__(
        self, database: Database, issuer: Issuer, clock: Clock, key: bytes, wake_mail: Callable[[], None]
    ) -> None:
        self._database = database
        self._issuer = issuer
        self._clock = clock
        self._key = key
        self._wake_mail = wake_mail

    def send(self, office: str, membership_id: str, require: Callable[[str], None]) -> CodeTrouble | None:
        """Put a new code for the contact's address into the outbox of mail; None when that is done.

        Nothing is done where `require`, which is told the address, raises: it gets too much mail already.
        """
        now = self._clock()
        with self._database.writing() as connection:
            email = _email_of(connection, office, membership_id)
            if email is None:
                return CodeTrouble.UNKNOWN
            last = mails.find_email_code(connection, membership_id)
            # A corrected address does not wait for the mistyped one.
            if last is not None and last.email == email and now - last.made_at < BETWEEN_CODES:
                return CodeTrouble.TOO_OFTEN
            require(email)
            code = f"{secrets.randbelow(_CODES):06d}"
            kept = mails.EmailCode(email, self._hash(membership_id, email, code), now, TRIES, None)
            mails.replace_email_code(connection, membership_id, kept)
            words = email_code_text(code, CODE_HOLDS // timedelta(minutes=1))
            mails.add_mail(
                connection,
                mail_id=str(uuid_utils.uuid7()),
                recipient=email,
                subject=words.subject,
                text=words.text,
                html=words.html,
                at=now,
                useful_until=now + CODE_HOLDS,
            )
        self._wake_mail()
        return None

    def check(self, office: str, membership_id: str, typed: str) -> tuple[CodeTrouble | None, int]:
        """Take a code back and confirm the address; (None, …) when that is done.

        A code is used once. Who got no answer and sends it again within its ten minutes is told that it was
        right. The number is the tries that are left.
        """
        with self._database.writing() as connection:
            email = _email_of(connection, office, membership_id)
            if email is None:
                return CodeTrouble.UNKNOWN, 0
            return self._checked(connection, membership_id, email, typed.strip())

    def _checked(
        self, connection: sa.Connection, membership_id: str, email: str, typed: str
    ) -> tuple[CodeTrouble | None, int]:
        now = self._clock()
        code = mails.find_email_code(connection, membership_id)
        if code is None or code.email != email:
            return CodeTrouble.EXPIRED, 0
        if not code.tries_left:
            return CodeTrouble.USED_UP, 0
        right = hmac.compare_digest(code.code_hash, self._hash(membership_id, email, typed))
        holds = now - code.made_at <= CODE_HOLDS
        if right and holds and code.used_at is not None:
            return None, code.tries_left
        if not holds or code.used_at is not None:
            return CodeTrouble.EXPIRED, 0
        if not right:
            mails.count_wrong_try(connection, membership_id)
            left = code.tries_left - 1
            return (CodeTrouble.WRONG if left else CodeTrouble.USED_UP), left
        mails.mark_code_used(connection, membership_id, now)
        self._issuer.issue(connection, membership_id, ConfirmEmail(email), now)
        return None, code.tries_left

    def _hash(self, membership_id: str, email: str, code: str) -> str:
        return hmac.new(self._key, f"{membership_id} {email} {code}".encode(), hashlib.sha256).hexdigest()


def _email_of(connection: sa.Connection, office: str, membership_id: str) -> str | None:
    if not is_seen_by(connection, office, membership_id, office_of(connection, membership_id)):
        return None
    contact = membership_state(connection, membership_id).contact
    return None if contact is None else contact.email
