"""Nothing on the screen leads out of the counter: keys, menus, links, things dragged in, the window's end."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QKeyCombination, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from kiosk.services.failures import FailureCatalogue
from kiosk.services.settings import Mode
from kiosk.services.staff.failures import StaffFailure
from kiosk.storage.failures import StorageFailure
from kiosk.ui import leaving
from kiosk.ui.leaving import LEFT
from kiosk.ui.lockdown import SCHEMES, stays
from kiosk.ui.stopped import StoppedWindow
from kiosk.ui.theme import COUNTER, apply_theme, theme_for
from kiosk.ui.window import KioskWindow
from tests.services.counter import ROOT
from tests.services.flows.hall import Hall
from tests.services.staff.conftest import FIRST, Office
from tests.ui.standing import Person, hall, rules
from tests.ui.test_staff_window import Team, team

__all__ = ["hall", "rules", "team"]

_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Super": Qt.KeyboardModifier.MetaModifier,
    "Keypad": Qt.KeyboardModifier.KeypadModifier,
}


def keys(text: str) -> QKeyCombination:
    """As Ctrl+Alt+F1; keys by Qt's own names."""
    *held, key = text.split("+")
    modifiers = Qt.KeyboardModifier.NoModifier
    for one in held:
        modifiers |= _MODIFIERS[one]
    return QKeyCombination(modifiers, Qt.Key[f"Key_{key}"])


@pytest.mark.parametrize(
    "text",
    [
        "Alt+F4", "Alt+Tab", "Alt+Shift+Backtab", "Alt+Space", "Alt+Escape", "Alt+F2", "Alt+Right",
        "Super_L", "Super_R", "Meta", "Super+D", "Super+Shift", "Super+L", "Menu", "Help", "Ctrl+Q",
        "Ctrl+W", "Ctrl+O", "Ctrl+P", "Ctrl+S", "Ctrl+N", "Ctrl+F4", "Ctrl+Escape", "Ctrl+Shift+Escape",
        "Ctrl+Tab", "Ctrl+Alt+T", "Ctrl+Alt+F1", "Ctrl+Alt+Delete", "Ctrl+Alt+Backspace", "Ctrl+Alt+Left",
        "Shift+F1", "Shift+F10", "F3", "F5", "F10", "F11", "F12", "F24", "Print", "Shift+Print",
        "Alt+Print", "SysReq", "Alt+SysReq", "Pause", "HomePage", "LaunchMail", "Explorer", "Calculator",
        "PowerOff", "Sleep", "LogOff", "WWW", "Search", "Open", "Printer", "Exit", "Camera", "Ctrl+F1",
        "Ctrl+F9",
    ],
)  # fmt: skip
def test_keys_that_may_lead_elsewhere(text: str) -> None:
    assert not stays(keys(text))


@pytest.mark.parametrize(
    "text",
    [
        "A", "Shift+A", "Shift+At", "Keypad+5", "Keypad+Enter", "Return", "Escape", "Tab", "Shift+Backtab",
        "Backspace", "Delete", "Left", "Shift+End", "PageDown", "Space", "CapsLock", "NumLock", "Shift",
        "Control", "Alt+Shift", "AltGr", "Dead_Acute", "unknown", "Multi_key", "Kanji", "F1", "F2", "F8",
        "F9", "Ctrl+L", "Ctrl+V", "Alt+Left", "Ctrl+Shift+Left", "Ctrl+Shift+Z",
    ],
)  # fmt: skip
def test_keys_that_write_move_and_correct(text: str) -> None:
    assert stays(keys(text))


_HELD = {Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Shift, Qt.Key.Key_Meta}


class Heard(QObject):
    """The keys that come as far as the window, but for those that are only held."""

    def __init__(self, window: KioskWindow) -> None:
        super().__init__(window)
        self.keys: list[int] = []
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.KeyPress:
            key = cast(QKeyEvent, event).key()
            self.keys += [] if key in _HELD else [key]
        return False


@pytest.fixture
def alone(hall: Hall, qtbot: Any, qapp: QApplication) -> Iterator[Person]:
    """自助, whose technician has an account."""
    apply_theme(qapp, theme_for(1366, 768, touch=True))
    office = Office(hall.counter.database, hall.counter)
    office.starts(attended=False)
    window = KioskWindow(replace(hall.services, staff=office.staff), mode=Mode.SELF_SERVICE)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    person = Person(hall, window, qtbot)
    person.sees("attract")
    yield person
    window.close_down()
    apply_theme(qapp, COUNTER)


def in_front(person: Person) -> None:
    person.window.activateWindow()
    person.until(person.window.isActiveWindow)


