"""Which signer for which card: with real ones, over the PC/SC service where the card lies in a reader."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.cardreader.card import CardReading, Digest, PinPolicy
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.reader import read_card
from kiosk.cardreader.signers.card import CardSigner
from kiosk.cardreader.signers.choice import AnySigner, signer_of_this_machine
from kiosk.cardreader.signers.pkcs11 import Pkcs11Signer
from kiosk.cardreader.signers.port import Signer
from kiosk.cardreader.signers.web_component import WebComponentSigner
from kiosk.cardreader.virtual.hicos_card import HicosCard2
from kiosk.cardreader.virtual.web_component import WebComponent
from kiosk.services.cards import read_ready_card
from tests.cardreader.conftest import Desk, Service
from tests.cardreader.signers.contract import MESSAGE, PIN, WRONG, SignerContract, Subject, holds
from tests.cardreader.signers.softhsm import MODULE
from tests.cardreader.signers.test_web_component import Reader, serving
from tests.cardreader.slot import Slot

NOWHERE = "http://localhost:9"


@pytest.mark.pcsc
class TestHicosInTheReader(SignerContract):
    """A HiCOS card in the reader, the stand-in for the 跨平台網頁元件, and no module."""

    @pytest.fixture
    def slot(self, service: Service) -> Iterator[Slot]:
        with Slot() as slot:
            yield slot
            slot.remove()

    @pytest.fixture
    def subject(self, slot: Slot, hicos_card: Callable[..., HicosCard2]) -> Iterator[Subject]:
        card, other, reader = hicos_card("organisation"), hicos_card("citizen"), Reader(None)
        reader.put(card)
        slot.insert(card)

        def exchange() -> None:
            reader.put(other)
            slot.remove()
            slot.insert(other)

        with serving(WebComponent(reader)) as address:
            signer = AnySigner(CardSigner(), (Pkcs11Signer([]), WebComponentSigner(address)))
            reading = signer.ready(read_card(slot.name))
            yield Subject(signer, reading, lambda: reader.presentations, exchange)
        # Whatever was done above: the card itself never saw VERIFY, not even without a PIN.
        seen = card.apdus + other.apdus
        assert seen
        assert not any(apdu[1] == 0x20 for apdu in seen)


@pytest.mark.pcsc
@pytest.mark.parametrize(
    "scenario", ["hicos1-citizen", "hicos1-organisation", "hicos2-citizen", "hicos2-organisation"]
)
def test_every_hicos_scenario_signs(desk: Desk, web_component_url: str, scenario: str) -> None:
    desk.insert(scenario)
    signer = AnySigner(CardSigner(), (WebComponentSigner(web_component_url),))
    reading = read_ready_card(signer)
    assert holds(reading, signer.sign(reading, MESSAGE, Pin(bytearray(b"123456"))), "sha256")


@pytest.mark.pcsc
@pytest.mark.parametrize("scenario", ["good-organisation", "ec-citizen", "t0-organisation"])
def test_cards_of_the_standard_need_no_component(desk: Desk, scenario: str) -> None:
    desk.insert(scenario)
    signer = signer_of_this_machine(NOWHERE)
    reading = read_card()
    assert signer.ready(reading) is reading
    assert signer.pin_policy(reading) == PinPolicy(6, 8, 3)
    assert holds(reading, signer.sign(reading, MESSAGE, Pin(bytearray(b"123456"))), "sha256")


Reading = Callable[[str], CardReading]


def failure_of(act: Callable[[], Any]) -> CardFailure:
    with pytest.raises(CardError) as caught:
        act()
    return caught.value.failure


def test_the_module_goes_before_the_component(
    hicos_reading: Reading, hicos_card: Callable[..., HicosCard2], put_token: Callable[..., None]
) -> None:
    reading, reader = hicos_reading("organisation"), Reader(None)
    reader.put(hicos_card("organisation"))
    with serving(WebComponent(reader)) as address:
        signer = AnySigner(CardSigner(), (Pkcs11Signer([MODULE]), WebComponentSigner(address)))
        put_token("organisation")
        subject = Subject(signer, reading, lambda: reader.presentations, lambda: None)
        assert holds(reading, subject.sign(), "sha256")
        # Wrong there is wrong: the other one is not tried.
        assert subject.refusal(WRONG).failure is CardFailure.PIN_WRONG
        assert reader.presentations == 0
        # The token has gone: what was chosen before the PIN is held to, until the policy is asked for anew.
        put_token("citizen")
        assert subject.refusal().failure is CardFailure.OTHER_CARD
        assert reader.presentations == 0
        signer.pin_policy(reading)
        assert holds(reading, subject.sign(), "sha256")
        assert reader.presentations == 1


@pytest.mark.parametrize("modules", [[], [MODULE], [Path("/")]])
def test_nothing_here_can_sign(
    hicos_reading: Reading, put_token: Callable[..., None], modules: list[Path]
) -> None:
    put_token("citizen")
    reading = hicos_reading("organisation")
    signer = AnySigner(CardSigner(), (Pkcs11Signer(modules), WebComponentSigner(NOWHERE)))
    subject = Subject(signer, reading, int, lambda: None)
    assert failure_of(lambda: signer.ready(reading)) is CardFailure.NO_SIGNING_COMPONENT
    assert subject.refusal().failure is CardFailure.NO_SIGNING_COMPONENT
    assert failure_of(lambda: signer.sign(reading, MESSAGE, None)) is CardFailure.NO_SIGNING_COMPONENT


class Failing:
    """A component with trouble of its own."""

    def __init__(self, failure: CardFailure) -> None:
        self._failure = failure

    def pin_policy(self, reading: CardReading) -> PinPolicy:
        raise CardError(self._failure)

    def sign(self, reading: CardReading, message: bytes, pin: Pin | None, digest: Digest = "sha256") -> bytes:
        raise AssertionError("was not chosen")


@pytest.mark.parametrize(
    ("failures", "told"),
    [
        ((), CardFailure.NO_SIGNING_COMPONENT),
        ((CardFailure.SIGNATURE_REFUSED, CardFailure.NO_CARD), CardFailure.NO_SIGNING_COMPONENT),
        ((CardFailure.NO_SIGNING_COMPONENT, CardFailure.CARD_SLOW), CardFailure.CARD_SLOW),
        ((CardFailure.CARD_BUSY, CardFailure.CARD_SLOW), CardFailure.CARD_BUSY),
    ],
)
def test_the_failure_that_tells_most(
    hicos_reading: Reading, failures: tuple[CardFailure, ...], told: CardFailure
) -> None:
    components: tuple[Signer, ...] = tuple(map(Failing, failures))
    signer = AnySigner(CardSigner(), components)
    assert failure_of(lambda: signer.pin_policy(hicos_reading("organisation"))) is told


def test_another_card_is_chosen_for_anew(
    hicos_reading: Reading, put_token: Callable[..., None]
) -> None:
    put_token("organisation", "citizen")
    signer = AnySigner(CardSigner(), (Pkcs11Signer([MODULE]),))
    first, second = hicos_reading("organisation"), hicos_reading("citizen")
    signer.pin_policy(first)
    assert holds(second, signer.sign(second, MESSAGE, Pin(bytearray(PIN))), "sha256")
    assert signer.ready(replace(first, apdus=7)).apdus == 7
