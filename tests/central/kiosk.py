"""A kiosk as central sees it: real signatures over real HTTP, and no part of the kiosk's own program."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import uuid_utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key

from kiosk.contract.certificates import parse_holder
from kiosk.contract.clock import Clock
from kiosk.contract.codec import command_body
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope, Statement
from kiosk.contract.holder_signature import sign_detached
from kiosk.contract.request_signature import sign_request
from kiosk.domain.assessment import Questionnaire
from kiosk.domain.commands import (
    Apply,
    Command,
    CompleteAssessment,
    Condition,
    OpenMembership,
    PlaceOrder,
    RequestRefund,
)
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.plans import PlanTerms


class SoftCard:
    """A holder's card whose key lies in a file."""

    def __init__(self, folder: Path) -> None:
        self.certificate = (folder / "sign.der").read_bytes()
        key = load_der_private_key((folder / "sign.key").read_bytes(), password=None)
        assert isinstance(key, RSAPrivateKey)
        self._key = key

    @property
    def holder(self) -> HolderId:
        return parse_holder(self.certificate).holder_id

    @property
    def identity(self) -> IdentityKind:
        return parse_holder(self.certificate).kind

    def sign(self, payload: bytes) -> str:
        return sign_detached(
            payload, [self.certificate], lambda data, _digest: self._key.sign(data, PKCS1v15(), SHA256())
        )


def new_id() -> str:
    return str(uuid_utils.uuid7())


class Kiosk:
    """One enrolled device with its chain of commands."""

    def __init__(self, base_url: str, clock: Clock) -> None:
        self.http = httpx2.Client(base_url=base_url, timeout=20, trust_env=False)
        self.clock = clock
        self.key = Ed25519PrivateKey.generate()
        self.device_id = ""
        self.seq = 0
        self.previous = FIRST_IN_CHAIN

    def enrolment(self, code: str) -> dict[str, str]:
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return {"code": code, "public_key": base64.b64encode(raw).decode(), "database_id": new_id()}

    def enrol(self, code: str) -> httpx2.Response:
        answer = self.http.post("/v1/enrolments", json=self.enrolment(code))
        if answer.status_code == 200:
            self.device_id = answer.json()["device_id"]
        return answer

    def request(
        self, method: str, path: str, body: bytes = b"", *, at: datetime | None = None, **headers: str
    ) -> httpx2.Response:
        url = str(self.http.base_url.join(path))
        signed = sign_request(
            method=method, url=url, body=body, device_id=self.device_id, key=self.key, at=at or self.clock()
        )
        return self.http.request(method, path, content=body, headers={**signed, **headers})

    def statement(
        self, command: Command, membership_id: str, *, at: datetime | None = None, **changes: Any
    ) -> Statement:
        parts = {
            "command_id": new_id(),
            "membership_id": membership_id,
            "issued_at": at or self.clock(),
            "kind": command.kind,
            "body": command_body(command),
        }
        return Statement(**{**parts, **changes})

    def envelope(self, statement: Statement, signature: str | None = None, **changes: Any) -> CommandEnvelope:
        """The next link of the chain; `changes` make it another, and leave the chain as it was."""
        parts = {
            "statement": statement,
            "device_id": self.device_id,
            "device_seq": self.seq + 1,
            "previous": self.previous,
            "signature": signature,
        }
        envelope = CommandEnvelope(**{**parts, **changes})
        if not changes:
            self.seq, self.previous = envelope.device_seq, envelope.chain_hash()
        return envelope

    def command(
        self, command: Command, membership_id: str, card: SoftCard | None = None, **changes: Any
    ) -> CommandEnvelope:
        statement = self.statement(command, membership_id, **changes)
        return self.envelope(statement, card.sign(statement.canonical_bytes()) if card else None)

    def post(self, *envelopes: CommandEnvelope) -> httpx2.Response:
        body = json.dumps({"commands": [one.model_dump(mode="json") for one in envelopes]}).encode()
        return self.request("POST", "/v1/commands", body)

    def send(self, *envelopes: CommandEnvelope) -> list[tuple[str, str]]:
        """Status and code of each."""
        answer = self.post(*envelopes)
        assert answer.status_code in {200, 409}, answer.text
        return [(one["status"], one["code"]) for one in answer.json()["answers"]]

    def events(self, after: str = "", limit: int = 500) -> dict[str, Any]:
        answer = self.request("GET", f"/v1/events?after={after}&limit={limit}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def kinds(self, membership_id: str) -> list[str]:
        return [one["kind"] for one in self.events()["events"] if one["membership_id"] == membership_id]

    def ask_code(self, membership_id: str) -> httpx2.Response:
        return self.request("POST", f"/v1/memberships/{membership_id}/email-codes")

    def check_code(self, membership_id: str, code: str) -> httpx2.Response:
        body = json.dumps({"code": code}).encode()
        return self.request("POST", f"/v1/memberships/{membership_id}/email-codes/check", body)

    def training(self, path: str, body: Mapping[str, str] | None = None) -> Any:
        answer = self.http.post(f"/training/{path}", json=dict(body or {}))
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None


def opening(card: SoftCard, at: datetime, **changes: Any) -> OpenMembership:
    parts: dict[str, Any] = {
        "identity": card.identity,
        "cooperative_name": "訓練用𠮷祥合作社",
        "ubn": "12345675",
        "notice_version": "2026-1",
        "notice_shown_at": at - timedelta(minutes=1),
        "signer": card.holder,
    }
    return OpenMembership(**{**parts, **changes})


def application(email: str = "office@coop.example") -> Apply:
    return Apply(tuple(Condition), True, "訓練用聯絡人", email, "02-0000-0000")


def assessment(questionnaire: Questionnaire) -> CompleteAssessment:
    answers = {question.question_id: 2 for theme in questionnaire.themes for question in theme.questions}
    return CompleteAssessment(questionnaire.version, answers)


def placing(number: str, terms: PlanTerms, signer: HolderId, points: int) -> PlaceOrder:
    return PlaceOrder(number, terms, points, terms.price - points, signer)


def refund(number: str, own: int, points: int, signer: HolderId) -> RequestRefund:
    return RequestRefund(number, own, points, signer)
