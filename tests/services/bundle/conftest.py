"""An office whose kiosk and central have no network between them, and may have one for a moment."""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import pytest

from central.app import Central, bundle_export_of, enrolment_of, open_central, processor_of
from central.bundle_import import BundleImport, Imported
from central.processing import Sending
from central.settings import Settings
from central.store.events import Cursor, events_after
from central.surface import document_key, sealing_key
from kiosk.contract.api import CommandAnswer, DocumentsAnswer, EnrolmentRequest, EventsAnswer, InquiriesAnswer
from kiosk.contract.bundle_content import sealing_text
from kiosk.contract.clock import TrainingClock
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.contract.signed_documents import public_text
from kiosk.domain.commands import Apply, Command, OpenMembership
from kiosk.domain.programme import Programme
from kiosk.services.bundle.desk import BundleDesk, Takers
from kiosk.services.central import CentralClient
from kiosk.services.desk import Desk, Submitted
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import (
    CentralKeys,
    DeviceIdentity,
    database_id,
    next_device_key,
    pin_keys,
    save_identity,
    settle_device_key,
)
from kiosk.services.inquiries import Inquiries
from kiosk.services.secrets import MemorySecrets
from kiosk.services.sync.engine import Sync
from kiosk.storage.database import Database, open_database
from kiosk.storage.documents import SignedDocument
from tests.central.kiosk import SoftCard, new_id
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import ROOT, START, Counter, TestClock


@dataclass
class Line:
    """What the kiosk's client does over the network, without HTTP; `up` says whether there is one."""

    central: Central
    device_id: str = ""
    up: bool = False

    def __post_init__(self) -> None:
        self._processor = processor_of(self.central)

    def send(self, envelopes: Sequence[bytes]) -> list[CommandAnswer]:
        self._require()
        commands = [CommandEnvelope.model_validate_json(one) for one in envelopes]
        answers = self._processor.receive(Sending(self.device_id, commands)).answers
        return [CommandAnswer.model_validate_json(one) for one in answers]

    def events(self, after: str) -> EventsAnswer:
        self._require()
        with self.central.store.database.looking() as connection:
            page = events_after(connection, OFFICE, Cursor.of(after), 3)
        return EventsAnswer(
            events=list(page.events),
            cursor=str(page.cursor),
            more=page.more,
            central_time=self.central.clock(),
        )

    def documents(self) -> DocumentsAnswer:
        self._require()
        secret = self.central.store.secret
        return DocumentsAnswer(
            key=public_text(document_key(secret)),
            sealing_key=sealing_text(sealing_key(secret)),
            documents=(),
        )

    def _require(self) -> None:
        if not self.up:
            raise Failed(Trouble.CENTRAL_UNREACHABLE)


OFFICE = "訓練用北區服務據點"


def _no_answers() -> InquiriesAnswer:
    raise Failed(Trouble.CENTRAL_UNREACHABLE)


