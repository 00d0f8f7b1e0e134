"""Signing by phone: from a ticket to a command that central takes, and what can go wrong between."""

import hashlib
import json
from typing import Any

import httpx2
import pytest

from central.fido.client import FidoClient, FidoSettings
from central.fido.protocol import CheckSums, FidoFailure, FidoRefused, read_ticket
from kiosk.contract.api import ApiProblem, FidoTicket
from kiosk.contract.envelopes import Statement
from kiosk.domain.identity import IdentityKind
from tests.central.conftest import HandClock
from tests.central.fido.conftest import KEY, PERSON, StandIn
from tests.central.kiosk import Kiosk, SoftCard, new_id, opening


@pytest.fixture
def statement(kiosk: Kiosk, citizen: SoftCard, clock: HandClock) -> Statement:
    by_phone = opening(citizen, clock(), identity=IdentityKind.MOBILE_CITIZEN_CERTIFICATE)
    return kiosk.statement(by_phone, new_id())


def _begin(kiosk: Kiosk, statement: Statement, person: str = PERSON) -> httpx2.Response:
    body = {"statement": statement.model_dump(mode="json"), "national_id": person}
    return kiosk.request("POST", "/v1/fido/tickets", json.dumps(body).encode())


def _ticket(answer: httpx2.Response) -> FidoTicket:
    assert answer.status_code == 200, answer.text
    return FidoTicket.model_validate_json(answer.content)


def _look(kiosk: Kiosk, ticket: FidoTicket) -> httpx2.Response:
    return kiosk.request("GET", f"/v1/fido/tickets/{ticket.ticket_id}")


def _problem(answer: httpx2.Response) -> ApiProblem:
    return ApiProblem(answer.json()["code"])


def test_what_the_phone_signs_is_the_holders_signature(
    kiosk: Kiosk, statement: Statement, stand_in: StandIn, clock: HandClock
) -> None:
    ticket = _ticket(_begin(kiosk, statement))
    assert (ticket.state, ticket.signature) == ("pending", None)
    assert read_ticket(ticket.qr).ticket_id == "ticket-1"
    assert _ticket(_begin(kiosk, statement)) == ticket  # the answer was lost, the kiosk asks again
    assert _ticket(_look(kiosk, ticket)).state == "pending"
    stand_in.service.press("")
    clock.move(seconds=5)
    signed = _ticket(_look(kiosk, ticket))
    assert signed.state == "success"
    assert _ticket(_look(kiosk, ticket)) == signed  # and stays so, without another question
    assert stand_in.service.signings["ticket-1"].questions == 2
    assert kiosk.send(kiosk.envelope(statement, signed.signature)) == [("accepted", "")]


def test_a_signature_is_bound_to_its_statement(
    kiosk: Kiosk, statement: Statement, stand_in: StandIn, citizen: SoftCard, clock: HandClock
) -> None:
    stand_in.service.press("")
    ticket = _ticket(_begin(kiosk, statement))
    stand_in.service.press("")
    signed = _ticket(_look(kiosk, ticket))
    other = kiosk.statement(opening(citizen, clock(), ubn="04595257"), new_id())
    assert signed.signature is not None
    assert kiosk.send(kiosk.envelope(other, signed.signature)) == [("rejected", "K-SYNC-11")]


def test_no_more_than_a_question_in_four_seconds(
    kiosk: Kiosk, statement: Statement, stand_in: StandIn, clock: HandClock
) -> None:
    ticket = _ticket(_begin(kiosk, statement))
    for _ in range(3):
        assert _ticket(_look(kiosk, ticket)).state == "pending"
    assert stand_in.service.signings["ticket-1"].questions == 1
    clock.move(seconds=4.1)
    _look(kiosk, ticket)
    assert stand_in.service.signings["ticket-1"].questions == 2


@pytest.mark.parametrize(
    ("code", "state"),
    [("getAthOrSignResult-APP_USER_CANCEL", "cancelled"), ("getAthOrSignResult-SPTKT_OVD", "expired")],
)
def test_it_is_cancelled_or_runs_out(
    kiosk: Kiosk, statement: Statement, stand_in: StandIn, clock: HandClock, code: str, state: str
) -> None:
    ticket = _ticket(_begin(kiosk, statement))
    stand_in.service.press(code)
    assert _ticket(_look(kiosk, ticket)).state == state
    stand_in.service.press("")
    clock.move(seconds=5)
    assert _ticket(_look(kiosk, ticket)).state == state  # the first end stays
    assert _ticket(_begin(kiosk, statement)).ticket_id != ticket.ticket_id


def test_nobody_does_anything(
    kiosk: Kiosk, statement: Statement, stand_in: StandIn, clock: HandClock
) -> None:
    ticket = _ticket(_begin(kiosk, statement))
    stand_in.service.press("20003")
    clock.move(seconds=301)
    assert (
        _ticket(_look(kiosk, ticket)).state == "pending"
    )  # a signature of the last moment may be on its way
    clock.move(seconds=40)
    assert _ticket(_look(kiosk, ticket)).state == "expired"


@pytest.mark.parametrize("fault", ["hash_of_another", "signs_other_bytes"])
def test_what_came_back_belongs_to_another(
    kiosk: Kiosk, statement: Statement, stand_in: StandIn, fault: str
) -> None:
    ticket = _ticket(_begin(kiosk, statement))
    setattr(stand_in.service, fault, True)
    stand_in.service.press("")
    ended = _ticket(_look(kiosk, ticket))
    assert (ended.state, ended.signature) == ("failed", None)


