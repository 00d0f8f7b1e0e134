"""The authority pauses the programme and sets its budget while central runs."""

from datetime import date

import pytest

from central.app import Central
from central.audit import ReasonMissing, Role, Who, entries
from central.programme_desk import ChangeInvalid, ProgrammeDesk
from kiosk.domain.programme import Pause, Programme
from kiosk.domain.refusals import Refusal, Refused
from tests.central.conftest import HandClock
from tests.central.kiosk import SoftCard
from tests.central.registered import register

AGENCY = Who("承辦人員甲", Role.AGENCY)
MARCH = Pause(date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def desk(central: Central, programme: Programme) -> ProgrammeDesk:
    return ProgrammeDesk(central.store.database, programme, central.clock)


def _refused(central: Central, card: SoftCard, programme: Programme) -> Refusal | None:
    try:
        register(central, card, programme)
    except Refused as refused:
        return refused.refusal
    return None


def test_a_pause_holds_at_once_and_ends(
    central: Central, desk: ProgrammeDesk, organisation: SoftCard, programme: Programme, clock: HandClock
) -> None:
    desk.change(((MARCH,), None), AGENCY, "奉核定")
    assert desk.current() == ((MARCH,), None)
    assert _refused(central, organisation, programme) is Refusal.PROGRAMME_PAUSED
    clock.move(days=30)
    with central.store.database.writing() as connection:
        for table in ("event", "orders", "membership"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    assert _refused(central, organisation, programme) is None


def test_a_pause_that_was_lifted(
    central: Central, desk: ProgrammeDesk, organisation: SoftCard, programme: Programme
) -> None:
    desk.change(((MARCH,), None), AGENCY, "奉核定")
    desk.change(((), None), AGENCY, "提前恢復")
    assert _refused(central, organisation, programme) is None


@pytest.mark.parametrize(
    ("budget", "refusal"), [(29_999, Refusal.BUDGET_USED_UP), (30_000, None), (None, None)]
)
def test_a_budget(
    central: Central,
    desk: ProgrammeDesk,
    organisation: SoftCard,
    programme: Programme,
    budget: int | None,
    refusal: Refusal | None,
) -> None:
    desk.change(((), budget), AGENCY, "年度預算")
    assert _refused(central, organisation, programme) is refusal


def test_what_cannot_be_changed(central: Central, desk: ProgrammeDesk) -> None:
    with pytest.raises(ReasonMissing):
        desk.change(((), 1), AGENCY, " ")
    with pytest.raises(ChangeInvalid):
        desk.change(((), -1), AGENCY, "x")
    with pytest.raises(ChangeInvalid):
        desk.change(((Pause(date(2026, 3, 2), date(2026, 3, 1)),), None), AGENCY, "x")
    assert desk.current() == ((), None)
    desk.change(((MARCH,), 5), AGENCY, "x")
    with central.store.database.reading() as connection:
        (only,) = entries(connection)
    assert only.details == {"pauses": "2026-03-01/2026-03-31", "budget": 5}
