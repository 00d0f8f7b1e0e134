"""Copied, restored, shut out, a wrong clock: each against the central service itself, over HTTP."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
import uvicorn

from central.app import create_app, enrolment_of, open_central
from central.audit import Role, Who
from central.programme_desk import ProgrammeDesk
from central.serving import listen
from central.settings import Settings
from central.store import devices, quarantine
from central.surface import document_key
from kiosk.contract.api import ApiProblem
from kiosk.contract.clock import TrainingClock
from kiosk.contract.enrolment_ticket import EnrolmentTicket, shows
from kiosk.contract.signed_documents import public_text
from kiosk.domain.commands import CancelOrder, Command, OpenMembership, PlaceOrder
from kiosk.domain.programme import Pause, Programme
from kiosk.services.central import CentralClient
from kiosk.services.central_time import CentralTime
from kiosk.services.desk import Desk, Submitted
from kiosk.services.documents import CentralDocuments
from kiosk.services.enrolment import enrol_with, ticket_of
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import device_key, load_identity
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
        client = stack.enter_context(
            CentralClient(
                region.url, self.device.device_id, key, central_time.for_requests, SOON,
                central_time.compare,
            )
        )  # fmt: skip
        self.documents = CentralDocuments(self.database, client, self.clock, ROOT / "resources")
        self.documents.load()
        look_around = LookAround(self.database, client, self.documents, lambda _guidance: None)
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


def test_two_copies_of_a_database_are_found_and_neither_branch_is_lost(
    region: Region, machine: Machine
) -> None:
    member = machine.register()
    assert machine.sync.once().accepted == 2
    machine.stop()
    copy = machine.copied("two.db").start()
    machine.start()
    taken = machine.submit(member, machine.asking.assessment())
    doubted = copy.submit(member, copy.asking.order())
    assert machine.sync.once().accepted == 1
    copy.sync.once()
    assert copy.standing() is Standing.QUARANTINED
    copy.refuses(Trouble.DEVICE_QUARANTINED)
    machine.sync.once()
    machine.refuses(Trouble.DEVICE_QUARANTINED)
    with region.store() as connection:
        both = quarantine.branches(connection, machine.device.device_id)
    assert [link.command_id for link in both.taken] == [taken.command_id]
    assert [link.command_id for link in both.doubted] == [doubted.command_id]

    copy.stop()
    device = copy.device.device_id
    copy = copy.start(region.ticket())  # the copy becomes a device of its own
    assert copy.device.device_id != device
    assert copy.sync.once().accepted == 1
    with region.store() as connection:
        quarantine.release(connection, device)
    # Released where the doubted branch ended, the first finds itself to be the other one.
    machine.sync.once()
    machine.refuses(Trouble.DATABASE_COPIED)
    machine.stop()
    machine.start(region.ticket())
    machine.sync.once()
    assert machine.standing() is Standing.ACTIVE
    views = [one.desk.view(member) for one in (machine, copy)]
    assert views[0].shown == views[1].shown
    assert not any(view.provisional for view in views)
    copy.stop()


def test_a_backup_that_was_put_back_takes_nothing_new_and_what_waits_in_it_arrives_once(
    region: Region, machine: Machine
) -> None:
    member = machine.register()
    machine.sync.once()
    order = machine.asking.order()
    machine.submit(member, order)
    machine.stop()
    restored = machine.copied("backup.db")
    machine.start()
    assert machine.sync.once().accepted == 1  # what waits in the backup has come already
    machine.submit(member, machine.asking.assessment())
    machine.sync.once()
    machine.stop()
    restored.start()
    assert restored.sync.once().failure is None
    assert restored.sync.status().waiting == 0  # the same bytes, the first answer
    restored.refuses(Trouble.DATABASE_COPIED)
    restored.stop()
    restored.start(region.ticket())
    restored.sync.once()
    assert restored.standing() is Standing.ACTIVE
    restored.submit(member, restored.asking.cancellation(order))
    assert restored.sync.once().accepted == 1
    view = restored.desk.view(member)
    assert (view.provisional, len(view.confirmed.orders)) == (False, 1)
    restored.stop()


def test_what_waits_in_a_restored_backup_is_moved_and_answered_as_before(
    region: Region, machine: Machine
) -> None:
    """Enrolled anew at once, with commands that central has had from the device that it was."""
    member = machine.register()
    machine.stop()
    restored = machine.copied("backup.db")
    machine.start()
    assert machine.sync.once().accepted == 2
    machine.stop()
    restored.start(region.ticket())
    restored.submit(member, restored.asking.assessment())
    report = restored.sync.once()
    assert (report.accepted, report.rejected, report.failure) == (3, 0, None)
    assert restored.desk.view(member).confirmed.version == 3
    assert restored.standing() is Standing.ACTIVE
    restored.stop()


def test_a_device_that_is_shut_out_is_told_so_and_keeps_what_waits(region: Region, machine: Machine) -> None:
    member = machine.register()
    with region.store() as connection:
        devices.revoke(connection, machine.device.device_id, region.clock())
    assert machine.sync.once().failure == ApiProblem.DEVICE_REVOKED.value
    machine.refuses(ApiProblem.DEVICE_REVOKED)
    assert machine.sync.status().waiting == 2
    machine.stop()
    machine.start(region.ticket())
    assert machine.sync.once().accepted == 2
    assert not machine.desk.view(member).provisional


def test_an_enrolment_that_power_broke_off_is_finished_with_the_same_code(
    region: Region, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Central has answered, nothing is kept yet, and cases go on until somebody tries again."""
    member = machine.register()
    machine.stop()
    ticket = region.ticket()

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("kiosk.services.enrolment.save_identity", cut)
        with pytest.raises(KeyboardInterrupt):
            machine.start(ticket)
    machine.stop()
    before = machine.device.device_id
    machine.start()
    assert machine.device.device_id == before
    machine.submit(member, machine.asking.assessment())
    assert machine.sync.once().accepted == 3
    machine.submit(member, machine.asking.order())
    machine.stop()
    machine.start(ticket)
    assert machine.device.device_id != before
    assert machine.sync.once().accepted == 1
    assert machine.standing() is Standing.ACTIVE
    assert not machine.desk.view(member).provisional


