"""Papers that a counter hands over, to be fetched by phone or from a mail.

What is kept is encrypted with a key that only the link holds, and the link itself is kept nowhere but in the
mail on its way: neither the database nor a backup of it tells what a paper says.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from central.mail.paper import paper_mail
from central.mail.posting import post
from central.store.database import Database
from central.store.devices import Device
from central.store.events import membership_state
from central.store.handed_papers import KeptPaper, add_paper, find_paper
from central.store.memberships import office_of
from central.store.visits import is_seen_by
from kiosk.contract.clock import Clock

KEPT = timedelta(days=7)
"""How long a link leads to its paper."""

_TOKEN_BYTES = 24
_ONE_USE = bytes(12)  # each key encrypts one file
_PDF = b"%PDF-"


class NoPdf(Exception):
    """What was handed over is no PDF."""


class AddressNotConfirmed(Exception):
    """The membership's contact has no address whose mailbox has answered."""


class MembershipNotSeen(Exception):
    """There is no such membership, or the counter's office may not see it."""


@dataclass(frozen=True, slots=True)
class Handed:
    """Where a paper is to be fetched until that moment (UTC); `mailed_to` in full, "" for nobody."""

    url: str
    kept_until: datetime
    mailed_to: str = ""


class HandedPapers:
    """`public_url` is where central is reached; `wake_mail` is None where there is no mail server."""

    def __init__(
        self, database: Database, clock: Clock, public_url: str, wake_mail: Callable[[], None] | None
    ) -> None:
        self._database, self._clock, self._public_url = database, clock, public_url
        self._wake_mail = wake_mail

    @property
    def mails(self) -> bool:
        """Whether a link can be mailed."""
        return self._wake_mail is not None

    def hand_over(
        self,
        device: Device,
        membership_id: str | None,
        paper: KeptPaper,
        *,
        mail: bool,
        require: Callable[[str], None],
    ) -> Handed:
        """Keep a paper's file for `KEPT`, and mail its link to the membership's own address where asked to.

        Raises `NoPdf`, `MembershipNotSeen`, `AddressNotConfirmed`, and what `require` does, which is told the
        address; then nothing is kept.
        """
        if not paper.file.startswith(_PDF):
            raise NoPdf
        now, token = self._clock(), secrets.token_urlsafe(_TOKEN_BYTES)
        url, until = f"{self._public_url}/papers/{token}", now + KEPT
        with self._database.writing() as connection:
            name, email = _contact_of(connection, device.office, membership_id) if membership_id else ("", "")
            if mail and not email:
                raise AddressNotConfirmed
            if mail:
                require(email)
                post(connection, email, paper_mail(name, paper.name, url, until), now)
            add_paper(
                connection,
                _hash(token),
                KeptPaper(paper.name, _box(token).encrypt(_ONE_USE, paper.file, None)),
                device_id=device.device_id,
                membership_id=membership_id,
                mailed=mail,
                at=now,
                kept_until=until,
            )
        if mail and self._wake_mail is not None:
            self._wake_mail()
        return Handed(url, until, email if mail else "")

    def fetch(self, token: str) -> KeptPaper | None:
        """The paper of this link as it was handed over; None where there is none, or its time is over."""
        with self._database.reading() as connection:
            kept = find_paper(connection, _hash(token), self._clock())
        if kept is None:
            return None
        try:
            return KeptPaper(kept.name, _box(token).decrypt(_ONE_USE, kept.file, None))
        except InvalidTag:  # damaged where it is kept
            return None


def _contact_of(connection: sa.Connection, office: str, membership_id: str) -> tuple[str, str]:
    """The cooperative's name, and its address where that was confirmed, else ""."""
    if not is_seen_by(connection, office, membership_id, office_of(connection, membership_id)):
        raise MembershipNotSeen
    state = membership_state(connection, membership_id)
    name = "" if state.registration is None else state.registration.cooperative_name
    confirmed = state.contact is not None and state.email_confirmed
    return name, state.contact.email if confirmed and state.contact is not None else ""


def _hash(token: str) -> str:
    return hashlib.sha256(b"handed paper\0" + token.encode()).hexdigest()


def _box(token: str) -> ChaCha20Poly1305:
    key = HKDF(SHA256(), length=32, salt=None, info=b"handed paper").derive(token.encode())
    return ChaCha20Poly1305(key)
