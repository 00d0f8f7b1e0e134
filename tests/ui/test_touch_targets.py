"""自助: whatever one can touch is at least 64 px wide and high, on each page that opens there and over it."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from kiosk.services.settings import Mode
from kiosk.ui.page import Page
from kiosk.ui.theme import COUNTER, apply_theme, theme_for
from tests.services.flows.hall import Hall, PaperCard, member_of
from tests.ui.every_page import Round, kind_of
from tests.ui.standing import hall, rules
from tests.ui.test_accessibility import nameless

__all__ = ["hall", "rules"]

LEAST = 64
ROUNDS = 3


OVER = {"nav.message": "message.cancel", "nav.display": "dialog.yes", "nav.help": "dialog.yes"}
"""What lays something over the page, and takes it away."""


class AloneRound(Round):
    """Through the pages that open for somebody who stands here alone."""

    over: dict[str, list[str]]
    """What is wrong with what lies over a page, by the button that brings it."""

    def go(self) -> None:
        """The whole round."""
        self.over = {}
        self._window(self._hall.services, mode=Mode.SELF_SERVICE)
        self._see("attract")
        self._person.goes_on("start")
        for button, away in OVER.items():
            self._person.click(button)
            self.over[button] = found_in(self._person.window)
            self._person.click(away)
        self._registering()
        self._elsewhere()
        self._as_member()
        self._founding()
        self._close()

    def _visit(self, place: str, name: str, about: str = "") -> None:
        if place not in ("sync", "verify", "bundle", "printing", "printers", "reprint"):
            super()._visit(place, name, about)

    def _elsewhere(self) -> None:
        """Who registered leaves, and a member comes: another card ends the session."""
        self._person.takes_out()
        self._person.sees("attract")
        member_of(self._hall, assessed=False)
        self._person.puts_in(PaperCard())
        self._person.sees("start")
        self._person.until(lambda: self._routes.member is not None)

    def _attending(self) -> None:
        """Nothing for whom stands here alone."""


def too_small(window: QWidget) -> Iterator[str]:
    for kind in (QAbstractButton, QLineEdit, QPlainTextEdit):
        for one in window.findChildren(kind):
            if one.isVisible() and one.isEnabled() and min(one.width(), one.height()) < LEAST:
                yield f"{one.objectName() or type(one).__name__} {one.width()}x{one.height()}"


def found_in(window: QWidget) -> list[str]:
    return [*too_small(window), *nameless(window)]


@pytest.mark.timeout(300)
def test_every_target_is_large_enough_for_a_finger(hall: Hall, qtbot: Any, qapp: QApplication) -> None:
    apply_theme(qapp, theme_for(1366, 768, touch=True))
    wrong: dict[str, list[str]] = defaultdict(list)

    def look(page: Page) -> None:
        for _ in range(ROUNDS):  # of events, in which a page that was just made lays itself out
            qapp.processEvents()
        wrong[kind_of(type(page))] += found_in(page.window())

    at = AloneRound(hall, qtbot, look)
    try:
        at.go()
    finally:
        apply_theme(qapp, COUNTER)
        print(sorted(at.seen))
    wrong |= at.over
    assert {kind: faults for kind, faults in wrong.items() if faults} == {}
