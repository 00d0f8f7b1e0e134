"""A fault of ours in one command: it waits, and with it those of its cooperative; nobody else's do."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from central.app import Central
from central.store.tables import event
from kiosk.contract.api import ApiProblem, Rejection
from kiosk.domain.programme import Programme
from tests.central.conftest import START, HandClock
from tests.central.direct import DirectKiosk
from tests.central.kiosk import SoftCard, application, new_id, opening
from tests.central.postgres import both_databases
from tests.central.registered import order, register
from tests.plugins.expected_logs import ExpectedLogs

database = both_databases

ACCEPTED = ("accepted", "")
LATER = ("later", ApiProblem.INTERNAL.value)


@pytest.fixture
def kiosk(central: Central) -> DirectKiosk:
    return DirectKiosk(central)


@contextmanager
def spoilt(central: Central, membership_id: str) -> Iterator[None]:
    """An event that nobody can read, as after a fault of ours, until it is mended."""
    first = sa.update(event).where(event.c.membership_id == membership_id, event.c.membership_seq == 1)
    with central.store.database.writing() as connection:
        kind = connection.scalar(sa.select(event.c.kind).where(*first.whereclause.clauses))  # type: ignore[union-attr]
        connection.execute(first.values(kind="no_such_event"))
    yield
    with central.store.database.writing() as connection:
        connection.execute(first.values(kind=kind))


@pytest.fixture
def two(kiosk: DirectKiosk, organisation: SoftCard, citizen: SoftCard) -> tuple[str, str]:
    """Two memberships."""
    one, other = new_id(), new_id()
    first = kiosk.command(opening(organisation, START), one, organisation)
    second = kiosk.command(opening(citizen, START, ubn="04595257"), other, citizen)
    assert kiosk.send(first, second) == [ACCEPTED, ACCEPTED]
    return one, other


def test_the_others_of_the_batch_are_unharmed(
    central: Central,
    kiosk: DirectKiosk,
    two: tuple[str, str],
    caplog: pytest.LogCaptureFixture,
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.allow("central.processing", "a command could not be decided: Malformed")
    one, other = two
    batch = [
        kiosk.command(application("a1@coop.example"), one),
        kiosk.command(application("b1@coop.example"), other),
        kiosk.command(application("a2@coop.example"), one),
        kiosk.command(application("b2@coop.example"), other),
    ]
    with spoilt(central, one):
        assert kiosk.send(*batch) == [LATER, ACCEPTED, LATER, ACCEPTED]
        assert kiosk.send(*batch) == [LATER, ACCEPTED, LATER, ACCEPTED]
        more = kiosk.command(application("b3@coop.example"), other)
        assert kiosk.send(more) == [ACCEPTED]
        # Not before the first of its cooperative, were it sent alone.
        assert kiosk.send(batch[2]) == [LATER]
    assert "coop.example" not in caplog.text
    assert kiosk.send(batch[2]) == [LATER]
    assert kiosk.send(batch[0], batch[2]) == [ACCEPTED, ACCEPTED]
    settled = kiosk.answers(*batch)
    assert kiosk.answers(*batch) == settled
    with central.store.database.reading() as connection:
        mails = connection.scalars(
            sa.select(event.c.body).where(event.c.membership_id == one).order_by(event.c.membership_seq)
        )
        assert [body["email"] for body in mails if "email" in body] == ["a1@coop.example", "a2@coop.example"]


def test_a_waiting_command_with_other_bytes_is_a_conflict(
    central: Central, kiosk: DirectKiosk, two: tuple[str, str], expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("central.processing", "a command could not be decided: Malformed")
    waiting = kiosk.command(application(), two[0])
    with spoilt(central, two[0]):
        assert kiosk.send(waiting, waiting) == [LATER, LATER]
        other = waiting.model_copy(update={"signature": "other"})
        assert kiosk.send(other) == [("rejected", Rejection.OTHER_BYTES.value)]
    assert kiosk.send(waiting, waiting) == [ACCEPTED, ACCEPTED]


@pytest.mark.parametrize("name", ["訓練用\x00合作社", "訓練用\\\x00合作社"])
def test_a_name_that_postgresql_cannot_keep(kiosk: DirectKiosk, organisation: SoftCard, name: str) -> None:
    """U+0000: whoever sends it is told, and nobody else notices."""
    odd = kiosk.command(opening(organisation, START, cooperative_name=name), new_id(), organisation)
    named = opening(organisation, START, cooperative_name="訓練用\\u0000合作社")
    fitting = kiosk.command(named, new_id(), organisation)
    assert kiosk.send(odd, fitting) == [("rejected", Rejection.MALFORMED.value), ACCEPTED]


def test_one_deadline_that_fails_keeps_no_other(
    central: Central,
    organisation: SoftCard,
    citizen: SoftCard,
    programme: Programme,
    clock: HandClock,
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.allow("central.clock.deadlines", "a deadline could not be applied: Malformed")
    first = register(central, organisation, programme)
    second = register(central, citizen, programme, ubn="04595257")
    order(central, first, organisation, programme, "20260302100000000001")
    order(central, second, citizen, programme, "20260302100000000002")
    clock.move(days=3)
    with spoilt(central, first):
        assert central.deadlines.apply() == 1
        assert central.deadlines.apply() == 0
    assert central.deadlines.apply() == 1
