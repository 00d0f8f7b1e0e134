"""Speaking to the central service over HTTP: every request signed by this device.

Each bears an id (`X-Request-Id`) that stands in this machine's log and in central's, and tells of nobody.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Self, TypeVar

import httpx2
import uuid_utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import BaseModel, ValidationError

from kiosk.contract.api import (
    ApiProblem,
    CertificateAnswer,
    CommandAnswer,
    CommandsAnswer,
    DocumentsAnswer,
    EmailCodeCheck,
    EnrolmentAnswer,
    EnrolmentRequest,
    EventsAnswer,
    FidoTicket,
    FidoTicketRequest,
    FoundingCaseAnswer,
    InquiriesAnswer,
    PaperAnswer,
    PaperRequest,
    Problem,
    ReviewQuestion,
    StandingAnswer,
    VisitAnswer,
    VisitRequest,
)
from kiosk.contract.audit import AuditAnswer, AuditEntry, AuditRequest, SignedLine
from kiosk.contract.clock import Clock
from kiosk.contract.condition import ConditionReport
from kiosk.contract.envelopes import Statement
from kiosk.contract.request_signature import WINDOW, sign_request
from kiosk.contract.revocation import LARGEST_LIST
from kiosk.contract.signed_documents import (
    ANSWER_HEADER,
    LARGEST_DOCUMENT,
    SIGNATURE_HEADER,
    DocumentSignatureInvalid,
    require_answer,
)
from kiosk.services.answers import AS_IT_IS, LARGEST_ANSWER, read_answer
from kiosk.services.failures import Failed, Trouble
from kiosk.services.tls import context, is_of_tls
from kiosk.storage.documents import SignedDocument

PROBLEM_TYPE = "application/problem+json"
MOST_EVENTS = 250
PATIENCE = timedelta(seconds=10)
"""How long a counter waits for an answer."""

_REQUEST_ID = "X-Request-Id"

_log = logging.getLogger(__name__)

_Answer = TypeVar("_Answer", bound=BaseModel)


def _not_compared() -> Callable[[datetime], None]:
    return lambda _told: None


class CentralClient:
    """One device's way to central. May be used from several threads.

    Every method raises `Failed`: CENTRAL_UNREACHABLE, CENTRAL_UNTRUSTED (by TLS), CENTRAL_SLOW (no answer
    within `timeout`), CLOCK_WRONG (this machine's clock is too far from central's), CENTRAL_TROUBLE,
    ANSWER_MALFORMED, or an `ApiProblem`.
    """

    def __init__(
        self,
        base_url: str,
        device_id: str,
        key: Ed25519PrivateKey,
        clock: Clock,
        timeout: timedelta,
        compare_clocks: Callable[[], Callable[[datetime], None]] = _not_compared,
    ) -> None:
        """`compare_clocks` is called before each request, and what it gives with the time of the answer."""
        self._device_id, self._key, self._clock = device_id, key, clock
        self._compare_clocks = compare_clocks
        self._http = _http(base_url, timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, envelopes: Sequence[bytes]) -> list[CommandAnswer]:
        """Send commands, as the canonical bytes of their envelopes, and get an answer for each, in order."""
        body = b'{"commands":[' + b",".join(envelopes) + b"]}"
        response = self._request("POST", "/v1/commands", body)
        if response.status_code != HTTPStatus.CONFLICT:  # 409: one of the answers says OTHER_BYTES
            _require_success(response)
        return _parsed(CommandsAnswer, response).answers

    def events(self, after: str) -> EventsAnswer:
        """Events after the cursor of the last answer; "" at first."""
        path = httpx2.URL("/v1/events", params={"after": after, "limit": MOST_EVENTS})
        return _parsed(EventsAnswer, _require_success(self._request("GET", path, b"")))

    def history(self, membership_id: str, after: str) -> EventsAnswer:
        """Events of one membership after the cursor of the last answer about it; "" at first."""
        path = httpx2.URL(
            "/v1/events", params={"membership_id": membership_id, "after": after, "limit": MOST_EVENTS}
        )
        return _parsed(EventsAnswer, _require_success(self._request("GET", path, b"")))

    def send_audit(self, lines: Sequence[SignedLine]) -> AuditAnswer:
        """Give central the next lines of this device's audit log; how far central has it then.

        Raises `Failed` (AUDIT_FORKED) where central has other lines in their places.
        """
        told = [AuditEntry(line=one.text, signature=one.signature) for one in lines]
        body = AuditRequest(lines=told).model_dump_json().encode()
        return _parsed(AuditAnswer, _require_success(self._request("POST", "/v1/audit", body)))

    def send_email_code(self, membership_id: str) -> None:
        """Let central mail a code to the membership's contact."""
        _require_success(self._request("POST", f"/v1/memberships/{membership_id}/email-codes", b""))

    def check_email_code(self, membership_id: str, code: str) -> None:
        """Hand in the code from the e-mail. A wrong one is `Failed` (EMAIL_CODE_WRONG) with `tries_left`."""
        body = EmailCodeCheck(code=code).model_dump_json().encode()
        _require_success(self._request("POST", f"/v1/memberships/{membership_id}/email-codes/check", body))

    def ask_review(self, command_id: str, question: str) -> None:
        """Put a question of this counter beside a command that central did not accept, at its review desk.

        Raises `Failed` (COMMAND_UNKNOWN) where the review desk has no such command of this office.
        """
        body = ReviewQuestion(question=question).model_dump_json().encode()
        _require_success(self._request("POST", f"/v1/commands/{command_id}/questions", body))

    def founding_case(self, code_hash: str) -> FoundingCaseAnswer:
        """The office's founding case whose code has this SHA-256.

        Raises `Failed`, of its own FOUNDING_CASE_UNKNOWN.
        """
        path = f"/v1/founding-cases/{code_hash}"
        return _parsed(FoundingCaseAnswer, _require_success(self._request("GET", path, b"")))

    def hand_paper(self, paper: PaperRequest) -> PaperAnswer:
        """Give central a paper to be fetched by its link.

        Raises `Failed`, of its own ADDRESS_NOT_CONFIRMED, MEMBERSHIP_UNKNOWN and MAIL_NOT_SENT.
        """
        body = paper.model_dump_json().encode()
        return _parsed(PaperAnswer, _require_success(self._request("POST", "/v1/papers", body)))

    def answers(self, after: int, membership_id: str | None = None) -> InquiriesAnswer:
        """The help desk's answers past that number, to all members seen here or to one of them."""
        asked = {"after": str(after)} if membership_id is None else {
            "after": str(after), "membership_id": membership_id
        }  # fmt: skip
        path = httpx2.URL("/v1/inquiries", params=asked)
        return _parsed(InquiriesAnswer, _require_success(self._request("GET", path, b"")))

    def visit(self, statement: Statement, signature: str) -> str | None:
        """The membership of the holder whose card signed `statement` here; None where it has none.

        This counter may ask for its history from then on. Raises `Failed` (HOLDER_NOT_PROVEN).
        """
        body = VisitRequest(statement=statement, signature=signature).model_dump_json().encode()
        answer = _parsed(VisitAnswer, _require_success(self._request("POST", "/v1/visits", body)))
        return answer.membership_id

    def begin_phone_signing(self, statement: Statement, national_id: str) -> FidoTicket:
        """Let the phone that `national_id` is bound to sign (行動自然人憑證); the same ticket while it waits.

        Raises `Failed`, of its own FIDO_NOT_REGISTERED, FIDO_NOT_SET_UP and FIDO_TROUBLE.
        """
        body = FidoTicketRequest(statement=statement, national_id=national_id).model_dump_json().encode()
        return _parsed(FidoTicket, _require_success(self._request("POST", "/v1/fido/tickets", body)))

    def phone_signing(self, ticket_id: str) -> FidoTicket:
        """How a signing by phone stands. Raises `Failed`, of its own FIDO_TICKET_UNKNOWN and FIDO_TROUBLE."""
        path = f"/v1/fido/tickets/{ticket_id}"
        return _parsed(FidoTicket, _require_success(self._request("GET", path, b"")))

    def revocation_list(self, authority: str, held: str | None) -> bytes | None:
        """The authority's revocation list (DER, as central has it: nothing is verified here).

        `authority` is its `key_name`, `held` the SHA-256 of the list held, if any. None where central has no
        other one.
        """
        request = self._signed("GET", f"/v1/revocation-lists/{authority}", b"")
        request.headers["If-None-Match"] = f'"{held}"' if held else ""
        response = _sent(self._http, request, LARGEST_LIST)
        if response.status_code == HTTPStatus.OK:
            return response.content
        _require_right_clock(response, self._clock())
        if response.status_code not in {HTTPStatus.NOT_MODIFIED, HTTPStatus.NOT_FOUND}:
            _require_success(response)
        return None

    def standing(self, key: str) -> StandingAnswer:
        """How central has this device and which documents there are, signed by `key` for this request.

        Raises `Failed` (DOCUMENT_UNSIGNED) where it is not; without a key, nobody can say.
        """
        request = self._signed("GET", "/v1/standing", b"")
        response = _require_success(self._measured(request))
        _require_of_now(request, response, key)
        return _parsed(StandingAnswer, response)

    def tell_condition(self, report: ConditionReport) -> None:
        """Tell how this device is, for central's list of devices."""
        body = report.model_dump_json().encode()
        _require_success(self._request("PUT", "/v1/device/condition", body))

    def certificate(self) -> str:
        """What central has signed about this device's key (base64), unverified."""
        answer = _require_success(self._request("GET", "/v1/device/certificate", b""))
        return _parsed(CertificateAnswer, answer).certificate

    def documents(self) -> DocumentsAnswer:
        """Which documents central has, in which state, and its public keys."""
        return _parsed(DocumentsAnswer, _require_success(self._request("GET", "/v1/documents", b"")))

    def document(self, name: str, held: str | None, key: str) -> SignedDocument | None:
        """A document as central has it now, its own signature unverified; None where its tag is `held`.

        Raises `Failed` (DOCUMENT_UNSIGNED) where `key` did not sign the answer for this request.
        """
        request = self._signed("GET", f"/v1/documents/{name}", b"")
        request.headers["If-None-Match"] = f'"{held}"' if held else ""
        response = self._measured(request)
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return None
        headers = _require_success(response).headers
        if len(response.content) > LARGEST_DOCUMENT:
            raise Failed(Trouble.ANSWER_MALFORMED)
        _require_of_now(request, response, key)
        signature, tag = headers.get(SIGNATURE_HEADER, ""), headers.get("ETag", "").strip('"')
        return SignedDocument(name, response.content, signature, tag)

    def _request(self, method: str, path: str | httpx2.URL, body: bytes) -> httpx2.Response:
        return self._measured(self._signed(method, path, body))

    def _measured(self, request: httpx2.Request) -> httpx2.Response:
        """Send, and note from the answer how far this machine's clock is from central's."""
        note, signed_at = self._compare_clocks(), self._clock()
        response = _sent(self._http, request)
        told = _central_time(response)
        if told is not None:
            note(told)  # it may set what `_clock` tells right, for the next request
        _require_right_clock(response, signed_at)
        return response

    def _signed(self, method: str, path: str | httpx2.URL, body: bytes) -> httpx2.Request:
        request = self._http.build_request(method, path, content=body, headers=_headers(body))
        request.headers.update(
            sign_request(
                method=method,
                url=str(request.url),
                body=body,
                device_id=self._device_id,
                key=self._key,
                at=self._clock(),
            )
        )
        return request


