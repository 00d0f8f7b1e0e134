"""Profile of cards that keep to ISO 7816-15 (PKCS#15): read without a PIN, sign with RSA or ECDSA."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric import rsa

from kiosk.cardreader import pkcs15
from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.card import CardCertificate, CardReading, Digest, PinPolicy
from kiosk.cardreader.certificates import (
    CertificateUnreadable,
    PublicKey,
    read_certificate,
    verified_signature,
)
from kiosk.cardreader.failures import CardFailure
from kiosk.cardreader.files import APPLICATION, MASTER_FILE, CardFiles, Dialect
from kiosk.cardreader.pin import Pin, wipe
from kiosk.cardreader.pkcs15 import FilePath
from kiosk.cardreader.profiles.iso7816_pin import VERIFY, tries_left, verify_command
from kiosk.cardreader.profiles.iso7816_signature import compute_signature
from kiosk.cardreader.tlv import TlvMalformed

PROFILE = "ISO 7816-15"

_PKCS15 = b"\xa0\x00\x00\x00\x63PKCS-15"
# An applet that holds such a file system as a whole; it has to be selected where it is not the card's first.
_ISO_APPLET = bytes.fromhex("F276A288BCFBA69D34F31001")
_SELECT_APPLICATION = 0x00A40400
_EF_DIR = MASTER_FILE + b"\x2f\x00"
_DF_PKCS15 = MASTER_FILE + b"\x50\x15"
_EF_ODF = b"\x50\x31"
_EF_TOKEN_INFO = b"\x50\x32"
_DIALECT = Dialect(instruction_class=0x00, tells_size=True, takes_paths=True, pieces=(0x100, 0xC8, 0x10))
# No card holds more; a hostile one might say so.
_MAXIMUM_APPLICATIONS = 4
_MAXIMUM_CERTIFICATES = 16
_TAIL = 256

PinPad = Callable[[pkcs15.PinEntry], int]
"""Has the PIN typed on the reader, which sends VERIFY; gives the card's status word. Raises CardError."""

Parsed = TypeVar("Parsed")


@dataclass(frozen=True)
class _Found:
    """A certificate with where it lies and the keys that belong to it."""

    certificate: CardCertificate
    place: FilePath
    key: pkcs15.PrivateKey | None
    public_key: PublicKey | None


@dataclass(frozen=True)
class Iso7816Card:
    """A card that was recognised and read, and can sign while its connection lasts."""

    reading: CardReading
    channel: CardChannel
    files: CardFiles
    pin: pkcs15.PinEntry
    algorithms: tuple[pkcs15.Algorithm, ...]
    found: tuple[_Found, ...]

    def sign(self, message: bytes, pin: Pin | PinPad, digest: Digest = "sha256") -> bytes:
        """RSA PKCS#1 v1.5, or ECDSA as r and s, over the digest of `message`; the PIN is sent once at most.

        Raises CardError PIN_LENGTH, PIN_BLOCKED, PIN_WRONG, OTHER_CARD, NO_SIGNING_CERTIFICATE,
        SIGNATURE_REFUSED, and what the connection raises.
        """
        certificate = self.reading.signing_certificate
        chosen = next(found for found in self.found if found.certificate is certificate)
        if chosen.key is None or chosen.public_key is None:  # a curve of which the kiosk knows nothing
            raise self.channel.failure(CardFailure.SIGNATURE_REFUSED)
        self.channel.allow_time()
        self._verify_pin(pin)
        self.channel.allow_time()
        self._check_presence(chosen)
        self._go_to(chosen.key)
        size = (chosen.public_key.key_size + 7) // 8
        answer = compute_signature(self.channel, chosen.key, self.algorithms, message, digest, size)
        signature = verified_signature(chosen.public_key, answer, message, digest)
        if signature is None:
            raise self.channel.failure(CardFailure.SIGNATURE_REFUSED)
        return signature

    def _verify_pin(self, pin: Pin | PinPad) -> None:
        """Raises CardError PIN_LENGTH, PIN_BLOCKED, PIN_WRONG; SIGNATURE_REFUSED for any other refusal."""
        if isinstance(pin, Pin):
            self.reading.pin.require(len(pin))
        elif self.reading.pin.tries_left == 0:
            raise self.channel.failure(CardFailure.PIN_BLOCKED, 0)
        if self.pin.path and not self.files.select_directory(self.pin.path):
            raise self.channel.malformed()
        status = self._send_pin(pin) if isinstance(pin, Pin) else pin(self.pin)
        if status == 0x9000:
            return
        tries = tries_left(status)
        if tries == 0:
            raise self.channel.failure(CardFailure.PIN_BLOCKED, tries)
        if tries is not None:
            raise self.channel.failure(CardFailure.PIN_WRONG, tries)
        refused_length = status in (0x6700, 0x6A80)
        raise self.channel.failure(
            CardFailure.PIN_LENGTH if refused_length else CardFailure.SIGNATURE_REFUSED
        )

    def _send_pin(self, pin: Pin) -> int:
        command = verify_command(self.pin, pin)
        try:
            return self.channel.send(command).status
        finally:
            wipe(command)

    def _check_presence(self, chosen: _Found) -> None:
        """The end of a certificate is its issuer's signature: there are no two with the same."""
        der = chosen.certificate.der
        size = min(_TAIL, len(der))
        tail = FilePath(chosen.place.path, chosen.place.offset + len(der) - size, size)
        if self.files.read(tail) != der[-size:]:
            raise self.channel.failure(CardFailure.OTHER_CARD)

    def _go_to(self, key: pkcs15.PrivateKey) -> None:
        """To the key's place, where the card has such a file: some cards find keys by their directory."""
        if key.path and not self.files.select_directory(key.path):
            self.files.select_directory(self.files.home)


