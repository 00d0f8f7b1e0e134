"""How an ISO 7816-15 card is asked for a signature: security environment first, then the digest."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.card import DIGEST_INFO, Digest
from kiosk.cardreader.failures import CardFailure
from kiosk.cardreader.pkcs15 import Algorithm, PrivateKey

_SET_SIGNATURE_TEMPLATE = 0x002241B6
_COMPUTE_SIGNATURE = 0x002A9E9A

# PKCS#11's numbers, which TokenInfo uses: first those over what the card is given, then by digest.
_CKM_RSA_PKCS, _CKM_ECDSA = 0x0001, 0x1041
_CKM_RSA_DIGEST: Mapping[Digest, int] = {"sha256": 0x0040, "sha384": 0x0041}
_CKM_ECDSA_DIGEST: Mapping[Digest, int] = {"sha256": 0x1044, "sha384": 0x1045}
# What cards that name no algorithm commonly call RSA PKCS#1 v1.5, and ECDSA.
_USUAL_RSA, _USUAL_EC = (0x11, 0x02), (0x21, 0x04)


@dataclass(frozen=True)
class _Way:
    """One way to ask: the card's algorithm (None: its own default), and whether it wants the bare digest."""

    algorithm: int | None
    bare: bool


def compute_signature(
    channel: CardChannel,
    key: PrivateKey,
    algorithms: tuple[Algorithm, ...],
    message: bytes,
    digest: Digest,
    size: int,
) -> bytes:
    """What the card answers, unchecked, for the digest of `message`; `size` is the key's in bytes.

    Raises CardError SIGNATURE_REFUSED, and what the channel raises.
    """
    way = _set_environment(channel, key, algorithms, digest)
    hashed = hashlib.new(digest, message).digest()
    if key.elliptic:
        hashed = hashed[:size]  # FIPS 186-5 §6.4: the leftmost bits, as many as the curve has
    elif not way.bare:
        hashed = DIGEST_INFO[digest] + hashed
    answer = channel.command(_COMPUTE_SIGNATURE, hashed, expect=0)
    if answer.status != 0x9000:
        raise channel.failure(CardFailure.SIGNATURE_REFUSED)
    return answer.data


def _set_environment(
    channel: CardChannel, key: PrivateKey, algorithms: tuple[Algorithm, ...], digest: Digest
) -> _Way:
    """The first way the card takes. It has seen no message yet, and asking costs nothing."""
    for way in _ways(key, algorithms, digest):
        algorithm = b"" if way.algorithm is None else bytes([0x80, 0x01, way.algorithm])
        template = algorithm + bytes([0x84, 0x01, key.reference])
        if channel.command(_SET_SIGNATURE_TEMPLATE, template).ok:
            return way
    raise channel.failure(CardFailure.SIGNATURE_REFUSED)


def _ways(key: PrivateKey, algorithms: tuple[Algorithm, ...], digest: Digest) -> Iterator[_Way]:
    """What the card tells of itself first, then its default, then what is usual."""
    plain, of_digest, usual = _CKM_RSA_PKCS, _CKM_RSA_DIGEST, _USUAL_RSA
    if key.elliptic:
        plain, of_digest, usual = _CKM_ECDSA, _CKM_ECDSA_DIGEST, _USUAL_EC
    told = [each for each in algorithms if not key.algorithms or each.number in key.algorithms]
    for mechanism in (plain, of_digest[digest]):
        for each in told:
            if each.mechanism == mechanism and each.reference <= 0xFF:
                yield _Way(each.reference, bare=mechanism != plain)
    yield _Way(None, bare=False)
    for reference in usual:
        yield _Way(reference, bare=False)
