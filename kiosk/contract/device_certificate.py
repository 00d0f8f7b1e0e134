"""A device's certificate: central says with its document key whose public key signs a kiosk's papers.

It is small enough to travel in a QR code, and a kiosk holds its own, so that a paper can be checked by
anybody who has central's key and nothing else. It has no end: papers are kept for years.
"""

import uuid
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_PREFIX = b"device-certificate\0"
_VERSION = 1
_UUID, _KEY, _SIGNATURE = 16, 32, 64
_FIXED = 1 + _UUID + _KEY + 1
_MOST_OF_TERMINAL = 255


class DeviceCertificateInvalid(Exception):
    """These bytes are no certificate that the given central has signed."""


@dataclass(frozen=True, slots=True)
class DeviceCertificate:
    """Whose key it is: the device's id, the short name that its papers carry, its Ed25519 key (32 bytes)."""

    device_id: str
    terminal: str
    public_key: bytes


def issue_certificate(certificate: DeviceCertificate, key: Ed25519PrivateKey) -> bytes:
    """The certificate as bytes, signed with central's document `key`. Raises ValueError for no device."""
    name = certificate.terminal.encode()
    if len(name) > _MOST_OF_TERMINAL or len(certificate.public_key) != _KEY:
        raise ValueError("a terminal's name has 255 bytes at most, an Ed25519 key 32")
    body = b"".join(
        (
            bytes([_VERSION]),
            uuid.UUID(certificate.device_id).bytes,
            certificate.public_key,
            bytes([len(name)]),
            name,
        )
    )
    return body + key.sign(_PREFIX + body)


def read_certificate(content: bytes, document_key: bytes) -> DeviceCertificate:
    """The certificate, as long as the central of this document key (32 bytes) has signed it.

    Raises `DeviceCertificateInvalid`.
    """
    body, signature = content[:-_SIGNATURE], content[-_SIGNATURE:]
    try:
        Ed25519PublicKey.from_public_bytes(document_key).verify(signature, _PREFIX + body)
    except (ValueError, InvalidSignature):
        raise DeviceCertificateInvalid from None
    # Central has signed it, so that its form is central's; another version's is none of ours.
    if body[0] != _VERSION or len(body) != _FIXED + body[_FIXED - 1]:
        raise DeviceCertificateInvalid
    return DeviceCertificate(
        device_id=str(uuid.UUID(bytes=body[1 : 1 + _UUID])),
        terminal=body[_FIXED:].decode(),
        public_key=body[1 + _UUID : 1 + _UUID + _KEY],
    )
