"""What holds on every page: what is pasted into its fields, what a screen reader finds, what keys reach."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QRadioButton, QWidget

from kiosk.ui.entries import Entry
from kiosk.ui.page import Page
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.widgets import TextArea, TextField
from tests.plugins.expected_logs import ExpectedLogs
from tests.services.flows.hall import Hall
from tests.ui.every_page import OF_WINDOWS_OF_THEIR_OWN, Round, kind_of, page_kinds
from tests.ui.standing import hall, rules
from tests.ui.test_accessibility import nameless, wordless_pictures

__all__ = ["hall", "rules"]

RARE = "𠮷𡘙"
PASTED = {
    "far too long": "社" * 1_000_000,
    "full-width digits": "１２３",
    "line breaks": "一二\r\n三\nAb\tc\u2028",
    "emoji": "🧾👩\u200d👧",
    "right-to-left marks": "\u202e123\u200f\u2066\ufeff",
    "beyond the BMP": RARE,
    "half a letter": "\ud842",
    "control characters": "1\x002\x1b3\x7f",
}
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def bare_lines(page: Page) -> list[str]:
    """Lines that are no part of a field, and so know none of its rules."""
    lines = [*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
    return [one.objectName() for one in lines if not isinstance(one.parentWidget(), TextField | TextArea)]


def paste(line: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Put `text` in place of what stands on the line, and leave it."""
    line.setFocus()
    assert line.hasFocus(), line.objectName()
    line.selectAll()
    QGuiApplication.clipboard().setText(text)
    line.paste()
    line.clearFocus()


def wrong_with_field(page: Page, field: TextField, what: str) -> str:
    """What is wrong after `what` was pasted; nothing where it was told in words, or taken and made plain."""
    text, told = field.line.text(), field.error
    if told and field.line.accessibleDescription() != told:
        return "told to the eye alone"
    if told and text and not field.fits and page.valid:
        return "told, and one could go on"
    if what == "beyond the BMP" and field.kind in (Entry.NAME, Entry.PROSE, Entry.WORDS):
        return "" if text == RARE and field.fits else "a rare letter was refused or lost"
    if told or (field.kind is Entry.HIDDEN and what != "far too long"):
        return ""
    if what == "far too long":
        return "too long, and nothing was told"
    if any(unicodedata.category(letter) in _UNSEEN for letter in text):
        return f"left as it was: {text!a}"
    expected = {"emoji": "", "full-width digits": "123"}.get(what, text)
    return "" if text == expected or field.kind is Entry.WORDS else f"not made plain: {text!a}"


def wrong_with_area(page: Page, area: TextArea, what: str) -> str:
    text, told = area.text, area.error
    if told:
        return "told, and one could go on" if text and not area.fits and page.valid else ""
    if what == "far too long":
        return "too long, and nothing was told"
    if any(unicodedata.category(letter) in _UNSEEN for letter in text.replace("\n", "").replace("\t", "")):
        return f"left as it was: {text!a}"
    return "a rare letter was lost" if what == "beyond the BMP" and text != RARE else ""


def wrong_with_fields(page: Page) -> Iterator[str]:
    """Everything into every field, and back as it was."""
    for name in bare_lines(page):
        yield f"{name} is no field"
    for field in page.findChildren(TextField):
        if not (field.isVisible() and field.line.isEnabled()):
            continue
        before, name = field.text, field.line.objectName()
        for what, text in PASTED.items():
            field.wipe()
            paste(field.line, text)
            if fault := wrong_with_field(page, field, what):
                yield f"{name}, {what}: {fault}"
        field.wipe()
        paste(field.line, "")
        if not field.error and not field.optional:
            yield f"{name}: left empty, and nothing was told"
        field.wipe()
        field.text = before
    for area in page.findChildren(TextArea):
        if not area.isVisible() or area.edit.isReadOnly():
            continue
        before, name = area.text, area.edit.objectName()
        for what, text in PASTED.items():
            area.text = ""
            paste(area.edit, "社" * (area.longest + 1) if what == "far too long" else text)
            if fault := wrong_with_area(page, area, what):
                yield f"{name}, {what}: {fault}"
        area.text = before


def out_of_reach(window: QWidget) -> Iterator[str]:
    """What can be pressed or written on, and no Tab comes to. A PIN is typed; arrows go through a choice."""
    come_to, at = set(), window.nextInFocusChain()
    while at is not None and at is not window:
        if at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            come_to.add(at)
        at = at.nextInFocusChain()
    for one in [*window.findChildren(QAbstractButton), *window.findChildren(QLineEdit)]:
        by_other_keys = isinstance(one, QRadioButton) or one.objectName().startswith("pin.")
        if one.isVisible() and one.isEnabled() and one not in come_to and not by_other_keys:
            yield f"{type(one).__name__} {one.objectName()}"


@pytest.fixture
def found(hall: Hall, qtbot: Any, qapp: QApplication, expected_logs: ExpectedLogs) -> dict[str, list[str]]:
    """By check and page, what is wrong there."""
    apply_theme(qapp, COUNTER)
    wrong: dict[str, list[str]] = defaultdict(list)

    def look(page: Page) -> None:
        window, kind = page.window(), kind_of(type(page))
        wrong[f"{kind}: name or role"] += [*nameless(window), *wordless_pictures(window)]
        wrong[f"{kind}: keys"] += out_of_reach(window)
        wrong[f"{kind}: fields"] += wrong_with_fields(page)

    expected_logs.allow("kiosk.ui.window", "bug B-")
    at = Round(hall, qtbot, look)
    at.go()
    wrong["something was shown as a window of its own before it stood on the page"] += at.flashed
    wrong["pages that the round does not come to"] += sorted(page_kinds() - at.seen - OF_WINDOWS_OF_THEIR_OWN)
    QGuiApplication.clipboard().clear()
    return {check: faults for check, faults in wrong.items() if faults}


@pytest.mark.timeout(300)
def test_every_page_there_is(found: dict[str, list[str]]) -> None:
    assert found == {}
