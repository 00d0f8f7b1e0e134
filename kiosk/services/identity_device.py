"""Who this kiosk is to central: its identity in the database, its key in the keyring."""

import base64
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy.orm import Session

from kiosk.contract.device_certificate import DeviceCertificateInvalid, read_certificate
from kiosk.contract.signed_documents import public_text
from kiosk.services.failures import Failed, Trouble
from kiosk.services.secrets import Secrets
from kiosk.storage.database import Database
from kiosk.storage.tables import DeviceRow

DEVICE_KEY = "device-key"
NEXT_DEVICE_KEY = "device-key-next"
"""The key of an enrolment under way: what it becomes when that has succeeded is `DEVICE_KEY`."""

SEALING_KEY = "sealing-key"
_ROW = 1


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """What central gave the kiosk at enrolment. `terminal` is the short name that papers carry.

    `public_key` (base64) is of the device's own key; empty for a database enrolled by an early version.
    """

    device_id: str
    office: str
    terminal: str
    central_url: str
    public_key: str = ""


def database_id(database: Database) -> str:
    """The database's own id, which it has had since it was made."""
    with database.snapshot() as session:
        return session.get_one(DeviceRow, _ROW).database_id


def load_identity(database: Database) -> DeviceIdentity:
    """The kiosk's identity. Raises `Failed` (NOT_ENROLLED) before the enrolment."""
    with database.snapshot() as session:
        row = session.get_one(DeviceRow, _ROW)
        if row.device_id is None or row.office is None or row.terminal is None or row.central_url is None:
            raise Failed(Trouble.NOT_ENROLLED)
        return DeviceIdentity(row.device_id, row.office, row.terminal, row.central_url, row.public_key or "")


def save_identity(session: Session, identity: DeviceIdentity) -> None:
    """Keep what central gave at enrolment."""
    row = session.get_one(DeviceRow, _ROW)
    row.device_id = identity.device_id
    row.office = identity.office
    row.terminal = identity.terminal
    row.central_url = identity.central_url
    row.public_key = identity.public_key
    row.certificate = None  # one of before was for another key


def document_key(session: Session) -> str:
    """Central's key for documents (base64) as it was pinned at enrolment; empty before."""
    return session.get_one(DeviceRow, _ROW).document_key or ""


def pin_document_key(session: Session, key: str) -> str:
    """Believe central's documents by `key` from now on."""
    session.get_one(DeviceRow, _ROW).document_key = key
    return key


def pin_sealing_key(session: Session, key: str) -> None:
    """Seal bundles for `key` of central's from now on."""
    session.get_one(DeviceRow, _ROW).sealing_key = key


def take_certificate(session: Session, text: str) -> bool:
    """Keep the certificate (base64) that central gave for this device's key; whether it is one."""
    row = session.get_one(DeviceRow, _ROW)
    try:
        content = base64.b64decode(text, validate=True)
        given = read_certificate(content, base64.b64decode(row.document_key or "", validate=True))
    except (ValueError, DeviceCertificateInvalid):
        return False
    ours = base64.b64encode(given.public_key).decode(), given.device_id
    if ours != (row.public_key, row.device_id):
        return False
    row.certificate = content
    return True


class HeldCertificate:
    """This device's certificate, read until there is one; it lasts as long as the device's key."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._held: bytes | None = None

    def __call__(self) -> bytes | None:
        """The certificate; None as long as central gave none. Raises `StorageError`."""
        if self._held is None:
            with self._database.snapshot() as session:
                self._held = session.get_one(DeviceRow, _ROW).certificate
        return self._held


def device_key(secrets: Secrets, public_key: str = "") -> Ed25519PrivateKey:
    """The kiosk's key, the one of `public_key` where that is known.

    Raises `Failed`: KEY_LOST where there is none, KEYRING_MISSING, KEYRING_LOCKED.
    """
    for name in (DEVICE_KEY, NEXT_DEVICE_KEY) if public_key else (DEVICE_KEY,):
        raw = secrets.get(name)
        if raw is None:
            continue
        key = Ed25519PrivateKey.from_private_bytes(raw)
        if public_key in {"", public_text(key)}:
            return key
    raise Failed(Trouble.KEY_LOST)


def device_keys(secrets: Secrets) -> list[Ed25519PrivateKey]:
    """Every key of a device that this machine's keyring has. Raises `Failed` (KEYRING_…)."""
    found = (secrets.get(name) for name in (DEVICE_KEY, NEXT_DEVICE_KEY))
    return [Ed25519PrivateKey.from_private_bytes(raw) for raw in found if raw is not None]


def next_device_key(secrets: Secrets, in_use: str) -> Ed25519PrivateKey:
    """A key for an enrolment: a new one, or that of an enrolment broken off, which central may know already.

    Never the one whose public half is `in_use`: a copy of this machine may have it as well.
    """
    raw = secrets.get(NEXT_DEVICE_KEY)
    if raw is not None:
        key = Ed25519PrivateKey.from_private_bytes(raw)
        if public_text(key) != in_use:
            return key
    key = Ed25519PrivateKey.generate()
    secrets.set(NEXT_DEVICE_KEY, key.private_bytes_raw())
    return key


def settle_device_key(secrets: Secrets, key: Ed25519PrivateKey) -> None:
    """The enrolment with `key` has succeeded, and is kept in the database."""
    secrets.set(DEVICE_KEY, key.private_bytes_raw())
    secrets.delete(NEXT_DEVICE_KEY)


@dataclass(frozen=True, slots=True)
class CentralKeys:
    """Central's public keys (base64), pinned: Ed25519 that it signs with, X25519 that is sealed for."""

    signing: str
    sealing: str


def pinned_keys(database: Database) -> CentralKeys | None:
    """Central's keys; None for a kiosk that was enrolled before there were any."""
    with database.snapshot() as session:
        row = session.get_one(DeviceRow, _ROW)
        if not row.document_key or not row.sealing_key:
            return None
        return CentralKeys(row.document_key, row.sealing_key)


def pin_keys(database: Database, keys: CentralKeys) -> None:
    """Believe these keys of central's from now on, and no others."""
    with database.session() as session:
        pin_document_key(session, keys.signing)
        pin_sealing_key(session, keys.sealing)


def sealing_key(secrets: Secrets) -> X25519PrivateKey:
    """What opens the bundles that central seals for this kiosk; made at the first call.

    Without the one of before only a bundle that answered an older one stays closed: one asks again.
    Raises `Failed`: KEYRING_MISSING, KEYRING_LOCKED.
    """
    raw = secrets.get(SEALING_KEY)
    if raw is None:
        raw = X25519PrivateKey.generate().private_bytes_raw()
        secrets.set(SEALING_KEY, raw)
    return X25519PrivateKey.from_private_bytes(raw)
