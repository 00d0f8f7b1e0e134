"""The audit log of a counter: lines in a chain, each signed by the device, and what proves them.

Events have the names of OWASP's Logging Vocabulary. A line tells who, when, which membership and what; no
name, number, PIN or key of anybody's stands in it, so that it may be kept when everything else was purged.
"""

import base64
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kiosk.contract.codec import Malformed, canonical, sha256
from kiosk.contract.envelopes import FIRST_IN_CHAIN, MOST_IN_CHAIN, Hash

APPLICATION = "cooperative-kiosk"
LONGEST_LINE = 4_000
"""Characters that a line may have."""

PUBLIC_KEY = "public_key"
"""The detail of a line that says by which key it and those after it are signed: base64, the device's."""

_SIGNED = b"audit line\0"
_SIGNED_END = b"audit end\0"


class AuditEvent(StrEnum):
    """What happened, as OWASP's Logging Vocabulary calls it."""

    SIGN_IN = "authn_login_success"
    SIGN_IN_FAILED = "authn_login_fail"
    SIGN_IN_FAILED_TOO_OFTEN = "authn_login_fail_max"
    SIGN_IN_LOCKED = "authn_login_lock"
    PASSWORD_CHANGED = "authn_password_change"  # noqa: S105 - an event's name
    NOT_ALLOWED = "authz_fail"
    ADMINISTRATION = "authz_admin"
    DECRYPTION_FAILED = "crypt_decrypt_fail"
    BAD_INPUT = "input_validation_fail"
    CREATED = "sensitive_create"
    READ = "sensitive_read"
    UPDATED = "sensitive_update"
    DELETED = "sensitive_delete"
    SESSION_BEGUN = "session_created"
    SESSION_ENDED = "session_expired"
    STARTED = "sys_startup"
    STOPPED = "sys_shutdown"
    CRASHED = "sys_crash"

    @property
    def level(self) -> str:
        """How grave OWASP holds it."""
        if self is AuditEvent.NOT_ALLOWED:
            return "CRITICAL"
        return "INFO" if self in _INFORMATION else "WARN"


_INFORMATION = {
    AuditEvent.SIGN_IN,
    AuditEvent.PASSWORD_CHANGED,
    AuditEvent.SESSION_BEGUN,
    AuditEvent.SESSION_ENDED,
}
_Text = Annotated[str, StringConstraints(max_length=200)]
_Details = Annotated[dict[str, Annotated[int, Field(strict=True)] | _Text], Field(max_length=12)]


class AuditLine(BaseModel):
    """One line. `datetime` in UTC; `who` is an account, `holder` or `program`; `what` the thing it is about.

    `previous` is the hash of the line before. `appid`, `datetime`, `event` and `level` are OWASP's own names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    appid: _Text
    seq: Annotated[int, Field(ge=1, le=MOST_IN_CHAIN)]
    datetime: AwareDatetime
    device: _Text
    who: _Text
    event: AuditEvent
    level: _Text
    membership: _Text | None
    what: _Text
    details: _Details
    previous: Hash

    def text(self) -> str:
        """The line as it is signed, hashed and kept: canonical JSON."""
        return canonical(self.model_dump(mode="json")).decode()

    @classmethod
    def read(cls, text: str) -> Self:
        """The line that `text` is. Raises `Malformed` for what no line is."""
        if len(text) > LONGEST_LINE:
            raise Malformed("audit line")
        try:
            line = cls.model_validate_json(text)
        except ValidationError:
            raise Malformed("audit line") from None
        if line.text() != text:
            raise Malformed("audit line")
        return line


@dataclass(frozen=True, slots=True)
class SignedLine:
    """A line's `text` in the `seq`-th place of the log, with the device's signature (base64)."""

    seq: int
    text: str
    signature: str

    @property
    def hash(self) -> str:
        """What the next line has as `previous`."""
        return sha256(self.text.encode())


@dataclass(frozen=True, slots=True)
class End:
    """Where a log ends, signed: whoever cuts lines off its end cannot say that it ended before."""

    seq: int
    hash: str
    signature: str


def sign_line(text: str, key: Ed25519PrivateKey) -> str:
    """The device's signature under a line: Ed25519, base64."""
    return _signed(_SIGNED + text.encode(), key)


