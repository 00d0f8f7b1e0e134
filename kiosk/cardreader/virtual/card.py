"""The virtual cards themselves: commands in, answers out. They know nothing of readers and sockets."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256

from kiosk.cardreader.tlv import encode
from kiosk.cardreader.virtual.contents import AID, APPLICATION, PIN_REFERENCE, RSA_PKCS1, Holding

MAXIMUM_TRIES = 3

_OK = 0x9000
_END_OF_FILE = 0x6282
_BLOCKED = 0x6983
_WRONG_LENGTH = 0x6700
_NOT_SATISFIED = 0x6982
_NO_CONDITIONS = 0x6985
_WRONG_DATA = 0x6A80
_NOT_FOUND = 0x6A82
_WRONG_PARAMETERS = 0x6A86
_OUTSIDE = 0x6B00
_UNKNOWN_INSTRUCTION = 0x6D00
_UNKNOWN_CLASS = 0x6E00

_SHA256_DIGEST_INFO = bytes.fromhex("3031300d060960864801650304020105000420")


class Card(Protocol):
    """What the virtual reader needs of a card."""

    @property
    def atr(self) -> bytes:
        """Answer to reset; empty: the card does not answer."""

    @property
    def tries_left(self) -> int | None:
        """PIN tries left; None for a card without a PIN."""

    def reset(self) -> None:
        """Lose what was selected and verified."""

    def answer(self, apdu: bytes) -> bytes:
        """The response to one command: data and status word."""


@dataclass(frozen=True)
class Command:
    """A command taken apart; `expected` is None where no data are asked for."""

    instruction: int
    parameters: int
    data: bytes
    expected: int | None


class RefusingCard:
    """A card of another kind: it answers everything with one status word."""

    tries_left = None

    def __init__(self, atr: bytes, status: int) -> None:
        self.atr = atr
        self._status = status

    def reset(self) -> None:
        """Nothing to lose."""

    def answer(self, apdu: bytes) -> bytes:
        """The same for every command."""
        return self._status.to_bytes(2)


class SigningCard:
    """An ISO 7816-15 card: files free to read, RSA signatures after its PIN was verified."""

    def __init__(
        self,
        atr: bytes,
        files: Mapping[str, bytes],
        holdings: tuple[Holding, ...],
        pin: bytes,
        tries_left: int,
    ) -> None:
        self.atr = atr
        self.tries_left = tries_left
        self._files = {bytes.fromhex(path): content for path, content in files.items()}
        self._directories = {path[:-2] for path in self._files}
        self._keys = {holding.reference: holding.key for holding in holdings if holding.identifier == b"SIGN"}
        self._pin = pin
        self._instructions: Mapping[int, Callable[[Command], tuple[bytes, int]]] = {
            0xA4: self._select,
            0xB0: self._read_binary,
            0x20: self._verify,
            0x22: self._manage_security_environment,
            0x2A: self._compute_signature,
        }
        self.reset()

    def reset(self) -> None:
        """Back to the master file; the PIN counts as not verified."""
        self._directory = b"\x3f\x00"
        self._file: bytes | None = None
        self._verified = False
        self._key: int | None = None

    def answer(self, apdu: bytes) -> bytes:
        """The response to one short command (ISO 7816-3 cases 1 to 4)."""
        if len(apdu) < 4:
            return _WRONG_LENGTH.to_bytes(2)
        if apdu[0] != 0x00:
            return _UNKNOWN_CLASS.to_bytes(2)
        perform = self._instructions.get(apdu[1])
        if perform is None:
            return _UNKNOWN_INSTRUCTION.to_bytes(2)
        command = _take_apart(apdu)
        if command is None:
            return _WRONG_LENGTH.to_bytes(2)
        data, status = perform(command)
        return data + status.to_bytes(2)

    def _select(self, command: Command) -> tuple[bytes, int]:
        path = self._path_of(command.parameters >> 8, command.data)
        if path in self._directories:
            self._directory, self._file = path, None
            return self._control_parameters(command, path), _OK
        if path in self._files:
            self._directory, self._file = path[:-2], path
            return self._control_parameters(command, path), _OK
        return b"", _NOT_FOUND

    def _path_of(self, method: int, data: bytes) -> bytes:
        """The path a SELECT means; a path of no file where it means none."""
        master = b"\x3f\x00"
        if method == 0x04:
            return bytes.fromhex(APPLICATION) if AID.startswith(data) and data else b""
        if method == 0x08:
            return master + data
        if method == 0x09:
            return self._directory + data
        if data in (b"", master):
            return master
        below = self._directory + data
        return below if below in self._files or below in self._directories else self._directory[:-2] + data

    def _control_parameters(self, command: Command, path: bytes) -> bytes:
        """FCP (ISO 7816-4 §7.4), as FCI where the command asks for that, or nothing where for nothing."""
        answer_with = command.parameters & 0x0C
        if answer_with == 0x0C:
            return b""
        content = self._files.get(path)
        kind = b"\x38" if content is None else b"\x01"  # directory; transparent file
        parameters = encode(0x82, kind) + encode(0x83, path[-2:])
        if content is not None:
            parameters = encode(0x80, len(content).to_bytes(2)) + parameters
        elif path == bytes.fromhex(APPLICATION):
            parameters += encode(0x84, AID)
        return encode(0x62 if answer_with == 0x04 else 0x6F, parameters)

    def _read_binary(self, command: Command) -> tuple[bytes, int]:
        if self._file is None:
            return b"", 0x6986
        content = self._files[self._file]
        offset = command.parameters
        if offset > len(content):
            return b"", _OUTSIDE
        wanted = command.expected or 256
        piece = content[offset : offset + wanted]
        whole = len(piece) == wanted or command.expected in (0, None)
        return piece, _OK if whole else _END_OF_FILE

    def _verify(self, command: Command) -> tuple[bytes, int]:
        if command.parameters != PIN_REFERENCE:
            return b"", 0x6A88
        if not command.data:
            return b"", _OK if self._verified else self._tries_status()
        if self.tries_left == 0:
            return b"", _BLOCKED
        self._verified = command.data == self._pin
        self.tries_left = MAXIMUM_TRIES if self._verified else self.tries_left - 1
        return b"", _OK if self._verified else self._tries_status()

    def _tries_status(self) -> int:
        return _BLOCKED if self.tries_left == 0 else 0x63C0 | self.tries_left

    def _manage_security_environment(self, command: Command) -> tuple[bytes, int]:
        if command.parameters != 0x41B6:
            return b"", _WRONG_PARAMETERS
        wanted = dict(zip(command.data[0::3], command.data[2::3], strict=False))
        if wanted.get(0x84) not in self._keys or wanted.get(0x80, RSA_PKCS1) != RSA_PKCS1:
            return b"", _WRONG_DATA
        self._key = wanted[0x84]
        return b"", _OK

    def _compute_signature(self, command: Command) -> tuple[bytes, int]:
        if command.parameters != 0x9E9A:
            return b"", _WRONG_PARAMETERS
        if not self._verified:
            return b"", _NOT_SATISFIED
        if self._key is None:
            return b"", _NO_CONDITIONS
        digest = command.data.removeprefix(_SHA256_DIGEST_INFO)
        if len(digest) != 32 or len(digest) == len(command.data):
            return b"", _WRONG_DATA
        return self._keys[self._key].sign(digest, padding.PKCS1v15(), Prehashed(SHA256())), _OK


def _take_apart(apdu: bytes) -> Command | None:
    instruction, parameters = apdu[1], int.from_bytes(apdu[2:4])
    if len(apdu) == 4:
        return Command(instruction, parameters, b"", None)
    if len(apdu) == 5:
        return Command(instruction, parameters, b"", apdu[4])
    end = 5 + apdu[4]
    if apdu[4] == 0 or len(apdu) not in (end, end + 1):
        return None
    return Command(instruction, parameters, apdu[5:end], apdu[end] if len(apdu) > end else None)
