"""How a kiosk is let in: an administrator makes a one-time code, the kiosk answers it with its public key."""

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta

import sqlalchemy as sa
import uuid_utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from central.audit import COMMAND_LINE, Act, record
from central.certificates import Certify
from central.store import devices
from central.store.database import Database
from central.store.offices import know_office
from kiosk.contract.api import EnrolmentAnswer, EnrolmentRequest
from kiosk.contract.clock import Clock
from kiosk.contract.enrolment_ticket import EnrolmentTicket, key_mark

CODE_HOLDS = timedelta(hours=24)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another
_GROUPS, _GROUP = 4, 4
_LONGEST_SUBJECT = 120


class CodeRefused(Exception):
    """The code is unknown, used up or too old."""


class KeyMalformed(Exception):
    """The public key is none of Ed25519, or the database's id is none."""


def require_names(office: str, terminal: str) -> None:
    """Raises ValueError for an office or a kiosk's short name that lists and papers could not show."""
    for text, most in ((office, 200), (terminal, 40)):
        if not text.strip() or len(text) > most or not text.isprintable():
            raise ValueError("an office and a short name")


def code_act(office: str, terminal: str, county: str) -> Act:
    """How the log of changes tells of a new code; "" for the county that the office has."""
    details: dict[str, str | int | None] = {"terminal": terminal, "county": county}
    return Act("add_enrolment_code", office[:_LONGEST_SUBJECT], "", details)


class Enrolment:
    """Makes codes and takes kiosks in. `key` is what the codes are hashed with.

    `document_key` and `sealing_key` are told to kiosks: what they know central's signature under documents
    by, and what they seal bundles for; `certify` gives them their certificates.
    """

    def __init__(
        self,
        database: Database,
        key: bytes,
        clock: Clock,
        document_key: str,
        sealing_key: str,
        certify: Certify,
    ) -> None:
        self._database = database
        self._key = key
        self._clock = clock
        self._document_key = document_key
        self._sealing_key = sealing_key
        self._certify = certify

    def new_code(self, office: str, terminal: str, county: str | None = None) -> str:
        """A code for one kiosk at `office`, which its papers call `terminal`; it holds for a day.

        The office belongs to `county` (as central.counties has it) from now on, where one is told. It is kept
        in the log of changes as made at the command line. Raises ValueError for names that are none.
        """
        require_names(office, terminal)
        with self._database.writing() as connection:
            code = self.add_code(connection, office, terminal, county)
            record(connection, COMMAND_LINE, code_act(office, terminal, county or ""), self._clock())
        return code

    def add_code(self, connection: sa.Connection, office: str, terminal: str, county: str | None) -> str:
        """The same, inside of the caller's transaction."""
        letters = [secrets.choice(_LETTERS) for _ in range(_GROUPS * _GROUP)]
        code = "-".join("".join(letters[at : at + _GROUP]) for at in range(0, len(letters), _GROUP))
        kept = devices.EnrolmentCode(office, terminal, self._clock() + CODE_HOLDS, None)
        know_office(connection, office, county)
        devices.add_enrolment_code(connection, self._hash(code), kept)
        return code

    def ticket(self, code: str, public_url: str) -> str:
        """What the QR code of a code says: with it goes where central is, and what its key is known by."""
        return EnrolmentTicket(code, public_url, key_mark(self._document_key)).text()

    def enrol(self, request: EnrolmentRequest) -> EnrolmentAnswer:
        """The kiosk is known from now on. The same kiosk may ask again when the answer was lost.

        Raises `CodeRefused`, `KeyMalformed`.
        """
        public_key = _public_key(request.public_key)
        code_hash, now = self._hash(request.code), self._clock()
        with self._database.writing() as connection:
            code = devices.find_enrolment_code(connection, code_hash)
            if code is None:
                raise CodeRefused
            if code.device_id is not None:
                device = devices.find_device(connection, code.device_id)
                if device is None or device.public_key != public_key:
                    raise CodeRefused
                if not devices.has_sent(connection, device.device_id):
                    # The answer was lost, and the kiosk may have gone on with its cases since.
                    ends = device.device_id, request.last_seq, request.last_hash
                    devices.chain_ends([ends]).run(connection)
                return self._answer(device.device_id, code, public_key)
            if code.expires_at < now:
                raise CodeRefused
            device_id = str(uuid_utils.uuid7())
            devices.enrol(
                connection,
                code_hash,
                device_id=device_id,
                office=code.office,
                terminal=code.terminal,
                public_key=public_key,
                database_id=request.database_id,
                at=now,
            )
            devices.chain_ends([(device_id, request.last_seq, request.last_hash)]).run(connection)
        return self._answer(device_id, code, public_key)

    def _answer(self, device_id: str, code: devices.EnrolmentCode, key: bytes) -> EnrolmentAnswer:
        return EnrolmentAnswer(
            device_id=device_id,
            office=code.office,
            terminal=code.terminal,
            document_key=self._document_key,
            sealing_key=self._sealing_key,
            certificate=self._certify(device_id, code.terminal, key),
        )

    def _hash(self, code: str) -> str:
        typed = "".join(code.upper().replace("-", " ").split())
        return hmac.new(self._key, typed.encode(), hashlib.sha256).hexdigest()


def _public_key(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
        Ed25519PublicKey.from_public_bytes(raw)
    except ValueError:
        raise KeyMalformed from None
    return raw
