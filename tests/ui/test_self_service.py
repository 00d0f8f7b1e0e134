"""自助: somebody stands here alone, touches, leaves; the next person finds nothing of theirs."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLabel, QLineEdit, QPlainTextEdit

from kiosk.services.settings import Mode
from kiosk.ui.idle import IdleWatch
from kiosk.ui.theme import COUNTER, Display, apply_theme, theme_for
from kiosk.ui.window import KioskWindow
from tests.services.flows.hall import CARD_IN, NO_CARD, Hall, PaperCard, member_of
from tests.ui.standing import Person, hall, hold_views, rules

__all__ = ["hall", "rules"]

NAME = "訓練用合作社"


@pytest.fixture
def alone(hall: Hall, qtbot: Any, qapp: QApplication) -> Iterator[Person]:
    """Somebody before the attract page."""
    apply_theme(qapp, theme_for(1366, 768, touch=True))
    window = KioskWindow(hall.services, mode=Mode.SELF_SERVICE)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.reader_changed.emit(NO_CARD)
    person = Person(hall, window, qtbot)
    person.sees("attract")
    yield person
    window.close_down()
    apply_theme(qapp, COUNTER)


def words_shown(window: KioskWindow) -> str:
    return "\n".join(one.text() for one in window.findChildren(QLabel) if one.isVisibleTo(window))


class Frames(QObject):
    """Every frame that is painted of the window, by what its page is and which words stand on it."""

    def __init__(self, window: KioskWindow) -> None:
        super().__init__(window)
        self._window = window
        self.seen: list[tuple[str, str]] = []
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() in (QEvent.Type.UpdateRequest, QEvent.Type.Paint) and self._window.page is not None:
            self.seen.append((self._window.page.objectName(), words_shown(self._window)))
        return False


def test_a_touch_begins_and_the_button_ends(alone: Person, qtbot: Any) -> None:
    qtbot.mouseClick(alone.window.page, Qt.MouseButton.LeftButton)
    alone.sees("start")
    alone.click("nav.end")
    alone.sees("attract")


def test_a_card_begins_and_taking_it_out_ends(alone: Person) -> None:
    member_of(alone.hall)
    alone.puts_in(PaperCard())
    alone.sees("start")
    alone.until(lambda: NAME in words_shown(alone.window))
    alone.takes_out()
    alone.sees("attract")
    assert NAME not in words_shown(alone.window)


def test_taking_the_card_out_ends_a_wizard_too_and_nothing_of_it_stays(alone: Person) -> None:
    member_of(alone.hall)
    alone.puts_in(PaperCard())
    alone.sees("start")
    alone.click("start.plans")
    alone.sees("order.plans")
    alone.click("order.plan.management-inventory")
    alone.goes_on("order.plan")
    assert alone.hall.services.drafts.open_drafts()
    QApplication.clipboard().setText("copied")
    alone.takes_out()
    alone.sees("attract")
    alone.until(lambda: not alone.hall.services.drafts.open_drafts())
    assert not QApplication.clipboard().text()


def test_a_page_of_the_person_before_never_flashes_up(alone: Person, qapp: QApplication) -> None:
    """What was still being read for the one who left does not come to the screen of the next."""
    member_of(alone.hall)
    alone.puts_in(PaperCard())
    alone.sees("start")
    alone.until(lambda: NAME in words_shown(alone.window))
    let_go = hold_views(alone)
    alone.find(QAbstractButton, "start.account").click()
    assert alone.window.page is not None
    assert alone.window.page.busy is not None
    frames = Frames(alone.window)
    alone.takes_out()
    alone.sees("attract")
    frames.seen.clear()
    let_go.set()
    alone.until(lambda: alone.window._workers.idle)
    alone.window.update()
    for _ in range(20):
        qapp.processEvents()
    assert frames.seen
    assert {page for page, _ in frames.seen} == {"attract"}
    assert not any(NAME in words for _, words in frames.seen)


def test_the_frame_after_a_wipe_is_the_attract_page_alone(alone: Person, qapp: QApplication) -> None:
    for _ in range(5):
        qapp.processEvents()
    before = alone.window.grab().toImage()
    member_of(alone.hall)
    alone.puts_in(PaperCard())
    alone.sees("start")
    alone.until(lambda: NAME in words_shown(alone.window))
    alone.hall.card = None
    frames = Frames(alone.window)
    alone.window.reader_changed.emit(NO_CARD)
    alone.sees("attract")
    gone = [words for page, words in frames.seen if page == "attract"]
    assert not any(NAME in words for words in gone)
    for _ in range(5):
        qapp.processEvents()
    assert alone.window.grab().toImage() == before


def test_a_card_that_is_left_in_lets_nobody_begin(alone: Person) -> None:
    member_of(alone.hall)
    alone.puts_in(PaperCard())
    alone.sees("start")
    alone.click("nav.end")
    alone.sees("attract")
    assert alone.find(QLabel, "page.title").isVisible()
    assert alone.window.page is not None
    assert not alone.window.page.valid
    alone.window.reader_changed.emit(CARD_IN)  # the reader tells of something else
    alone.until(lambda: alone.window.card.settled)
    assert alone.window.page.objectName() == "attract"
    alone.takes_out()
    alone.until(lambda: alone.window.page.valid)
    alone.goes_on("start")


def test_language_and_look_are_the_usual_ones_for_the_next(alone: Person) -> None:
    alone.click("nav.language")
    alone.goes_on("start")
    assert alone.find(QLabel, "page.title").text() == "Welcome"
    alone.window.show_in(Display(contrast=True, large=True))
    alone.click("nav.end")
    alone.sees("attract")
    assert alone.find(QAbstractButton, "nav.next").text() == "開始"
    assert alone.window._display == Display()


def test_nothing_leads_to_the_office_or_the_desktop(alone: Person, qtbot: Any) -> None:
    alone.goes_on("start")
    assert not alone._visible(QAbstractButton, "sync-mark")
    qtbot.keyClick(alone.window, Qt.Key.Key_F9)
    assert not alone.window.close()
    assert alone.window.isVisible()
    alone.sees("start")


def test_letters_and_digits_are_typed_on_the_screen(alone: Person) -> None:
    alone.goes_on("start")
    alone.click("start.contact")
    alone.sees("help")
    line = alone.find(QLineEdit, "help.search")
    alone.window.activateWindow()
    line.setFocus()
    alone.click("touch.latin")
    alone.click("touch.shift")
    alone.click("touch.p")
    alone.click("touch.shift")
    for letter in "in@x":
        alone.click(f"touch.{letter}")
    alone.click("touch.backspace")
    assert line.text() == "Pin@"
    alone.click("touch.done")
    assert not alone._visible(QAbstractButton, "touch.p")
    line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
    line.setFocus()
    alone.click("touch.7")
    assert not alone._visible(QAbstractButton, "touch.p")
    assert line.text() == "Pin@7"


def test_chinese_is_written_by_its_sounds_and_forgotten_with_who_leaves(alone: Person) -> None:
    alone.goes_on("start")
    alone.click("start.contact")
    alone.sees("help")
    alone.window.activateWindow()
    alone.until(alone.window.isActiveWindow)
    line = alone.find(QLineEdit, "help.search")
    line.setFocus()
    for sound in "ㄊㄨㄟˋㄉㄧㄥˋ":
        alone.click(f"zhuyin.{sound}")
    assert line.text() == "退訂"
    small = [
        one.objectName()
        for one in alone.window.findChildren(QAbstractButton)
        if one.isVisibleTo(alone.window) and min(one.width(), one.height()) < 64
    ]
    assert small == []
    assert alone.window.height() == 768
    keys = alone.window._alone._keys  # type: ignore[union-attr]
    assert keys._zhuyin is not None
    alone.click("nav.end")
    alone.sees("attract")
    assert keys._zhuyin._zhuyin.text == ""
    assert not keys.isVisible()


def test_all_targets_are_large_enough(alone: Person) -> None:
    member_of(alone.hall)
    alone.puts_in(PaperCard())
    alone.sees("start")
    for place in ("account", "plans", "contact", "founding"):
        alone.click(f"start.{place}")
        alone.until(lambda: alone.window.page is not None and alone.window.page.objectName() != "start")
        small = [
            (one.objectName(), one.width(), one.height())
            for kind in (QAbstractButton, QLineEdit)
            for one in alone.window.findChildren(kind)
            if one.isVisibleTo(alone.window) and min(one.width(), one.height()) < 64
        ]
        assert small == [], place
        alone.click("nav.home")
        alone.sees("start")


def test_the_pin_pad_stands_shuffled(alone: Person) -> None:
    member_of(alone.hall)
    alone.puts_in(PaperCard())
    alone.sees("start")
    alone.until(lambda: alone.window._routes.member is not None)
    orders = set()
    for _ in range(2):
        alone.click("start.plans")
        alone.sees("order.plans")
        alone.click("order.plan.management-inventory")
        for page in ("order.plan", "order.split", "order.review"):
            alone.goes_on(page)
        alone.click("order.review.agree")
        alone.goes_on("signing")
        keys = [key for key in alone.window.findChildren(QAbstractButton) if key.isVisibleTo(alone.window)]
        digits = [key for key in keys if key.objectName().startswith("pin.digit.")]
        assert min(key.height() for key in digits) >= 64
        orders.add("".join(key.text() for key in sorted(digits, key=lambda key: (key.y(), key.x()))))
        alone.click("nav.end")
        alone.sees("attract")
        alone.takes_out()
        alone.puts_in(PaperCard())
        alone.sees("start")
        alone.until(lambda: alone.window._routes.member is not None)
    assert orders != {"1234567890"}


def warned(alone: Person) -> bool:
    return bool(alone._visible(QLabel, "idle.left"))


def falls_silent(alone: Person) -> None:
    idle = alone.window._alone._idle  # type: ignore[union-attr]
    idle._quiet.setInterval(1)
    idle.touched()
    alone.until(lambda: warned(alone))
    idle._quiet.setInterval(60_000)


def test_nobody_there_is_warned_and_can_go_on(alone: Person) -> None:
    alone.goes_on("start")
    falls_silent(alone)
    assert "20" in alone.reads("idle.left")
    alone.click("dialog.yes")
    assert not warned(alone)
    alone.sees("start")


def test_nobody_who_answers_is_wiped(alone: Person) -> None:
    alone.goes_on("start")
    alone.window.display_requested.emit()  # whatever was asked gives way to the warning
    falls_silent(alone)
    ticks = alone.window._alone._idle._ticks  # type: ignore[union-attr]
    ticks.timeout.emit()
    assert "19" in alone.reads("idle.left")
    for _ in range(19):
        ticks.timeout.emit()
    alone.sees("attract")
    assert not warned(alone)


def test_what_lay_there_before_is_not_wiped(alone: Person) -> None:
    drafts = alone.hall.services.drafts
    alone.until(lambda: alone.window._workers.idle)
    drafts.save("new", "registration", None, "identity", {})
    alone.window._alone._kept = frozenset({"old"})  # type: ignore[union-attr]
    drafts.save("old", "registration", None, "identity", {})
    alone.goes_on("start")
    alone.click("nav.end")
    alone.until(lambda: [one.draft_id for one in drafts.open_drafts()] == ["old"])


def test_a_message_is_chosen_and_its_address_typed_on_the_screen(alone: Person) -> None:
    alone.goes_on("start")
    alone.window.activateWindow()
    alone.until(alone.window.isActiveWindow)
    alone.click("nav.message")
    alone.click("message.send")
    alone.until(lambda: bool(alone._visible(QFrame, "message.trouble")))
    alone.click("message.topics.refund")
    line = alone.find(QLineEdit, "message.email")
    line.setFocus()
    alone.until(lambda: bool(alone._visible(QAbstractButton, "touch.p")))
    form = alone.window._message_form
    assert form is not None
    for letter in "p@x.example":
        key = alone.find(QAbstractButton, f"touch.{letter}")
        assert form.isAncestorOf(key)
        key.click()
    assert line.text() == "p@x.example"
    falls_silent(alone)
    alone.click("dialog.yes")
    assert line.isVisible()
    alone.click("message.send")
    alone.until(lambda: alone.find(QAbstractButton, "message.send").text() == "知道了")
    alone.click("message.send")
    alone.sees("start")
    assert alone.hall.once().accepted == 1


def test_a_message_is_written_in_words_with_the_keys_or_a_topic_or_both(alone: Person) -> None:
    alone.goes_on("start")
    alone.window.activateWindow()
    alone.until(alone.window.isActiveWindow)
    alone.click("nav.message")
    words = alone.find(QPlainTextEdit, "message.text")
    assert not alone._visible(QAbstractButton, "touch.done")
    words.setFocus()
    alone.until(lambda: bool(alone._visible(QAbstractButton, "touch.done")))
    for name in ("zhuyin.ㄓ", "zhuyin.ㄨ", "zhuyin.ˋ", "touch.latin", "touch.o", "touch.k"):
        alone.find(QAbstractButton, name).click()
    assert len(words.toPlainText()) == 3
    assert words.toPlainText().endswith("ok")
    assert not alone._visible(QLineEdit, "message.email")
    alone.find(QAbstractButton, "touch.done").click()
    alone.until(lambda: bool(alone._visible(QLineEdit, "message.email")))
    form = alone.window._message_form
    assert form is not None
    assert form._asked().text == words.toPlainText()
    alone.click("message.topics.refund")
    topic, _, said = form._asked().text.partition("\n")
    assert "退訂" in topic
    assert said == words.toPlainText()
    words.setPlainText("長" * 1000)
    alone.click("message.send")
    alone.until(lambda: "太長" in words_shown(alone.window))
    assert alone._visible(QAbstractButton, "message.cancel")


def test_a_message_begun_goes_with_who_leaves(alone: Person) -> None:
    alone.goes_on("start")
    alone.click("nav.message")
    alone.window._alone.end()  # type: ignore[union-attr]
    alone.sees("attract")
    assert not alone._visible(QLineEdit, "message.email")


def test_a_touch_takes_the_warning_back(qtbot: Any, qapp: QApplication) -> None:
    watch = IdleWatch(qapp, quiet_ms=5, extend_ms=60_000)
    with qtbot.waitSignal(watch.warned) as warned:
        watch.start()
    assert warned.args == [60_000]
    with qtbot.waitSignal(watch.returned):
        watch.touched()
    watch.stop()
