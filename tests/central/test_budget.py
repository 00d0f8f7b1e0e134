"""至補助額度用罄為止: central counts the points of all memberships."""

from dataclasses import replace
from pathlib import Path

import pytest

from central.app import open_central
from central.settings import Settings
from central.store.counters import points_out
from central.store.events import membership_state
from central.store.memberships import list_memberships
from kiosk.domain.commands import DecideEligibility
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused
from tests.central.conftest import RESOURCES, HandClock
from tests.central.kiosk import SoftCard, assessment
from tests.central.postgres import both_databases
from tests.central.registered import register, rule

database = both_databases


def test_points_are_granted_while_the_budget_lasts(
    tmp_path: Path,
    settings: Settings,
    programme: Programme,
    organisation: SoftCard,
    citizen: SoftCard,
    clock: HandClock,
) -> None:
    """One grant in a budget of less than two; once it has lapsed there is room for the next."""
    for file in RESOURCES.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    document = tmp_path / "programme.toml"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("# budget = 30000000", "budget = 59999"), encoding="utf-8")
    central = open_central(tmp_path / "data", replace(settings, resources=tmp_path))
    try:
        first = register(central, organisation, programme)
        clock.move(days=40)
        rule(central, first, assessment(programme.questionnaire))  # lapsed by now, and granted anew
        with pytest.raises(Refused) as caught:
            register(central, citizen, programme, ubn="04595257")
        assert caught.value.refusal is Refusal.BUDGET_USED_UP
        with central.store.database.reading() as connection:
            assert points_out(connection) == 30_000
            waiting = next(row for row in list_memberships(connection) if row.ubn == "04595257")
            assert membership_state(connection, waiting.membership_id).grant is None
        clock.move(days=40)
        assert central.deadlines.apply() == 2  # the points that lapse, and a check that is late
        rule(central, waiting.membership_id, DecideEligibility((), ""))
        with central.store.database.reading() as connection:
            assert points_out(connection) == 30_000
            assert membership_state(connection, waiting.membership_id).grant is not None
    finally:
        central.store.database.close()
