"""Who this kiosk is to central: its identity in the database, its key in the keyring."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.services.failures import Failed, Trouble
from kiosk.services.secrets import Secrets
from kiosk.storage.database import Database
from kiosk.storage.tables import DeviceRow

DEVICE_KEY = "device-key"
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
