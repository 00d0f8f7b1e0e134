"""The training set-up: central service, PC/SC service, virtual reader with a card. Started, joined, ended."""

import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import psutil

from kiosk.cardreader.failures import CardError
from kiosk.cardreader.virtual.control import VirtualCard
from kiosk.cardreader.virtual.pcsc_service import start_pcsc_service_if_absent
from kiosk.cardreader.virtual.process import start_virtual_card
from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.contract.documents import read_programme
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.training.central_process import CentralPlaces, CentralProcess, TrainingFido
from kiosk.services.training.tw_fido import SERVICE_ID, TRAINING_PERSON, TwFido, TwFidoServer


class _Stoppable(Protocol):
    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Running:
    """Where the parts of a running set-up are reached; `owner` is the process that started it."""

    owner: int
    central_url: str
    card_port: int
    web_component_port: int
    phone_port: int

    @property
    def card(self) -> VirtualCard:
        """The hand that puts training cards in and takes them out."""
        return VirtualCard(self.card_port)

    @property
    def web_component_url(self) -> str:
        """Where the stand-in for the 跨平台網頁元件 answers for the training cards."""
        return f"http://127.0.0.1:{self.web_component_port}"

    @property
    def phone_url(self) -> str:
        """Where training's TW FidO answers, and its phone is held."""
        return f"http://127.0.0.1:{self.phone_port}"


def places_of(folders: Folders) -> CentralPlaces:
    """What the training central of these folders works on."""
    cards = folders.cards
    return CentralPlaces(folders.central, cards / "trust", cards / "revocation", folders.clock, RESOURCES)


class TrainingSetUp:
    """A set-up that runs. What this program started it ends; what it found running it leaves alone."""

    def __init__(self, running: Running, started: list[_Stoppable], record: Path | None) -> None:
        self.running = running
        self._started = started
        self._record = record

    def stop(self) -> None:
        """End what was started here, the last first."""
        if self._record is not None:
            self._record.unlink(missing_ok=True)
        while self._started:
            self._started.pop().stop()


def start_training(folders: Folders, scenario: str | None) -> TrainingSetUp:
    """Join the set-up that runs in `folders`, or start one with the card of `scenario` put in.

    Without a PC/SC service that runs or may be started the rest comes up all the same, and the window says
    what is missing. Raises `DocumentInvalid` where the documents do not hold together, and `Failed`
    where the central service does not come up.
    """
    read_programme(RESOURCES)
    joined = found(folders)
    if joined is not None:
        return TrainingSetUp(joined, [], None)
    folders.create()
    make_training_cards(folders.cards)
    started: list[_Stoppable] = []
    try:
        phones, key_file = _start_phones(folders)
        started.append(phones)
        central = CentralProcess(places_of(folders), TrainingFido(phones.url, SERVICE_ID, key_file))
        started.append(central)
        with suppress(CardError):  # the window's card page says what is missing and how to mend it
            started.append(start_pcsc_service_if_absent())
        card = start_virtual_card(folders.cards, scenario)
        started.append(card)
        running = Running(
            os.getpid(), central.wait_for_url(), card.control.port, card.web_component_port, phones.port
        )
    except BaseException:
        TrainingSetUp(Running(0, "", 0, 0, 0), started, None).stop()
        raise
    scratch = folders.running.with_suffix(".new")
    scratch.write_text(json.dumps(asdict(running)), encoding="utf-8")
    scratch.replace(folders.running)
    return TrainingSetUp(running, started, folders.running)


def _start_phones(folders: Folders) -> tuple[TwFidoServer, Path]:
    """Training's TW FidO with one phone, and the file with the key that central shares with it."""
    key = secrets.token_bytes(32)
    key_file = folders.central / "fido.key"
    key_file.touch(0o600)
    key_file.write_text(key.hex(), encoding="ascii")
    holder = folders.cards / "cards" / "citizen"
    return TwFidoServer(TwFido(SERVICE_ID, key, {TRAINING_PERSON: holder})), key_file


def found(folders: Folders) -> Running | None:
    """The set-up that runs in `folders`, None where none does."""
    try:
        running = Running(**json.loads(folders.running.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None  # none was written, or a power cut tore it
    if not psutil.pid_exists(running.owner):
        return None  # what a killed program left behind
    try:
        running.card.state()
    except OSError:
        return None
    return running
