"""An office of several kiosks, and central, on files that are put back for each trial."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import httpx2
import pytest

from central.app import Central, create_app, enrolment_of, open_central
from central.settings import Settings
from kiosk.contract.api import CommandAnswer
from kiosk.domain.commands import Command
from kiosk.domain.programme import Programme
from kiosk.services.central import CentralClient
from kiosk.services.desk import Desk, Submitted
from kiosk.services.enrolment import enrol
from kiosk.services.identity_device import device_key, load_identity
from kiosk.services.look_around import LookAround
from kiosk.services.secrets import MemorySecrets, Secrets
from kiosk.services.sync.engine import Sync
from kiosk.storage.database import KEY_BYTES, open_database
from tests.central.conftest import RESOURCES, START, HandClock
from tests.central.kiosk import SoftCard
from tests.central.registered import OFFICE, register
from tests.proof.wire import Answer, Sent, Served, Way, laid

DATABASE_KEY = bytes(range(KEY_BYTES))
SOON = timedelta(seconds=10)
LONG_ENOUGH = timedelta(seconds=60)
HOLDERS = {"organisation": "12345675", "citizen": "04595257", "rare-name": "22099131"}
"""Cards of the training authorities, and the 統一編號 under which their holders join."""


@contextmanager
def fast_folder() -> Iterator[Path]:
    """A folder in memory where the machine has one: thousands of commits need not wait for a disk."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="proof-", dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


@contextmanager
def standing_clock(file: Path) -> Iterator[HandClock]:
    """One clock for kiosks and central that moves by hand alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiosk.contract.clock.system_clock", lambda: START)
        clock = HandClock(file)
        clock.move_to(START)
        yield clock


def settings_of(folder: Path, cards: Path) -> Settings:
    """A central in training on one SQLite file, whose clock is the folder's."""
    return Settings(
        training=True,
        public_url="https://central.example",
        resources=RESOURCES,
        trust=cards / "trust",
        clock_file=folder / "clock.json",
        smtp=None,
        sender="no-reply@training.example",
        revocation=cards / "revocation",
    )


class ProofKiosk:
    """A kiosk on its files: what a start makes of them. Its key lies in a keyring that outlives it."""

    def __init__(
        self, folder: Path, host: str, secrets: Secrets, programme: Programme, clock: HandClock
    ) -> None:
        self.folder, self.host, self.secrets = folder, host, secrets
        self.programme, self.clock = programme, clock
        self.asks_how_it_stands = False

    def start(self, timeout: timedelta = SOON) -> Self:
        """Start from the files, as the program does."""
        self.database = open_database(self.folder / "kiosk.db", DATABASE_KEY)
        return self.wire(timeout)

    def wire(self, timeout: timedelta = SOON) -> Self:
        """Make the parts anew over the database."""
        self.device = load_identity(self.database)
        return self.wire_to(self.device.central_url, timeout)

    def wire_to(self, url: str, timeout: timedelta) -> Self:
        """Make them anew, with central at another address."""
        key = device_key(self.secrets, self.device.public_key)
        self.client = CentralClient(url, self.device.device_id, key, self.clock, timeout)
        self.desk = Desk(self.database, self.programme, self.clock, self.device, lambda: None)
        look_around = LookAround(self.database, _no_documents(self.programme, self.client), lambda _: None)
        asked = look_around if self.asks_how_it_stands else None
        self.sync = Sync(self.database, self.client, self.programme, self.clock, lambda: 0.0, asked)
        return self

    def answers_again(self, envelopes: Sequence[bytes]) -> list[CommandAnswer]:
        """What central answers to commands that it has; however busy the machine is, it is waited for."""
        key = device_key(self.secrets, self.device.public_key)
        url, device_id = self.device.central_url, self.device.device_id
        with closing(CentralClient(url, device_id, key, self.clock, LONG_ENOUGH)) as client:
            return client.send(envelopes)

    def enrol(self, url: str, code: str) -> None:
        """Make the database, and have this kiosk enrolled."""
        database = open_database(self.folder / "kiosk.db", DATABASE_KEY)
        enrol(database, self.secrets, url, code, SOON)
        database.close()

    def enrol_anew(self, code: str) -> None:
        """As the technician does where this machine was copied, or is in quarantine."""
        url = self.device.central_url
        self.client.close()
        self.secrets = deepcopy(self.secrets)  # the next trial begins with those of before
        enrol(self.database, self.secrets, url, code, SOON)
        self.wire()

    def stop(self) -> None:
        self.client.close()
        self.database.close()

    def submit(self, membership_id: str, command: Command, card: SoftCard | None = None) -> Submitted:
        """Take a command at the desk, signed by `card` where its kind demands that. Raises `Refused`."""
        statement = self.desk.prepare(membership_id, command)
        if card is None:
            return self.desk.submit(statement, None)
        return self.desk.submit(statement, card.sign(statement.canonical_bytes()), signer=card.holder)


