"""Documents follow what people change, whichever process they change it in; on both databases."""

import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from central.app import Central
from central.audit import ReasonMissing, Role, Who, first_broken
from central.backoffice.passwords import Passwords
from central.calendar_desk import CalendarDesk, DayInvalid, DayKnown, DayUnknown
from central.catalogue import Catalogue
from central.counter_accounts import AccountTaken, AccountUnknown, CounterAccounts
from central.documents import CentralKeys, Documents
from central.programme_desk import ProgrammeDesk
from central.standing import days_now
from central.store.document_versions import shared_versions
from central.surface import document_key
from kiosk.contract.calendar_document import CalendarDay, read_calendar
from kiosk.contract.documents import read_programme
from kiosk.contract.signed_documents import public_text, require_signed
from kiosk.contract.staff_document import CounterRole, read_staff
from kiosk.domain.programme import Pause, Programme
from tests.central.conftest import RESOURCES, HandClock
from tests.central.direct import another
from tests.central.kiosk import SoftCard
from tests.central.postgres import both_databases
from tests.central.registered import OFFICE, order, register

AGENCY = Who("承辦人員甲", Role.AGENCY)
OTHER = "訓練用南區服務據點"
TYPHOON = date(2026, 3, 3)  # the day after the tests' Monday

database = both_databases


def documents_of(central: Central) -> Documents:
    settings = central.settings
    keys = CentralKeys(document_key(central.store.secret), "")
    return Documents(
        central.store.database, central.ruling.programme, settings.resources, settings.trust, keys
    )


@pytest.fixture
def documents(central: Central) -> Documents:
    return documents_of(central)


@pytest.fixture
def calendar(central: Central) -> CalendarDesk:
    return CalendarDesk(central.store.database, central.ruling.programme, central.clock)


@pytest.fixture
def counter(central: Central) -> CounterAccounts:
    from central.store.offices import know_office

    with central.store.database.writing() as connection:
        for office in (OFFICE, OTHER):
            know_office(connection, office, None)
    return CounterAccounts(central.store.database, Passwords(), central.clock)


def _content(documents: Documents, name: str, office: str = OFFICE) -> bytes:
    found = documents.find(name, office)
    assert found is not None
    return found.content


def _office_id(central: Central, name: str) -> str:
    from central.store.offices import offices

    with central.store.database.reading() as connection:
        return next(one.office_id for one in offices(connection) if one.name == name)


def _read(documents: Documents, folder: Path) -> Programme:
    """As a kiosk reads them."""
    folder.mkdir(exist_ok=True)
    for name in ("programme", "catalogue", "questionnaire"):
        (folder / f"{name}.toml").write_bytes(_content(documents, name))
    return read_programme(folder)


def test_at_first_they_are_what_was_written(documents: Documents, tmp_path: Path) -> None:
    for name in ("catalogue", "programme", "questionnaire", "notice", "help"):
        assert _content(documents, name) == (RESOURCES / f"{name}.toml").read_bytes()
    assert read_calendar(_content(documents, "calendar")) == ()
    assert read_staff(_content(documents, "staff"), OFFICE) == ()
    assert documents.find("secret", OFFICE) is None


def test_the_catalogue_that_kiosks_get_is_the_one_that_decides(
    central: Central, documents: Documents, tmp_path: Path
) -> None:
    catalogue = Catalogue(central.store.database, central.ruling.programme, central.clock)
    catalogue.withdraw("marketing-social", AGENCY, "停售")
    first = documents.find("catalogue", OFFICE)
    assert documents.find("catalogue", OTHER) is first, "nothing is made twice"
    with central.store.database.reading() as connection:
        decided_by = central.ruling.standing.now(connection, None).plans
    assert _read(documents, tmp_path / "pulled").plans == decided_by
    assert "marketing-social" not in decided_by


def test_pauses_budget_and_days_reach_the_programme(
    central: Central, documents: Documents, calendar: CalendarDesk, tmp_path: Path
) -> None:
    march = Pause(date(2026, 3, 1), date(2026, 3, 31))
    desk = ProgrammeDesk(central.store.database, central.ruling.programme, central.clock)
    desk.change(((march,), 30_000_000), AGENCY, "奉核定")
    calendar.tell(TYPHOON, AGENCY, "颱風停班", working=False)
    read = _read(documents, tmp_path / "pulled")
    assert (read.pauses, read.budget) == ((march,), 30_000_000)
    assert read.calendar.closed == {TYPHOON}
    assert read.versions == central.ruling.programme.versions
    desk.change(((), None), AGENCY, "恢復")
    calendar.take_back(TYPHOON, AGENCY, "未停班")
    assert _read(documents, tmp_path / "pulled") == central.ruling.programme


def test_another_process_learns_of_a_change(
    tmp_path: Path, central: Central, documents: Documents, calendar: CalendarDesk
) -> None:
    before = {one.name: one.sha256 for one in documents.index(OFFICE).documents}
    with another(central, tmp_path / "data") as other:
        theirs = documents_of(other.central)
        assert {one.name: one.sha256 for one in theirs.index(OFFICE).documents} == before
        CalendarDesk(other.central.store.database, other.central.ruling.programme, central.clock).tell(
            TYPHOON, AGENCY, "颱風停班", working=False
        )
        after = {one.name: one.sha256 for one in documents.index(OFFICE).documents}
        assert {one.name: one.sha256 for one in theirs.index(OFFICE).documents} == after
    assert {name for name, tag in after.items() if tag != before[name]} == {"calendar", "programme"}
    assert read_calendar(_content(documents, "calendar")) == (CalendarDay(TYPHOON, False, "颱風停班"),)


