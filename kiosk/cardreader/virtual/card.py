"""The virtual cards themselves: commands in, answers out. They know nothing of readers and sockets."""

from collections.abc import Callable, Mapping
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from kiosk.cardreader.card import Digest
from kiosk.cardreader.tlv import TlvMalformed, encode, nodes
from kiosk.cardreader.virtual.commands import (
    BLOCKED,
    END_OF_FILE,
    MAXIMUM_TRIES,
    NO_CONDITIONS,
    NO_FILE_SELECTED,
    NO_SUCH_REFERENCE,
    NOT_FOUND,
    NOT_SATISFIED,
    OK,
    OUTSIDE,
    UNKNOWN_CLASS,
    UNKNOWN_INSTRUCTION,
    WRONG_DATA,
    WRONG_LENGTH,
    WRONG_PARAMETERS,
    Command,
    Pieces,
    sign_digest,
    size_parameter,
    take_apart,
)
from kiosk.cardreader.virtual.contents import AID, APPLICATION, ECDSA, PIN_REFERENCE, RSA_PKCS1, Holding

__all__ = ["MAXIMUM_TRIES", "Card", "RefusingCard", "SigningCard"]

# The name and version by which OpenSC knows a card that it can have sign: an IsoApplet, API 0.6.
_ISO_APPLET = bytes.fromhex("F276A288BCFBA69D34F31001")
_ISO_APPLET_VERSION = bytes([0, 6, 0x04])  # with elliptic curves, without extended length
_DIGEST_INFO: Mapping[Digest, bytes] = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
}
_DIGEST_SIZES: Mapping[int, Digest] = {32: "sha256", 48: "sha384"}


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
    """An ISO 7816-15 card: files free to read, RSA or ECDSA signatures after its PIN was verified.

    `t0`: it answers as a card that knows T=0 alone (61xx and 6Cxx).
    """

    def __init__(
        self,
        atr: bytes,
        files: Mapping[str, bytes],
        holdings: tuple[Holding, ...],
        pin: bytes,
        tries_left: int,
        t0: bool = False,
    ) -> None:
        self.atr = atr
        self.tries_left = tries_left
        self.files = {bytes.fromhex(path): content for path, content in files.items()}
        """What lies on it, by path; may be written to."""
        self._directories = {path[:-2] for path in self.files}
        self._keys = {holding.reference: holding.key for holding in holdings if holding.identifier == b"SIGN"}
        self._pin = pin
        self._t0 = t0
        self._pieces = Pieces(t0)
        self._instructions: Mapping[int, Callable[[Command], tuple[bytes, int]]] = {
            0xA4: self._select,
            0xB0: self._read_binary,
            0xB1: self._read_binary_far,
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
        self._pieces.forget()

    def answer(self, apdu: bytes) -> bytes:
        """The response to one short command (ISO 7816-3 cases 1 to 4)."""
        data, status = self._perform(apdu)
        return data + status.to_bytes(2)

    def _perform(self, apdu: bytes) -> tuple[bytes, int]:
        if len(apdu) < 4:
            return b"", WRONG_LENGTH
        if apdu[0] != 0x00:
            return b"", UNKNOWN_CLASS
        command = take_apart(apdu)
        if command is None or (self._t0 and command.data and command.expected is not None):
            return b"", WRONG_LENGTH
        rest = self._pieces.fetch(command)
        if rest is not None:
            return rest
        perform = self._instructions.get(command.instruction)
        if perform is None:
            return b"", UNKNOWN_INSTRUCTION
        return self._pieces.give(command, *perform(command))

    def _select(self, command: Command) -> tuple[bytes, int]:
        if command.parameters >> 8 == 0x04 and command.data == _ISO_APPLET:
            return _ISO_APPLET_VERSION, OK
        path = self._path_of(command.parameters >> 8, command.data)
        if path in self._directories:
            self._directory, self._file = path, None
            return self._control_parameters(command, path), OK
        if path in self.files:
            self._directory, self._file = path[:-2], path
            return self._control_parameters(command, path), OK
        return b"", NOT_FOUND

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
        return below if below in self.files or below in self._directories else self._directory[:-2] + data

    def _control_parameters(self, command: Command, path: bytes) -> bytes:
        """FCP (ISO 7816-4 §7.4), as FCI where the command asks for that, or nothing where for nothing."""
        answer_with = command.parameters & 0x0C
        if answer_with == 0x0C:
            return b""
        content = self.files.get(path)
        kind = b"\x38" if content is None else b"\x01"  # directory; transparent file
        parameters = encode(0x82, kind) + encode(0x83, path[-2:])
        if content is not None:
            parameters = size_parameter(content) + parameters
        elif path == bytes.fromhex(APPLICATION):
            parameters += encode(0x84, AID)
        return encode(0x62 if answer_with == 0x04 else 0x6F, parameters)

    def _read_binary(self, command: Command) -> tuple[bytes, int]:
        if command.parameters & 0x8000:  # by short file identifier, of which this card has none
            return b"", WRONG_PARAMETERS
        return self._read(command.parameters, command.expected)

    def _read_binary_far(self, command: Command) -> tuple[bytes, int]:
        """READ BINARY with odd INS: the offset in a data object 54, the answer in 53 (ISO 7816-4 §11.3.2)."""
        try:
            (offset,) = nodes(command.data)
        except (TlvMalformed, ValueError):
            return b"", WRONG_DATA
        if command.parameters != 0 or offset.tag != 0x54:
            return b"", WRONG_PARAMETERS
        wanted = command.expected or 256
        data, status = self._read(int.from_bytes(offset.value), wanted - 2 - (wanted > 129))
        return (encode(0x53, data) if data else b""), status

    def _read(self, offset: int, expected: int | None) -> tuple[bytes, int]:
        if self._file is None:
            return b"", NO_FILE_SELECTED
        content = self.files[self._file]
        if offset > len(content):
            return b"", OUTSIDE
        piece = content[offset : offset + (expected or 256)]
        return piece, OK if expected in (0, None, len(piece)) else END_OF_FILE

    def _verify(self, command: Command) -> tuple[bytes, int]:
        if command.parameters != PIN_REFERENCE:
            return b"", NO_SUCH_REFERENCE
        if not command.data:
            return b"", OK if self._verified else self._tries_status()
        if self.tries_left == 0:
            return b"", BLOCKED
        self._verified = command.data == self._pin
        self.tries_left = MAXIMUM_TRIES if self._verified else self.tries_left - 1
        return b"", OK if self._verified else self._tries_status()

    def _tries_status(self) -> int:
        return BLOCKED if self.tries_left == 0 else 0x63C0 | self.tries_left

    def _manage_security_environment(self, command: Command) -> tuple[bytes, int]:
        if command.parameters != 0x41B6:
            return b"", WRONG_PARAMETERS
        try:
            wanted = {part.tag: int.from_bytes(part.value) for part in nodes(command.data)}
        except TlvMalformed:
            return b"", WRONG_DATA
        reference = wanted.get(0x84)
        if reference not in self._keys:
            return b"", WRONG_DATA
        algorithm = RSA_PKCS1 if isinstance(self._keys[reference], rsa.RSAPrivateKey) else ECDSA
        if wanted.get(0x80, algorithm) != algorithm:
            return b"", WRONG_DATA
        self._key = reference
        return b"", OK

    def _compute_signature(self, command: Command) -> tuple[bytes, int]:
        """RSA over a DigestInfo; ECDSA over the digest alone, answered as DER."""
        if command.parameters != 0x9E9A:
            return b"", WRONG_PARAMETERS
        if not self._verified:
            return b"", NOT_SATISFIED
        if self._key is None:
            return b"", NO_CONDITIONS
        key, digest = self._keys[self._key], command.data
        kind = _DIGEST_SIZES.get(len(digest))
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            kind = next((kind for kind, info in _DIGEST_INFO.items() if digest.startswith(info)), None)
            digest = digest[len(_DIGEST_INFO[kind]) :] if kind else b""
        if kind is None or _DIGEST_SIZES.get(len(digest)) != kind:
            return b"", WRONG_DATA
        return sign_digest(key, digest, kind), OK
