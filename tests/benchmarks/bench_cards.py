"""How long a card takes, beside OpenSC's programs on the same virtual card and the same PC/SC service."""

import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.monitor import ReaderMonitor, ReaderState
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.reader import read_card
from kiosk.cardreader.signers.card import CardSigner
from kiosk.cardreader.virtual.pcsc_service import start_pcsc_service_if_absent
from kiosk.cardreader.virtual.scenarios import SCENARIOS
from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.clock import system_clock
from kiosk.contract.trust import TrustStore
from kiosk.services.cards import identify
from tests.cardreader.opensc.programs import OpenSc
from tests.cardreader.slot import Counted, Slot

PIN = b"123456"
MESSAGE = b"message"
INSERTIONS = 9
SHORT_RESPONSE = 256
SERVICE_LOOKS_EVERY = 0.4

READ, READ_THEIRS = "card read, certificate checked, holder known", "pkcs15-tool --read-certificate"
SIGNED, SIGNED_THEIRS = "message signed", "pkcs15-crypt --sign"
SHOWN, SIGNED_BY_PROGRAM = "kiosk card show --json, as a program", "kiosk card sign, as a program"


@dataclass(frozen=True)
class Stage:
    """A card in a reader, and everybody who is to use it."""

    slot: Slot
    card: Counted
    trust: TrustStore
    opensc: OpenSc
    folder: Path

    def read(self) -> tuple[CardReading, HolderCertificate]:
        """As the counter does when a card was put in."""
        reading = read_card(self.slot.name)
        return reading, identify(reading, self.trust, system_clock())

    def read_theirs(self) -> None:
        self.opensc.run("pkcs15-tool", "--read-certificate", b"SIGN".hex())

    def sign(self, reading: CardReading) -> bytes:
        """As the counter does when a PIN was typed."""
        return CardSigner().sign(reading, MESSAGE, Pin(bytearray(PIN)))

    def sign_theirs(self) -> None:
        command = [
            "pkcs15-crypt",
            "--sign",
            "--sha-256",
            "--pkcs1",
            "--key",
            b"SIGN".hex(),
            "--pin",
            PIN.decode(),
        ]
        self.opensc.run(*command, "-i", str(self.folder / "digest"), "-o", str(self.folder / "signature"))

    def program(self, *words: str) -> None:
        environment = os.environ | {"XDG_DATA_HOME": str(self.folder)}
        command = [sys.executable, "-m", "kiosk", "card", *words, "--reader", self.slot.name, "--json"]
        subprocess.run(command, env=environment, input=PIN, capture_output=True, check=True)

    def apdus(self, work: Callable[[], object]) -> int:
        """How many commands `work` sends to the card."""
        before = len(self.card.apdus)
        work()
        return len(self.card.apdus) - before


@contextmanager
def _stage() -> Iterator[Stage]:
    service = start_pcsc_service_if_absent()
    try:
        with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name, Slot() as slot:
            folder = Path(name)
            make_training_cards(folder)
            (folder / "digest").write_bytes(hashlib.sha256(MESSAGE).digest())
            (folder / "message").write_bytes(MESSAGE)
            card = Counted(SCENARIOS["good-organisation"].make(folder))
            slot.insert(card)
            trust = TrustStore.from_folder(folder / "trust", training=True)
            yield Stage(slot, card, trust, OpenSc(folder), folder)
    finally:
        service.stop()


def compare_cards() -> Generator[Mapping[str, Callable[[], object]] | list[str], Mapping[str, float], None]:
    """One virtual card (RSA-2048) and PC/SC service: the kiosk beside OpenSC"""
    with _stage() as stage:
        reading, _holder = stage.read()
        signature = ("sign", str(stage.folder / "message"), "--out", str(stage.folder / "out"), "--pin-stdin")
        works: dict[str, Callable[[], object]] = {
            READ: stage.read,
            READ_THEIRS: stage.read_theirs,
            SIGNED: lambda: stage.sign(reading),
            SIGNED_THEIRS: stage.sign_theirs,
            SHOWN: lambda: stage.program("show", "--trust", str(stage.folder / "trust")),
            SIGNED_BY_PROGRAM: lambda: stage.program(*signature),
        }
        medians = yield works
        apdus = {line: stage.apdus(works[line]) for line in (READ, READ_THEIRS, SIGNED, SIGNED_THEIRS)}
        size = len(reading.signing_certificate.der)
        yield [
            _ratio("read", medians[READ] / medians[READ_THEIRS]),
            _ratio("sign", medians[SIGNED] / medians[SIGNED_THEIRS]),
            f"commands to read: {apdus[READ]}, OpenSC {apdus[READ_THEIRS]}; {_least(size)} at least",
            f"to sign: {apdus[SIGNED]}, OpenSC {apdus[SIGNED_THEIRS]}; 3 at least (PIN, key, signature)",
            _noticed(stage),
        ]


def _ratio(what: str, ratio: float) -> str:
    return f"{what}: {ratio:.2f} of OpenSC's time{'' if ratio <= 1 else ': SLOWER'}"


def _least(size: int) -> str:
    """The fewest commands that can read a certificate of `size` octets, were it all one wants of the card."""
    pieces = ceil(size / SHORT_RESPONSE)
    return f"{1 + pieces} (1 selects the certificate of {size} octets, {pieces} read it)"


def _noticed(stage: Stage) -> str:
    """From putting a card in until the monitor tells, at moments spread over the service's own rhythm."""
    present = threading.Event()

    def take(state: ReaderState) -> None:
        if any(slot.card_present for slot in state.readers):
            present.set()

    monitor = ReaderMonitor(take)
    monitor.start()
    times: list[float] = []
    for number in range(INSERTIONS):
        stage.slot.remove()
        present.clear()
        time.sleep(SERVICE_LOOKS_EVERY * number / INSERTIONS)
        start = time.perf_counter()
        stage.slot.put_in(stage.card)
        present.wait(10)
        times.append((time.perf_counter() - start) * 1000)
    monitor.stop(2)
    middle, most, rhythm = statistics.median(times), max(times), SERVICE_LOOKS_EVERY * 1000
    return f"put in until told: {middle:.0f} ms, {most:.0f} at most; the service looks every {rhythm:.0f} ms"