def sign_end(seq: int, last_hash: str, key: Ed25519PrivateKey) -> End:
    """The signed end of a log whose last line has this number and hash."""
    return End(seq, last_hash, _signed(_end(seq, last_hash), key))


def is_signed(line: SignedLine, key: str) -> bool:
    """Whether the `key` (base64) signed the line."""
    return _holds(_SIGNED + line.text.encode(), line.signature, key)


MOST_LINES = 100
"""Lines that one request brings to central at most."""


class AuditEntry(BaseModel):
    """A line on its way to central."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: Annotated[str, StringConstraints(max_length=LONGEST_LINE)]
    signature: Annotated[str, StringConstraints(max_length=100)]


class AuditRequest(BaseModel):
    """The next lines of the audit log of the device that asks, in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lines: Annotated[list[AuditEntry], Field(min_length=1, max_length=MOST_LINES)]


class AuditAnswer(BaseModel):
    """What central has now: the log up to the last line of the request, its number and its hash."""

    seq: int
    hash: str


class Flaw(StrEnum):
    """What is wrong with a log at some line."""

    CHANGED = "changed"  # its words, its signature, or what it says of the line before
    REMOVED = "removed"  # lines before this one
    SWAPPED = "swapped"  # it stands in another's place
    CUT_OFF = "cut off"  # lines after this one, or the signed end itself
    OTHER_KEY = "other key"  # from here on signed by a key that is not this machine's


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw, and the number of the line where it shows."""

    seq: int
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class Proof:
    """How many lines were read, and what is wrong with them: nothing, where the log is whole."""

    lines: int
    findings: tuple[Finding, ...]


def prove(log: Iterable[SignedLine], end: End | None, keys: Collection[str]) -> Proof:
    """Reckon a log anew from its first line. `keys` (base64) are those that this machine has itself.

    A line with a `public_key` says by which key it and those after it are signed; it holds the hash of
    everything before. So the last such key, which nobody else has, vouches for the whole log.
    """
    findings: list[Finding] = []
    count, expected, previous, key, key_since = 0, 1, FIRST_IN_CHAIN, "", 1
    for signed in log:
        count += 1
        if signed.seq != expected:
            findings.append(Finding(signed.seq, Flaw.REMOVED))
        line = _read(signed)
        if line is None:
            findings.append(Finding(signed.seq, Flaw.CHANGED))
        else:
            new_key = line.details.get(PUBLIC_KEY)
            if new_key is not None:
                key, key_since = str(new_key), signed.seq
            if line.seq != signed.seq:
                findings.append(Finding(signed.seq, Flaw.SWAPPED))
            elif not is_signed(signed, key) or (signed.seq == expected and line.previous != previous):
                findings.append(Finding(signed.seq, Flaw.CHANGED))
        expected, previous = signed.seq + 1, signed.hash
    if end is None or (end.seq, end.hash) != (expected - 1, previous) or not _ends(end, key):
        findings.append(Finding(expected - 1, Flaw.CUT_OFF))
    if key not in keys:
        findings.append(Finding(key_since, Flaw.OTHER_KEY))
    return Proof(count, tuple(findings))


def _read(signed: SignedLine) -> AuditLine | None:
    try:
        return AuditLine.read(signed.text)
    except Malformed:
        return None


def _ends(end: End, key: str) -> bool:
    return _holds(_end(end.seq, end.hash), end.signature, key)


def _end(seq: int, last_hash: str) -> bytes:
    return _SIGNED_END + f"{seq} {last_hash}".encode()


def _signed(content: bytes, key: Ed25519PrivateKey) -> str:
    return base64.b64encode(key.sign(content)).decode()


def _holds(content: bytes, signature: str, key: str) -> bool:
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
        public.verify(base64.b64decode(signature, validate=True), content)
    except (ValueError, InvalidSignature):
        return False
    return True
