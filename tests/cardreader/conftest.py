"""A real PC/SC service with its virtual reader, and cards to put in."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.card import CardReading
from kiosk.cardreader.profiles.iso7816_15 import Iso7816Card, open_card
from kiosk.cardreader.transport import PcscContext, ReaderSlot
from kiosk.cardreader.virtual.card import Card
from kiosk.cardreader.virtual.control import Moment, VirtualCard
from kiosk.cardreader.virtual.pcsc_service import PcscServiceHandle, start_pcsc_service_if_absent
from kiosk.cardreader.virtual.process import VirtualCardProcess, start_virtual_card
from kiosk.cardreader.virtual.scenarios import SCENARIOS
from kiosk.cardreader.virtual.training_ca import make_training_cards

DEADLINE = 10.0


@pytest.fixture(scope="session")
def training(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with training cards."""
    folder = tmp_path_factory.mktemp("training")
    make_training_cards(folder)
    return folder


class Service:
    """The PC/SC service; one that was started here can be stopped and started again."""

    def __init__(self) -> None:
        self._handle: PcscServiceHandle = start_pcsc_service_if_absent()

    @property
    def is_ours(self) -> bool:
        return self._handle.started_here

    def stop(self) -> None:
        self._handle.stop()

    def start(self) -> None:
        self._handle = start_pcsc_service_if_absent()


# Module by module, so that other packages' tests find the virtual reader free.
@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    running = Service()
    yield running
    running.stop()


@dataclass(frozen=True)
class Desk:
    """Puts virtual cards in and out, and waits until the PC/SC service has noticed."""

    control: VirtualCard

    def insert(self, scenario: str | None, remove_at: Moment | None = None) -> None:
        self.remove()
        self.control.insert(scenario, remove_at)
        self._wait(lambda slots: any(slot.card_present for slot in slots))

    def remove(self) -> None:
        self.control.remove()
        self._wait(lambda slots: not any(slot.card_present for slot in slots))

    def _wait(self, wanted: Callable[[tuple[ReaderSlot, ...]], bool]) -> None:
        end = time.monotonic() + DEADLINE
        with PcscContext() as context:
            slots = context.slots()
            while not wanted(slots):
                assert time.monotonic() < end, "the reader did not notice"
                slots = context.wait_for_change(slots, 1000)


@pytest.fixture(scope="module")
def _card_process(service: Service, training: Path) -> Iterator[VirtualCardProcess]:
    process = start_virtual_card(training)
    yield process
    process.stop()


@pytest.fixture
def web_component_url(_card_process: VirtualCardProcess) -> str:
    """Where the 跨平台網頁元件 would answer for the card in the virtual reader."""
    return f"http://127.0.0.1:{_card_process.web_component_port}"


@pytest.fixture
def desk(_card_process: VirtualCardProcess) -> Iterator[Desk]:
    """The virtual reader, empty at first."""
    desk = Desk(_card_process.control)
    desk.remove()
    yield desk
    desk.remove()


Answer = tuple[bytes, int]


@dataclass
class DirectConnection:
    """A virtual card without reader and service; keeps every command; `alter` may change an answer."""

    card: Card
    alter: Callable[[bytes, Answer], Answer] = lambda _apdu, answer: answer
    apdus: list[bytes] = field(default_factory=list)
    reader: str = "direct"

    @property
    def atr(self) -> bytes:
        return self.card.atr

    def transmit(self, apdu: bytes | bytearray) -> Answer:
        self.apdus.append(bytes(apdu))
        answer = self.card.answer(bytes(apdu))
        return self.alter(bytes(apdu), (answer[:-2], int.from_bytes(answer[-2:])))


@pytest.fixture
def make_card(training: Path) -> Callable[[str], Card]:
    """Make a scenario's card, to talk to directly."""
    return lambda scenario: SCENARIOS[scenario].make(training)


def opened(connection: DirectConnection) -> Iso7816Card:
    """The card behind `connection`, recognised and read."""
    card = open_card(CardChannel(connection))
    assert card is not None
    return card


def reading_of(connection: DirectConnection) -> CardReading:
    return opened(connection).reading