def leaves(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    codes: list[int] = []
    monkeypatch.setattr(leaving, "QApplication", SimpleNamespace(exit=codes.append))
    return codes


LEADING_OUT = ("Alt+F4", "Alt+Tab", "Super+Super_L", "Ctrl+Q", "Ctrl+Alt+F1", "Print", "Menu", "F11")


def press(person: Person, *texts: str) -> None:
    for text in texts:
        QTest.keyClick(person.window, keys(text).key(), keys(text).keyboardModifiers())


def test_a_locked_counter_does_nothing_with_them_and_does_not_close(team: Team) -> None:
    team.sees("sign_in")
    in_front(team)
    heard = Heard(team.window)
    press(team, *LEADING_OUT)
    press(team, "Tab")
    assert heard.keys == [Qt.Key.Key_Tab]
    assert not team.window.close()
    assert team.window.isVisible()
    team.sees("sign_in")


def test_who_works_there_may_switch_windows_but_not_end_the_counter(team: Team) -> None:
    team.signs_in()
    team.sees("start")
    in_front(team)
    heard = Heard(team.window)
    press(team, "Alt+Tab")
    assert heard.keys == [Qt.Key.Key_Tab]
    assert not team.window.close()
    team.until_failure(StaffFailure.NOT_ALLOWED.value)
    assert team.window.isVisible()


def test_a_technician_ends_it_and_that_is_noted(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = leaves(monkeypatch)
    team.hall.online = False
    team.hall.counter.register()
    team.signs_in("t01")
    team.sees("sync")
    team.pictures("sync-technician")
    team.click("sync.staff.leave")
    team.sees("leave")
    team.pictures("leave")
    team.click("nav.next")
    team.until(lambda: codes == [LEFT])
    assert team.window.close()


def test_in_self_service_keys_and_closing_lead_nowhere(alone: Person) -> None:
    alone.goes_on("start")
    in_front(alone)
    heard = Heard(alone.window)
    press(alone, *LEADING_OUT)
    assert heard.keys == []
    assert not alone.window.close()
    alone.sees("start")


def test_a_technician_ends_self_service_by_id_and_password(
    alone: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = leaves(monkeypatch)
    alone.goes_on("start")
    for answer in ("dialog.yes", "call.technician"):
        alone.click("nav.staff")
        alone.click(answer)
    alone.sees("leave")
    for staff_id, password, code in (
        ("t01", "wrong", StaffFailure.WRONG),
        ("a01", FIRST, StaffFailure.NOT_ALLOWED),
    ):
        alone.writes("leave.id", staff_id)
        alone.writes("leave.password", password)
        alone.click("nav.next")
        alone.until_failure(code.value)
        assert alone.find(QLineEdit, "leave.password").text() == ""
        assert not alone.find(QAbstractButton, "nav.next").isEnabled()
    alone.writes("leave.id", "t01")
    alone.writes("leave.password", FIRST)
    alone.click("nav.next")
    alone.until(lambda: codes == [LEFT])


def test_small_it_comes_back(alone: Person) -> None:
    alone.window.showMinimized()
    alone.until(lambda: not alone.window.isMinimized())


def test_no_menu_opens_and_nothing_is_dropped_in(team: Team, qapp: QApplication) -> None:
    team.sees("sign_in")
    line = team.find(QLineEdit, "sign_in.id")
    line.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
    place = QPoint(5, 5)
    menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, line.mapToGlobal(place))
    qapp.sendEvent(line, menu)
    assert qapp.activePopupWidget() is None
    data = QMimeData()
    data.setUrls([QUrl("file:///etc/passwd"), QUrl("https://elsewhere.example")])
    data.setText("dropped")
    copied, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(place, copied, data, left, none)
    qapp.sendEvent(line, enters)
    qapp.sendEvent(line, QDropEvent(QPointF(place), copied, data, left, none))
    assert not enters.isAccepted()
    assert line.text() == ""


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_link_starts_no_program(scheme: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A desktop's own way would be the program xdg-open, or a browser that BROWSER names."""
    monkeypatch.setenv("BROWSER", "false")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert QDesktopServices.openUrl(QUrl(f"{scheme}:elsewhere"))


def test_training_asks_before_it_ends(
    hall: Hall,
    qtbot: Any,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes = leaves(monkeypatch)
    apply_theme(qapp, COUNTER)
    office = Office(hall.counter.database, hall.counter)
    window = KioskWindow(replace(hall.services, staff=office.staff, training=cast(Any, SimpleNamespace())))
    qtbot.addWidget(window)
    window.show()
    person = Person(hall, window, qtbot)
    person.sees("sign_in")
    assert not window.close()
    person.click("dialog.no")
    assert codes == []
    person.click("training.end")
    person.click("dialog.yes")
    assert codes == [0]
    window.close_down()


@pytest.mark.parametrize("held", [True, False])
def test_where_the_counter_cannot_open_self_service_does_not_close_either(
    qapp: QApplication, held: bool
) -> None:
    catalogue = FailureCatalogue(ROOT / "resources" / "failures.toml")
    window = StoppedWindow(qapp, catalogue, StorageFailure.DATABASE_DAMAGED.value, {}, held=held)
    window.show()
    assert window.close() is not held
    window.hide()
    window.deleteLater()


def test_no_page_opens_dialogs_programs_or_menus_of_the_system() -> None:
    """In the source of all that is shown: no name that would lead out of the window."""
    leading_out = {
        "QFileDialog", "QPrintDialog", "QPrintPreviewDialog", "QColorDialog", "QFontDialog", "QInputDialog",
        "QMessageBox", "QTextBrowser", "QWebEngineView", "QProcess", "QMenu", "QSystemTrayIcon", "QWizard",
        "openUrl", "setOpenExternalLinks", "startDetached", "system", "popen", "Popen", "webbrowser",
        "subprocess",
    }  # fmt: skip
    found = set()
    for file in (ROOT / "kiosk" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = {getattr(node, "id", None), getattr(node, "attr", None), getattr(node, "name", None)}
            found |= {(file.name, name) for name in names & leading_out}
    assert found == set()


def test_no_program_is_started_through_a_shell() -> None:
    """And outside of training only the two programs that are told here."""
    starting = set()
    for file in (ROOT / "kiosk").rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword) and node.arg == "shell":
                pytest.fail(f"{file}: a shell")
            if isinstance(node, ast.Import) and any(one.name == "subprocess" for one in node.names):
                starting.add(file.relative_to(ROOT / "kiosk").as_posix())
    of_training = {
        one for one in starting if one.startswith(("walk/", "cardreader/virtual/", "services/training/"))
    }
    # The stick is let go of, and the vendor's PKCS#11 module runs apart.
    assert starting - of_training == {"services/bundle/sticks.py", "cardreader/signers/pkcs11.py"}
