"""A small central service for tests: verifies, decides and remembers like the real one, fails on demand."""

import base64
import hashlib
import json
import socket
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from threading import Thread
from typing import Any

import uuid_utils
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from fastapi import FastAPI, Request, Response

from kiosk.contract.api import (
    CertificateAnswer,
    CommandAnswer,
    DeviceAnswer,
    DocumentEntry,
    DocumentsAnswer,
    EnrolmentAnswer,
    EnrolmentRequest,
    Rejection,
    StandingAnswer,
    Status,
)
from kiosk.contract.codec import command_from, event_body
from kiosk.contract.device_certificate import DeviceCertificate, issue_certificate
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope
from kiosk.contract.request_signature import RequestSignatureInvalid, verify_request
from kiosk.contract.signed_documents import (
    ANSWER_HEADER,
    SIGNATURE_HEADER,
    public_text,
    sign_answer,
    sign_document,
)
from kiosk.domain.commands import Command
from kiosk.domain.decide import decide
from kiosk.domain.evolve import fold
from kiosk.domain.identity import HolderId
from kiosk.domain.membership import Membership
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refused

Fault = Callable[[Request, Response], Response]
"""Gets a request and its true answer, which has taken effect, and gives what is answered instead."""


def answers(status: int, body: bytes = b"", content_type: str = "text/html", **headers: str) -> Fault:
    return lambda _request, _true: Response(body, status, {"Content-Type": content_type, **headers})


def problem(status: int, code: str, **values: int) -> Fault:
    body = {"type": "about:blank", "title": "", "status": status, "code": code, **values}
    return answers(status, json.dumps(body).encode(), "application/problem+json; charset=utf-8")


def untouched(_request: Request, true: Response) -> Response:
    return true


