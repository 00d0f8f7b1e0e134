"""What every virtual card does with commands: taking them apart, and answering in pieces."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256, SHA384

from kiosk.cardreader.card import Digest
from kiosk.cardreader.tlv import encode

OK = 0x9000
END_OF_FILE = 0x6282
WRONG_LENGTH = 0x6700
NOT_SATISFIED = 0x6982
BLOCKED = 0x6983
NO_CONDITIONS = 0x6985
NO_FILE_SELECTED = 0x6986
WRONG_DATA = 0x6A80
NOT_FOUND = 0x6A82
WRONG_PARAMETERS = 0x6A86
NO_SUCH_REFERENCE = 0x6A88
OUTSIDE = 0x6B00
UNKNOWN_INSTRUCTION = 0x6D00
UNKNOWN_CLASS = 0x6E00

MAXIMUM_TRIES = 3

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_GET_RESPONSE = 0xC0
_MOST_AT_ONCE = 256


@dataclass(frozen=True)
class Command:
    """A command taken apart; `expected` is None where no data are asked for."""

    instruction: int
    parameters: int
    data: bytes
    expected: int | None


def take_apart(apdu: bytes) -> Command | None:
    """A short command of four bytes or more (ISO 7816-3 cases 1 to 4); None when its lengths disagree."""
    instruction, parameters = apdu[1], int.from_bytes(apdu[2:4])
    if len(apdu) == 4:
        return Command(instruction, parameters, b"", None)
    if len(apdu) == 5:
        return Command(instruction, parameters, b"", apdu[4])
    end = 5 + apdu[4]
    if apdu[4] == 0 or len(apdu) not in (end, end + 1):
        return None
    return Command(instruction, parameters, apdu[5:end], apdu[end] if len(apdu) > end else None)


def size_parameter(content: bytes) -> bytes:
    """A file's size as control parameters tell it (ISO 7816-4 §7.4.3), in two bytes or three."""
    return encode(0x80, len(content).to_bytes(2 if len(content) <= 0xFFFF else 3))


class Pieces:
    """Gives responses out as T=0 or T=1 demands, and keeps what GET RESPONSE has yet to fetch."""

    def __init__(self, t0: bool) -> None:
        self._t0 = t0
        self._rest = b""

    def forget(self) -> None:
        """Nothing is left to fetch."""
        self._rest = b""

    def fetch(self, command: Command) -> tuple[bytes, int] | None:
        """The answer to GET RESPONSE; None for any other command, which makes the rest forgotten."""
        if command.instruction != _GET_RESPONSE:
            self.forget()
            return None
        if not self._rest:
            return b"", NO_CONDITIONS
        return self._give(self._rest, command.expected or _MOST_AT_ONCE)

    def give(self, command: Command, data: bytes, status: int) -> tuple[bytes, int]:
        """The answer to `command`. A T=0 card lets data be fetched that follow a command with data, and
        refuses a wrong Le by telling the right one; any card gives out 256 bytes at once and no more.
        """
        if not data or status not in (OK, END_OF_FILE):
            return data, status
        wanted = command.expected or _MOST_AT_ONCE
        if self._t0 and command.data:
            return self._give(data, 0)
        if self._t0 and len(data) < wanted:
            return b"", 0x6C00 | len(data)
        return (data, status) if len(data) <= wanted else self._give(data, wanted)

    def _give(self, data: bytes, size: int) -> tuple[bytes, int]:
        self._rest = data[size:]
        return data[:size], 0x6100 | min(len(self._rest), _MOST_AT_ONCE) & 0xFF if self._rest else OK


def sign_digest(key: PrivateKey, digest: bytes, kind: Digest) -> bytes:
    """RSA PKCS#1 v1.5, or ECDSA as DER, over a digest of `kind`."""
    prehashed = Prehashed(SHA256() if kind == "sha256" else SHA384())
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(digest, padding.PKCS1v15(), prehashed)
    return key.sign(digest, ec.ECDSA(prehashed))
