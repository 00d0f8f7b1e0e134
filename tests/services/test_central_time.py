"""The clocks are compared in each request; how far this machine's is off is known without network too."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kiosk.domain.commands import CompleteAssessment
from kiosk.services.admission import DATED
from kiosk.services.central import CentralClient
from kiosk.services.central_time import CentralTime, clock_ahead
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import device_key
from kiosk.services.secrets import MemorySecrets
from kiosk.storage.database import Database
from kiosk.storage.tables import OutboxRow
from tests.services.counter import START, Counter, TestClock
from tests.services.small_central import SmallCentral

SOON = timedelta(seconds=5)


@pytest.fixture
def machine() -> TestClock:
    """This machine's own clock; central has another."""
    return TestClock()


@pytest.fixture
def central_time(database: Database, machine: TestClock) -> CentralTime:
    return CentralTime(database, machine)


@pytest.fixture
def client(database: Database, central: SmallCentral, central_time: CentralTime) -> Iterator[CentralClient]:
    secrets = MemorySecrets()
    device = enrol(database, secrets, central.url, central.enrolment_code, SOON)
    key, now = device_key(secrets), central_time.for_requests
    with CentralClient(central.url, device.device_id, key, now, SOON, central_time.compare) as client:
        yield client


def kept(database: Database) -> timedelta | None:
    with database.snapshot() as session:
        return clock_ahead(session)


def test_before_the_first_answer_nothing_is_known(
    database: Database, central_time: CentralTime, machine: TestClock
) -> None:
    assert kept(database) is None
    assert central_time.for_requests() == central_time.for_cases() == machine.now


@pytest.mark.parametrize("minutes", [-3000, -11, -6, -3, 0, 3, 6, 11, 3000])
def test_sync_goes_on_whatever_the_clock_says(
    database: Database, client: CentralClient, central_time: CentralTime, machine: TestClock, minutes: int
) -> None:
    machine.pass_by(minutes=minutes)
    if abs(minutes) > 5:
        with pytest.raises(Failed) as raised:
            client.events("")
        assert raised.value.failure is Trouble.CLOCK_WRONG
    client.events("")
    assert kept(database) == timedelta(minutes=minutes)
    assert central_time.for_requests() == (START if abs(minutes) > 2 else machine.now)
    assert central_time.for_cases() == (START if minutes > 2 else machine.now)
    # As after a restart with no network.
    assert CentralTime(database, machine).for_requests() == central_time.for_requests()


def test_a_clock_that_was_set_right_is_right_at_the_next_answer(
    database: Database, client: CentralClient, machine: TestClock
) -> None:
    machine.pass_by(minutes=3)
    client.events("")
    machine.pass_by(minutes=-3)
    client.events("")
    assert kept(database) == timedelta(0)


def test_a_second_or_two_are_no_news(database: Database, client: CentralClient, machine: TestClock) -> None:
    client.events("")
    machine.pass_by(seconds=4)
    client.events("")
    assert kept(database) == timedelta(0)


def test_a_clock_that_is_set_while_a_request_is_under_way_tells_nothing(
    database: Database, central_time: CentralTime, machine: TestClock
) -> None:
    for jump in (10, -10):
        told = central_time.compare()
        machine.pass_by(days=jump)
        told(START)
        assert kept(database) is None


@pytest.mark.parametrize("minutes", [11, -11])
def test_what_depends_on_the_date_is_not_taken_and_the_rest_is_marked(
    database: Database, client: CentralClient, central_time: CentralTime, machine: TestClock,
    counter: Counter, minutes: int,
) -> None:  # fmt: skip
    membership_id = counter.register()
    order = counter.order()
    counter.submit(membership_id, order)
    machine.pass_by(minutes=minutes)
    with pytest.raises(Failed):
        client.events("")
    for command in (counter.order(), counter.cancellation(order)):
        assert command.kind in DATED
        with pytest.raises(Failed) as raised:
            counter.desk.prepare(membership_id, command)
        assert (raised.value.failure, raised.value.values) == (Trouble.TIME_UNKNOWN, {"minutes": 11})
    counter.submit(membership_id, counter.assessment())
    with database.snapshot() as session:
        marked = {row.kind: row.time_unknown for row in session.query(OutboxRow)}
    assert marked.pop(CompleteAssessment.kind)
    assert not any(marked.values())
