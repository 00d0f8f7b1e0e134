"""From every page: the staff is called, a message is written; and the way through 關於本計畫."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit

from tests.services.flows.hall import Hall, PaperCard, member_of
from tests.ui.standing import Person, hall, person, rules

__all__ = ["hall", "person", "rules"]


def test_the_staff_is_called_until_somebody_has_come(person: Person) -> None:
    person.sees("start")
    person.click("nav.staff")
    person.click("dialog.yes")
    called = person.find(QAbstractButton, "nav.staff")
    assert called.text().startswith("呼叫中 ")
    person.click("start.contact")
    person.sees("help")
    person.click("nav.staff")
    person.click("dialog.no")
    assert called.text().startswith("呼叫中 ")
    person.click("nav.staff")
    person.click("dialog.yes")
    assert called.text() == "呼叫人員"
    assert not called.isChecked()


def test_a_message_from_within_a_wizard_leaves_the_wizard_as_it_is(person: Person, hall: Hall) -> None:
    person.sees("start")
    person.click("start.register")
    person.until(lambda: person.window.page is not None and person.window.page.objectName() != "start")
    page = person.window.page
    assert page is not None
    person.click("nav.message")
    person.find(QPlainTextEdit, "message.text").setPlainText("要帶什麼？")
    person.writes("message.email", "one@coop.example")
    person.click("message.send")
    person.until(lambda: person.find(QAbstractButton, "message.send").text() == "知道了")
    person.click("message.send")
    assert person.window.page is page
    assert page.isVisible()
    assert hall.once().accepted == 1


def test_the_form_keeps_the_keyboard_while_the_page_under_it_is_made_anew(person: Person, qtbot: Any) -> None:
    person.sees("start")
    person.click("start.contact")
    person.sees("help")
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)
    person.click("nav.message")
    text = person.find(QPlainTextEdit, "message.text")
    person.until(text.hasFocus)
    person.window._redraw()
    page = person.window.page
    assert page is not None
    page.busy = "being read"
    page.busy = None
    assert text.hasFocus()
    person.window.display_requested.emit()  # a question lies over the form, which stays
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    person.until(text.hasFocus)
    qtbot.keyClicks(text, "abc")
    assert text.toPlainText() == "abc"
    qtbot.keyClick(text, Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(person.find(QAbstractButton, "message.cancel"), Qt.Key.Key_Return)
    person.until(lambda: not person._visible(QPlainTextEdit, "message.text"))
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)


def test_the_form_goes_with_who_takes_the_card_out(person: Person) -> None:
    member_of(person.hall)
    person.puts_in(PaperCard())
    person.sees("start")
    person.until(lambda: person.window._routes.member is not None)
    person.click("nav.message")
    person.find(QPlainTextEdit, "message.text").setPlainText("what somebody asks")
    person.takes_out()
    person.until(lambda: not person._visible(QPlainTextEdit, "message.text"))
    person.sees("start")


def test_about_how_to_apply_and_the_guides(person: Person) -> None:
    person.sees("start")
    person.click("start.about")
    person.sees("about")
    person.goes_on("apply_how")
    person.click("nav.back")
    person.sees("about")
    person.click("about.transform")
    person.sees("transform")
