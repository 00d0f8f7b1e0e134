"""Offices, their counties and their kiosks; reports by county; on both databases."""

from datetime import date
from pathlib import Path

import pytest

from central.app import Central, enrolment_of
from central.audit import ReasonMissing, Role, Who, entries
from central.counties import COUNTIES, CountyUnknown
from central.fleet import CountyMissing, DeviceUnknown, Fleet, OfficeUnknown
from central.reports import NO_COUNTY, By, as_csv, report
from central.settings import Settings, save_settings
from central.store.offices import offices
from central.store.quarantine import NotInQuarantine
from kiosk.domain.programme import Programme
from tests.central.direct import DirectKiosk
from tests.central.kiosk import SoftCard, application, new_id
from tests.central.postgres import both_databases
from tests.central.process import run
from tests.central.registered import OFFICE, register

AGENCY = Who("承辦人員甲", Role.AGENCY)

database = both_databases


@pytest.fixture
def fleet(central: Central) -> Fleet:
    return Fleet(central.store.database, enrolment_of(central.store, central.clock), central.clock)


def test_there_are_22() -> None:
    assert len(COUNTIES) == 22
    assert len({name for names in COUNTIES.values() for name in names}) == 44


def test_an_offices_county_is_told_with_its_first_code(central: Central, fleet: Fleet) -> None:
    with pytest.raises(CountyMissing):
        fleet.new_code(OFFICE, "T1", "", AGENCY)
    with pytest.raises(CountyUnknown):
        fleet.new_code(OFFICE, "T1", "XXX", AGENCY)
    for name, terminal in (("", "T1"), (OFFICE, ""), ("據" * 201, "T1"), (OFFICE, "T" * 41), ("\n", "T1")):
        with pytest.raises(ValueError, match="office"):
            fleet.new_code(name, terminal, "TPE", AGENCY)
    assert fleet.offices() == ()
    fleet.new_code(OFFICE, "T1", "TPE", AGENCY)
    fleet.new_code(OFFICE, "T2", "", AGENCY)
    (office,) = fleet.offices()
    assert (office.name, office.county, office.devices) == (OFFICE, "TPE", 0)
    fleet.new_code(OFFICE, "T3", "NWT", AGENCY)
    assert fleet.offices()[0].county == "NWT"
    with central.store.database.reading() as connection:
        assert [one.details["county"] for one in entries(connection)] == ["NWT", "", "TPE"]


def test_a_county_is_set_with_a_reason(central: Central, fleet: Fleet) -> None:
    enrolment_of(central.store, central.clock).new_code(OFFICE, "T1")
    (office,) = fleet.offices()
    assert office.county is None
    with pytest.raises(ReasonMissing):
        fleet.set_county(office.office_id, "TPE", AGENCY, "")
    with pytest.raises(CountyUnknown):
        fleet.set_county(office.office_id, "", AGENCY, "x")
    with pytest.raises(OfficeUnknown):
        fleet.set_county(new_id(), "TPE", AGENCY, "x")
    fleet.set_county(office.office_id, "LIE", AGENCY, "補登")
    assert fleet.office(office.office_id) == fleet.offices()[0]
    assert fleet.offices()[0].county == "LIE"


def _is_shut_out(kiosk: DirectKiosk) -> bool:
    return kiosk.device.revoked_at is not None


def test_a_device_is_shut_out_once(central: Central, fleet: Fleet) -> None:
    kiosk = DirectKiosk(central)
    with pytest.raises(ReasonMissing):
        fleet.revoke(kiosk.device_id, AGENCY, " ")
    assert not _is_shut_out(kiosk)
    fleet.revoke(kiosk.device_id, AGENCY, "遺失")
    assert _is_shut_out(kiosk)
    for device_id in (kiosk.device_id, new_id()):
        with pytest.raises(DeviceUnknown):
            fleet.revoke(device_id, AGENCY, "遺失")
    with central.store.database.reading() as connection:
        (entry,) = entries(connection)
    assert (entry.act, entry.subject, entry.reason) == ("revoke_device", kiosk.device_id, "遺失")


def test_both_branches_of_a_quarantined_device(central: Central, fleet: Fleet) -> None:
    kiosk = DirectKiosk(central)
    assert fleet.branches(kiosk.device_id) is None
    assert fleet.branches(new_id()) is None
    first = kiosk.command(application(), new_id())
    kiosk.send(first)
    forked = kiosk.envelope(kiosk.statement(application(), new_id()), device_seq=1)
    assert kiosk.send(forked)[0][0] == "rejected"
    found = fleet.branches(kiosk.device_id)
    assert found is not None
    assert [one.command_id for one in found.taken] == [first.statement.command_id]
    assert [one.command_id for one in found.doubted] == [forked.statement.command_id]
    with pytest.raises(ReasonMissing):
        fleet.release(kiosk.device_id, AGENCY, "")
    fleet.release(kiosk.device_id, AGENCY, "還原備份")
    with pytest.raises(NotInQuarantine):
        fleet.release(kiosk.device_id, AGENCY, "還原備份")


def test_figures_by_county(
    central: Central, fleet: Fleet, organisation: SoftCard, programme: Programme
) -> None:
    register(central, organisation, programme)
    march = date(2026, 3, 1)
    with central.store.database.reading() as connection:
        unknown = report(connection, march, march, By.COUNTY)
    assert [line.group for line in unknown] == [NO_COUNTY, ""]
    fleet.new_code(OFFICE, "T1", "TPE", AGENCY)
    with central.store.database.reading() as connection:
        known = report(connection, march, march, By.COUNTY)
    assert [(line.group, line.figures.registrations, line.figures.granted) for line in known] == [
        ("TPE", 1, 30_000), ("", 1, 30_000),
    ]  # fmt: skip
    called = {"TPE": "=臺北市", NO_COUNTY: "未設定"}
    text = as_csv((*known, *unknown), ("月份", "縣市"), "合計", called).decode("utf-8-sig")
    assert "2026-03,'=臺北市,1" in text
    assert "2026-03,未設定,1" in text


def test_at_the_command_line(tmp_path: Path, central: Central, settings: Settings) -> None:
    folder = tmp_path / "data"
    save_settings(folder, settings)
    data = ("--office", OFFICE, "--terminal", "T1", "--data", str(folder))
    wrong = run("enrol", *data, "--county", "XX")
    assert (wrong.exit_code, "--county" in wrong.output) == (2, True)
    assert run("enrol", *data, "--county", "TPE").exit_code == 0
    assert run("enrol", *data).exit_code == 0
    with central.store.database.reading() as connection:
        assert [(one.name, one.county) for one in offices(connection)] == [(OFFICE, "TPE")]
    kiosk = DirectKiosk(central)
    revoke = ("device", "revoke", kiosk.device_id, "--data", str(folder))
    no_reason = run(*revoke, "--reason", " ")
    assert (no_reason.exit_code, "--reason" in no_reason.output) == (2, True)
    assert run(*revoke, "--reason", "遺失").exit_code == 0
    with central.store.database.reading() as connection:
        revoked, *codes = entries(connection)
    assert (revoked.who, revoked.act, revoked.reason) == ("command line", "revoke_device", "遺失")
    assert [(one.who, one.act, one.subject) for one in codes] == [
        ("command line", "add_enrolment_code", OFFICE)
    ] * 2
