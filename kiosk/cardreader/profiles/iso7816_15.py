"""Profile of cards that keep to ISO 7816-15 (PKCS#15): read without a PIN, sign with RSA-2048."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, HashAlgorithm

from kiosk.cardreader import pkcs15
from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.card import CardCertificate, CardReading, Digest, PinPolicy
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.files import CardFiles
from kiosk.cardreader.pin import Pin, wipe
from kiosk.cardreader.pkcs15 import FilePath
from kiosk.cardreader.tlv import TlvMalformed

PROFILE = "ISO 7816-15"

_APPLICATION = b"\xa0\x00\x00\x00\x63PKCS-15"
_EF_DIR = b"\x3f\x00\x2f\x00"
_DF_PKCS15 = b"\x3f\x00\x50\x15"
_EF_ODF = b"\x50\x31"
_EF_TOKEN_INFO = b"\x50\x32"
# No card holds more; a hostile one might say so.
_MAXIMUM_CERTIFICATES = 16
# DigestInfo (RFC 8017 §9.2 note 1), to be followed by the digest.
_DIGEST_INFO: Mapping[Digest, bytes] = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
}
_HASHES: Mapping[Digest, HashAlgorithm] = {"sha256": SHA256(), "sha384": SHA384()}

Parsed = TypeVar("Parsed")


@dataclass(frozen=True)
class _Found:
    """A certificate with where it lies and the key that belongs to it."""

    certificate: CardCertificate
    place: FilePath
    key: pkcs15.PrivateKey | None


@dataclass(frozen=True)
class Iso7816Card:
    """A card that was recognised and read, and can sign while its connection lasts."""

    reading: CardReading
    channel: CardChannel
    files: CardFiles
    pin: pkcs15.PinEntry
    rsa_algorithm: int | None
    found: tuple[_Found, ...]

    def sign(self, message: bytes, pin: Pin, digest: Digest = "sha256") -> bytes:
        """RSA PKCS#1 v1.5 over the digest of `message`; the PIN is sent once at most.

        Raises CardError PIN_LENGTH, PIN_BLOCKED, PIN_WRONG, OTHER_CARD, NO_SIGNING_CERTIFICATE,
        SIGNATURE_REFUSED, and what the connection raises.
        """
        certificate = self.reading.signing_certificate
        chosen = next(found for found in self.found if found.certificate is certificate)
        self._verify_pin(pin)
        if self.files.read_object(chosen.place) != certificate.der:
            raise self._failure(CardFailure.OTHER_CARD)
        signature = self._compute_signature(chosen.key, message, digest)
        if not _is_signature(certificate.der, signature, message, digest):
            raise self._failure(CardFailure.SIGNATURE_REFUSED)
        return signature

    def _verify_pin(self, pin: Pin) -> None:
        self.reading.pin.require(len(pin))
        size = max(len(pin), self.pin.padded_to or 0)
        command = bytearray([0x00, 0x20, 0x00, self.pin.reference, size]) + bytes([self.pin.padding]) * size
        try:
            pin.write_into(command, 5)
            status = self.channel.send(command).status
        finally:
            wipe(command)
        if status == 0x9000:
            return
        tries = _tries_left(status)
        if tries == 0:
            raise self._failure(CardFailure.PIN_BLOCKED, tries)
        if tries is not None:
            raise self._failure(CardFailure.PIN_WRONG, tries)
        refused_length = status in (0x6700, 0x6A80)
        raise self._failure(CardFailure.PIN_LENGTH if refused_length else CardFailure.SIGNATURE_REFUSED)

    def _compute_signature(self, key: pkcs15.PrivateKey | None, message: bytes, digest: Digest) -> bytes:
        if key is None:
            raise self._failure(CardFailure.NO_SIGNING_CERTIFICATE)
        algorithm = b"" if self.rsa_algorithm is None else bytes([0x80, 0x01, self.rsa_algorithm & 0xFF])
        environment = algorithm + bytes([0x84, 0x01, key.reference & 0xFF])
        if not self.channel.command(0x002241B6, environment).ok:
            raise self._failure(CardFailure.SIGNATURE_REFUSED)
        digest_info = _DIGEST_INFO[digest] + hashlib.new(digest, message).digest()
        answer = self.channel.command(0x002A9E9A, digest_info, expect=0)
        if answer.status != 0x9000:
            raise self._failure(CardFailure.SIGNATURE_REFUSED)
        return answer.data

    def _failure(self, failure: CardFailure, tries_left: int | None = None) -> CardError:
        return CardError(failure, tries_left=tries_left, reader=self.reading.reader, atr=self.reading.atr)


def open_card(channel: CardChannel) -> Iso7816Card | None:
    """Probe the card and read it; None when it is no ISO 7816-15 card.

    Raises CardError CARD_DATA when it is one but its data make no sense, and what the connection raises.
    """
    files = CardFiles(channel)
    root = _find_application(files)
    if root is None:
        return None
    try:
        return _read_card(channel, files, root)
    except (ValueError, x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        raise channel.malformed() from None


def _find_application(files: CardFiles) -> bytes | None:
    """Where ODF and TokenInfo lie: b"" for the selected application, a directory's path, or None."""
    if files.select_application(_APPLICATION) and files.select(_EF_ODF):
        return b""
    candidates: tuple[bytes, ...] = ()
    if files.select(_EF_DIR):
        try:
            candidates = pkcs15.application_paths(files.read(FilePath(_EF_DIR, 0, None)))[:4]
        except TlvMalformed:
            return None
    for path in (*candidates, _DF_PKCS15):
        if files.select(path + _EF_ODF):
            return path
    return None