@pytest.mark.parametrize("minutes", [-12, 12, 3000])
def test_a_wrong_clock(region: Region, machine: Machine, minutes: int) -> None:
    machine.sync.once()
    machine.stop()
    machine.ahead = timedelta(minutes=minutes)
    machine.start()
    assert machine.sync.once().failure == Trouble.CLOCK_WRONG.value
    assert machine.sync.once().failure is None
    machine.stop()
    machine.start()  # and is known without asking
    member = machine.register()
    machine.submit(member, machine.asking.assessment())
    with pytest.raises(Failed) as raised:
        machine.submit(member, machine.asking.order())
    assert raised.value.failure is Trouble.TIME_UNKNOWN
    assert machine.sync.once().accepted == 3
    machine.ahead = timedelta(0)
    machine.sync.once()
    machine.sync.once()
    machine.submit(member, machine.asking.order())
    assert machine.sync.once().accepted == 1


def test_a_pause_set_in_the_office_is_known_at_the_counter(region: Region, machine: Machine) -> None:
    machine.sync.once()
    assert not machine.documents.guidance.programme.pauses
    pause = Pause(date(2026, 3, 1), date(2026, 3, 31))
    desk = ProgrammeDesk(region.central.store.database, region.rules, region.clock)
    desk.change(((pause,), 90_000), Who("office", Role.AGENCY), "預算")
    machine.sync.once()
    programme = machine.documents.guidance.programme
    assert (programme.pauses, programme.budget) == ((pause,), 90_000)
    assert machine.documents.guidance.anchors
    assert machine.sync.status().document_trouble is None


def test_the_ticket_bears_the_mark_of_centrals_key(region: Region) -> None:
    ticket = region.ticket()
    assert shows(public_text(document_key(region.central.store.secret)), ticket.mark)
    assert ticket.central_url == region.url