def open_card(channel: CardChannel) -> Iso7816Card | None:
    """Probe the card and read it; None when it is no ISO 7816-15 card.

    Where the card has the application, tells its files' sizes and keeps one object in each, this takes the
    least that can be: a SELECT for the application, SELECT and READ for each of the object directory,
    TokenInfo and the directories of PINs, keys and certificates, the question for the tries left, and for
    each certificate a SELECT and a READ for each 256 bytes.

    Raises CardError CARD_DATA when it is one but its data make no sense, and what the connection raises.
    """
    files = CardFiles(channel, _DIALECT)
    if not _find_application(files):
        return None
    try:
        return _read_card(channel, files)
    except (TlvMalformed, CertificateUnreadable):
        raise channel.malformed() from None


def _find_application(files: CardFiles) -> bool:
    """Make the application's directory the home of `files`; whether there is one."""
    if files.select_application(_SELECT_APPLICATION, _PKCS15) and files.select(_EF_ODF):
        return True
    return _find_by_path(files) or (
        files.select_application(_SELECT_APPLICATION, _ISO_APPLET) and _find_by_path(files)
    )


def _find_by_path(files: CardFiles) -> bool:
    for application in (*_listed_applications(files), pkcs15.Application(_PKCS15, _DF_PKCS15)):
        if application.path:
            path = application.path
            files.home = path if path[:2] == MASTER_FILE else MASTER_FILE + path
        elif files.select_application(_SELECT_APPLICATION, application.identifier):
            files.home = APPLICATION
        else:
            continue
        if files.select(_EF_ODF):
            return True
    return False


def _listed_applications(files: CardFiles) -> tuple[pkcs15.Application, ...]:
    """What EF.DIR names, the one that calls itself PKCS#15 first."""
    if not files.select(_EF_DIR):
        return ()
    try:
        listed = pkcs15.application_entries(files.read_records(FilePath(_EF_DIR, 0, None)))
    except TlvMalformed:
        return ()
    usable = (each for each in listed if each.path or each.identifier)
    return tuple(sorted(usable, key=lambda each: each.identifier != _PKCS15))[:_MAXIMUM_APPLICATIONS]


def _read_card(channel: CardChannel, files: CardFiles) -> Iso7816Card:
    directories = pkcs15.parse_directories(files.read_records(FilePath(_EF_ODF, 0, None)))
    token = pkcs15.parse_token_info(files.read_object(FilePath(_EF_TOKEN_INFO, 0, None)))
    pins = tuple(_read_all(files, directories.authentication, pkcs15.parse_pins))
    keys = tuple(_read_all(files, directories.private_keys, pkcs15.parse_private_keys))
    entries = tuple(_read_all(files, directories.certificates, pkcs15.parse_certificates))
    if len(entries) > _MAXIMUM_CERTIFICATES:
        raise channel.malformed()
    found = tuple(_read_certificates(files, entries, keys))
    pin = _choose_pin(pins, found)
    reading = CardReading(
        reader=channel.connection.reader,
        atr=channel.connection.atr,
        profile=PROFILE,
        card_number=_card_number(token.serial_number),
        certificates=tuple(each.certificate for each in found),
        pin=PinPolicy(pin.minimum, pin.maximum, _ask_tries_left(channel, files, pin)),
        apdus=channel.apdus,
    )
    return Iso7816Card(reading, channel, files, pin, token.algorithms, found)


def _read_all(
    files: CardFiles, places: tuple[FilePath, ...], parse: Callable[[bytes], tuple[Parsed, ...]]
) -> Iterator[Parsed]:
    for place in places:
        yield from parse(files.read_records(place))


def _read_certificates(
    files: CardFiles, entries: tuple[pkcs15.CertificateEntry, ...], keys: tuple[pkcs15.PrivateKey, ...]
) -> Iterator[_Found]:
    """The holder's certificates. Which one is for signatures its KeyUsage says, never the order; where
    it has none, the key does.
    """
    for entry in entries:
        if entry.authority:
            continue
        der = files.read_object(entry.place)
        read = read_certificate(der)
        if read.authority:
            continue
        key = next((key for key in keys if key.identifier == entry.identifier and key.may_sign), None)
        for_signing = key is not None and read.may_sign is not False
        certificate = CardCertificate(der, entry.label, for_signing)
        public_key = read.key if key and key.elliptic != isinstance(read.key, rsa.RSAPublicKey) else None
        yield _Found(certificate, entry.place, key, public_key)


def _choose_pin(pins: tuple[pkcs15.PinEntry, ...], found: tuple[_Found, ...]) -> pkcs15.PinEntry:
    """The PIN that protects the key for signatures; the first one where the card does not tell."""
    wanted = next((each.key.pin for each in found if each.key and each.certificate.for_signing), b"")
    for pin in (*(pin for pin in pins if pin.identifier == wanted), *pins):
        if not 0 < pin.minimum <= pin.maximum:
            raise TlvMalformed("no PIN can be so long")
        return pin
    raise TlvMalformed("there is no PIN")


def _ask_tries_left(channel: CardChannel, files: CardFiles, pin: pkcs15.PinEntry) -> int | None:
    """Asked by a VERIFY without a PIN, in the PIN's own directory."""
    if pin.path and not files.select_directory(pin.path):
        raise channel.malformed()
    return tries_left(channel.command(VERIFY | pin.reference).status)


def _card_number(serial: bytes) -> str:
    text = serial.decode("ascii", errors="replace")
    return text if text.isascii() and text.isalnum() else serial.hex().upper()
