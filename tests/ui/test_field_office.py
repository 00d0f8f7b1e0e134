"""外勤: how it stands with central stands first."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from kiosk.services.settings import Mode
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.window import KioskWindow
from tests.services.flows.hall import NO_CARD, Hall
from tests.ui.standing import Person, hall, rules

__all__ = ["hall", "rules"]


@pytest.fixture
def afield(hall: Hall, qtbot: Any, qapp: QApplication) -> Iterator[Person]:
    apply_theme(qapp, COUNTER)
    window = KioskWindow(hall.services, mode=Mode.FIELD)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.reader_changed.emit(NO_CARD)
    yield Person(hall, window, qtbot)
    window.close_down()


def test_the_start_page_says_what_waits_and_until_when(afield: Person) -> None:
    counter = afield.hall.counter
    counter.submit(counter.desk.new_membership_id(), counter.opening())
    afield.window._routes.home()
    afield.until(lambda: "start.field.limit" in {one.objectName() for one in labels(afield)})
    assert afield.reads("start.field.waiting").startswith("1")
    assert "30 天" in afield.reads("start.field.offline")
    afield.click("start.field.sync")
    afield.sees("sync")


def labels(person: Person) -> list[Any]:
    return [one for one in person.window.findChildren(QLabel) if one.isVisibleTo(person.window)]
