"""What both generations of HiCOS cards have in common: the same files, read without a PIN.

Such a card never gets VERIFY from the kiosk: its PIN goes through the vendor's own software.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from kiosk.cardreader import pkcs15
from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.card import CardCertificate, CardReading, PinPolicy
from kiosk.cardreader.certificates import CertificateUnreadable, read_certificate
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.files import CardFiles
from kiosk.cardreader.pkcs15 import FilePath
from kiosk.cardreader.tlv import TlvMalformed

_IDENTIFICATION = b"\x09\x00"
_CARD_NUMBER = _IDENTIFICATION + b"\x09\x03"
_DIRECTORY = b"\x50\x30"
_TOKEN_INFO = _DIRECTORY + b"\x50\x32"
_PRIVATE_KEYS = _DIRECTORY + b"\x41\x00"
_CERTIFICATE_DIRECTORY = _DIRECTORY + b"\x41\x04"
_PINS = _DIRECTORY + b"\x41\x08"
_CERTIFICATES = _DIRECTORY + b"\x08\xf2"

_NUMBER_SIZE = 16
_SIGNATURE_PAIR, _ENCRYPTION_PAIR = b"SIGN", b"KEYX"
# Where the holder's certificates usually lie, and where those of issuing CA and root do.
_HOLDER_SLOTS, _AUTHORITY_SLOTS = (0x0E00, 0x1500), (0x0700, 0x0000)
_MAXIMUM_CERTIFICATES = 16
_PIN_LENGTHS = (6, 8)

Read = TypeVar("Read")


@dataclass(frozen=True)
class HicosCard:
    """A HiCOS card that was recognised and read. It signs through the vendor's software alone."""

    reading: CardReading


@dataclass(frozen=True)
class _Stored:
    """A certificate of the holder's, with the identifier the card gives it (empty where it gives none)."""

    identifier: bytes
    label: str
    der: bytes
    may_sign: bool | None


def read_card(channel: CardChannel, files: CardFiles, root: bytes, profile: str) -> HicosCard | None:
    """Read the card whose `root` is selected; None when it has none of the files of HiCOS.

    Raises CardError CARD_DATA when its data make no sense, and what the connection raises.
    """
    if not files.select_directory(root + _DIRECTORY):
        if files.select(root + _IDENTIFICATION):
            raise channel.malformed()
        return None
    card = _Card(channel, files, root)
    certificates = tuple(card.certificates())
    pin = card.pin_policy()
    reading = CardReading(
        reader=channel.connection.reader,
        atr=channel.connection.atr,
        profile=profile,
        card_number=card.number(),
        certificates=certificates,
        pin=pin,
        apdus=channel.apdus,
    )
    return HicosCard(reading)


class _Card:
    """The reading of one card."""

    def __init__(self, channel: CardChannel, files: CardFiles, root: bytes) -> None:
        self._channel = channel
        self._files = files
        self._root = root

    def number(self) -> str:
        """The card number: from its own file, or else from TokenInfo. Raises CardError CARD_DATA."""
        number = self._attempt(lambda: self._files.read(self._place(_CARD_NUMBER, length=_NUMBER_SIZE)))
        if number and len(number) == _NUMBER_SIZE and number.isalnum():
            return number.decode("ascii")
        token = self._attempt(
            lambda: pkcs15.parse_token_info(self._files.read_object(self._place(_TOKEN_INFO)))
        )
        if token is None or not token.serial_number.isalnum():
            raise self._channel.malformed()
        return token.serial_number.decode("ascii")

    def pin_policy(self) -> PinPolicy:
        """As the card tells; six to eight characters where it does not. The tries left it tells nobody."""
        pins = self._attempt(lambda: pkcs15.parse_pins(self._files.read_records(self._place(_PINS))))
        lengths = (pins[0].minimum, pins[0].maximum) if pins else _PIN_LENGTHS
        if not 0 < lengths[0] <= lengths[1]:
            lengths = _PIN_LENGTHS
        return PinPolicy(*lengths, tries_left=None)

    def certificates(self) -> Iterator[CardCertificate]:
        """The holder's certificates: those the directory names, or else those in the usual places.

        Which one is for signatures its KeyUsage says; where that leaves it open, the directory.
        """
        stored = self._attempt(lambda: tuple(self._named())) or self._in_slots()
        signers = [each for each in stored if each.may_sign]
        named = [each for each in signers if each.identifier == _SIGNATURE_PAIR]
        if not signers:
            named = [each for each in stored if each.may_sign is None and each.identifier == _SIGNATURE_PAIR]
        for each in stored:
            yield CardCertificate(each.der, each.label, for_signing=each in (named or signers))

    def _named(self) -> Iterator[_Stored]:
        entries = pkcs15.parse_certificates(self._files.read_records(self._place(_CERTIFICATE_DIRECTORY)))
        for entry in self._holders(entries)[:_MAXIMUM_CERTIFICATES]:
            # from the master file or from the applet: either is the root here
            place = FilePath(self._root + entry.place.path[2:], entry.place.offset, entry.place.length)
            yield from self._stored(entry.identifier, entry.label, place)

    def _holders(
        self, entries: tuple[pkcs15.CertificateEntry, ...]
    ) -> tuple[pkcs15.CertificateEntry, ...]:
        """Those that are the holder's as far as the card tells without reading them: two, usually."""
        pairs = (_SIGNATURE_PAIR, _ENCRYPTION_PAIR)
        named = tuple(entry for entry in entries if entry.identifier in pairs)
        if len(named) == len(pairs):
            return named
        others = tuple(entry for entry in entries if not entry.authority)
        if len(others) <= len(pairs):
            return others
        place = self._place(_PRIVATE_KEYS)
        keys = self._attempt(lambda: pkcs15.parse_private_keys(self._files.read_records(place))) or ()
        identifiers = [key.identifier for key in keys]
        return tuple(entry for entry in others if entry.identifier in identifiers) or others

    def _in_slots(self) -> tuple[_Stored, ...]:
        def read(slots: tuple[int, ...]) -> tuple[_Stored, ...]:
            places = (self._place(_CERTIFICATES, offset) for offset in slots)
            return tuple(each for place in places for each in self._stored(b"", "", place))

        try:
            found = read(_HOLDER_SLOTS)
            return found if any(each.may_sign for each in found) else found + read(_AUTHORITY_SLOTS)
        except CertificateUnreadable:
            raise self._channel.malformed() from None

    def _stored(self, identifier: bytes, label: str, place: FilePath) -> Iterator[_Stored]:
        """The certificate at `place`, unless there is none, or a CA's."""
        der = self._files.read_object(place)
        if der:
            read = read_certificate(der)
            if not read.authority:
                yield _Stored(identifier, label, der, read.may_sign)

    def _place(self, path: bytes, offset: int = 0, length: int | None = None) -> FilePath:
        return FilePath(self._root + path, offset, length)

    def _attempt(self, read: Callable[[], Read]) -> Read | None:
        """What was read; None where the card has it not or not in order, and something else will do."""
        try:
            return read()
        except (TlvMalformed, CertificateUnreadable):
            return None
        except CardError as error:
            if error.failure is not CardFailure.CARD_DATA:
                raise
            return None
