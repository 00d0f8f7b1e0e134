"""Certificates for devices: whose key signs the papers of a kiosk."""

import base64
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.device_certificate import DeviceCertificate, issue_certificate

Certify = Callable[[str, str, bytes], str]
"""Gives a device's certificate (base64), from its id, its terminal's name and its public key."""


def certifying(key: Ed25519PrivateKey) -> Certify:
    """Certificates signed with central's document `key`: always the same for the same device."""

    def certify(device_id: str, terminal: str, public_key: bytes) -> str:
        certificate = DeviceCertificate(device_id, terminal, public_key)
        return base64.b64encode(issue_certificate(certificate, key)).decode()

    return certify