def enrol(base_url: str, request: EnrolmentRequest, timeout: timedelta) -> EnrolmentAnswer:
    """Introduce a device to central with its one-time code; the only request that no device signs.

    Raises `Failed`: ENROLMENT_CODE (wrong, used or expired), and as `CentralClient` does.
    """
    body = request.model_dump_json().encode()
    with _http(base_url, timeout) as http:
        made = http.build_request("POST", "/v1/enrolments", content=body, headers=_headers(body))
        return _parsed(EnrolmentAnswer, _require_success(_sent(http, made)))


def _require_of_now(request: httpx2.Request, response: httpx2.Response, key: str) -> None:
    """An answer that was given before, to another request, is none to this one."""
    signature = response.headers.get(ANSWER_HEADER, "")
    try:
        if key:
            require_answer(request.headers[_REQUEST_ID], response.content, signature, key)
    except DocumentSignatureInvalid:
        raise Failed(Trouble.DOCUMENT_UNSIGNED) from None


def _require_right_clock(response: httpx2.Response, signed_at: datetime) -> None:
    central_time = _central_time(response)
    if response.status_code != HTTPStatus.UNAUTHORIZED or central_time is None:
        return
    if abs(central_time - signed_at) > WINDOW:
        raise Failed(Trouble.CLOCK_WRONG)