def _no_documents(programme: Programme, client: CentralClient) -> Any:
    """What central's documents say is not what is proven here."""
    return SimpleNamespace(
        ask=lambda: client.standing(""),
        renew=lambda _told: None,
        guidance=SimpleNamespace(programme=programme),
    )


class Office:
    """Central and its kiosks in one process; the first two holders are members with points."""

    def __init__(
        self, folder: Path, cards: Path, programme: Programme, clock: HandClock, ways: dict[str, Way]
    ) -> None:
        self._template, self._now = folder / "template", folder / "now"
        self.programme, self.clock, self.ways = programme, clock, ways
        self.cards = {holder: SoftCard(cards / "cards" / holder) for holder in HOLDERS}
        self.central: Central = open_central(self._now / "central", settings_of(folder, cards))
        self.app = create_app(self.central)
        self._served = Served(self.app)
        self.kiosks: list[ProofKiosk] = []
        self.members: dict[str, str] = {}

    def set_up(self, addresses: Sequence[str], timeout: timedelta = SOON) -> None:
        """Enrol kiosks that know central under these addresses, let two cooperatives join, keep all files.

        Trials start from what was kept.
        """
        for number, url in enumerate(addresses):
            host = httpx2.URL(url).host
            self.ways[host] = self.straight
            kiosk = ProofKiosk(
                self._now / f"kiosk-{number}", host, MemorySecrets(), self.programme, self.clock
            )
            code = enrolment_of(self.central.store, self.clock).new_code(OFFICE, f"K{number}")
            kiosk.enrol(url, code)
            self.kiosks.append(kiosk)
        for holder in list(HOLDERS)[:2]:
            self.members[holder] = register(
                self.central, self.cards[holder], self.programme, ubn=HOLDERS[holder]
            )
        for kiosk in self.kiosks:
            kiosk.start(timeout)
            assert kiosk.sync.once().failure is None
        self.end()
        shutil.copytree(self._now, self._template)

    def straight(self, sent: Sent) -> Answer:
        """Central's answer, as in good weather."""
        self.tick()
        return self._served(sent)

    def tick(self) -> None:
        """Every request takes its time: no two of them are decided at one moment."""
        self.clock.move(milliseconds=1)

    def begin(self) -> None:
        """Put all files and the clock back."""
        self.end()
        shutil.rmtree(self._now)
        shutil.copytree(self._template, self._now)
        self.clock.move_to(START)
        for kiosk in self.kiosks:
            self.ways[kiosk.host] = self.straight

    def end(self) -> None:
        """Let go of the files; the next statement opens them anew."""
        for kiosk in self.kiosks:
            kiosk.database.close()
        self.central.store.database.close()

    def close(self) -> None:
        """The last of the office."""
        self.end()
        for kiosk in self.kiosks:
            kiosk.client.close()
        self._served.close()

    def clone(self, kiosk: ProofKiosk, number: int) -> ProofKiosk:
        """A copy of a kiosk's machine, keyring and all, started; the copies of a trial have numbers."""
        kiosk.database.close()
        folder = self._now / f"copy-{number}"
        shutil.copytree(kiosk.folder, folder)
        copied = ProofKiosk(folder, kiosk.host, deepcopy(kiosk.secrets), self.programme, self.clock)
        copied.asks_how_it_stands = kiosk.asks_how_it_stands
        return copied.start()

    def new_code(self) -> str:
        """A code to enrol with."""
        return enrolment_of(self.central.store, self.clock).new_code(OFFICE, "K")


@contextmanager
def office_of(cards: Path, programme: Programme, kiosks: int) -> Iterator[Office]:
    """An office ready for trials."""
    ways: dict[str, Way] = {}
    with (
        fast_folder() as folder,
        standing_clock(folder / "clock.json") as clock,
        laid(ways),
        closing(Office(folder, cards, programme, clock, ways)) as office,
    ):
        office.set_up([f"http://kiosk-{number}.central.invalid" for number in range(kiosks)])
        yield office
