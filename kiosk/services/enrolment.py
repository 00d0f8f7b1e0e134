"""Making this kiosk known to central."""

import base64
from datetime import timedelta

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.contract.api import EnrolmentRequest
from kiosk.services import central
from kiosk.services.identity_device import (
    CentralKeys,
    DeviceIdentity,
    database_id,
    make_device_key,
    pin_keys,
    save_identity,
)
from kiosk.services.secrets import Secrets
from kiosk.storage.database import Database


def enrol(
    database: Database, secrets: Secrets, central_url: str, code: str, timeout: timedelta
) -> DeviceIdentity:
    """Enrol with the one-time code of an administrator: a key pair in `secrets`, its public half at central.

    Raises `Failed`: ENROLMENT_CODE, KEYRING_MISSING, KEYRING_LOCKED, or as `CentralClient` does.
    """
    public_key = make_device_key(secrets).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    request = EnrolmentRequest(
        code=code.strip(),
        public_key=base64.b64encode(public_key).decode(),
        database_id=database_id(database),
    )
    answer = central.enrol(central_url, request, timeout)
    identity = DeviceIdentity(answer.device_id, answer.office, answer.terminal, central_url)
    pin_keys(database, CentralKeys(answer.document_key, answer.sealing_key))
    save_identity(database, identity)
    return identity