def _central_time(response: httpx2.Response) -> datetime | None:
    try:
        told = parsedate_to_datetime(response.headers.get("Date", ""))
    except ValueError:
        return None
    return told.replace(tzinfo=UTC)  # always GMT (RFC 9110, 5.6.7)


def _http(base_url: str, timeout: timedelta) -> httpx2.Client:
    # The way to central is a setting of the kiosk's, not of its environment.
    seconds = timeout.total_seconds()
    return httpx2.Client(
        base_url=base_url, timeout=seconds, verify=context(), trust_env=False, headers=AS_IT_IS
    )


def _headers(body: bytes) -> dict[str, str]:
    named = {_REQUEST_ID: str(uuid_utils.uuid7())}
    return {**named, "Content-Type": "application/json"} if body else named


def _sent(http: httpx2.Client, request: httpx2.Request, most: int = LARGEST_ANSWER) -> httpx2.Response:
    with _trouble_named():
        response = read_answer(http, request, most)
    _note(response)
    return response


def _note(response: httpx2.Response) -> None:
    """A line in the log: neither path nor body, for they tell of whom."""
    request, status = response.request, response.status_code
    told = {"request_id": request.headers[_REQUEST_ID]}
    _log.info("%s answered %d", request.method, status, extra=told)


@contextmanager
def _trouble_named() -> Iterator[None]:
    """Let what goes wrong on the way to central be named as what it is."""
    try:
        yield
    except httpx2.ConnectTimeout as error:
        raise Failed(Trouble.CENTRAL_UNREACHABLE) from error
    except httpx2.TimeoutException as error:
        raise Failed(Trouble.CENTRAL_SLOW) from error
    except httpx2.ConnectError as error:
        why = Trouble.CENTRAL_UNTRUSTED if is_of_tls(error) else Trouble.CENTRAL_UNREACHABLE
        raise Failed(why) from error
    except httpx2.TransportError as error:
        raise Failed(Trouble.CENTRAL_UNREACHABLE) from error


def _require_success(response: httpx2.Response) -> httpx2.Response:
    if response.is_success:
        return response
    if response.headers.get("Content-Type", "").startswith(PROBLEM_TYPE):
        problem = _parsed(Problem, response)
        if problem.code in set(ApiProblem):
            values = {} if problem.tries_left is None else {"tries_left": problem.tries_left}
            raise Failed(ApiProblem(problem.code), **values)
    if response.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise Failed(ApiProblem.TOO_LARGE)
    raise Failed(Trouble.CENTRAL_TROUBLE)


def _parsed(model: type[_Answer], response: httpx2.Response) -> _Answer:
    try:
        return model.model_validate_json(response.content)
    except ValidationError:
        # Without its cause: the message of pydantic repeats what was received, which may be personal.
        raise Failed(Trouble.ANSWER_MALFORMED) from None
