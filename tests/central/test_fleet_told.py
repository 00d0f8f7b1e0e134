"""What kiosks tell of themselves, and what they are told from here; on both databases."""

import json
from datetime import timedelta

import pytest

from central.app import Central
from central.audit import ReasonMissing, Role, Who, entries
from central.fleet import OfficeUnknown
from central.fleet_settings import FleetSettings
from central.store import office_lists
from central.store.offices import know_office, offices
from central.update_desk import UpdateDesk, UpdateInvalid, UpdateUnknown
from kiosk.contract.api import ApiProblem
from kiosk.contract.condition import ConditionReport
from kiosk.contract.documents import DocumentInvalid
from kiosk.contract.office_settings import NEVER_SET, OfficeSettings, read_settings_document
from kiosk.contract.updates import Update, read_updates
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk
from tests.central.postgres import both_databases
from tests.central.registered import OFFICE
from tests.central.test_documents import OTHER, documents_of

AGENCY = Who("承辦人員甲", Role.AGENCY)
CONDITION = "/v1/device/condition"

database = both_databases


@pytest.fixture
def office_id(central: Central) -> str:
    with central.store.database.writing() as connection:
        know_office(connection, OFFICE, None)
        know_office(connection, OTHER, None)
    with central.store.database.reading() as connection:
        return next(one.office_id for one in offices(connection) if one.name == OFFICE)


def report(clock: HandClock, **changes: object) -> ConditionReport:
    now = clock()
    told = {
        "version": "1.2.0", "at": now, "last_sync": now, "waiting": 2, "oldest": now,
        "errors": ("K-SYNC-01",), "disk_free_mb": 48_000, "printer": "K-PRINT-01", "reader": None,
    }  # fmt: skip
    return ConditionReport.model_validate(told | changes)


def test_the_last_report_of_a_kiosk_stands_in_the_list(
    kiosk: Kiosk, central: Central, clock: HandClock
) -> None:
    listed = "K-SYNC-01"
    for errors in ((listed,), (), (listed,)):
        told = report(clock, errors=errors)
        answer = kiosk.request("PUT", CONDITION, told.model_dump_json().encode())
        assert answer.status_code == 200
        clock.move(minutes=5)
    with central.store.database.reading() as connection:
        (row,) = office_lists.devices(connection)
        found = office_lists.find_device_row(connection, kiosk.device_id)
    assert found == row
    assert row.condition == told


def test_what_is_no_report(kiosk: Kiosk, central: Central, clock: HandClock) -> None:
    good = json.loads(report(clock).model_dump_json())
    for wrong in (
        b"{}",
        json.dumps(good | {"name": "王小明"}).encode(),
        json.dumps(good | {"errors": ["王小明"]}).encode(),
        json.dumps(good | {"waiting": -1}).encode(),
    ):
        answer = kiosk.request("PUT", CONDITION, wrong)
        assert (answer.status_code, answer.json()["code"]) == (400, ApiProblem.MALFORMED.value)
    with central.store.database.reading() as connection:
        (row,) = office_lists.devices(connection)
    assert (row.heard_at, row.condition) == (None, None)


def test_settings_of_an_office_reach_its_kiosks_and_no_other(
    central: Central, clock: HandClock, office_id: str
) -> None:
    desk, documents = FleetSettings(central.store.database, central.clock), documents_of(central)

    def told(office: str, terminal: str) -> OfficeSettings:
        found = documents.find("settings", office)
        assert found is not None
        return read_settings_document(found.content, office, terminal).settings

    first = documents.find("settings", OFFICE)
    assert first is not None
    assert read_settings_document(first.content, OFFICE, "T1").changed_at == NEVER_SET
    desk.set(office_id, "", {"mode": "counter", "second_person_from": 5_000}, AGENCY, "統一")
    clock.move(seconds=1)
    desk.set(office_id, "T2", {"mode": "self-service"}, AGENCY, "自助機")
    assert told(OFFICE, "T1") == OfficeSettings(mode="counter", second_person_from=5_000)
    assert told(OFFICE, "T2") == OfficeSettings(mode="self-service", second_person_from=5_000)
    assert told(OTHER, "T2") == OfficeSettings()
    clock.move(hours=-1)  # a clock that was set back gives nothing that kiosks would take for older
    desk.set(office_id, "T2", {}, AGENCY, "撤回")
    assert told(OFFICE, "T2") == told(OFFICE, "T1")
    assert [row.terminal for row in desk.all()] == [""]
    with central.store.database.reading() as connection:
        newest = entries(connection, most=2)
    assert [(one.act, one.subject, one.reason) for one in newest] == [
        ("set_kiosks", f"{OFFICE} T2", "撤回"), ("set_kiosks", f"{OFFICE} T2", "自助機"),
    ]  # fmt: skip


def test_what_cannot_be_set(central: Central, office_id: str) -> None:
    desk = FleetSettings(central.store.database, central.clock)
    with pytest.raises(DocumentInvalid):
        desk.set(office_id, "", {"central": "https://elsewhere.example"}, AGENCY, "x")
    with pytest.raises(ReasonMissing):
        desk.set(office_id, "", {"mode": "counter"}, AGENCY, " ")
    with pytest.raises(OfficeUnknown):
        desk.set("nowhere", "", {"mode": "counter"}, AGENCY, "x")
    for terminal in ("T" * 41, "T\n1"):
        with pytest.raises(ValueError, match="name of a kiosk"):
            desk.set(office_id, terminal, {"mode": "counter"}, AGENCY, "x")
    assert desk.all() == ()


def test_a_version_is_announced_in_stages(central: Central, clock: HandClock, office_id: str) -> None:
    desk, documents, now = UpdateDesk(central.store.database, central.clock), documents_of(central), clock()

    def told(office: str) -> tuple[Update, ...]:
        found = documents.find("updates", office)
        assert found is not None
        return read_updates(found.content)

    assert told(OFFICE) == ()
    desk.announce("1.2.0", now, 10, [OFFICE], AGENCY, "試行")
    assert told(OFFICE) == (Update("1.2.0", now, 10),)
    assert told(OTHER) == ()
    desk.announce("1.2.0", now, 100, [], AGENCY, "全面")
    assert told(OTHER) == (Update("1.2.0", now, 100),) == told(OFFICE)
    for version, share, where, why in (
        ("1.2.0; reboot", 10, [], UpdateInvalid),
        ("1.2.0", 0, [], UpdateInvalid),
        ("1.2.0", 10, ["沒有"], OfficeUnknown),
    ):
        with pytest.raises(why):
            desk.announce(version, now + timedelta(days=1), share, where, AGENCY, "x")
    desk.withdraw("1.2.0", AGENCY, "有問題")
    assert told(OFFICE) == ()
    with pytest.raises(UpdateUnknown):
        desk.withdraw("1.2.0", AGENCY, "有問題")