def test_a_phone_with_an_untrusted_certificate(
    kiosk: Kiosk, statement: Statement, stand_in: StandIn, cards: Any
) -> None:
    stand_in.service.phones[PERSON] = cards / "cards" / "impostor"
    ticket = _ticket(_begin(kiosk, statement))
    stand_in.service.press("")
    assert _ticket(_look(kiosk, ticket)).state == "failed"


def test_a_wrong_check_sum_is_not_believed_and_may_be_asked_again(
    kiosk: Kiosk, statement: Statement, stand_in: StandIn, clock: HandClock
) -> None:
    stand_in.service.wrong_check_sum = True
    answer = _begin(kiosk, statement)
    assert (answer.status_code, _problem(answer)) == (502, ApiProblem.FIDO_TROUBLE)
    stand_in.service.wrong_check_sum = False
    ticket = _ticket(_begin(kiosk, statement))
    stand_in.service.press("")
    stand_in.service.wrong_check_sum = True
    answer = _look(kiosk, ticket)
    assert (_problem(answer), answer.headers["retry-after"]) == (ApiProblem.FIDO_TROUBLE, "4")
    stand_in.service.wrong_check_sum = False
    clock.move(seconds=5)
    assert _ticket(_look(kiosk, ticket)).state == "success"


def test_a_forged_ticket_makes_no_qr_code(kiosk: Kiosk, statement: Statement, stand_in: StandIn) -> None:
    stand_in.service.forged_ticket = True
    assert _problem(_begin(kiosk, statement)) is ApiProblem.FIDO_TROUBLE


def test_a_person_without_a_phone(kiosk: Kiosk, statement: Statement) -> None:
    answer = _begin(kiosk, statement, "A800000014")
    assert (answer.status_code, _problem(answer)) == (422, ApiProblem.FIDO_NOT_REGISTERED)


@pytest.mark.parametrize(
    "instead", [b"", b"<html>", b"[]", b'{"error_code":"0"}', b'{"error_code":"0","result":{}}']
)
def test_answers_that_make_no_sense(
    kiosk: Kiosk, statement: Statement, stand_in: StandIn, instead: bytes
) -> None:
    stand_in.service.answer_instead = instead
    assert _problem(_begin(kiosk, statement)) is ApiProblem.FIDO_TROUBLE


def test_another_kiosks_ticket_and_statements_that_nobody_signs(
    kiosk: Kiosk, new_kiosk: Any, statement: Statement, citizen: SoftCard, clock: HandClock
) -> None:
    ticket = _ticket(_begin(kiosk, statement))
    answer = _look(new_kiosk(), ticket)
    assert (answer.status_code, _problem(answer)) == (404, ApiProblem.FIDO_TICKET_UNKNOWN)
    for kind in ("apply", "no_such_kind"):
        unsigned = kiosk.statement(opening(citizen, clock()), new_id(), kind=kind)
        assert _problem(_begin(kiosk, unsigned)) is ApiProblem.MALFORMED
    assert _problem(_begin(kiosk, statement, "not an ID")) is ApiProblem.MALFORMED


def test_no_national_id_stays(kiosk: Kiosk, statement: Statement, service: Any) -> None:
    _begin(kiosk, statement)
    hashed = hashlib.sha256(PERSON.encode()).hexdigest()
    with service.central.store.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM fido_ticket").all()
    assert len(rows) == 1
    assert PERSON not in str(rows)
    assert hashed not in str(rows)


def test_the_interface_itself(stand_in: StandIn) -> None:
    """What no kiosk brings about: a transaction used twice, another key, a service that is away."""

    def refused(client: FidoClient, transaction: str) -> FidoFailure:
        with pytest.raises(FidoRefused) as refusal:
            client.ticket(transaction, PERSON, hint="h", sign_data="AAAA", holds=HOLDS)
        return refusal.value.failure

    from central.fido.broker import HOLDS

    client = FidoClient(FidoSettings(stand_in.url, "service-1", KEY))
    client.ticket("t1", PERSON, hint="h", sign_data="AAAA", holds=HOLDS)
    assert refused(client, "t1") is FidoFailure.DUPLICATE
    other_key = FidoClient(FidoSettings(stand_in.url, "service-1", bytes(32)))
    assert refused(other_key, "t2") is FidoFailure.CHECKSUM
    assert refused(FidoClient(FidoSettings("http://127.0.0.1:1", "s", KEY)), "t3") is FidoFailure.AWAY
    with pytest.raises(FidoRefused) as pending:
        client.result("t1", "ticket-9")
    assert pending.value.failure is FidoFailure.PENDING


def test_check_sums() -> None:
    sums = CheckSums(KEY)
    sums.require(sums.of("ab", "c"), "a", "bc")
    for wrong in ("", "zz", "00" * 30, sums.of("abd")):
        with pytest.raises(FidoRefused):
            sums.require(wrong, "abc")


@pytest.mark.parametrize(
    "text", ["", ".", "e30", "e30.e30", "e30.RBNvo1WzZ4oRRq0W9-hknpT7T8If536DEMBg9hyq_4o"]
)
def test_texts_that_are_no_ticket(text: str) -> None:
    with pytest.raises(FidoRefused):
        read_ticket(text)
