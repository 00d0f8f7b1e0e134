"""A counter has a statement signed by phone: its own client, and the real central at the other end."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.api import ApiProblem, FidoState
from kiosk.contract.envelopes import Statement
from kiosk.domain.identity import IdentityKind
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed, Trouble
from tests.central.conftest import HandClock, Service
from tests.central.fido.conftest import PERSON, StandIn
from tests.central.kiosk import Kiosk, SoftCard, new_id, opening

SOON = timedelta(seconds=20)


@pytest.fixture
def statement(kiosk: Kiosk, citizen: SoftCard, clock: HandClock) -> Statement:
    by_phone = opening(citizen, clock(), identity=IdentityKind.MOBILE_CITIZEN_CERTIFICATE)
    return kiosk.statement(by_phone, new_id())


@pytest.fixture
def client(service: Service, kiosk: Kiosk, clock: HandClock) -> Iterator[CentralClient]:
    with CentralClient(service.url, kiosk.device_id, kiosk.key, clock, SOON) as made:
        yield made


def _failure(attempt: Callable[[], object]) -> object:
    with pytest.raises(Failed) as raised:
        attempt()
    return raised.value.failure


def test_from_the_ticket_to_a_command_that_central_takes(
    client: CentralClient, kiosk: Kiosk, statement: Statement, stand_in: StandIn, clock: HandClock
) -> None:
    ticket = client.begin_phone_signing(statement, PERSON)
    assert client.begin_phone_signing(statement, PERSON) == ticket
    assert client.phone_signing(ticket.ticket_id).state is FidoState.PENDING
    stand_in.service.press("")
    clock.move(seconds=5)
    signed = client.phone_signing(ticket.ticket_id)
    assert signed.state is FidoState.SUCCESS
    assert kiosk.send(kiosk.envelope(statement, signed.signature)) == [("accepted", "")]


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("getAthOrSignResult-APP_USER_CANCEL", FidoState.CANCELLED),
        ("getAthOrSignResult-SPTKT_OVD", FidoState.EXPIRED),
    ],
)
def test_it_ends_without_a_signature_and_may_be_begun_again(
    client: CentralClient, statement: Statement, stand_in: StandIn, code: str, state: FidoState
) -> None:
    ticket = client.begin_phone_signing(statement, PERSON)
    stand_in.service.press(code)
    ended = client.phone_signing(ticket.ticket_id)
    assert (ended.state, ended.signature) == (state, None)
    assert client.begin_phone_signing(statement, PERSON).ticket_id != ticket.ticket_id


def test_each_refusal_has_its_own_name(
    client: CentralClient, statement: Statement, stand_in: StandIn
) -> None:
    unknown = _failure(lambda: client.begin_phone_signing(statement, "A800000014"))
    assert unknown is ApiProblem.FIDO_NOT_REGISTERED
    assert _failure(lambda: client.phone_signing(new_id())) is ApiProblem.FIDO_TICKET_UNKNOWN
    stand_in.service.wrong_check_sum = True
    assert _failure(lambda: client.begin_phone_signing(statement, PERSON)) is ApiProblem.FIDO_TROUBLE


def test_without_a_network_there_is_no_signing_by_phone(statement: Statement, clock: HandClock) -> None:
    key = Ed25519PrivateKey.generate()
    with CentralClient("http://127.0.0.1:1", new_id(), key, clock, SOON) as client:
        failure = _failure(lambda: client.begin_phone_signing(statement, PERSON))
    assert failure is Trouble.CENTRAL_UNREACHABLE


def test_the_stand_in_refuses_what_is_no_check_sum(stand_in: StandIn) -> None:
    asked = {"transaction_id": "t", "sp_service_id": "s", "sp_ticket_id": "x", "sp_checksum": "not hex"}
    answer = stand_in.service.answer("getAthOrSignResult", asked)
    assert answer == {"error_code": "getAthOrSignResult-INV_SP_CHECKSUM"}
