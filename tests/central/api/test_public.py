"""What anybody may ask: receipts, contact, problems in words; and the documents that kiosks get, signed."""

import base64
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from central.api.problems import STATUS
from central.app import enrolment_of
from central.audit import COMMAND_LINE
from central.fleet import Fleet
from central.store.devices import revoked_devices
from kiosk.contract.api import ApiProblem, DocumentsAnswer, ReceiptAnswer, ReceiptState
from kiosk.contract.documents import read_programme
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.contract.paper_code import PaperEssentials, seal_paper
from kiosk.contract.receipt_code import for_people, receipt_code
from kiosk.contract.revoked_devices import read_revoked
from kiosk.contract.signed_documents import (
    SIGNATURE_HEADER,
    DocumentSignatureInvalid,
    require_signed,
)
from kiosk.domain.commands import CancelOrder
from kiosk.domain.programme import Programme
from tests.central.conftest import RESOURCES, HandClock, Service
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, placing, refund
from tests.central.postgres import both_databases
from tests.central.registered import register

NUMBER = "20260302100000000001"
PAGE = {"Accept": "text/html,application/xhtml+xml"}

database = both_databases


@pytest.fixture
def member(service: Service, organisation: SoftCard, programme: Programme) -> str:
    return register(service.central, organisation, programme)


def _order(kiosk: Kiosk, member: str, card: SoftCard, programme: Programme) -> CommandEnvelope:
    plans = programme.plans.values()
    terms = next(plan.terms for plan in plans if (plan.terms.price, plan.terms.months) == (60_000, 6))
    return kiosk.command(placing(NUMBER, terms, card.holder, 30_000), member, card)


def _receipt(kiosk: Kiosk, envelope: CommandEnvelope) -> ReceiptAnswer:
    code = for_people(receipt_code(envelope.statement))
    answer = kiosk.http.get(f"/receipts/{code}")
    assert answer.status_code == 200, answer.text
    found = ReceiptAnswer.model_validate_json(answer.content)
    assert found.code == code
    return found


def test_a_receipt_from_order_to_refund(
    kiosk: Kiosk, member: str, organisation: SoftCard, programme: Programme, clock: HandClock
) -> None:
    placed = _order(kiosk, member, organisation, programme)
    typed = for_people(receipt_code(placed.statement))
    unknown = kiosk.http.get(f"/receipts/{typed}")
    assert (unknown.status_code, unknown.json()["code"]) == (404, ApiProblem.RECEIPT_UNKNOWN.value)
    assert kiosk.send(placed) == [("accepted", "")]
    found = _receipt(kiosk, placed)
    assert (found.state, found.order_state) == (ReceiptState.CURRENT, "awaiting_vendor")
    assert (found.kind, found.order_number, found.own, found.points) == ("order", NUMBER, 30_000, 30_000)
    assert (found.cooperative, found.ubn) == ("訓○○○○○○社", "12****75")
    assert found.signed_at == placed.statement.issued_at
    spoken = typed.lower().replace("-", " ").replace("1", "l").replace("0", "O")
    assert kiosk.http.get(f"/receipts/{spoken}").json() == found.model_dump(mode="json")

    for act in ("confirm", "pay", "invoice", "start"):
        kiosk.training(f"vendor/{act}", {"order_number": NUMBER})
    clock.move(days=58)
    asked = kiosk.command(refund(NUMBER, 20_000, 20_000, organisation.holder), member, organisation)
    assert kiosk.send(asked) == [("accepted", "")]
    ended, given_back = _receipt(kiosk, placed), _receipt(kiosk, asked)
    assert (ended.state, ended.order_state) == (ReceiptState.ENDED, "refunded")
    assert (given_back.kind, given_back.state) == ("refund", ReceiptState.CURRENT)
    assert (given_back.own, given_back.points) == (20_000, 20_000)


def test_a_paper_that_was_turned_down(
    kiosk: Kiosk, member: str, organisation: SoftCard, citizen: SoftCard, programme: Programme
) -> None:
    """Printed offline, refused later: whoever holds it learns that it is void."""
    anothers = _order(kiosk, member, citizen, programme)
    ((status, _),) = kiosk.send(anothers)
    assert status == "refused"
    found = _receipt(kiosk, anothers)
    assert (found.state, found.order_state) == (ReceiptState.TURNED_DOWN, "")
    page = kiosk.http.get(f"/receipts/{found.code}", headers=PAGE)
    assert "未成立，不生效" in page.text


def _scanned(kiosk: Kiosk, **about: Any) -> str:
    """The digits that the QR code of a paper of this kiosk bears."""
    certificate = kiosk.request("GET", "/v1/device/certificate").json()["certificate"]
    said = PaperEssentials(
        **{
            "kind": "order",
            "number": 7,
            "issued_at": datetime(2026, 3, 2, 2, tzinfo=UTC),
            "ubn": "12345675",
            "order_number": NUMBER,
            "own": 30_000,
            "points": 30_000,
            "check_code": "7QK2M0XV93HTAB4C",
            "digest": bytes(16),
            "provisional": True,
            "training": False,
            **about,
        }
    )
    address = "https://central.example"
    return seal_paper(said, address, base64.b64decode(certificate), kiosk.key).rpartition("/")[2]


