"""A central service on a loopback port, and counters' machines that are enrolled with it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
import uvicorn

from central.app import create_app, enrolment_of, open_central
from central.serving import listen
from central.settings import Settings
from kiosk.contract.clock import TrainingClock
from kiosk.contract.enrolment_ticket import EnrolmentTicket
from kiosk.domain.commands import CancelOrder, Command, OpenMembership, PlaceOrder
from kiosk.domain.programme import Programme
from kiosk.services.central import CentralClient
from kiosk.services.central_time import CentralTime
from kiosk.services.desk import Desk, Submitted
from kiosk.services.documents import CentralDocuments
from kiosk.services.enrolment import enrol_with, ticket_of
from kiosk.services.failures import Failed
from kiosk.services.identity_device import device_key, load_identity
from kiosk.services.inquiries import Inquiries
from kiosk.services.look_around import LookAround
from kiosk.services.secrets import MemorySecrets
from kiosk.services.sync.engine import Sync
from kiosk.storage.database import Database, open_database
from kiosk.storage.tables import Standing
from tests.central.kiosk import SoftCard
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import ROOT, START, Counter, TestClock

SOON = timedelta(seconds=10)


class Region:
    """A central service on a loopback port, and cards."""

    def __init__(self, folder: Path, cards: Path, rules: Programme) -> None:
        self.folder, self.cards, self.rules = folder, cards, rules
        self.clock = TrainingClock(folder / "clock.json")
        self.clock.move_to(START)
        listening = listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        settings = Settings(
            training=True, public_url=self.url, resources=ROOT / "resources", trust=cards / "trust",
            clock_file=folder / "clock.json", smtp=None, sender="no-reply@training.example",
        )  # fmt: skip
        self.central = open_central(folder / "data", settings)
        config = uvicorn.Config(
            create_app(self.central), log_config=None, access_log=False, date_header=False
        )
        self._server = uvicorn.Server(config)
        self._thread = Thread(target=self._server.run, kwargs={"sockets": [listening]})
        self._thread.start()
        self._ends = listening.close

    def end(self) -> None:
        self._server.should_exit = True
        self._thread.join(SOON.total_seconds())
        self._ends()
        self.central.store.database.close()
        assert not self._thread.is_alive()

    def ticket(self) -> EnrolmentTicket:
        """A code as the QR code says it."""
        enrolment = enrolment_of(self.central.store, self.clock)
        return ticket_of(enrolment.ticket(enrolment.new_code("臺北", "K7"), self.url))

    @contextmanager
    def store(self) -> Iterator[sa.Connection]:
        """Central's database, as an administrator's act changes it."""
        with self.central.store.database.writing() as connection:
            yield connection


class Machine:
    """A counter's machine: its database in a file, its keyring, its clock."""

    def __init__(self, region: Region, file: Path, secrets: MemorySecrets) -> None:
        self.region, self.file, self.secrets = region, file, secrets
        self.ahead = timedelta(0)
        self.card = SoftCard(region.cards / "cards" / "organisation")
        self._open = ExitStack()
        self.database: Database

    def clock(self) -> datetime:
        return self.region.clock() + self.ahead

    def start(self, ticket: EnrolmentTicket | None = None) -> "Machine":
        region, stack = self.region, self._open
        self.database = stack.enter_context(closing(open_database(self.file, DATABASE_KEY)))
        if ticket is not None:
            enrol_with(self.database, self.secrets, ticket, SOON)
        self.device = load_identity(self.database)
        central_time = CentralTime(self.database, self.clock)
        key = device_key(self.secrets, self.device.public_key)
        client = self.client = stack.enter_context(
            CentralClient(
                region.url, self.device.device_id, key, central_time.for_requests, SOON,
                central_time.compare,
            )
        )  # fmt: skip
        self.documents = CentralDocuments(self.database, client, self.clock, ROOT / "resources")
        self.documents.load()
        self.inquiries = Inquiries(
            self.database, central_time.for_cases, self.device, client.answers, lambda: None
        )
        look_around = LookAround(self.database, self.documents, lambda _guidance: None, self.inquiries.fetch)
        self.sync = Sync(self.database, client, region.rules, self.clock, lambda: 0.0, look_around)
        self.desk = Desk(self.database, region.rules, central_time.for_cases, self.device, lambda: None)
        self.asking = Counter(self.database, region.rules, TestClock(central_time.for_cases()), self.device)
        return self

    def stop(self) -> None:
        self._open.close()

    def copied(self, name: str) -> "Machine":
        """Another machine with all that is on this one, as a copied disk has it."""
        other = MemorySecrets()
        other._values.update(self.secrets._values)
        file = self.file.with_name(name)
        shutil.copyfile(self.file, file)
        return Machine(self.region, file, other)

    def submit(self, membership_id: str, command: Command) -> Submitted:
        if not isinstance(command, OpenMembership | PlaceOrder | CancelOrder):
            return self.desk.submit(self.desk.prepare(membership_id, command), None)
        signed = replace(command, signer=self.card.holder)
        statement = self.desk.prepare(membership_id, signed)
        signature = self.card.sign(statement.canonical_bytes())
        return self.desk.submit(statement, signature, signer=self.card.holder)

    def register(self) -> str:
        membership_id = self.desk.new_membership_id()
        self.submit(membership_id, self.asking.opening())
        self.submit(membership_id, self.asking.application())
        return membership_id

    def standing(self) -> Standing:
        return self.sync.status().standing

    def refuses(self, failure: object) -> None:
        with pytest.raises(Failed) as raised:
            self.desk.prepare(self.desk.new_membership_id(), self.asking.opening(2))
        assert raised.value.failure is failure


@pytest.fixture
def region(tmp_path: Path, training_cards: Path, rules: Programme) -> Iterator[Region]:
    region = Region(tmp_path, training_cards, rules)
    yield region
    region.end()


@pytest.fixture
def machine(region: Region, tmp_path: Path) -> Iterator[Machine]:
    machine = Machine(region, tmp_path / "one.db", MemorySecrets()).start(region.ticket())
    yield machine
    machine.stop()
