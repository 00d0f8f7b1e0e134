"""Who this kiosk is to central: its identity in the database, its key in the keyring."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from kiosk.services.failures import Failed, Trouble
from kiosk.services.secrets import Secrets
from kiosk.storage.database import Database
from kiosk.storage.tables import DeviceRow

DEVICE_KEY = "device-key"
SEALING_KEY = "sealing-key"
_ROW = 1


@dataclass(frozen=True, slots=True)
class DeviceIdentity:
    """What central gave the kiosk at enrolment. `terminal` is the short name that papers carry."""

    device_id: str
    office: str
    terminal: str
    central_url: str


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
        return DeviceIdentity(row.device_id, row.office, row.terminal, row.central_url)


def save_identity(database: Database, identity: DeviceIdentity) -> None:
    """Keep what central gave at enrolment."""
    with database.session() as session:
        row = session.get_one(DeviceRow, _ROW)
        row.device_id = identity.device_id
        row.office = identity.office
        row.terminal = identity.terminal
        row.central_url = identity.central_url


def device_key(secrets: Secrets) -> Ed25519PrivateKey:
    """The kiosk's key. Raises `Failed`: KEY_LOST where there is none, KEYRING_MISSING, KEYRING_LOCKED."""
    raw = secrets.get(DEVICE_KEY)
    if raw is None:
        raise Failed(Trouble.KEY_LOST)
    return Ed25519PrivateKey.from_private_bytes(raw)


def make_device_key(secrets: Secrets) -> Ed25519PrivateKey:
    """Make the kiosk's key, or take the one that an enrolment broken off has made."""
    if secrets.get(DEVICE_KEY) is None:
        secrets.set(DEVICE_KEY, Ed25519PrivateKey.generate().private_bytes_raw())
    return device_key(secrets)


@dataclass(frozen=True, slots=True)
class CentralKeys:
    """Central's public keys (base64), pinned: Ed25519 that it signs with, X25519 that is sealed for."""

    signing: str
    sealing: str


def pinned_keys(database: Database) -> CentralKeys | None:
    """Central's keys; None for a kiosk that was enrolled before there were any."""
    with database.snapshot() as session:
        row = session.get_one(DeviceRow, _ROW)
        if not row.central_signing_key or not row.central_sealing_key:
            return None
        return CentralKeys(row.central_signing_key, row.central_sealing_key)


def pin_keys(database: Database, keys: CentralKeys) -> None:
    """Believe these keys of central's from now on, and no others."""
    with database.session() as session:
        row = session.get_one(DeviceRow, _ROW)
        row.central_signing_key, row.central_sealing_key = keys.signing, keys.sealing


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
