"""The HTTP API's requests and answers."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

from kiosk.contract.envelopes import (
    FIRST_IN_CHAIN,
    MOST_IN_CHAIN,
    CommandEnvelope,
    EventEnvelope,
    Hash,
    Statement,
)

MOST_COMMANDS = 250


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EnrolmentRequest(_Body):
    """A kiosk introduces itself: a one-time code, its Ed25519 public key (base64) and its database's id.

    A database that was enrolled before goes on with its chain of commands behind `last_seq` and `last_hash`.
    """

    code: Annotated[str, Field(max_length=40)]
    public_key: Annotated[str, Field(max_length=64)]
    database_id: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
    last_seq: Annotated[int, Field(ge=0, le=MOST_IN_CHAIN)] = 0
    last_hash: Hash = FIRST_IN_CHAIN


class EnrolmentAnswer(_Body):
    """The device's id, its office, and the short name that its papers carry as terminal.

    `document_key` is central's Ed25519 key (base64): what it signs documents with, pinned from now on.
    `sealing_key` is its X25519 key (base64): what sealed bundles are encrypted for, pinned too.
    `certificate` (base64) is what the QR codes of its papers bear.
    """

    device_id: str
    office: str
    terminal: str
    document_key: str = ""
    sealing_key: str = ""
    certificate: str = ""


class CertificateAnswer(_Body):
    """What central has signed about the device's key (base64; see `device_certificate`)."""

    certificate: str


class DeviceAnswer(_Body):
    """How central has the device that asks: its office and terminal, and whether it is in quarantine.

    By the end of its chain of commands (0 and zeros before the first) a database finds that it is a copy.
    """

    office: str
    terminal: str
    quarantined: bool
    last_seq: int
    last_hash: str


class CommandsRequest(_Body):
    """Commands in the order of `device_seq`."""

    commands: Annotated[list[CommandEnvelope], Field(max_length=MOST_COMMANDS)]


class Status(StrEnum):
    """What became of a command."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # by a rule: `code` is the refusal's
    REJECTED = "rejected"  # never reached the rules: signature, certificate, form, chain; `code` says which
    LATER = "later"  # not decided yet, and to be sent again; `code` says why


class Rejection(StrEnum):
    """Why a command never reached the rules. The value is the code of its entry in the failure catalogue."""

    MALFORMED = "K-SYNC-10"
    SIGNATURE_INVALID = "K-SYNC-11"
    CERTIFICATE_UNTRUSTED = "K-SYNC-12"
    NOT_FOR_A_KIOSK = "K-SYNC-13"
    OTHER_BYTES = "K-SYNC-14"
    CHAIN_BROKEN = "K-SYNC-15"
    OTHER_OFFICE = "K-SYNC-16"
    CERTIFICATE_REVOKED = "K-SYNC-17"
    CLOCK_AHEAD = "K-SYNC-21"
    KIND_UNKNOWN = "K-SYNC-22"
    ISSUER_UNKNOWN = "K-SYNC-23"
    SIGNATURE_MISSING = "K-SYNC-24"


class CommandAnswer(_Body):
    """The first answer to a command, the same for ever, but for `LATER`, which is none yet.

    `code` is empty for an accepted one.
    """

    command_id: str
    status: Status
    code: str
    decided_at: AwareDatetime


class CommandsAnswer(_Body):
    """One answer for each command, in order."""

    answers: list[CommandAnswer]


class EventsAnswer(_Body):
    """Events after the cursor that was sent. `cursor` is opaque; `more` says whether to ask again at once.

    `guests` are memberships among them whose holders came from other offices: what was before may be missing.
    """

    events: list[EventEnvelope]
    cursor: str
    more: bool
    central_time: AwareDatetime
    guests: tuple[str, ...] = ()


class EmailCodeCheck(_Body):
    """The code from the e-mail."""

    code: Annotated[str, Field(max_length=16)]


class ReviewQuestion(_Body):
    """What a counter asks central's review desk about a command that was not accepted."""

    question: Annotated[str, Field(min_length=1, max_length=300)]


