"""Bad input through the real window: it says what to do, loses nothing, and one goes on from there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import Training
from tests.e2e.conversation import play
from tests.e2e.services import Central, PcscService

pytestmark = [
    pytest.mark.window,
    pytest.mark.keyring,
    pytest.mark.pcsc,
]


@pytest.mark.parametrize(
    "scene",
    [
        "bad_cards:on_the_card_page",
        "bad_cards:on_the_other_pages",
        "bad_pins:wrong_pins",
        "bad_pins:cards_that_cannot_sign",
        "bad_pins:pulled_out",
        "bad_fields:the_cooperative",
        "bad_fields:the_contact",
    ],
)
def test_a_wrong_card_pin_or_word(training: Training, scene: str) -> None:
    training.play(f"tests.e2e.{scene}")


@pytest.fixture
def pcsc_service(tmp_path: Path) -> Iterator[PcscService]:
    """A PC/SC service that is the test's own, running before the set-up looks for one."""
    empty = tmp_path / "no-readers"
    empty.mkdir()
    service = PcscService(empty)
    try:
        if not service.is_ours:
            pytest.skip("the PC/SC service that runs here is not ours to end")
        yield service
    finally:
        service.end()


def test_no_reader_and_no_pcsc_service(pcsc_service: PcscService, training: Training) -> None:
    acts = {
        "end the PC/SC service": pcsc_service.end,
        "start the PC/SC service without a reader": pcsc_service.start_without_reader,
        "start the PC/SC service": pcsc_service.start,
    }
    play(training, "tests.e2e.bad_cards:without_a_reader", acts)


def test_central_not_running(training: Training) -> None:
    central = Central(training.folders)
    acts = {"end central": central.end_first, "start central": central.start}
    try:
        play(training, "tests.e2e.bad_network:central_away", acts)
    finally:
        central.end()
