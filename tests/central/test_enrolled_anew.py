"""A restored or copied database is let in anew: what waited in it comes in another device's chain."""

from typing import Any

import pytest

from central.app import Central
from central.enrolment import Enrolment
from kiosk.contract.api import EnrolmentRequest, Rejection
from kiosk.contract.envelopes import CommandEnvelope
from tests.central.conftest import START, HandClock, Service
from tests.central.direct import DirectKiosk
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening

ACCEPTED = ("accepted", "")
OTHER = ("rejected", Rejection.OTHER_BYTES.value)
DOUBTED = ("rejected", Rejection.CHAIN_BROKEN.value)


@pytest.fixture
def kiosk(central: Central) -> DirectKiosk:
    return DirectKiosk(central)


@pytest.fixture
def member(kiosk: DirectKiosk, organisation: SoftCard) -> str:
    membership = new_id()
    assert kiosk.send(kiosk.command(opening(organisation, START), membership, organisation)) == [ACCEPTED]
    return membership


def let_in_anew(central: Central, before: DirectKiosk) -> DirectKiosk:
    """Another device whose chain goes on where that of `before` ends."""
    anew = DirectKiosk(central)
    code = _enrolment(central).new_code("訓練用北區服務據點", "T1")
    asked = EnrolmentRequest.model_validate(
        {**anew.enrolment(code), "last_seq": before.seq, "last_hash": before.previous}
    )
    anew.device_id = _enrolment(central).enrol(asked).device_id
    anew.seq, anew.previous = before.seq, before.previous
    return anew


def _enrolment(central: Central) -> Enrolment:
    key = central.store.secret.key("enrolment codes")
    return Enrolment(central.store.database, key, central.clock, "", "", lambda *_about: "")


def moved(kiosk: DirectKiosk, envelope: CommandEnvelope) -> CommandEnvelope:
    """The same statement in the chain of `kiosk`."""
    return kiosk.envelope(envelope.statement, envelope.signature)


def test_what_had_come_already_keeps_its_answer_and_its_place(
    central: Central, kiosk: DirectKiosk, member: str
) -> None:
    came = kiosk.command(application("1@coop.example"), member)
    answers = kiosk.answers(came)
    anew = let_in_anew(central, kiosk)
    again = moved(anew, came)
    following = anew.command(application("2@coop.example"), member)
    assert anew.answers(again) == answers
    assert anew.send(following) == [ACCEPTED]
    assert anew.answers(again) == answers
    assert (anew.device.last_seq, anew.device.quarantined_at) == (following.device_seq, None)


def test_what_was_doubted_is_decided_in_the_new_chain(
    central: Central, kiosk: DirectKiosk, member: str
) -> None:
    saved = kiosk.seq, kiosk.previous
    assert kiosk.send(kiosk.command(application("1@coop.example"), member)) == [ACCEPTED]
    kiosk.seq, kiosk.previous = saved
    parted = kiosk.command(application("2@coop.example"), member)
    assert kiosk.send(parted) == [DOUBTED]
    anew = let_in_anew(central, kiosk)
    assert anew.send(moved(anew, parted)) == [ACCEPTED]
    assert kiosk.send(parted) == [DOUBTED]  # to that device its first answer, as ever


@pytest.mark.parametrize("change", [{"signature": "x..y"}, {"device_seq": 9}])
def test_anything_else_under_a_known_key_is_other_bytes(
    central: Central, kiosk: DirectKiosk, member: str, change: dict[str, Any]
) -> None:
    came = kiosk.command(application("1@coop.example"), member)
    assert kiosk.send(came) == [ACCEPTED]
    sender = let_in_anew(central, kiosk) if "signature" in change else kiosk
    parts = {"signature": came.signature, **change}
    assert sender.send(sender.envelope(came.statement, **parts)) == [OTHER]


def test_a_device_is_told_how_central_has_it(
    service: Service, central: Central, clock: HandClock, organisation: SoftCard
) -> None:
    kiosk = Kiosk(service.url, clock)
    kiosk.enrol(service.code())
    envelope = kiosk.command(opening(organisation, START), new_id(), organisation)
    kiosk.send(envelope)
    told = kiosk.request("GET", "/v1/device").json()
    assert (told["quarantined"], told["last_seq"], told["last_hash"]) == (False, 1, envelope.chain_hash())
    kiosk.seq = 0
    kiosk.send(kiosk.command(opening(organisation, START), new_id(), organisation))
    assert kiosk.request("GET", "/v1/device").json()["quarantined"]
    kiosk.http.close()