class Kiosk:
    """One enrolled kiosk: its desk, its sync and its bundles, the files of which lie in `folder`."""

    def __init__(self, office: "Office", name: str, stack: ExitStack) -> None:
        self.office, self.folder = office, office.folder / name
        self.database: Database = stack.enter_context(
            closing(open_database(self.folder / "kiosk.db", DATABASE_KEY))
        )
        self.secrets = MemorySecrets()
        key = next_device_key(self.secrets, "")
        enrolment = enrolment_of(office.central.store, office.clock)
        answer = enrolment.enrol(
            EnrolmentRequest(
                code=enrolment.new_code(OFFICE, name),
                public_key=public_text(key),
                database_id=database_id(self.database),
            )
        )
        settle_device_key(self.secrets, key)
        self.device = DeviceIdentity(answer.device_id, OFFICE, name, "http://127.0.0.1:9", public_text(key))
        with self.database.session() as session:
            save_identity(session, self.device)
        pin_keys(self.database, CentralKeys(answer.document_key, answer.sealing_key))
        self.carried: list[tuple[Sequence[SignedDocument], datetime]] = []
        self.lists: list[bytes] = []
        self.line = Line(office.central, answer.device_id)
        client = cast(CentralClient, self.line)
        self.sync = Sync(self.database, client, office.rules, office.clock, lambda: 0.0)
        self.inquiries = Inquiries(
            self.database, office.clock, self.device, lambda _after, _member: _no_answers(), lambda: None
        )
        takers = Takers(
            lambda carried, made_at: self.carried.append((carried, made_at)),
            self.lists.append,
            self.inquiries.take,
            lambda: None,
        )
        self.bundles = BundleDesk(
            self.database, self.secrets, self.device, client, self.sync, office.clock, takers=takers
        )
        self.desk = Desk(self.database, office.rules, office.clock, self.device, lambda: None)
        self.asking = Counter(self.database, office.rules, TestClock(office.clock()), self.device)

    def submit(self, membership_id: str, command: Command) -> Submitted:
        """A command of somebody at the counter; who opens a membership signs with the office's card."""
        card = self.office.card
        if isinstance(command, OpenMembership):
            command = replace(command, signer=card.holder)
        statement = self.desk.prepare(membership_id, command)
        if not isinstance(command, OpenMembership):
            return self.desk.submit(statement, None)
        return self.desk.submit(statement, card.sign(statement.canonical_bytes()), signer=card.holder)

    def register(self) -> str:
        membership_id = self.desk.new_membership_id()
        self.submit(membership_id, self.asking.opening())
        self.submit(membership_id, self.asking.application())
        return membership_id

    def apply(self, membership_id: str) -> None:
        """Once more, from another address."""
        again: Apply = replace(self.asking.application(), email=f"{new_id()}@coop.example")
        self.submit(membership_id, again)

    def export(self, name: str = "up.bundle") -> Path:
        self.bundles.export(self.folder / name)
        return self.folder / name

    def with_network(self) -> Any:
        """A round of sync over the network, which is there for that long."""
        self.line.up = True
        try:
            return self.sync.once()
        finally:
            self.line.up = False


class Office:
    """Central with its card holder, and the kiosks that stand anywhere."""

    def __init__(self, folder: Path, cards: Path, rules: Programme, stack: ExitStack) -> None:
        self.folder, self.rules, self._stack = folder, rules, stack
        self.card = SoftCard(cards / "cards" / "organisation")
        self.clock = TrainingClock(folder / "clock.json")
        self.clock.move_to(START)
        settings = Settings(
            training=True,
            public_url="https://central.example",
            resources=ROOT / "resources",
            trust=cards / "trust",
            clock_file=folder / "clock.json",
            smtp=None,
            sender="no-reply@training.example",
            revocation=None,
            database="",
        )
        self.central = open_central(folder / "central", settings)
        stack.callback(self.central.store.database.close)
        store = self.central.store
        self.importing = BundleImport(
            store.database, processor_of(self.central), sealing_key(store.secret), self.clock
        )
        self.exporting = bundle_export_of(self.central)

    def kiosk(self, name: str = "K1") -> Kiosk:
        return Kiosk(self, name, self._stack)

    def take(self, file: Path) -> Imported:
        with file.open("rb") as stream:
            return self.importing.take(stream)

    def answer(self, kiosk: Kiosk, name: str = "down.bundle") -> Path:
        """The answer to what was taken last from this kiosk."""
        stream = io.BytesIO()
        self.exporting.write(kiosk.device.device_id, stream)
        file = kiosk.folder / name
        file.write_bytes(stream.getvalue())
        return file

    def events(self) -> list[str]:
        """All events of the office, by id."""
        with self.central.store.database.looking() as connection:
            page = events_after(connection, OFFICE, Cursor(), 100_000)
        return [one.event_id for one in page.events]


@pytest.fixture
def office(tmp_path: Path, training_cards: Path, rules: Programme) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(tmp_path, training_cards, rules, stack)


@pytest.fixture
def kiosk(office: Office) -> Kiosk:
    return office.kiosk()
