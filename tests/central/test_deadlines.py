"""Deadlines take effect once, however many processes look after them."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from central.app import Central, open_central
from central.settings import Settings
from central.store.events import membership_state
from central.store.tables import event
from kiosk.domain.calendar import taipei_day
from kiosk.domain.deadlines import due, next_due
from kiosk.domain.identifiers import is_ubn
from kiosk.domain.identity import HolderId
from kiosk.domain.membership import Membership, OrderState
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock
from tests.central.kiosk import SoftCard, placing
from tests.central.postgres import both_databases
from tests.central.registered import order, register, rule, terms_of

NUMBER = "20260302100000000001"

database = both_databases


@pytest.fixture
def second(tmp_path: Path, settings: Settings, central: Central) -> Iterator[Central]:
    """Another process's central on the same data."""
    other = open_central(tmp_path / "data", settings)
    yield other
    other.store.database.close()


def _state(central: Central, membership: str) -> Membership:
    with central.store.database.reading() as connection:
        return membership_state(connection, membership)


def test_a_vendor_that_does_not_answer(
    central: Central, organisation: SoftCard, programme: Programme, clock: HandClock
) -> None:
    membership = register(central, organisation, programme)
    order(central, membership, organisation, programme, NUMBER)
    clock.move(days=2)
    assert central.deadlines.apply() == 0
    clock.move(days=1)
    assert central.deadlines.apply() == 1
    assert central.deadlines.apply() == 0
    state = _state(central, membership)
    assert state.orders[NUMBER].state is OrderState.CANCELLED
    assert state.grant is not None
    assert state.grant.available == 30_000


def test_two_runners_at_once_do_it_once(
    central: Central,
    second: Central,
    organisation: SoftCard,
    citizen: SoftCard,
    programme: Programme,
    clock: HandClock,
) -> None:
    members = [
        register(central, organisation, programme),
        register(central, citizen, programme, ubn="04595257"),
    ]
    for number, (membership, card) in enumerate(zip(members, (organisation, citizen), strict=True)):
        order(central, membership, card, programme, f"{NUMBER[:-1]}{number}")
    clock.move(days=3)
    start, applied = threading.Barrier(2), list[int]()

    def run(runner: Central) -> None:
        start.wait()
        applied.append(runner.deadlines.apply())

    threads = [threading.Thread(target=run, args=(runner,)) for runner in (central, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(applied) == 2
    assert all(_state(central, membership).orders for membership in members)


def test_a_year_of_days(
    central: Central, second: Central, organisation: SoftCard, programme: Programme, clock: HandClock
) -> None:
    """Two clocks that run every day find all that time brings on its very day, and once."""
    ubns = (f"{number:08}" for number in count(12345670) if is_ubn(f"{number:08}"))
    numbers = count(int(NUMBER))

    def joins(*, approved: bool = True) -> tuple[str, HolderId]:
        holder = replace(organisation.holder, subject=f"holder {next(numbers)}")
        return register(
            central, organisation, programme, approved=approved, signer=holder, ubn=next(ubns)
        ), holder

    def orders(points: int, *acts: Callable[[str], object]) -> None:
        (membership, holder), number = joins(), str(next(numbers))
        rule(central, membership, placing(number, terms_of(programme), holder, points))
        for act in acts:
            act(number)

    vendor = central.vendor
    confirmed, paid = vendor.confirm, partial(vendor.pay, reason="TX-1")
    lapses, _ = joins()
    joins(approved=False)  # its 稅籍 check waits
    orders(30_000)  # its vendor is silent
    orders(30_000, confirmed)  # it does not pay
    orders(30_000, confirmed, paid)  # its vendor neither writes an invoice nor starts
    orders(10_000, confirmed, paid, partial(vendor.invoice, invoice_number="AB-12345678"), vendor.start)
    changed: dict[date, list[str]] = {}
    with ThreadPoolExecutor(2) as pool:
        for _ in range(365):
            known = _kinds(central)
            clock.move(days=1)
            events = sum(pool.map(lambda runner: runner.deadlines.apply(), (central, second)))
            if events:
                changed[taipei_day(clock())] = sorted((_kinds(central) - known).elements())
                assert len(changed[taipei_day(clock())]) == events
    assert changed == {
        date(2026, 3, 4): ["deadline_missed"],  # a working day for the check of 稅籍登記
        date(2026, 3, 5): ["deadline_missed", *["order_cancelled"] * 2],  # invoice; vendor, payment
        date(2026, 3, 12): ["deadline_missed"],  # seven working days to start
        date(2026, 4, 3): ["points_lapsed"] * 3,  # not activated within the month
        date(2026, 6, 3): ["points_reclaimed"],  # what is left after three months
        date(2026, 9, 2): ["order_completed"],
    }
    assert _state(central, lapses).grant_lapsed


def _kinds(central: Central) -> Counter[str]:
    """How many events of each kind were recorded."""
    with central.store.database.reading() as connection:
        return Counter(connection.scalars(sa.select(event.c.kind)))


def test_the_next_look_never_comes_too_late(
    central: Central, organisation: SoftCard, programme: Programme, clock: HandClock
) -> None:
    membership = register(central, organisation, programme)
    order(central, membership, organisation, programme, NUMBER)
    state, today = _state(central, membership), taipei_day(clock())
    look = next_due(state, today)
    assert look is not None
    first_due = next(day for day in range(1, 400) if due(state, clock() + timedelta(days=day)))
    assert today < look <= today + timedelta(days=first_due)
    assert next_due(Membership(), today) is None