class FoundingCaseAnswer(_Body):
    """A founding case of the office that asks: its parts as JSON texts (`kiosk.contract.founding_record`)."""

    case_id: str
    version: Annotated[int, Field(ge=1)]
    parts: dict[str, str]


ERASED = "erased"
"""The subject of a request for deletion that was granted, once it was done at central."""


class AnsweredInquiry(_Body):
    """What a member asked the help desk (`asked` as in the command), and what was answered; times in UTC.

    `erased`: it asked for deletion, which was done at central, and now is to be done at the counters.
    """

    inquiry_id: str
    membership_id: str
    sent_at: AwareDatetime
    asked: dict[str, JsonValue]
    answer: str
    answered_at: AwareDatetime
    erased: bool = False


class InquiriesAnswer(_Body):
    """Answers in their order; `last` is the last one's number, and with `more` there are others past it."""

    inquiries: tuple[AnsweredInquiry, ...]
    last: Annotated[int, Field(ge=0)]
    more: bool


class FidoTicketRequest(_Body):
    """A holder without a card is to sign `statement` on the phone that the national ID is bound to."""

    statement: Statement
    national_id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9][0-9]{8}$")]


class VisitRequest(_Body):
    """A holder's card has signed `statement` (see `identification`) at the device that asks."""

    statement: Statement
    signature: Annotated[str, Field(max_length=32_768)]


class VisitAnswer(_Body):
    """The holder's membership; None where that holder has none."""

    membership_id: str | None


LARGEST_PAPER = 500_000
"""Bytes that the file of a paper may have that is handed to central."""


