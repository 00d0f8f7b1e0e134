"""What the people behind it see and do is the same on SQLite and on PostgreSQL."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from central import audit
from central.app import Central
from central.audit import Act, Role, Who, record
from central.reports import By, Line, as_csv, report
from central.store import office_lists, payouts, reviews, staff
from central.store.memberships import find_order
from central.store.reviews import Decision, Settlement
from central.store.tables import metadata
from kiosk.contract.envelopes import FIRST_IN_CHAIN, CommandEnvelope, Statement
from kiosk.domain.commands import ConfirmEmail
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused
from tests.central.conftest import HandClock
from tests.central.kiosk import SoftCard, application, new_id, opening, refund
from tests.central.postgres import both_databases
from tests.central.registered import OFFICE, order, register, rule

NUMBER = "20260302100000000001"

database = both_databases


@pytest.fixture
def vendor_id(central: Central, organisation: SoftCard, programme: Programme, clock: HandClock) -> str:
    """Whose order went all the way to a refund."""
    membership = register(central, organisation, programme)
    order(central, membership, organisation, programme, NUMBER)
    central.vendor.confirm(NUMBER)
    central.vendor.pay(NUMBER, "TX-1")
    central.vendor.start(NUMBER)
    clock.move(days=58)
    rule(central, membership, refund(NUMBER, 20_000, 20_000, organisation.holder))
    with central.store.database.reading() as connection:
        found = find_order(connection, NUMBER)
    assert found is not None
    return found.vendor_id


@pytest.mark.usefixtures("real_migrations")
def test_the_tables_are_those_of_the_migrations(central: Central) -> None:
    with central.store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_chain_has_one_end_however_many_append(central: Central, clock: HandClock) -> None:
    who = Who("承辦人員甲", Role.AGENCY)

    def append(number: int) -> None:
        with central.store.database.writing() as connection:
            record(connection, who, Act("act", str(number)), clock())

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(append, range(64)))
    with central.store.database.reading() as connection:
        assert audit.first_broken(connection) is None
        assert audit.count_entries(connection) == 64


def test_a_refund_is_paid_out_once(central: Central, vendor_id: str) -> None:
    def pay_out(number: int) -> bool:
        try:
            central.vendor.pay_out(NUMBER, f"RF-{number}")
        except Refused as refused:
            return refused.refusal is not Refusal.ORDER_STATE
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(pay_out, range(4))) == 1
    with central.store.database.reading() as connection:
        (row,) = payouts.refunds(connection, vendor_id)
        assert payouts.count_refunds(connection, vendor_id, open_only=True) == 0
        assert payouts.find_refund(connection, vendor_id, NUMBER) == row
        assert payouts.find_refund(connection, "another", NUMBER) is None
    assert (row.own_refund, row.points_refund, row.paid_out_at is not None) == (20_000, 20_000, True)


def test_the_figures_of_a_year(central: Central, vendor_id: str) -> None:
    with central.store.database.reading() as connection:
        by_office = report(connection, date(2026, 1, 1), date(2026, 12, 31), By.OFFICE)
        by_vendor = report(connection, date(2026, 3, 9), date(2026, 3, 9), By.VENDOR)
        assert report(connection, date(2025, 1, 1), date(2026, 2, 28), By.OFFICE) == ()
    found = {(line.month, line.group): line.figures for line in by_office}
    march, april = found["2026-03", OFFICE], found["2026-04", OFFICE]
    assert (march.registrations, march.granted, march.used, march.own_paid) == (1, 30_000, 30_000, 30_000)
    assert (april.refunds, april.own_refunded, april.points_refunded) == (1, 20_000, 20_000)
    assert found["2026-03", ""] == march
    assert [line.group for line in by_vendor] == [vendor_id, ""]
    assert by_vendor[0].figures.registrations == 0


def test_a_cell_begins_no_formula() -> None:
    from central.reports import Figures

    hostile = ("=cmd|' /C calc'!A0", "＝1+1", "＋1", "－1", "＠SUM(1)", "\t=1", "\n=1", "@1")
    lines = (*(Line("2026-03", one, Figures()) for one in hostile), Line("2026-03", "", Figures()))
    text = as_csv(lines, ("月份", "據點"), "合計").decode("utf-8-sig")
    assert "2026-03,'=cmd" in text
    cells = [row[1] for row in csv.reader(io.StringIO(text))][1 : len(hostile) + 1]
    assert cells == [f"'{one}" for one in hostile]
    assert "2026-03,合計,0" in text


@pytest.mark.parametrize(
    "begins",
    ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\u3000\uff1d", "\uff1d", "\uff0b", "\uff20", "\ufeff="],
)
def test_a_cell_begins_no_formula_in_disguise(begins: str) -> None:
    from central.reports import Figures

    text = as_csv((Line("2026-03", f"{begins}1+1", Figures()),), ("月份", "據點"), "合計").decode("utf-8-sig")
    (_, row) = csv.reader(io.StringIO(text, newline=""))
    assert row[1] == f"'{begins}1+1"


def test_lists(central: Central, vendor_id: str, citizen: SoftCard, clock: HandClock) -> None:
    membership, contact = new_id(), application()
    opened = opening(citizen, central.clock(), ubn="04595257", cooperative_name="50%_合作社")
    for command in (opened, contact):
        rule(central, membership, command)
    with central.store.database.reading() as connection:
        assert office_lists.checks(connection) == (), "an application is whole with its mailbox"
    rule(central, membership, ConfirmEmail(contact.email))
    with central.store.database.reading() as connection:
        (check,) = office_lists.checks(connection, text="50%_")
        assert (check.membership_id, office_lists.count_checks(connection, "5__")) == (membership, 0)
        assert office_lists.find_check(connection, membership) == check
        assert office_lists.find_check(connection, new_id()) is None
        (one,) = office_lists.vendor_orders(connection, vendor_id)
        assert office_lists.count_vendor_orders(connection, "another") == 0
        assert (one.order_number, one.knows_buyer) == (NUMBER, False)
        assert office_lists.devices(connection) == ()
        assert not staff.is_staffed(connection)


def test_what_was_turned_down_is_kept_once(central: Central, clock: HandClock) -> None:
    device_id = new_id()
    with central.store.database.writing() as connection:
        connection.execute(
            sa.insert(metadata.tables["device"]).values(
                device_id=device_id, office=OFFICE, terminal="T1", public_key=b"k" * 32, database_id=new_id(),
                enrolled_at=clock(), last_seq=0, last_hash=FIRST_IN_CHAIN,
            )
        )  # fmt: skip
    statement = Statement(
        command_id=new_id(),
        membership_id=new_id(),
        issued_at=clock(),
        kind="apply",
        body={"email": "a@b.example"},
    )
    envelope = CommandEnvelope(
        statement=statement, device_id=device_id, device_seq=1, previous=FIRST_IN_CHAIN, signature=None
    )
    for code in ("K-RULE-02", "K-RULE-02", "K-SYNC-14"):
        with central.store.database.writing() as connection:
            reviews.add_review(connection, envelope, code, clock())
        clock.move(seconds=1)
    with central.store.database.writing() as connection:
        newest, oldest = reviews.reviews(connection)
        assert (newest.code, oldest.code, oldest.terminal) == ("K-SYNC-14", "K-RULE-02", "T1")
        assert reviews.find_review(connection, oldest.review_id) == oldest
        settlement = Settlement(Decision.EXPLAINED, "已電話說明", "承辦人員甲")
        assert reviews.settle(connection, newest, settlement, clock())
        assert not reviews.settle(connection, newest, settlement, clock())
        settled = reviews.find_review(connection, newest.review_id)
        assert settled is not None
        assert (settled.decision, settled.words, settled.settled_by) == (
            "explained", "已電話說明", "承辦人員甲",
        )  # fmt: skip
        assert [one.code for one in reviews.reviews(connection)] == ["K-RULE-02", "K-SYNC-14"]
        assert reviews.count_reviews(connection, "K-SYNC") == 1
        assert reviews.count_reviews(connection, open_only=True) == 1