def test_central_reckons_by_the_day_at_once(
    central: Central, calendar: CalendarDesk, organisation: SoftCard, programme: Programme
) -> None:
    calendar.tell(TYPHOON, AGENCY, "颱風停班", working=False)
    number = "20260302100000000001"
    membership = register(central, organisation, programme)
    order(central, membership, organisation, programme, number)
    central.vendor.confirm(number)
    _, placed = central.vendor.order(number)
    assert placed.pay_by == date(2026, 3, 5), "two working days, of which the typhoon's is none"


def test_days_that_cannot_be_told(central: Central, calendar: CalendarDesk, clock: HandClock) -> None:
    for day in (date(2062, 3, 3), date(2002, 3, 3)):
        with pytest.raises(DayInvalid):
            calendar.tell(day, AGENCY, "x", working=False)
    with pytest.raises(ReasonMissing):
        calendar.tell(TYPHOON, AGENCY, " ", working=False)
    calendar.tell(TYPHOON, AGENCY, "颱風", working=False)
    with pytest.raises(DayKnown):
        calendar.tell(TYPHOON, AGENCY, "颱風", working=True)
    with pytest.raises(ReasonMissing):
        calendar.take_back(TYPHOON, AGENCY, "")
    assert calendar.told() == ((CalendarDay(TYPHOON, False, "颱風"), True),)
    calendar.take_back(TYPHOON, AGENCY, "誤植")
    with pytest.raises(DayUnknown):
        calendar.take_back(TYPHOON, AGENCY, "誤植")


def test_what_was_told_goes_before_what_was_written(
    central: Central, programme: Programme, calendar: CalendarDesk
) -> None:
    from dataclasses import replace

    from kiosk.domain.calendar import WorkCalendar

    saturday = date(2026, 3, 7)
    written = replace(programme, calendar=WorkCalendar(frozenset({TYPHOON}), frozenset({saturday})))
    calendar.tell(TYPHOON, AGENCY, "未停班", working=True)
    with central.store.database.reading() as connection:
        found = days_now(connection, written)
    assert found == (CalendarDay(TYPHOON, True, "未停班"), CalendarDay(saturday, True, ""))


def test_staff_is_each_offices_own(central: Central, documents: Documents, counter: CounterAccounts) -> None:
    theirs = documents.find("staff", OTHER)
    access = counter.add(_office_id(central, OFFICE), "a01", "櫃檯人員甲", CounterRole.COUNTER, AGENCY)
    (account,) = read_staff(_content(documents, "staff"), OFFICE)
    assert (account.staff_id, account.must_change, account.disabled) == ("a01", True, False)
    assert Passwords().is_right(access.password, account.password_hash)
    assert documents.find("staff", OTHER) is theirs, "another office's is not made anew"
    assert access.password not in repr(access)
    (row,) = counter.all()
    counter.disable(row.key, AGENCY, "離職")
    (account,) = read_staff(_content(documents, "staff"), OFFICE)
    assert account.disabled
    renewed = counter.renew(row.key, AGENCY, "復職")
    (account,) = read_staff(_content(documents, "staff"), OFFICE)
    assert (account.disabled, Passwords().is_right(renewed.password, account.password_hash)) == (False, True)
    assert not Passwords().is_right(access.password, account.password_hash)


def test_accounts_that_cannot_be(central: Central, counter: CounterAccounts) -> None:
    office = _office_id(central, OFFICE)
    counter.add(office, "a01", "櫃檯人員甲", CounterRole.SUPERVISOR, AGENCY)
    with pytest.raises(AccountTaken):
        counter.add(office, "a01", "櫃檯人員乙", CounterRole.COUNTER, AGENCY)
    counter.add(_office_id(central, OTHER), "a01", "櫃檯人員丙", CounterRole.TECHNICIAN, AGENCY)
    for where, staff_id, name in (
        ("nowhere", "a02", "名"), (office, "../a", "名"), (office, "A01", "名"), (office, "a", "名"),
        (office, "a02", ""), (office, "a02", "名" * 81), (office, "a02", "一\n二"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match="an "):
            counter.add(where, staff_id, name, CounterRole.COUNTER, AGENCY)
    with pytest.raises(AccountUnknown):
        counter.disable(f"a09/{OFFICE}", AGENCY, "x")
    with pytest.raises(ReasonMissing):
        counter.renew(f"a01/{OFFICE}", AGENCY, "")
    assert len(counter.all()) == 2


def test_every_document_is_signed(central: Central, documents: Documents, calendar: CalendarDesk) -> None:
    calendar.tell(TYPHOON, AGENCY, "=1+1 <b>", working=False)
    key = public_text(document_key(central.store.secret))
    names = [one.name for one in documents.index(OFFICE).documents]
    assert names == sorted(names)
    for name in names:
        found = documents.find(name, OFFICE)
        assert found is not None
        require_signed(name, found.content, found.signature, key)
    assert tomllib.loads(_content(documents, "calendar").decode())["days"][0]["reason"] == "=1+1 <b>"


def test_changes_of_one_document_take_turns(central: Central, documents: Documents) -> None:
    def tell(number: int) -> None:
        desk = CalendarDesk(central.store.database, central.ruling.programme, central.clock)
        desk.tell(date(2026, 4, 1 + number), AGENCY, f"第 {number} 天", working=False)
        assert any(one.day.day == 1 + number for one in read_calendar(_content(documents, "calendar")))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(tell, range(16)))
    assert len(read_calendar(_content(documents, "calendar"))) == 16
    with central.store.database.reading() as connection:
        assert shared_versions(connection)["calendar"] == 17
        assert first_broken(connection) is None