def test_a_paper_is_told_of_by_its_qr_code(
    kiosk: Kiosk, member: str, organisation: SoftCard, programme: Programme
) -> None:
    placed = _order(kiosk, member, organisation, programme)
    digits = _scanned(kiosk, check_code=receipt_code(placed.statement))
    before = ReceiptAnswer.model_validate_json(kiosk.http.get(f"/receipts/{digits}").content)
    assert (before.state, before.ubn, before.cooperative) == (ReceiptState.SIGNED, "12****75", "")
    assert (before.own, before.points, before.number) == (30_000, 30_000, "T1-000007")
    page = kiosk.http.get(f"/receipts/{digits}", headers=PAGE)
    assert "真實，尚未送達中央" in page.text
    kiosk.send(placed)
    after = ReceiptAnswer.model_validate_json(kiosk.http.get(f"/receipts/{digits}").content)
    assert (after.state, after.order_state) == (ReceiptState.CURRENT, "awaiting_vendor")
    assert (after.number, after.cooperative) == ("T1-000007", "訓○○○○○○社")
    assert after.model_copy(update={"number": ""}) == _receipt(kiosk, placed)
    cancelled = kiosk.command(CancelOrder(NUMBER, organisation.holder), member, organisation)
    kiosk.send(cancelled)
    assert _receipt(kiosk, cancelled).kind == "cancelled"
    assert _receipt(kiosk, placed).state is ReceiptState.ENDED


def test_a_paper_that_central_cannot_know_is_genuine_as_it_was_issued(kiosk: Kiosk) -> None:
    for kind, words in (("points", "可用點數"), ("payment", "付款及發票通知單"), ("shift", "值班報表")):
        digits = _scanned(kiosk, kind=kind, training=True, order_number="", ubn="", points=12_000)
        page = kiosk.http.get(f"/receipts/{digits}", headers=PAGE)
        assert page.status_code == 200
        for told in (words, "真實，依開立當時所知", "訓練單據，不生效", "T1-000007"):
            assert told in page.text


def test_a_registration_slip_is_told_of_by_its_code_in_either_form(kiosk: Kiosk) -> None:
    applied = kiosk.command(application(), new_id())
    code = receipt_code(applied.statement)
    digits = _scanned(kiosk, kind="registration", check_code=code, order_number="", own=0, points=0)
    assert kiosk.http.get(f"/receipts/{digits}").json()["state"] == ReceiptState.SIGNED
    kiosk.send(applied)
    for asked in (digits, code):
        told = kiosk.http.get(f"/receipts/{asked}").json()
        assert (told["kind"], told["state"]) == ("registration", ReceiptState.TURNED_DOWN)
        page = kiosk.http.get(f"/receipts/{asked}", headers=PAGE)
        assert "註冊受理回執" in page.text


def test_a_changed_digit_of_a_qr_code_is_told_calmly(kiosk: Kiosk) -> None:
    digits = _scanned(kiosk)
    for at in range(0, len(digits), 97):
        changed = digits[:at] + str((int(digits[at]) + 1) % 10 or 1) + digits[at + 1 :]
        if changed == digits:
            continue
        assert kiosk.http.get(f"/receipts/{changed}").status_code == 404
        page = kiosk.http.get(f"/receipts/{changed}", headers=PAGE)
        assert "查驗不符" in page.text


def test_another_amount_is_another_receipt(
    kiosk: Kiosk, member: str, organisation: SoftCard, programme: Programme
) -> None:
    placed = _order(kiosk, member, organisation, programme)
    kiosk.send(placed)
    altered = placed.statement.model_copy(update={"body": {**placed.statement.body, "own": 1}})
    assert kiosk.http.get(f"/receipts/{receipt_code(altered)}").status_code == 404


@pytest.mark.parametrize("body", [{}, {"order_number": "<script>"}, {"order_number": NUMBER, "own": "x"}])
def test_a_command_without_form_has_no_paper(
    kiosk: Kiosk, organisation: SoftCard, programme: Programme, body: dict[str, object]
) -> None:
    envelope = _order(kiosk, new_id(), organisation, programme)
    statement = envelope.statement.model_copy(update={"body": body, "command_id": new_id()})
    wrong = envelope.model_copy(update={"statement": statement})
    ((status, _),) = kiosk.send(wrong)
    assert status == "rejected"
    assert kiosk.http.get(f"/receipts/{receipt_code(statement)}").status_code == 404


