"""Virtual HiCOS cards of both generations, and the vendor's door to their keys.

Their files are free to read. A VERIFY sent to them as to any card is refused and costs a try, as on the real
ones: PIN and signature go through `sign_with_pin`, where the vendor's own software would stand.
"""

import hashlib

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from kiosk.cardreader.card import Digest
from kiosk.cardreader.tlv import encode
from kiosk.cardreader.virtual.commands import (
    BLOCKED,
    END_OF_FILE,
    MAXIMUM_TRIES,
    NO_FILE_SELECTED,
    NOT_FOUND,
    NOT_SATISFIED,
    OK,
    OUTSIDE,
    UNKNOWN_CLASS,
    UNKNOWN_INSTRUCTION,
    WRONG_LENGTH,
    WRONG_PARAMETERS,
    Command,
    sign_digest,
    size_parameter,
    take_apart,
)
from kiosk.cardreader.virtual.contents import (
    Holding,
    certificate_record,
    path,
    pin_record,
    private_key_record,
    token_info,
)

APPLET = bytes.fromhex("A0000002830000062201696400010101")

_SLOT = 0x0700
_ISSUER_SLOT, _HOLDER_SLOTS = 0x0700, (0x0E00, 0x1500)
_MOST_AT_ONCE_1 = 0xC8


class PinRefused(Exception):
    """The PIN is wrong; so many tries are left."""

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left


class PinBlocked(Exception):
    """No try is left, or this was the last one."""


class _HicosCard:
    """What both generations have in common: files, keys, tries."""

    def __init__(
        self,
        atr: bytes,
        holdings: tuple[Holding, ...],
        issuer_der: bytes,
        root_der: bytes,
        card_number: str,
        tries_left: int,
        *,
        pin: bytes,
    ) -> None:
        self.atr = atr
        self.tries_left = tries_left
        self.card_number = card_number
        self.holdings = holdings
        self.apdus: list[bytes] = []
        """Every command that ever came."""
        self._pin = pin
        self.files = _lay_out(holdings, issuer_der, root_der, card_number, self._root)
        """What lies on it, by the path below the root; may be written to."""
        self._directories = {file[:-2] for file in self.files} | {b""}
        self.reset()

    _root: str
    """What a path in the certificate directory begins with, in hexadecimal digits."""

    def reset(self) -> None:
        """Back to the root, as after power-on."""
        self._directory = b""
        self._file: bytes | None = None

    def answer(self, apdu: bytes) -> bytes:
        """The response to one short command."""
        self.apdus.append(apdu)
        command = take_apart(apdu) if len(apdu) >= 4 else None
        data, status = (b"", WRONG_LENGTH) if command is None else self._perform(apdu[0], command)
        return data + status.to_bytes(2)

    def sign_with_pin(self, pin: bytes, tbs: bytes, digest: Digest = "sha256") -> bytes:
        """The raw signature of the signature key over `tbs`: RSA PKCS#1 v1.5, or ECDSA as r and s.

        Raises PinRefused, PinBlocked.
        """
        if self.tries_left == 0:
            raise PinBlocked
        if pin != self._pin:
            self.tries_left -= 1
            raise PinRefused(self.tries_left) if self.tries_left else PinBlocked
        self.tries_left = MAXIMUM_TRIES
        key = next(holding.key for holding in self.holdings if holding.identifier == b"SIGN")
        signature = sign_digest(key, hashlib.new(digest, tbs).digest(), digest)
        if isinstance(key, ec.EllipticCurvePrivateKey):
            size = (key.key_size + 7) // 8
            return b"".join(number.to_bytes(size) for number in decode_dss_signature(signature))
        return signature

    def _perform(self, instruction_class: int, command: Command) -> tuple[bytes, int]:
        raise NotImplementedError

    def _select(self, identifier: bytes) -> int:
        """Go to a file of the root, or of the directory selected now."""
        if identifier == b"\x3f\x00":
            self._directory, self._file = b"", None
            return OK
        for file in (self._directory + identifier, self._directory[:-2] + identifier):
            if file in self._directories:
                self._directory, self._file = file, None
                return OK
            if file in self.files:
                self._directory, self._file = file[:-2], file
                return OK
        return NOT_FOUND

    def _read(self, command: Command) -> tuple[bytes, int]:
        if self._file is None:
            return b"", NO_FILE_SELECTED
        content, offset = self.files[self._file], command.parameters
        if offset >= len(content):
            return b"", OUTSIDE
        piece = content[offset : offset + (command.expected or 256)]
        return piece, OK if command.expected in (0, None, len(piece)) else END_OF_FILE

    def _refuse_pin(self, command: Command) -> tuple[bytes, int]:
        if command.data and self.tries_left:
            self.tries_left -= 1
        return b"", NOT_SATISFIED if self.tries_left else BLOCKED


