"""Revocation lists written as DER: one of 400,000 in a second, and some that no library would write."""

import random
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from tests.contract.certification import Authority

_RSA_SHA256 = bytes.fromhex("300d06092a864886f70d01010b0500")
_ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
_AUTHORITY_KEY = "551d23"
DELTA = bytes.fromhex("300d0603551d1b0101ff0403020101")


def element(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def integer(number: int) -> bytes:
    return element(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))


def moment(at: datetime) -> bytes:
    return element(0x17, f"{at:%y%m%d%H%M%SZ}".encode())


def reason(number: int) -> bytes:
    """The entry's extensions with this CRLReason."""
    code = element(0x04, element(0x0A, bytes((number,))))
    return element(0x30, element(0x30, bytes.fromhex("0603551d15"), code))


def entry(serial: int, at: datetime, extensions: bytes = b"") -> bytes:
    return element(0x30, integer(serial), moment(at), extensions)


def extension(oid: str, value: bytes, *, critical: bool = False) -> bytes:
    flag = bytes.fromhex("0101ff") if critical else b""
    return element(0x30, element(0x06, bytes.fromhex(oid)), flag, element(0x04, value))


def revocation_list(
    authority: Authority,
    entries: Iterable[bytes],
    made: datetime,
    following: datetime | None,
    *,
    extensions: Iterable[bytes] = (),
    identified: bool = True,
    signed_by: Authority | None = None,
) -> bytes:
    """A list of the authority, DER; `signed_by` another where it is forged."""
    signer = signed_by or authority
    algorithm = _ECDSA_SHA256 if isinstance(signer.key, ec.EllipticCurvePrivateKey) else _RSA_SHA256
    if identified:
        key = element(0x30, element(0x80, authority.identifier.digest))
        extensions = [extension(_AUTHORITY_KEY, key), *extensions]
    written, said = b"".join(entries), b"".join(extensions)
    body = element(
        0x30,
        integer(1),
        algorithm,
        authority.name.public_bytes(),
        moment(made),
        moment(following) if following else b"",
        element(0x30, written) if written else b"",
        element(0xA0, element(0x30, said)) if said else b"",
    )
    return element(0x30, body, algorithm, element(0x03, b"\0", _signed(signer.key, body)))


def _signed(key: Any, body: bytes) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(body, ec.ECDSA(SHA256()))
    signature: bytes = key.sign(body, PKCS1v15(), SHA256())
    return signature


def many_entries(count: int, at: datetime, seed: int = 4) -> list[bytes]:
    """Entries as MOICA writes them: serial numbers of 16 bytes, a day, a reason."""
    chance = random.Random(seed)
    day, why = moment(at), reason(1)
    head = bytes((0x30, 18 + len(day) + len(why), 0x02, 16))
    return [
        b"".join((head, bytes((chance.randrange(1, 0x80),)), chance.randbytes(15), day, why))
        for _ in range(count)
    ]


def distribution_points(*places: str) -> x509.CRLDistributionPoints:
    named = [[x509.UniformResourceIdentifier(place)] for place in places]
    return x509.CRLDistributionPoints([x509.DistributionPoint(name, None, None, None) for name in named])


def der_of(crl: x509.CertificateRevocationList) -> bytes:
    return crl.public_bytes(Encoding.DER)
