"""The HTTP API's requests and answers."""

from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from kiosk.contract.envelopes import CommandEnvelope, EventEnvelope

MOST_COMMANDS = 50


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EnrolmentRequest(_Body):
    """A kiosk introduces itself: a one-time code, its Ed25519 public key (base64) and its database's id."""

    code: Annotated[str, Field(max_length=40)]
    public_key: Annotated[str, Field(max_length=64)]
    database_id: Annotated[str, Field(max_length=36)]


class EnrolmentAnswer(_Body):
    """The device's id, its office, and the short name that its papers carry as terminal."""

    device_id: str
    office: str
    terminal: str


class CommandsRequest(_Body):
    """Commands in the order of `device_seq`."""

    commands: Annotated[list[CommandEnvelope], Field(max_length=MOST_COMMANDS)]


class Status(StrEnum):
    """What became of a command."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # by a rule: `code` is the refusal's
    REJECTED = "rejected"  # never reached the rules: signature, certificate, form, chain; `code` says which


class Rejection(StrEnum):
    """Why a command never reached the rules. The value is the code of its entry in the failure catalogue."""

    MALFORMED = "K-SYNC-10"
    SIGNATURE_INVALID = "K-SYNC-11"
    CERTIFICATE_UNTRUSTED = "K-SYNC-12"
    NOT_FOR_A_KIOSK = "K-SYNC-13"
    OTHER_BYTES = "K-SYNC-14"
    CHAIN_BROKEN = "K-SYNC-15"
    OTHER_OFFICE = "K-SYNC-16"


class CommandAnswer(_Body):
    """The first answer to a command, the same for ever. `code` is empty for an accepted one."""

    command_id: str
    status: Status
    code: str
    decided_at: AwareDatetime


class CommandsAnswer(_Body):
    """One answer for each command, in order."""

    answers: list[CommandAnswer]


class EventsAnswer(_Body):
    """Events after the cursor that was sent. `cursor` is opaque; `more` says whether to ask again at once."""

    events: list[EventEnvelope]
    cursor: str
    more: bool
    central_time: AwareDatetime


class EmailCodeCheck(_Body):
    """The code from the e-mail."""

    code: Annotated[str, Field(max_length=16)]


class Problem(BaseModel):
    """RFC 9457 problem details. `code` is the entry in the failure catalogue."""

    model_config = ConfigDict(frozen=True)
    type: str
    title: str
    status: int
    code: str
    tries_left: int | None = None


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
