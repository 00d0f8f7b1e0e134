"""What a phone has signed is taken at the counter's desk if it is the member's own, and only then."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from kiosk.contract.api import FidoTicket
from kiosk.contract.documents import read_programme
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.domain.identity import IdentityKind
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.central import CentralClient
from kiosk.services.desk import Desk
from kiosk.services.failures import Failed
from kiosk.services.flows import phone
from kiosk.services.flows.signing import NOT_KNOWN_YET, Signing
from kiosk.services.identity_device import DeviceIdentity
from kiosk.storage.database import KEY_BYTES, Database, open_database
from kiosk.storage.tables import OutboxRow
from tests.central.conftest import RESOURCES, HandClock, Service
from tests.central.fido.conftest import PERSON, StandIn
from tests.central.kiosk import Kiosk, SoftCard, new_id, opening


class Counter:
    """Of the services what signing by phone needs."""

    def __init__(self, database: Database, client: CentralClient, clock: HandClock, device_id: str) -> None:
        self.central, self.clock, self.submitted, self.database = client, clock, 0, database
        device = DeviceIdentity(device_id, "訓練處", "K1", "http://127.0.0.1:9")
        self.desk = Desk(database, read_programme(RESOURCES), clock, device, self._count)

    def _count(self) -> None:
        self.submitted += 1


@pytest.fixture
def counter(tmp_path: Path, service: Service, kiosk: Kiosk, clock: HandClock) -> Iterator[Counter]:
    database = open_database(tmp_path / "kiosk.db", bytes(range(KEY_BYTES)))
    with CentralClient(service.url, kiosk.device_id, kiosk.key, clock, timedelta(seconds=20)) as client:
        yield Counter(database, client, clock, kiosk.device_id)
    database.close()


@pytest.fixture
def signing(counter: Counter, citizen: SoftCard, clock: HandClock) -> Signing:
    statement = counter.desk.prepare(counter.desk.new_membership_id(), opening(citizen, clock()))
    return Signing(statement, citizen.holder, by_phone=True)


def _begun(counter: Counter, signing: Signing) -> FidoTicket:
    return phone.begin(cast(Any, counter), signing, PERSON)


def _signed(counter: Counter, signing: Signing, stand_in: StandIn) -> str:
    ticket = _begun(counter, signing)
    stand_in.service.press("")
    signature = phone.look(cast(Any, counter), ticket)
    assert signature is not None
    return signature


def test_the_members_own_signature_is_kept(counter: Counter, signing: Signing, stand_in: StandIn) -> None:
    ticket = _begun(counter, signing)
    assert phone.look(cast(Any, counter), ticket) is None
    stand_in.service.press("")
    counter.clock.move(seconds=5)
    signature = phone.look(cast(Any, counter), ticket)
    assert signature is not None
    signed = phone.submit(cast(Any, counter), signing, signature)
    assert signed.command_id == signing.statement.command_id
    assert counter.submitted == 1


def test_who_joins_is_known_by_the_phones_signature(
    counter: Counter, kiosk: Kiosk, stand_in: StandIn, citizen: SoftCard, clock: HandClock
) -> None:
    by_phone = opening(
        citizen, clock(), identity=IdentityKind.MOBILE_CITIZEN_CERTIFICATE, signer=NOT_KNOWN_YET
    )
    member = counter.desk.new_membership_id()
    joining = Signing(counter.desk.prepare(member, by_phone), None, by_phone=True)
    phone.submit(cast(Any, counter), joining, _signed(counter, joining, stand_in))
    assert counter.desk.find(citizen.holder) == member
    with counter.database.snapshot() as session:
        (waiting,) = session.scalars(select(OutboxRow.envelope))
    assert kiosk.send(CommandEnvelope.model_validate_json(waiting)) == [("accepted", "")]
    (opened,) = kiosk.events()["events"]
    assert opened["body"]["identity"] == IdentityKind.MOBILE_CITIZEN_CERTIFICATE
    assert opened["body"]["holder"] == {
        "issuer": citizen.holder.issuer, "subject": citizen.holder.subject,
    }  # fmt: skip
    again = replace(by_phone, ubn="04595257")
    twice = Signing(counter.desk.prepare(counter.desk.new_membership_id(), again), None, by_phone=True)
    with pytest.raises(Refused) as refused:
        phone.submit(cast(Any, counter), twice, _signed(counter, twice, stand_in))
    assert refused.value.refusal is Refusal.ALREADY_REGISTERED
    assert counter.submitted == 1
    assert counter.central.visit(twice.statement, _signed(counter, twice, stand_in)) == member


def test_nobody_joins_by_phone_with_an_organisations_certificate(
    counter: Counter, stand_in: StandIn, cards: Path, organisation: SoftCard, clock: HandClock
) -> None:
    stand_in.service.phones[PERSON] = cards / "cards" / "organisation"
    by_phone = opening(
        organisation, clock(), identity=IdentityKind.MOBILE_CITIZEN_CERTIFICATE, signer=NOT_KNOWN_YET
    )
    statement = counter.desk.prepare(counter.desk.new_membership_id(), by_phone)
    joining = Signing(statement, None, by_phone=True)
    signature = _signed(counter, joining, stand_in)
    with pytest.raises(Failed) as raised:
        phone.submit(cast(Any, counter), joining, signature)
    assert raised.value.failure is phone.PhoneFailure.FAILED
    assert counter.submitted == 0


def test_another_holders_or_another_statements_signature_is_not(
    counter: Counter, signing: Signing, stand_in: StandIn, organisation: SoftCard, citizen: SoftCard
) -> None:
    signature = _signed(counter, signing, stand_in)
    of_another = Signing(signing.statement, organisation.holder)
    other = counter.desk.prepare(counter.desk.new_membership_id(), opening(citizen, counter.clock()))
    forged = json.dumps(json.loads(signature) | {"header": {"x5c": ["AAAA"]}})
    for asked, given, failure in (
        (of_another, signature, phone.PhoneFailure.OTHER_HOLDER),
        (Signing(other, citizen.holder), signature, phone.PhoneFailure.FAILED),
        (signing, forged, phone.PhoneFailure.FAILED),
        (signing, "{}", phone.PhoneFailure.FAILED),
    ):
        with pytest.raises(Failed) as raised:
            phone.submit(cast(Any, counter), asked, given)
        assert raised.value.failure is failure
    assert counter.submitted == 0


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("getAthOrSignResult-APP_USER_CANCEL", phone.PhoneFailure.CANCELLED),
        ("getAthOrSignResult-SPTKT_OVD", phone.PhoneFailure.EXPIRED),
    ],
)
def test_the_end_of_a_signing_has_its_name(
    counter: Counter, signing: Signing, stand_in: StandIn, code: str, failure: phone.PhoneFailure
) -> None:
    ticket = _begun(counter, signing)
    stand_in.service.press(code)
    with pytest.raises(Failed) as raised:
        phone.look(cast(Any, counter), ticket)
    assert raised.value.failure is failure
    assert phone.end_of(cast(Any, counter), ticket, raised.value) is raised.value


def test_what_is_no_id_number_goes_nowhere(counter: Counter, signing: Signing, stand_in: StandIn) -> None:
    with pytest.raises(Failed) as raised:
        phone.begin(cast(Any, counter), signing, "A123456788")
    assert raised.value.failure is phone.PhoneFailure.NATIONAL_ID
    assert stand_in.service.signings == {}


def test_without_a_network_the_card_is_named(counter: Counter, signing: Signing, clock: HandClock) -> None:
    key = Ed25519PrivateKey.generate()
    with CentralClient("http://127.0.0.1:1", new_id(), key, clock, timedelta(seconds=20)) as away:
        counter.central = away
        with pytest.raises(Failed) as raised:
            _begun(counter, signing)
    assert raised.value.failure is phone.PhoneFailure.OFFLINE