def _read_card(channel: CardChannel, files: CardFiles, root: bytes) -> Iso7816Card:
    directories = pkcs15.parse_directories(files.read(FilePath(root + _EF_ODF, 0, None)))
    token = pkcs15.parse_token_info(files.read(FilePath(root + _EF_TOKEN_INFO, 0, None)))
    pins = _read_all(files, directories.authentication, pkcs15.parse_pins)
    keys = _read_all(files, directories.private_keys, pkcs15.parse_private_keys)
    entries = _read_all(files, directories.certificates, pkcs15.parse_certificates)
    if not pins or len(entries) > _MAXIMUM_CERTIFICATES:
        raise channel.malformed()
    found = tuple(_read_certificate(files, entry, keys) for entry in entries)
    tries = _tries_left(channel.command(0x00200000 | pins[0].reference & 0xFF).status)
    reading = CardReading(
        reader=channel.connection.reader,
        atr=channel.connection.atr,
        profile=PROFILE,
        card_number=_card_number(token.serial_number),
        certificates=tuple(each.certificate for each in found),
        pin=PinPolicy(pins[0].minimum, pins[0].maximum, tries),
        apdus=channel.apdus,
    )
    return Iso7816Card(reading, channel, files, pins[0], token.rsa_algorithm, found)


def _read_all(
    files: CardFiles, places: tuple[FilePath, ...], parse: Callable[[bytes], tuple[Parsed, ...]]
) -> tuple[Parsed, ...]:
    return tuple(record for place in places for record in parse(files.read(place)))


def _read_certificate(
    files: CardFiles, entry: pkcs15.CertificateEntry, keys: tuple[pkcs15.PrivateKey, ...]
) -> _Found:
    der = files.read_object(entry.place)
    key = next((key for key in keys if key.identifier == entry.identifier and key.may_sign), None)
    for_signing = key is not None and _usage_allows_signing(der)
    return _Found(CardCertificate(der, entry.label, for_signing), entry.place, key)


def _usage_allows_signing(der: bytes) -> bool:
    """By KeyUsage, never by order: the holder's other certificate is for encryption."""
    certificate = x509.load_der_x509_certificate(der)
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return (usage.digital_signature or usage.content_commitment) and not usage.key_cert_sign


def _tries_left(status: int) -> int | None:
    """What the answer to VERIFY tells: 63Cx tries left, 6983 none; None when it tells nothing."""
    if status >> 4 == 0x63C:
        return status & 0x0F
    return 0 if status == 0x6983 else None


def _card_number(serial: bytes) -> str:
    text = serial.decode("ascii", errors="replace")
    return text if text.isascii() and text.isalnum() else serial.hex().upper()


def _is_signature(certificate: bytes, signature: bytes, message: bytes, digest: Digest) -> bool:
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            return False
        key.verify(signature, message, padding.PKCS1v15(), _HASHES[digest])
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        return False
    return True
