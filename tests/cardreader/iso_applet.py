"""A blank smart card for somebody else's tool to personalise: it takes the commands of the IsoApplet.

Nothing of it comes from the kiosk: its files, its PIN and its keys are what OpenSC's `pkcs15-init` writes to
it. Keys and signatures are real. Card answers are those of ISO 7816-4, -8 and -9.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, SHA384, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AID = bytes.fromhex("F276A288BCFBA69D34F31001")
PIN_LENGTH = 16
MAXIMUM_TRIES = 3

_VERSION_AND_FEATURES = bytes([0, 6, 0x04])  # API 0.6; elliptic curves; short commands only
_MASTER_FILE = b"\x3f\x00"
_PIN, _PUK = 1, 2
_RSA_PKCS1, _ECDSA = 0x11, 0x21
_GENERATE_RSA_2048, _GENERATE_EC = 0xF3, 0xEC

_PRIMES = {
    2**256 - 2**224 + 2**192 + 2**96 - 1: ec.SECP256R1(),
    2**384 - 2**128 - 2**96 + 2**32 - 1: ec.SECP384R1(),
}
_HASHES: Mapping[int, HashAlgorithm] = {20: SHA1(), 32: SHA256(), 48: SHA384()}
# DigestInfo up to the digest (RFC 8017 §9.2 note 1).
_DIGEST_INFOS: Mapping[bytes, HashAlgorithm] = {
    bytes.fromhex("3021300906052b0e03021a05000414"): SHA1(),
    bytes.fromhex("3031300d060960864801650304020105000420"): SHA256(),
    bytes.fromhex("3041300d060960864801650304020205000430"): SHA384(),
}

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Refusal(Exception):
    """The card answers with this status word."""

    def __init__(self, status: int) -> None:
        super().__init__(f"{status:04X}")
        self.status = status


@dataclass
class File:
    """A directory (`content` None) or a transparent file, with the control parameters it was created with."""

    control: bytes
    content: bytearray | None
    name: bytes = b""
    access: bytes = b""
    below: dict[bytes, "File"] = field(default_factory=dict)


@dataclass(frozen=True)
class Command:
    chained: bool
    instruction: int
    parameters: int
    data: bytes


class IsoApplet:
    """The card. `apdus` keeps every command since it was made."""

    def __init__(self, atr: bytes) -> None:
        self.atr = atr
        self.apdus: list[bytes] = []
        self.tries_left: int | None = MAXIMUM_TRIES
        self._master = File(_tlv(0x82, b"\x38") + _tlv(0x83, _MASTER_FILE), None)
        self._codes: dict[int, bytes] = {}
        self._keys: dict[int, Key] = {}
        self._instructions: Mapping[int, Callable[[Command], bytes]] = {
            0xA4: self._select,
            0xB0: self._read_binary,
            0xD6: self._update_binary,
            0xE0: self._create_file,
            0xE4: self._delete_file,
            0x20: self._verify,
            0x24: self._change_reference_data,
            0x22: self._manage_security_environment,
            0x46: self._generate_key,
            0xDB: self._put_key,
            0x2A: self._compute_signature,
        }
        self.reset()

    def reset(self) -> None:
        self._verified = False
        self._path: list[File] = [self._master]
        self._file: File | None = None
        self._environment: dict[int, int] = {}
        self._chain = b""
        self._rest = b""

    def answer(self, apdu: bytes) -> bytes:
        self.apdus.append(apdu)
        try:
            return self._answer(apdu)
        except Refusal as refusal:
            return refusal.status.to_bytes(2)

    def _answer(self, apdu: bytes) -> bytes:
        if apdu[0] & 0xEF != 0:
            raise Refusal(0x6E00)
        if apdu[1] == 0xC0:
            return self._piece(self._rest, apdu[4] or 256)
        command = _take_apart(apdu)
        self._chain += command.data
        if command.chained:
            return b"\x90\x00"
        data, self._chain = self._chain, b""
        if command.instruction not in self._instructions:
            raise Refusal(0x6D00)
        whole = Command(False, command.instruction, command.parameters, data)
        return self._piece(self._instructions[command.instruction](whole), 256)

    def _piece(self, data: bytes, most: int) -> bytes:
        """What fits into one short answer; 61xx says how much is left."""
        self._rest = data[most:]
        status = 0x6100 | min(len(self._rest), 0xFF) if self._rest else 0x9000
        return data[:most] + status.to_bytes(2)

    # Files

    def _select(self, command: Command) -> bytes:
        method, answer_with = command.parameters >> 8, command.parameters & 0x0C
        if method == 0x04 and command.data == AID:
            self._path, self._file = [self._master], None
            return _VERSION_AND_FEATURES
        path = self._found(method, command.data)
        if path[-1].content is None:
            self._path, self._file = path, None
        else:
            self._path, self._file = path[:-1], path[-1]
        return b"" if answer_with == 0x0C else _tlv(0x62 if answer_with == 0x04 else 0x6F, path[-1].control)

    def _found(self, method: int, data: bytes) -> list[File]:
        if method == 0x04:
            for file in self._master.below.values():
                if data and file.name.startswith(data):
                    return [self._master, file]
            raise Refusal(0x6A82)
        if method == 0x08:
            return _descend([self._master], data)
        if method == 0x09:
            return _descend(self._path, data)
        if data in (b"", _MASTER_FILE):
            return [self._master]
        if data in self._path[-1].below:
            return _descend(self._path, data)
        return _descend(self._path[:-1] or self._path, data)

    def _read_binary(self, command: Command) -> bytes:
        content = self._content(7)
        if command.parameters > len(content):
            raise Refusal(0x6B00)
        wanted = self.apdus[-1][4] or 256
        return bytes(content[command.parameters : command.parameters + wanted])

    def _update_binary(self, command: Command) -> bytes:
        content = self._content(6)
        end = command.parameters + len(command.data)
        if end > len(content):
            raise Refusal(0x6B00)
        content[command.parameters : end] = command.data
        return b""

    def _content(self, access: int) -> bytearray:
        if self._file is None or self._file.content is None:
            raise Refusal(0x6986)
        self._require(self._file, access)
        return self._file.content

    def _create_file(self, command: Command) -> bytes:
        (control,) = _parts(command.data).values()
        parts = _parts(control)
        directory = parts[0x82][0] & 0x38 == 0x38
        self._require(self._path[-1], 5 if directory else 6)
        if parts[0x83] in self._path[-1].below:
            raise Refusal(0x6A89)
        size = int.from_bytes(parts.get(0x80) or parts.get(0x81) or b"\0")
        file = File(
            control,
            None if directory else bytearray(size),
            parts.get(0x84, b""),
            parts.get(0x86, b""),
        )
        self._path[-1].below[parts[0x83]] = file
        if directory:
            self._path, self._file = [*self._path, file], None
        else:
            self._file = file
        return b""

    def _delete_file(self, command: Command) -> bytes:
        directory = self._path[-1]
        self._require(directory, 7)
        if command.data not in directory.below:
            raise Refusal(0x6A82)
        del directory.below[command.data]
        return b""

    def _require(self, file: File, access: int) -> None:
        """Security conditions in compact form, an octet for each access; none apply before there is a PIN."""
        condition = file.access[access] if len(file.access) == 8 else 0
        if condition == 0xFF or (condition == 0x90 and _PIN in self._codes and not self._verified):
            raise Refusal(0x6982)

    # PIN

    def _verify(self, command: Command) -> bytes:
        if command.parameters != _PIN or _PIN not in self._codes:
            raise Refusal(0x6A88)
        if self._verified and not command.data:
            return b""
        if not self.tries_left:
            raise Refusal(0x6983)
        if not command.data:
            raise Refusal(0x63C0 | self.tries_left)
        self._verified = _padded(command.data) == self._codes[_PIN]
        self.tries_left = MAXIMUM_TRIES if self._verified else self.tries_left - 1
        if not self._verified:
            raise Refusal(0x63C0 | self.tries_left if self.tries_left else 0x6983)
        return b""

    def _change_reference_data(self, command: Command) -> bytes:
        """Set a code that is not there yet (P1 01); a new PIN counts as verified."""
        method, reference = command.parameters >> 8, command.parameters & 0xFF
        if method != 0x01 or reference not in (_PIN, _PUK) or _PIN in self._codes:
            raise Refusal(0x6985)
        self._codes[reference] = _padded(command.data)
        return b""

    # Keys

    def _manage_security_environment(self, command: Command) -> bytes:
        if command.parameters not in (0x4100, 0x41B6):
            raise Refusal(0x6A86)
        self._environment = {tag: value[0] for tag, value in _parts(command.data).items() if len(value) == 1}
        return b""

    def _generate_key(self, command: Command) -> bytes:
        if not self._verified:
            raise Refusal(0x6982)
        if self._environment.get(0x80) == _GENERATE_RSA_2048:
            key = rsa.generate_private_key(65537, 2048)
            self._keys[self._environment[0x84]] = key
            numbers = key.public_key().public_numbers()
            return _tlv(0x7F49, _tlv(0x81, numbers.n.to_bytes(256)) + _tlv(0x82, numbers.e.to_bytes(3)))
        if self._environment.get(0x80) != _GENERATE_EC:
            raise Refusal(0x6A81)
        curve = ec.generate_private_key(_curve(_parts(command.data)))
        self._keys[self._environment[0x84]] = curve
        point = curve.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return _tlv(0x7F49, command.data + _tlv(0x86, point))

    def _put_key(self, command: Command) -> bytes:
        if command.parameters != 0x3FFF:
            raise Refusal(0x6A86)
        if not self._verified:
            raise Refusal(0x6982)
        ((tag, value),) = _parts(command.data).items()
        numbers = {name: int.from_bytes(part) for name, part in _parts(value).items()}
        if tag == 0x7F48:
            self._keys[self._environment[0x84]] = _rsa_key(numbers[0x92], numbers[0x93])
        else:
            self._keys[self._environment[0x84]] = ec.derive_private_key(numbers[0x88], _curve(_parts(value)))
        return b""

    def _compute_signature(self, command: Command) -> bytes:
        if command.parameters != 0x9E9A:
            raise Refusal(0x6A86)
        if not self._verified:
            raise Refusal(0x6982)
        key = self._keys.get(self._environment.get(0x84, -1))
        algorithm = self._environment.get(0x80)
        if isinstance(key, rsa.RSAPrivateKey) and algorithm in (None, _RSA_PKCS1):
            for prefix, made_by in _DIGEST_INFOS.items():
                digest = command.data.removeprefix(prefix)
                if len(digest) == made_by.digest_size and command.data.startswith(prefix):
                    return key.sign(digest, padding.PKCS1v15(), Prehashed(made_by))
            raise Refusal(0x6A80)
        if isinstance(key, ec.EllipticCurvePrivateKey) and algorithm in (None, _ECDSA):
            if len(command.data) not in _HASHES:
                raise Refusal(0x6A80)
            return key.sign(command.data, ec.ECDSA(Prehashed(_HASHES[len(command.data)])))
        raise Refusal(0x6985)


def _take_apart(apdu: bytes) -> Command:
    header = bool(apdu[0] & 0x10), apdu[1], int.from_bytes(apdu[2:4])
    if len(apdu) <= 5:
        return Command(*header, b"")
    end = 5 + apdu[4]
    if apdu[4] == 0 or len(apdu) not in (end, end + 1):
        raise Refusal(0x6700)
    return Command(*header, apdu[5:end])


def _descend(path: list[File], identifiers: bytes) -> list[File]:
    for start in range(0, len(identifiers), 2):
        below = path[-1].below.get(identifiers[start : start + 2])
        if below is None:
            raise Refusal(0x6A82)
        path = [*path, below]
    return path


def _parts(data: bytes) -> dict[int, bytes]:
    """The data objects in `data` by their tag."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(data):
        tag, at = data[at], at + 1
        if tag & 0x1F == 0x1F:
            tag, at = tag << 8 | data[at], at + 1
        length, at = data[at], at + 1
        if length > 0x80:
            octets = length & 0x7F
            length, at = int.from_bytes(data[at : at + octets]), at + octets
        found[tag], at = data[at : at + length], at + length
    return found


def _tlv(tag: int, value: bytes) -> bytes:
    length = len(value)
    octets = b"" if length < 0x80 else length.to_bytes((length.bit_length() + 7) // 8)
    head = bytes([0x80 | len(octets)]) + octets if octets else bytes([length])
    return tag.to_bytes(2 if tag > 0xFF else 1) + head + value


def _padded(code: bytes) -> bytes:
    return code.ljust(PIN_LENGTH, b"\0")


def _curve(parts: Mapping[int, bytes]) -> ec.EllipticCurve:
    curve = _PRIMES.get(int.from_bytes(parts[0x81]))
    if curve is None:
        raise Refusal(0x6A81)
    return curve


def _rsa_key(p: int, q: int) -> rsa.RSAPrivateKey:
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    numbers = rsa.RSAPrivateNumbers(p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), public)
    return numbers.private_key()
