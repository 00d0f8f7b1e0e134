"""Deadlines take effect once, however many processes look after them."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from central.app import Central, open_central
from central.settings import Settings
from central.store.events import membership_state
from kiosk.domain.calendar import taipei_day
from kiosk.domain.deadlines import due, next_due
from kiosk.domain.membership import Membership, OrderState
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock
from tests.central.kiosk import SoftCard
from tests.central.postgres import both_databases
from tests.central.registered import order, register

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
    central: Central,
    second: Central,
    organisation: SoftCard,
    citizen: SoftCard,
    programme: Programme,
    clock: HandClock,
) -> None:
    """Two clocks that run every day find everything on its very day, and once."""
    lapses = register(central, citizen, programme, ubn="04595257")
    member = register(central, organisation, programme)
    order(central, member, organisation, programme, NUMBER)
    central.vendor.confirm(NUMBER)
    changed: dict[date, int] = {}
    with ThreadPoolExecutor(2) as pool:
        for _ in range(365):
            clock.move(days=1)
            events = sum(pool.map(lambda runner: runner.deadlines.apply(), (central, second)))
            if events:
                changed[taipei_day(clock())] = events
    # unpaid past its second working day; then both purses lapse, not activated within the month
    assert changed == {date(2026, 3, 5): 1, date(2026, 4, 3): 2}
    assert _state(central, lapses).grant_lapsed


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
