"""Which kind of card it is, is found by asking it: nothing else is gone by, and nobody misled."""

from pathlib import Path

import pytest

from kiosk.cardreader.failures import CardFailure
from kiosk.cardreader.profiles.probe import NHI_ATR, open_card
from kiosk.cardreader.virtual.card import Card, RefusingCard
from kiosk.cardreader.virtual.hicos_card import HicosCard1, HicosCard2
from tests.cardreader.conftest import Answer, DirectConnection
from tests.cardreader.profiles.direct import ATR, failure_of, hicos_card, holdings, iso_card, verifies


@pytest.fixture(params=["HiCOS 1", "HiCOS 2", "ISO 7816-15"])
def known(request: pytest.FixtureRequest, training: Path) -> tuple[str, Card]:
    """A card of each profile, and the profile's name."""
    held = holdings(training)
    cards: dict[str, Card] = {
        "HiCOS 1": hicos_card(HicosCard1, training, held),
        "HiCOS 2": hicos_card(HicosCard2, training, held),
        "ISO 7816-15": iso_card(held),
    }
    return request.param, cards[request.param]


@pytest.mark.parametrize("atr", [b"", ATR, NHI_ATR, b"\xff" * 33])
def test_the_answer_to_reset_says_nothing(known: tuple[str, Card], atr: bytes) -> None:
    profile, card = known
    card.atr = atr  # type: ignore[misc]  # for once
    assert open_card(DirectConnection(card)).reading.profile == profile


@pytest.mark.parametrize("status", [0x9000, 0x6283, 0x6300, 0x6700, 0x6999, 0x6D00, 0x6F00])
@pytest.mark.parametrize("data", [b"", b"\x6f\x00", b"\xff" * 20])
def test_odd_answers_to_the_names_of_others_are_passed_over(
    training: Path, status: int, data: bytes
) -> None:
    """To the applet of generation 2, and to a master file in class 80."""
    connection = DirectConnection(iso_card(holdings(training)))

    def odd(apdu: bytes, answer: Answer) -> Answer:
        asked_for_others = apdu[0] == 0x80 or apdu[5:9] == b"\xa0\x00\x00\x02"
        return (data, status) if asked_for_others and apdu[5:7] not in (b"\x50\x30", b"\x09\x00") else answer

    connection.alter = odd
    assert open_card(connection).reading.profile == "ISO 7816-15"


def test_a_card_of_generation_1_that_knows_every_name(training: Path) -> None:
    """It says yes to the applet of generation 2, and then has nothing of it."""
    connection = DirectConnection(hicos_card(HicosCard1, training, holdings(training)))
    connection.alter = lambda apdu, answer: (b"", 0x9000) if apdu[1:3] == b"\xa4\x04" else answer
    assert open_card(connection).reading.profile == "HiCOS 1"


@pytest.mark.parametrize(("atr", "failure"), [(ATR, "UNKNOWN_CARD"), (NHI_ATR, "NHI_CARD")])
@pytest.mark.parametrize("status", [0x6A82, 0x6D00, 0x6E00])
def test_a_card_that_is_none_of_ours_is_told_with_what_was_tried(
    atr: bytes, failure: str, status: int
) -> None:
    connection = DirectConnection(RefusingCard(atr, status))
    error = failure_of(lambda: open_card(connection))
    assert error.failure is CardFailure[failure]
    assert (error.reader, error.atr) == ("direct", atr)
    assert error.tried == tuple(f"{kind} ({status:04X})" for kind in ("HiCOS 2", "HiCOS 1", "ISO 7816-15"))
    assert f"tried HiCOS 2 ({status:04X}), HiCOS 1 ({status:04X})" in str(error)
    assert verifies(connection.apdus) == []
    assert len(connection.apdus) < 20


def test_a_card_that_says_yes_to_all_and_holds_nothing() -> None:
    connection = DirectConnection(RefusingCard(ATR, 0x9000))
    assert failure_of(lambda: open_card(connection)).failure is CardFailure.CARD_DATA
    assert len(connection.apdus) < 60
