"""A kiosk's own report, from its parts to central's list of devices."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from central.audit import Role, Who
from central.fleet_settings import FleetSettings
from central.store import office_lists
from central.store.office_lists import DeviceRow
from central.store.offices import offices
from kiosk.contract.condition import ConditionReport
from kiosk.services.central import CentralClient
from kiosk.services.condition import EVERY, ConditionReports
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.documents import CentralDocuments
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Trouble
from kiosk.services.folders import RESOURCES
from kiosk.services.from_central import FromCentral
from kiosk.services.identity_device import device_key
from kiosk.services.inquiries import Inquiries
from kiosk.services.look_around import LookAround
from kiosk.services.secrets import MemorySecrets
from kiosk.services.settings import CounterSettings, Mode
from kiosk.services.sync.engine import Sync
from kiosk.storage.database import Database, open_database
from tests.benchmarks.coming_back import ROUND
from tests.central.conftest import HandClock, Service

SOON = timedelta(seconds=10)


class Kiosk:
    """What of it looks around and tells."""

    def __init__(self, service: Service, folder: Path, database: Database, clock: HandClock) -> None:
        secrets = MemorySecrets()
        device = enrol(database, secrets, service.url, service.code(), SOON)
        self.client = CentralClient(service.url, device.device_id, device_key(secrets), clock, SOON)
        self.documents = CentralDocuments(database, self.client, clock, RESOURCES)
        self.documents.load()
        here = CounterSettings("", folder, Mode.COUNTER)
        self.from_central = FromCentral(here, device.device_id, folder, clock, "0.1.0")
        inquiries = Inquiries(database, clock, device, self.client.answers, lambda: None)
        look_around = LookAround(database, self.documents, self.from_central.take, inquiries.fetch)
        programme = self.documents.guidance.programme
        self.sync = Sync(database, self.client, programme, clock, lambda: 0.0, look_around)
        self.troubles: tuple[str, ...] = ()
        self.crashes = folder / "reports"
        self.reports = ConditionReports(
            self.client, self.documents, self.from_central, self.sync.status, lambda: self.troubles,
            folders=(folder, self.crashes), clock=clock,
        )  # fmt: skip


@pytest.fixture
def kiosk(service: Service, tmp_path: Path, clock: HandClock) -> Iterator[Kiosk]:
    database = open_database(tmp_path / "kiosk.db", bytes(32))
    one = Kiosk(service, tmp_path, database, clock)
    yield one
    one.client.close()
    database.close()


def listed(service: Service) -> DeviceRow:
    with service.central.store.database.reading() as connection:
        (row,) = office_lists.devices(connection)
    return row


def said(service: Service) -> ConditionReport:
    found = listed(service).condition
    assert found is not None
    return found


def test_central_knows_how_each_kiosk_is(service: Service, kiosk: Kiosk, clock: HandClock) -> None:
    assert kiosk.sync.once().failure is None
    kiosk.reports.send()
    first = said(service)
    assert (first.version, first.waiting, first.oldest, first.errors) == ("0.1.0", 0, None, ())
    assert first.last_sync is not None
    assert first.disk_free_mb > 0
    heard = listed(service).heard_at
    kiosk.reports.send()
    assert listed(service).heard_at == heard, "nothing new, nothing said"
    clock.move(seconds=EVERY.total_seconds())
    kiosk.reports.send()
    assert listed(service).heard_at != heard


def test_what_goes_wrong_is_told_at_once(service: Service, kiosk: Kiosk) -> None:
    kiosk.reports.send()
    kiosk.troubles = (Trouble.DISK_LOW.value, Trouble.DISK_LOW.value)
    kiosk.crashes.mkdir()
    (kiosk.crashes / "20260302T020000-x.json").write_text("{}")
    kiosk.reports.send()
    assert said(service).errors == (Trouble.DISK_LOW.value, Ailment.CRASHED.value)


def test_settings_come_with_the_next_round_and_are_told_back(service: Service, kiosk: Kiosk) -> None:
    kiosk.sync.once()
    with service.central.store.database.reading() as connection:
        (office,) = offices(connection)
    desk = FleetSettings(service.central.store.database, service.central.clock)
    desk.set(office.office_id, "", {"mode": "field"}, Who("承辦人員甲", Role.AGENCY), "外勤")
    kiosk.sync.once()
    kiosk.reports.send()
    (row,) = desk.all()
    assert (said(service).settings, said(service).restart_due) == (row.changed_at, True)
    assert kiosk.from_central.mode is Mode.COUNTER


def test_a_round_asks_for_what_the_simulation_says(kiosk: Kiosk) -> None:
    """`tests.benchmarks.coming_back` reckons with it."""
    kiosk.sync.once()
    asked: list[str] = []
    kiosk.client._http.event_hooks = {"request": [lambda request: asked.append(request.url.path)]}
    kiosk.sync.once()
    known = {f"/v1/{name}" for name in ROUND}
    assert [f"/v1/{name}" for name in ROUND if f"/v1/{name}" in asked] == asked
    assert known - set(asked) == {"/v1/documents/limits"}, "which is fetched where points moved"
