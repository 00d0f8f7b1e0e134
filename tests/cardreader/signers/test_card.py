"""Cards over the real PC/SC service, which are asked nothing but what the profile says."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from kiosk.cardreader.card import Digest
from kiosk.cardreader.failures import CardFailure
from kiosk.cardreader.reader import read_card
from kiosk.cardreader.signers.card import CardSigner
from kiosk.cardreader.virtual.card import SigningCard
from kiosk.cardreader.virtual.hicos_card import HicosCard2
from tests.cardreader.conftest import Service
from tests.cardreader.signers.contract import SignerContract, Subject
from tests.cardreader.slot import Counted, Slot

pytestmark = [pytest.mark.pcsc]

IsoCard = Callable[..., SigningCard]


@pytest.fixture
def slot(service: Service) -> Iterator[Slot]:
    with Slot() as slot:
        yield slot
        slot.remove()


class TestCardSigner(SignerContract):
    @pytest.fixture(params=["organisation", "ec-citizen", "ec-organisation"])
    def subject(self, request: pytest.FixtureRequest, slot: Slot, iso_card: IsoCard) -> Subject:
        card = Counted(iso_card(request.param))
        other = Counted(iso_card("citizen"))
        slot.insert(card)
        digest: Digest = "sha384" if request.param == "ec-organisation" else "sha256"

        def exchange() -> None:
            slot.remove()
            slot.insert(other)

        return Subject(
            CardSigner(),
            read_card(slot.name),
            lambda: pins_in(card.apdus) + pins_in(other.apdus),
            exchange,
            digest=digest,
        )

    def test_without_keys_on_the_reader_a_pin_must_be_given(self, subject: Subject) -> None:
        with pytest.raises(Exception, match="PIN_NOT_TYPED"):
            subject.signer.sign(subject.reading, b"", None)
        assert subject.presentations() == 0


def pins_in(apdus: list[bytes]) -> int:
    """How many commands were VERIFY with a PIN in it."""
    return sum(apdu[1] == 0x20 and len(apdu) > 5 for apdu in apdus)


def test_a_hicos_card_never_sees_verify_from_it(
    slot: Slot, hicos_card: Callable[..., HicosCard2]
) -> None:
    """Not even when it is asked to drive one, nor when the reading tells lies."""
    card = hicos_card("organisation")
    slot.insert(card)
    reading = read_card(slot.name)
    for told in (reading, replace(reading, profile="ISO 7816-15")):
        subject = Subject(CardSigner(), told, int, lambda: None)
        assert subject.refusal().failure is CardFailure.OTHER_CARD
    assert not any(apdu[1] == 0x20 for apdu in card.apdus)
    assert card.tries_left == 3