class HicosCard1(_HicosCard):
    """Generation 1, "CHT V32N": CLA 80 alone, one identifier at a time, no control parameters."""

    _root = "3F00"

    def _perform(self, instruction_class: int, command: Command) -> tuple[bytes, int]:
        if instruction_class != 0x80:
            return b"", UNKNOWN_CLASS
        match command.instruction:
            case 0xA4:
                wrong = command.parameters != 0 or len(command.data) != 2
                return b"", WRONG_PARAMETERS if wrong else self._select(command.data)
            case 0xB0:
                too_long = not 1 <= (command.expected or 0) <= _MOST_AT_ONCE_1
                return (b"", WRONG_LENGTH) if too_long else self._read(command)
            case 0x20:
                return self._refuse_pin(command)
        return b"", UNKNOWN_INSTRUCTION


class HicosCard2(_HicosCard):
    """Generation 2, a GPPKI applet: its AID first, then one identifier at a time, CLA 00."""

    _root = "7FFF"

    def reset(self) -> None:
        """As after power-on: the applet is not selected."""
        super().reset()
        self._selected = False

    def _perform(self, instruction_class: int, command: Command) -> tuple[bytes, int]:
        if instruction_class != 0x00:
            return b"", UNKNOWN_CLASS
        match command.instruction:
            case 0xA4 if command.parameters == 0x040C:
                self._selected = command.data == APPLET
                return b"", self._select(b"\x3f\x00") if self._selected else NOT_FOUND
            case _ if not self._selected:
                return b"", UNKNOWN_INSTRUCTION
            case 0xA4 if command.parameters == 0x0004:
                status = self._select(command.data)
                return self._control_parameters() if status == OK else b"", status
            case 0xB0:
                return self._read(command)
            case 0x20:
                return self._refuse_pin(command)
        return b"", UNKNOWN_INSTRUCTION

    def _control_parameters(self) -> bytes:
        if self._file is None:
            return encode(0x62, encode(0x82, b"\x38"), encode(0x83, self._directory[-2:] or b"\x3f\x00"))
        size = size_parameter(self.files[self._file])
        return encode(0x62, size, encode(0x82, b"\x01"), encode(0x83, self._file[-2:]))


def _lay_out(
    holdings: tuple[Holding, ...], issuer_der: bytes, root_der: bytes, card_number: str, root: str
) -> dict[bytes, bytes]:
    """The card's files by their path below the root."""
    places = (0, _ISSUER_SLOT, *_HOLDER_SLOTS[: len(holdings)])
    ders = (root_der, issuer_der, *(holding.der for holding in holdings))
    labels = ("Root", "Issuer", *(holding.label for holding in holdings))
    identifiers = (b"ROOT", b"CA", *(holding.identifier for holding in holdings))
    store = bytearray(_SLOT * 4)
    directory = b""
    for place, der, label, identifier in zip(places, ders, labels, identifiers, strict=True):
        if len(der) > _SLOT:
            raise ValueError("a certificate is larger than its place on the card")
        store[place : place + len(der)] = der
        where = path(f"{root}503008F2", place, len(der))
        directory += certificate_record(identifier, label, where, authority=place < _HOLDER_SLOTS[0])
    key_files = (f"{root}50300810", f"{root}50300811")
    keys = b"".join(map(private_key_record, holdings, map(path, key_files)))
    files = {
        "09000903": card_number.encode("ascii"),
        "09000905": b"CHT V32N".ljust(0x14),
        "50305032": token_info(card_number),
        "50304100": keys,
        "50304104": directory,
        "50304108": pin_record(b""),
    }
    padded = {bytes.fromhex(file): _padded(content) for file, content in files.items()}
    return padded | {bytes.fromhex("503008F2"): bytes(store)}


def _padded(content: bytes) -> bytes:
    """To whole rows of sixteen bytes, with FF, as an erased chip holds."""
    return content.ljust(-(-len(content) // 16) * 16, b"\xff")
