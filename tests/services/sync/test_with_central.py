"""The kiosk's desk and sync against the central service itself, a process of its own."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import text

from kiosk.contract.api import ApiProblem
from kiosk.contract.audit import MOST_LINES, AuditEvent
from kiosk.contract.clock import TrainingClock
from kiosk.domain.commands import CancelOrder, Command, OpenMembership, PlaceOrder
from kiosk.domain.membership import OrderState
from kiosk.domain.programme import Programme
from kiosk.services.audit.copying import AuditCopy
from kiosk.services.bundle.desk import BundleDesk, Takers
from kiosk.services.central import CentralClient
from kiosk.services.desk import Desk, Submitted
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Failed
from kiosk.services.identity_device import CentralKeys, device_key, pin_keys, pinned_keys
from kiosk.services.secrets import MemorySecrets
from kiosk.services.sync.engine import Sync
from kiosk.services.sync.report import SyncReport
from kiosk.storage import audit
from kiosk.storage.database import open_database
from tests.central import process
from tests.central.kiosk import SoftCard
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import START, Counter, TestClock

SOON = timedelta(seconds=10)


class Office:
    """A kiosk with a card on its desk, and the central service it is enrolled with."""

    def __init__(self, folder: Path, cards: Path, rules: Programme, stack: ExitStack) -> None:
        self.folder, self.cards, self.rules, self.stack = folder, cards, rules, stack
        self.card = self.card_of("organisation")
        self.clock = TrainingClock(folder / "clock.json")
        self.clock.move_to(START)
        self.secrets = MemorySecrets()
        self.database = stack.enter_context(
            closing(open_database(folder / "kiosk" / "kiosk.db", DATABASE_KEY))
        )
        self.central = process.start(folder, cards / "trust")
        stack.callback(self.kill_central)
        self.device = enrol(self.database, self.secrets, self.central.url, self._code(), SOON)
        self.desk = Desk(self.database, rules, self.clock, self.device, lambda: None)
        self.sync = self._new_sync()
        self.asking = Counter(self.database, rules, TestClock(self.clock()), self.device)

    def card_of(self, holder: str) -> SoftCard:
        return SoftCard(self.cards / "cards" / holder)

    def _code(self) -> str:
        told = process.run(
            "enrol", "--data", str(self.central.data), "--office", "臺北", "--terminal", "K7", "--json"
        )
        return str(json.loads(told.stdout)["code"])

    def _new_sync(self) -> Sync:
        client = self.stack.enter_context(
            CentralClient(self.central.url, self.device.device_id, device_key(self.secrets), self.clock, SOON)
        )
        return Sync(self.database, client, self.rules, self.clock, lambda: 0.0)

    def kill_central(self) -> None:
        self.central.end()

    def start_central_again(self) -> None:
        self.central = process.start(self.folder, self.cards / "trust")
        self.sync = self._new_sync()

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


@pytest.fixture
def office(tmp_path: Path, training_cards: Path, rules: Programme) -> Iterator[Office]:
    with ExitStack() as stack:
        yield Office(tmp_path, training_cards, rules, stack)


def test_what_the_desk_decides_central_decides_too(office: Office) -> None:
    membership_id = office.register()
    office.submit(membership_id, office.asking.assessment())
    order = office.asking.order()
    office.submit(membership_id, order)
    office.submit(membership_id, office.asking.cancellation(order))
    kept = office.asking.order()
    office.submit(membership_id, kept)
    provisional = office.desk.view(membership_id)
    report = office.sync.once()
    assert (report.accepted, report.refused, report.rejected, report.failure) == (6, 0, 0, None)
    view = office.desk.view(membership_id)
    assert (view.pending, view.provisional) == ((), False)
    assert view.confirmed.version == provisional.shown.version
    assert {number: one.state for number, one in view.confirmed.orders.items()} == {
        order.order_number: OrderState.CANCELLED, kept.order_number: OrderState.AWAITING_VENDOR,
    }  # fmt: skip
    told = process.run("vendor", "confirm", kept.order_number, "--data", str(office.central.data), "--json")
    assert told.exit_code == 0, told.output
    assert office.sync.once().received == 1
    confirmed = office.desk.view(membership_id).confirmed.orders[kept.order_number]
    assert confirmed.state is OrderState.AWAITING_PAYMENT


def test_a_signature_of_another_card_is_rejected_and_holds_nobody_up(office: Office) -> None:
    membership_id = office.register()
    order = office.asking.order()
    statement = office.desk.prepare(membership_id, replace(order, signer=office.card.holder))
    stranger = office.card_of("citizen")
    forged = stranger.sign(statement.canonical_bytes())
    office.desk.submit(statement, forged, signer=office.card.holder)
    office.submit(membership_id, office.asking.assessment())
    report = office.sync.once()
    assert (report.accepted, report.sent, report.failure) == (3, 4, None)
    assert [one.command_id for one in office.desk.things_to_attend()] == [statement.command_id]
    assert not office.desk.view(membership_id).shown.orders


def test_central_killed_in_the_middle_of_the_sync_counts_each_command_once(office: Office) -> None:
    membership_id = office.register()
    for _ in range(78):
        office.submit(membership_id, office.asking.order())
    reports: list[SyncReport] = []
    for still_waiting in (79, 30):
        round_ = Thread(target=lambda: reports.append(office.sync.once()))
        round_.start()
        while round_.is_alive() and office.sync.status().waiting > still_waiting:
            Event().wait(0.002)
        office.kill_central()
        round_.join()
        office.start_central_again()
    reports.append(office.sync.once())
    assert sum(report.sent for report in reports) == sum(report.accepted for report in reports) == 80
    assert reports[-1].failure is None
    view = office.desk.view(membership_id)
    assert (view.pending, view.provisional) == ((), False)
    assert (view.confirmed.version, len(view.confirmed.orders)) == (80, 78)


def test_after_thirty_days_without_network_everything_reaches_central(office: Office) -> None:
    office.kill_central()
    membership_id = office.register()
    office.clock.move_to(office.clock() + timedelta(days=30))
    office.submit(membership_id, office.asking.assessment())
    failed = office.sync.once()
    assert (failed.sent, failed.failure) == (0, "K-SYNC-01")
    office.start_central_again()
    assert office.sync.once().accepted == 3
    assert not office.desk.view(membership_id).provisional


def test_what_waits_is_carried_there_and_the_answer_back(office: Office, tmp_path: Path) -> None:
    """A kiosk that was enrolled before there were keys for bundles asks for them while central answers."""
    membership_id = office.register()
    keys = pinned_keys(office.database)
    pin_keys(office.database, CentralKeys("", ""))
    client = office.stack.enter_context(
        CentralClient(
            office.central.url, office.device.device_id, device_key(office.secrets), office.clock, SOON
        )
    )
    woken: list[bool] = []
    bundles = BundleDesk(
        office.database,
        office.secrets,
        office.device,
        client,
        office.sync,
        office.clock,
        takers=Takers(
            lambda _carried, _made_at: None,
            lambda _der: None,
            lambda _told: None,
            lambda: woken.append(True),
        ),
    )
    up, down = tmp_path / "up.bundle", tmp_path / "down.bundle"
    assert bundles.export(up).commands == 2
    assert keys is not None
    assert pinned_keys(office.database) == keys
    to = ("--data", str(office.central.data), "--answer", str(down), "--json")
    for _ in range(2):
        told = process.run("bundle", "import", str(up), *to)
        assert (told.exit_code, json.loads(told.stdout)["commands"]["accepted"]) == (0, 2), told.output
    taken = bundles.take(down)
    assert (taken.accepted, taken.received, woken) == (2, 2, [True])
    assert not office.desk.view(membership_id).provisional
    report = office.sync.once()
    assert (report.sent, report.received, report.failure) == (0, 0, None)


def test_the_audit_log_has_its_other_copy_at_central(office: Office) -> None:
    """Sent in parts, sent again; and a log that was changed meanwhile is found out."""
    key = device_key(office.secrets)
    office.database.keep_audit(audit.Keeper(office.device.device_id, key, office.clock), audit.PROGRAM)
    for _ in range(MOST_LINES):
        with office.database.session() as session:
            audit.record(session, AuditEvent.READ, "card")
    with CentralClient(office.central.url, office.device.device_id, key, office.clock, SOON) as client:
        copy = AuditCopy(office.database, client)
        copy.send()
        with office.database.session() as session:
            assert audit.sent(session)[0] == MOST_LINES + 1
            audit.note_sent(session, 0, "")
        copy.send()
        with office.database.session() as session:
            session.execute(text("DROP TRIGGER audit_no_delete"))
            session.execute(text("DELETE FROM audit WHERE seq > 1"))
            audit.note_sent(session, 1, "")
            audit.record(session, AuditEvent.READ, "something else")
        with pytest.raises(Failed) as failed:
            copy.send()
    assert failed.value.failure is ApiProblem.AUDIT_FORKED