def test_pages_for_people(kiosk: Kiosk, member: str, organisation: SoftCard, programme: Programme) -> None:
    placed = _order(kiosk, member, organisation, programme)
    kiosk.send(placed)
    pages = {
        f"/receipts/{receipt_code(placed.statement)}": ("真實且有效", "Genuine and current", NUMBER),
        "/contact": ("0809-092-091", "Helpline", "09:00–18:00"),
        "/problems/K-API-01": ("資料格式不符", "What to do", "K-API-01"),
    }
    for path, words in pages.items():
        page = kiosk.http.get(path, headers=PAGE)
        assert page.status_code == 200
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert all(word in page.text for word in words), path
        assert not re.search(r"𠮷祥|12345675", page.text)
    nothing = kiosk.http.get("/receipts/0000", headers=PAGE)
    assert (nothing.status_code, "查無這個檢查碼" in nothing.text) == (404, True)
    assert kiosk.http.get("/problems/K-API-99").status_code == 404
    assert kiosk.http.get("/contact").json()["hours"] == {
        "days": [1, 2, 3, 4, 5, 6, 7],
        "opens": "09:00",
        "closes": "18:00",
    }


def test_every_problem_leads_to_its_page(kiosk: Kiosk) -> None:
    assert set(STATUS) == set(ApiProblem)
    for problem in ApiProblem:
        assert kiosk.http.get(f"/problems/{problem.value}").status_code == 200


def test_documents_are_what_central_signed(service: Service, kiosk: Kiosk, tmp_path: Path) -> None:
    code = service.code()
    other = Kiosk(service.url, kiosk.clock)
    pinned = other.enrol(code).json()["document_key"]
    other.http.close()
    index = DocumentsAnswer.model_validate_json(kiosk.request("GET", "/v1/documents").content)
    assert index.key == pinned
    assert {one.name for one in index.documents} == {
        "calendar", "catalogue", "help", "limits", "notice", "programme", "questionnaire", "revoked-devices",
        "settings", "staff", "trust-anchors", "updates",
    }  # fmt: skip
    for one in index.documents:
        answer = kiosk.request("GET", f"/v1/documents/{one.name}")
        assert answer.headers["content-type"] == one.media_type
        assert answer.headers["etag"] == f'"{one.sha256}"'
        require_signed(one.name, answer.content, answer.headers[SIGNATURE_HEADER], pinned)
        with pytest.raises(DocumentSignatureInvalid):
            require_signed(one.name, answer.content + b" ", answer.headers[SIGNATURE_HEADER], pinned)
        (tmp_path / f"{one.name}.toml").write_bytes(answer.content)
        for tags, status in (
            (f'"x", "{one.sha256}"', 304), (f'W/"{one.sha256}"', 304), ("*", 304), ('"x"', 200), ("", 200),
        ):  # fmt: skip
            held: dict[str, Any] = {"If-None-Match": tags}
            again = kiosk.request("GET", f"/v1/documents/{one.name}", **held)
            assert (again.status_code, not again.content) == (status, status == 304), tags
    assert read_programme(tmp_path) == read_programme(RESOURCES)
    missing = kiosk.request("GET", "/v1/documents/secret")
    assert (missing.status_code, missing.json()["code"]) == (404, ApiProblem.DOCUMENT_UNKNOWN.value)
    assert kiosk.http.get("/v1/documents/catalogue").status_code == 401


class TestWithoutPhones:
    """A central that was not set up for TW FidO says so."""

    def test_it_says_so(self, kiosk: Kiosk) -> None:
        assert (
            kiosk.request("GET", f"/v1/fido/tickets/{new_id()}").json()["code"] == ApiProblem.FIDO_NOT_SET_UP
        )


def test_papers_of_a_kiosk_that_is_shut_out_say_so(
    kiosk: Kiosk,
    service: Service,
    member: str,
    organisation: SoftCard,
    programme: Programme,
    clock: HandClock,
) -> None:
    placed = _order(kiosk, member, organisation, programme)
    kiosk.send(placed)
    known = _scanned(kiosk, check_code=receipt_code(placed.statement))
    unknown, later = _scanned(kiosk, check_code="0" * 16), _scanned(kiosk, kind="points")
    named = kiosk.request("GET", "/v1/documents/revoked-devices")
    assert read_revoked(named.content) == {}

    central = service.central
    fleet = Fleet(central.store.database, enrolment_of(central.store, clock), clock)
    fleet.revoke(kiosk.device_id, COMMAND_LINE, "遺失")
    with central.store.database.reading() as connection:
        (revoked_at,) = revoked_devices(connection).values()

    def told(code: str) -> ReceiptAnswer:
        return ReceiptAnswer.model_validate_json(kiosk.http.get(f"/receipts/{code}").content)

    # Central's own record speaks for the first; for the others nothing but a key that somebody may have.
    assert told(known).state is ReceiptState.CURRENT
    assert told(for_people(receipt_code(placed.statement))).device_revoked_at == revoked_at
    for code in (known, unknown, later):
        assert told(code).device_revoked_at == revoked_at
        assert "開立櫃台停用於" in kiosk.http.get(f"/receipts/{code}", headers=PAGE).text
    for code in (unknown, later):
        assert told(code).state is ReceiptState.DEVICE_REVOKED
        page = kiosk.http.get(f"/receipts/{code}", headers=PAGE).text
        assert "不能採信：開立的櫃台已停用" in page
    other = Kiosk(service.url, clock)
    assert other.enrol(service.code()).status_code == 200
    assert read_revoked(other.request("GET", "/v1/documents/revoked-devices").content) == {
        kiosk.device_id: revoked_at
    }
    other.http.close()
