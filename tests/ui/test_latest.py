"""What central's documents say, and how it has this counter, reach the start page before anybody begins."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from kiosk.contract.programme_changes import Limits
from kiosk.domain.programme import Pause
from kiosk.services.documents import Guidance
from kiosk.services.folders import RESOURCES
from kiosk.services.help import shipped_texts
from kiosk.services.standing import set_standing
from kiosk.storage.tables import Standing, SyncStateRow
from tests.services.flows.hall import Hall, PaperCard, member_of
from tests.ui.standing import Person, hall, person, rules

__all__ = ["hall", "person", "rules"]

PAUSED = Limits((Pause(date(2026, 3, 1), date(2026, 3, 31)),), None, 0)
USED_UP = Limits((), 1_000_000, 999_999)


@pytest.fixture
def told(hall: Hall, person: Person) -> Callable[[Limits], None]:
    """Central tells these limits."""
    services = hall.services
    now = [Guidance(services.programme, services.notice, shipped_texts(RESOURCES), None)]
    window = person.window
    window._context.services = replace(services, guidance=lambda: now[-1])

    def tell(limits: Limits) -> None:
        now.append(replace(now[-1], programme=limits.of(services.programme)))
        window.sync_changed.emit(None)

    return tell


def is_shown(person: Person, name: str) -> bool:
    return any(one.isVisibleTo(person.window) for one in person.window.findChildren(QWidget, name))


def keep(hall: Hall, **values: Any) -> None:
    with hall.counter.database.session() as session:
        row = session.get_one(SyncStateRow, 1)
        for name, value in values.items():
            setattr(row, name, value)


def stand(hall: Hall, standing: Standing) -> None:
    with hall.counter.database.session() as session:
        set_standing(session, standing)


@pytest.mark.parametrize(("limits", "banner"), [(PAUSED, "paused"), (USED_UP, "used_up")])
def test_what_holds_grants_back_is_on_the_start_page(
    person: Person, told: Callable[[Limits], None], limits: Limits, banner: str
) -> None:
    person.sees("start")
    assert not is_shown(person, banner)
    told(limits)
    person.until(lambda: is_shown(person, banner))
    told(Limits((), None, 0))
    person.until(lambda: not is_shown(person, banner))


def test_a_wizard_goes_on_by_what_it_was_begun_with(
    person: Person, hall: Hall, told: Callable[[Limits], None]
) -> None:
    before = person.window._context.services.programme
    person.sees("start")
    person.click("start.register")
    person.sees("registration.identity")
    told(PAUSED)
    person.click("registration.identity.kind.organisation_certificate")
    person.goes_on("registration.consent")
    assert person.window._context.services.programme is before
    person.window.home_requested.emit()
    person.sees("start")
    assert person.window._context.services.programme.pauses == PAUSED.pauses
    assert person.window._context.services.desk is not hall.services.desk


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        (Standing.QUARANTINED, "K-SYNC-32"),
        (Standing.COPIED, "K-SYNC-33"),
        (Standing.REVOKED, "K-API-24"),
    ],
)
def test_no_case_is_begun_where_central_would_not_take_it(
    person: Person, hall: Hall, standing: Standing, code: str
) -> None:
    stand(hall, standing)
    person.window.sync_changed.emit(None)
    person.until(lambda: is_shown(person, f"start.advice.{code}"))
    person.click("start.register")
    person.until_failure(code)
    stand(hall, Standing.ACTIVE)
    person.click("start.register")
    person.sees("registration.identity")


def test_with_no_time_to_rely_on_no_order_is_begun(person: Person, hall: Hall) -> None:
    member_of(hall)
    person.puts_in(PaperCard())
    person.sees("start")
    person.until(lambda: is_shown(person, "start.member"))
    keep(hall, clock_ahead_seconds=-11 * 60)
    person.window.sync_changed.emit(None)
    person.until(lambda: is_shown(person, "start.advice.K-SYNC-34"))
    person.click("start.plans")
    person.until_failure("K-SYNC-34")
    keep(hall, clock_ahead_seconds=3 * 60)
    person.window.sync_changed.emit(None)
    person.until(lambda: is_shown(person, "start.advice.K-SYNC-37"))
    person.click("start.plans")
    person.sees("order.plans")


def test_a_document_that_was_not_taken_is_told(person: Person, hall: Hall) -> None:
    keep(hall, document_trouble="K-SYNC-30")
    person.window.sync_changed.emit(None)
    person.until(lambda: is_shown(person, "start.advice.K-SYNC-30"))
