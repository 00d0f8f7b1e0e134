"""What is written in a sealed bundle: JSON, a record a line."""

import base64
from collections.abc import Iterator
from typing import Annotated, Self, TypeVar

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from pydantic import (
    AwareDatetime,
    Base64Bytes,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from kiosk.contract.api import AnsweredInquiry, CommandAnswer
from kiosk.contract.bundle import BundleFailure, BundleRefused
from kiosk.contract.envelopes import EventEnvelope

_PIECE = 192 * 1024  # bytes of a list in one record
_Model = TypeVar("_Model", bound=BaseModel)


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CommandsOpening(_Record):
    """The first record on the way up; the others are commands, as the canonical bytes of their envelopes.

    `cursor` is how far the kiosk has events, `sealing_key` (X25519, base64) what the answer is sealed for.
    """

    device_id: Annotated[str, Field(max_length=40)]
    made_at: AwareDatetime
    cursor: Annotated[str, Field(max_length=100)]
    sealing_key: Annotated[str, Field(max_length=64)]


class AnswersOpening(_Record):
    """The first record on the way back; the others are `AnswersRecord`."""

    device_id: str
    made_at: AwareDatetime


class EventsPage(_Record):
    """Ends a page: the events before it lie past the cursor `after`; `cursor` is the place behind them.

    `guests` as in `EventsAnswer`.
    """

    after: str
    cursor: str
    guests: tuple[str, ...] = ()


class CarriedDocument(_Record):
    """A document of central's, signed as the one that is fetched."""

    name: str
    content: Base64Bytes
    signature: str


class ListPart(_Record):
    """A piece of an authority's revocation list (DER); the pieces follow each other, `last` ends them."""

    piece: Base64Bytes
    last: bool


class AnswersRecord(_Record):
    """An answer to the command whose canonical bytes have the SHA-256 `of`, or an event, or a page's end.

    Or a document of central's, a piece of a revocation list, or what the help desk answered to a member.
    """

    of: str | None = None
    answer: CommandAnswer | None = None
    event: EventEnvelope | None = None
    page: EventsPage | None = None
    document: CarriedDocument | None = None
    revocation: ListPart | None = None
    inquiry: AnsweredInquiry | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        said = [self.answer, self.event, self.page, self.document, self.revocation, self.inquiry]
        if said.count(None) != len(said) - 1 or (self.answer is None) != (self.of is None):
            raise ValueError("a record says one thing")
        return self


def answer_record(of: str, answer: bytes) -> bytes:
    """The record of an answer, byte for byte as central keeps it."""
    return b'{"of":"' + of.encode() + b'","answer":' + answer + b"}"


def list_records(der: bytes) -> Iterator[bytes]:
    """The records of a revocation list."""
    for at in range(0, len(der), _PIECE):
        last = at + _PIECE >= len(der)
        piece = base64.b64encode(der[at : at + _PIECE])
        yield written(AnswersRecord(revocation=ListPart(piece=piece, last=last)))


def document_record(name: str, content: bytes, signature: str) -> bytes:
    """The record of a document."""
    carried = CarriedDocument(name=name, content=base64.b64encode(content), signature=signature)
    return written(AnswersRecord(document=carried))


def written(record: BaseModel) -> bytes:
    """A record as it is written."""
    return record.model_dump_json(exclude_unset=True).encode()


def read_record(model: type[_Model], record: bytes) -> _Model:
    """A record as `model`. Raises `BundleRefused`; what is wrong is not repeated, for it may be personal."""
    try:
        return model.model_validate_json(record)
    except ValidationError:
        raise BundleRefused(BundleFailure.CONTENT_INVALID) from None


def sealing_text(key: X25519PrivateKey) -> str:
    """The public half of a key that opens bundles, as it travels: base64."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def read_sealing_key(text: str) -> X25519PublicKey:
    """What to seal a bundle for. Raises ValueError for what is no key, or one that hides nothing."""
    key = X25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    X25519PrivateKey.generate().exchange(key)
    return key