class PaperRequest(_Body):
    """A paper's file (PDF, base64), to be fetched from central by whoever has its link.

    `name` is what it is called: its kind in both languages and its number. With `mail` the link is sent to
    the confirmed address of the membership, and to nobody else.
    """

    membership_id: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")] | None
    name: Annotated[str, Field(min_length=1, max_length=200)]
    pdf: Annotated[str, Field(max_length=LARGEST_PAPER * 4 // 3 + 4)]
    mail: bool


class PaperAnswer(_Body):
    """Where the paper can be fetched, and until when; `mailed_to` is the address, masked, "" for none."""

    url: str
    kept_until: AwareDatetime
    mailed_to: str = ""


class FidoState(StrEnum):
    """How a signing by phone stands."""

    PENDING = "pending"
    SUCCESS = "success"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"  # what came back does not belong to this statement or to this person


class FidoTicket(_Body):
    """`qr` is what the QR code says. `signature` goes into the command's envelope; None until SUCCESS."""

    ticket_id: str
    state: FidoState
    qr: str
    expires_at: AwareDatetime
    signature: str | None = None


class ReceiptState(StrEnum):
    """How what a receipt tells stands now."""

    SIGNED = "signed"  # a kiosk has signed it; central has not heard of it yet
    GENUINE = "genuine"  # a kiosk has signed it; it tells how things stood then
    WAITING = "waiting"  # central has it and has not decided yet
    CURRENT = "current"
    ENDED = "ended"  # the order was cancelled or refunded later, or its term is over
    TURNED_DOWN = "turned_down"  # central refused it: the paper is void
    DEVICE_REVOKED = "device_revoked"  # signed by a kiosk that is shut out, and nothing else speaks for it


class ReceiptAnswer(_Body):
    """What central knows of a receipt, or of what else was taken; names and numbers masked, money in NT$.

    Where there is no order its number is empty, and where there is no money it is 0.
    `own` and `points` are what an order takes or, on a refund's paper, what it gives back. Where its QR code
    was read, `number` is the paper's own, and `training` says whether it was issued in training.
    `device_revoked_at` is since when the kiosk that issued it is shut out, None where it is not.
    """

    code: str
    kind: str
    state: ReceiptState
    order_state: str
    order_number: str
    cooperative: str
    ubn: str
    plan: str
    own: int
    points: int
    signed_at: AwareDatetime
    number: str = ""
    training: bool = False
    device_revoked_at: AwareDatetime | None = None


class Hours(_Body):
    """From `opens` to `closes` (Asia/Taipei, HH:MM) on these days (1 is Monday)."""

    days: tuple[int, ...]
    opens: str
    closes: str


class Contact(_Body):
    """Whom to ask, and when."""

    telephone: str
    email: str
    website: str
    hours: Hours


class DocumentEntry(_Body):
    """A document that central gives out, by the SHA-256 of its bytes."""

    name: str
    sha256: str
    media_type: str


class DocumentsAnswer(_Body):
    """What there is at /v1/documents/{name}, and the key (Ed25519, base64) that signs it.

    With the key (X25519, base64) that sealed bundles are encrypted for.
    """

    key: str
    sealing_key: str = ""
    documents: tuple[DocumentEntry, ...]


class StandingAnswer(_Body):
    """What a kiosk asks in each round: how central has it, which documents there are, and central's time.

    Signed for the very request (`sign_answer`): an older answer cannot take its place.
    """

    device: DeviceAnswer
    documents: DocumentsAnswer
    central_time: AwareDatetime


class Problem(BaseModel):
    """RFC 9457 problem details. `code` is the entry in the failure catalogue; `type`, relative to central's
    address, leads to its page for people. `places` are the fields that it is about.
    """

    model_config = ConfigDict(frozen=True)
    type: str
    title: str
    status: int
    code: str
    tries_left: int | None = None
    places: tuple[str, ...] | None = None


class ApiProblem(StrEnum):
    """Requests that are refused as a whole. The value is the code of its entry in the failure catalogue."""

    MALFORMED = "K-API-01"
    DEVICE_UNKNOWN = "K-API-02"
    TOO_LARGE = "K-API-03"
    ENROLMENT_CODE = "K-API-04"
    MEMBERSHIP_UNKNOWN = "K-API-05"
    EMAIL_CODE_WRONG = "K-API-06"
    EMAIL_CODE_EXPIRED = "K-API-07"
    EMAIL_CODE_USED_UP = "K-API-08"
    EMAIL_CODE_TOO_OFTEN = "K-API-09"
    MAIL_NOT_SENT = "K-API-10"
    INTERNAL = "K-API-11"
    REVOCATION_UNKNOWN = "K-API-12"  # no command of the request took effect; all may be sent again
    UNSIGNED = "K-API-20"
    SIGNATURE_WRONG = "K-API-21"
    REQUEST_TOO_OLD = "K-API-22"  # sent again after its window, or by a slow clock
    CLOCK_AHEAD = "K-API-23"
    DEVICE_REVOKED = "K-API-24"
    ENCODING_UNKNOWN = "K-API-25"
    NOT_JSON = "K-API-26"
    VERSION_UNKNOWN = "K-API-27"
    NOTHING_HERE = "K-API-28"
    METHOD_UNKNOWN = "K-API-29"
    TOO_MANY_REQUESTS = "K-API-30"
    NOT_READY = "K-API-31"
    RECEIPT_UNKNOWN = "K-API-32"
    DOCUMENT_UNKNOWN = "K-API-33"
    NOT_ALLOWED = "K-API-34"
    FIDO_NOT_SET_UP = "K-API-35"
    FIDO_NOT_REGISTERED = "K-API-36"
    FIDO_TROUBLE = "K-API-37"
    FIDO_TICKET_UNKNOWN = "K-API-38"
    ADDRESS_NOT_CONFIRMED = "K-API-39"
    REVIEW_UNKNOWN = "K-API-40"
    FOUNDING_CASE_UNKNOWN = "K-API-41"
    VENDOR_KEY_UNKNOWN = "K-API-50"
    PAYMENT_LINK = "K-API-51"
    REASON_MISSING = "K-API-52"
    PLAN_INVALID = "K-API-53"
    PLAN_ID_TAKEN = "K-API-54"
    PLAN_UNCHANGED = "K-API-55"
    LAST_PLAN = "K-API-56"
    PLAN_UNKNOWN = "K-API-57"
    HOLDER_NOT_PROVEN = "K-API-60"
    AUDIT_FORKED = "K-API-65"