@dataclass
class SmallCentral:
    rules: Programme
    clock: Callable[[], datetime]
    enrolment_code: str = "TRAIN-1234"
    page: int = 500
    devices: dict[str, Ed25519PublicKey] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    answered: dict[str, tuple[bytes, CommandAnswer]] = field(default_factory=dict)
    chain: dict[str, tuple[int, str]] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    seen: list[str] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    lists: dict[str, bytes] = field(default_factory=dict)
    undecided: str = ""
    url: str = ""
    document_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    documents: dict[str, bytes] = field(default_factory=dict)
    signed_by: dict[str, Ed25519PrivateKey] = field(default_factory=dict)
    quarantined: set[str] = field(default_factory=set)

    async def handle(self, request: Request) -> Response:
        body = await request.body()
        self.seen.append(f"{request.method} {request.url.path}")
        true = self._true_answer(request, body)
        fault = self.faults.popleft() if self.faults else untouched
        answer = fault(request, true)
        answer.headers.setdefault("Date", format_datetime(self.clock(), usegmt=True))
        return answer

    def _true_answer(self, request: Request, body: bytes) -> Response:
        if request.url.path == "/v1/enrolments":
            return self._enrol(EnrolmentRequest.model_validate_json(body))
        try:
            verify_request(
                method=request.method, url=str(request.url), headers=dict(request.headers), body=body,
                public_key=self.devices.get, now=self.clock(),
            )  # fmt: skip
        except RequestSignatureInvalid:
            return problem(401, "K-API-02")(request, Response())
        if request.url.path == "/v1/commands":
            return self._commands(json.loads(body)["commands"])
        if request.url.path == "/v1/events":
            return self._events(request.query_params["after"], request.query_params.get("membership_id"))
        if request.url.path in {"/v1/standing", "/v1/device/certificate"}:
            return self._of_the_device(request)
        if request.url.path.startswith("/v1/documents"):
            return self._document(request.url.path.removeprefix("/v1/documents").lstrip("/"), request)
        if request.url.path.startswith("/v1/revocation-lists/"):
            return self._list(request.url.path.rpartition("/")[2], request.headers["If-None-Match"])
        return Response(status_code=204)

    def _enrol(self, asked: EnrolmentRequest) -> Response:
        if asked.code != self.enrolment_code:
            return problem(403, "K-API-04")(Request({"type": "http"}), Response())
        device_id = str(uuid_utils.uuid7())
        self.devices[device_id] = Ed25519PublicKey.from_public_bytes(base64.b64decode(asked.public_key))
        self.chain[device_id] = (asked.last_seq, asked.last_hash)
        answer = EnrolmentAnswer(
            device_id=device_id, office="訓練處", terminal="K1", document_key=public_text(self.document_key),
            certificate=self._certificate_of(device_id),
        )  # fmt: skip
        return Response(answer.model_dump_json(), media_type="application/json")

    def _of_the_device(self, request: Request) -> Response:
        signer = next(one for one in self.devices if one in request.headers["Signature-Input"])
        if request.url.path == "/v1/standing":
            return self._standing(request, signer)
        told = CertificateAnswer(certificate=self._certificate_of(signer))
        return Response(told.model_dump_json(), media_type="application/json")

    def _certificate_of(self, device_id: str) -> str:
        device = DeviceCertificate(device_id, "K1", self.devices[device_id].public_bytes_raw())
        return base64.b64encode(issue_certificate(device, self.document_key)).decode()

    def _standing(self, request: Request, signer: str) -> Response:
        last_seq, last_hash = self.chain.get(signer, (0, FIRST_IN_CHAIN))
        device = DeviceAnswer(
            office="訓練處", terminal="K1", quarantined=signer in self.quarantined,
            last_seq=last_seq, last_hash=last_hash,
        )  # fmt: skip
        told = StandingAnswer(device=device, documents=self._index(), central_time=self.clock())
        content = told.model_dump_json().encode()
        signed = {ANSWER_HEADER: sign_answer(request.headers["X-Request-Id"], content, self.document_key)}
        return Response(content, headers=signed, media_type="application/json")

    def _index(self) -> DocumentsAnswer:
        entries = [
            DocumentEntry(name=name, sha256=hashlib.sha256(one).hexdigest(), media_type="text/plain")
            for name, one in self.documents.items()
        ]
        return DocumentsAnswer(key=public_text(self.document_key), documents=tuple(entries))

    def _document(self, name: str, request: Request) -> Response:
        if not name:
            return Response(self._index().model_dump_json(), media_type="application/json")
        content = self.documents[name]
        tag = f'"{hashlib.sha256(content).hexdigest()}"'
        signature = sign_document(name, content, self.signed_by.get(name, self.document_key))
        of_now = sign_answer(request.headers["X-Request-Id"], content, self.document_key)
        headers = {"ETag": tag, SIGNATURE_HEADER: signature, ANSWER_HEADER: of_now}
        if request.headers["If-None-Match"] == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type="application/toml")

    def _commands(self, sent: list[dict[str, Any]]) -> Response:
        self.batches.append(len(sent))
        if any(one["statement"]["command_id"] == self.undecided for one in sent):
            return problem(503, "K-API-12")(Request({"type": "http"}), Response())
        given = [self._answer(CommandEnvelope.model_validate(one)) for one in sent]
        status = 409 if any(answer.code == Rejection.OTHER_BYTES for answer in given) else 200
        body = {"answers": [answer.model_dump(mode="json") for answer in given]}
        return Response(json.dumps(body), status, media_type="application/json")

    def _answer(self, envelope: CommandEnvelope) -> CommandAnswer:
        statement, sent = envelope.statement, envelope.canonical_bytes()
        if statement.command_id in self.answered:
            known, answer = self.answered[statement.command_id]
            return answer if known == sent else self._told(envelope, Status.REJECTED, Rejection.OTHER_BYTES)
        last, previous = self.chain.get(envelope.device_id, (0, FIRST_IN_CHAIN))
        if (envelope.device_seq, envelope.previous) != (last + 1, previous):
            return self._told(envelope, Status.REJECTED, Rejection.CHAIN_BROKEN)
        self.chain[envelope.device_id] = (envelope.device_seq, envelope.chain_hash())
        answer = self._decided(envelope)
        self.answered[statement.command_id] = (sent, answer)
        return answer

    def _decided(self, envelope: CommandEnvelope) -> CommandAnswer:
        statement = envelope.statement
        signer = None
        if envelope.signature is not None:
            signer = HolderId("CN=測試組織及團體憑證管理中心,C=TW", envelope.signature.partition("..")[0])
        try:
            command = command_from(statement.kind, statement.body, signer)
            self.rule(statement.membership_id, command, statement.command_id)
        except Refused as refused:
            return self._told(envelope, Status.REFUSED, refused.refusal.value)
        return self._told(envelope, Status.ACCEPTED, "")

    def rule(self, membership_id: str, command: Command, command_id: str = "") -> None:
        """Decide a command, of a kiosk or of central's own people, and record its events."""
        before = self.memberships.get(membership_id, Membership())
        happened = decide(before, command, self.clock(), self.rules)
        for seq, event in enumerate(happened, before.version + 1):
            self.events.append({
                "event_id": str(uuid_utils.uuid7()), "membership_id": membership_id, "membership_seq": seq,
                "command_id": command_id or str(uuid_utils.uuid7()), "recorded_at": self.clock().isoformat(),
                "kind": event.kind, "body": event_body(event),
            })  # fmt: skip
        self.memberships[membership_id] = fold(happened, before)

    def _told(self, envelope: CommandEnvelope, status: Status, code: str) -> CommandAnswer:
        command_id = envelope.statement.command_id
        return CommandAnswer(command_id=command_id, status=status, code=code, decided_at=self.clock())

    def _list(self, authority: str, held: str) -> Response:
        if authority not in self.lists:
            return Response(status_code=404)
        der = self.lists[authority]
        if held == f'"{hashlib.sha256(der).hexdigest()}"':
            return Response(status_code=304)
        return Response(der, media_type="application/pkix-crl")

    def _events(self, after: str, membership_id: str | None) -> Response:
        events = [one for one in self.events if membership_id in (None, one["membership_id"])]
        begin = int(after or "0")
        end = min(begin + self.page, len(events))
        body = {
            "events": events[begin:end], "cursor": str(end), "more": end < len(events),
            "central_time": self.clock().isoformat(),
        }  # fmt: skip
        return Response(json.dumps(body), media_type="application/json")


@dataclass
class Listener:
    """One server for many tests: requests go to whichever small central is `current`."""

    url: str
    current: SmallCentral | None = None

    async def handle(self, request: Request) -> Response:
        assert self.current is not None
        return await self.current.handle(request)


@contextmanager
def listening() -> Iterator[Listener]:
    """Serve on a free port of the loopback."""
    # Named as TCP: only then does asyncio switch off the wait for more to send (40 ms an answer).
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        listener = Listener(f"http://127.0.0.1:{taken.getsockname()[1]}")
        app = FastAPI()
        app.add_api_route("/{path:path}", listener.handle, methods=["GET", "POST"])
        config = uvicorn.Config(
            app, log_level="warning", ws="none", lifespan="off", access_log=False, date_header=False
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [taken]})
        thread.start()
        try:
            yield listener
        finally:
            server.should_exit = server.force_exit = True
            thread.join(timeout=10)
    assert not thread.is_alive()
