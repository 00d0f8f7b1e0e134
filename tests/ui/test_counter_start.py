"""A counter that is no training: settings, the keyring, the page where it is enrolled, central itself."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from kiosk import desktop
from kiosk.app import Counter
from kiosk.contract.clock import system_clock
from kiosk.contract.enrolment_ticket import EnrolmentTicket
from kiosk.services.enrolment import is_enrolled
from kiosk.services.folders import Folders
from kiosk.ui.enrol import EnrolWindow
from kiosk.ui.shell import Shell
from kiosk.ui.window import KioskWindow
from kiosk.vaults import DATABASE_FILE, secrets_of
from tests.services.conftest import rules, secret_service, training_cards
from tests.services.sync.region import Region, region

__all__ = ["region", "rules", "secret_service", "training_cards"]

_LOOK_MS = 20
_PATIENCE_MS = 15_000

Step = tuple[Callable[[], bool], Callable[[], None]]


class Technician:
    """Does one thing after another, each as soon as it can be done, while the program's own loop runs."""

    def __init__(self, application: QApplication, *steps: Step) -> None:
        self._application, self._steps = application, list(steps)
        self.gave_up = False
        self._timer = QTimer(interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._end = QTimer(singleShot=True, interval=_PATIENCE_MS)
        self._end.timeout.connect(self._give_up)
        self._end.start()

    def stop(self) -> None:
        self._timer.stop()
        self._end.stop()

    def _look(self) -> None:
        if self._steps and self._steps[0][0]():
            self._steps.pop(0)[1]()

    def _give_up(self) -> None:
        self.gave_up = True
        self._timer.stop()
        self._application.exit(99)


def window_of(application: QApplication, kind: type[Shell]) -> Any:
    shown = (one for one in application.topLevelWidgets() if isinstance(one, kind) and one.isVisible())
    return next(shown, None)


def page_name(application: QApplication, kind: type[Shell]) -> str:
    window = window_of(application, kind)
    if window is not None and not window.isActiveWindow():
        window.activateWindow()  # keys go to the window in front
        return ""
    page = None if window is None else window.page
    return "" if page is None or page.busy is not None else str(page.objectName())


def failure_code(application: QApplication) -> str:
    page = window_of(application, EnrolWindow).page
    return "" if page.failure is None or page.busy is not None else str(page.failure.code)


def scans(application: QApplication, text: str) -> Callable[[], None]:
    """As a scanner does that is a keyboard: one key after another where the cursor stands, then Enter."""

    def scan() -> None:
        window = window_of(application, EnrolWindow)
        line = window.findChild(QLineEdit, "enrol.code")
        QTest.keyClicks(line, text)
        QTest.keyClick(line, Qt.Key.Key_Return)

    return scan


def presses(application: QApplication, kind: type[Shell], name: str) -> Callable[[], None]:
    return lambda: window_of(application, kind).findChild(QAbstractButton, name).click()


@pytest.fixture
def data(tmp_path: Path, region: Region, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("KIOSK_")]:
        monkeypatch.delenv(name)
    region.clock.move_to(system_clock())
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path / "counter"))
    return tmp_path / "counter"


def opened(qapp: QApplication, *steps: Step) -> int:
    """Run the counter and let a technician do `steps`; once its window has synced, it is closed."""
    seen: list[tuple[KioskWindow, Counter]] = []

    def synced() -> bool:
        return bool(seen) and seen[0][1].services.sync.status().last_success is not None

    def close() -> None:
        assert seen[0][0].windowTitle() == "臺灣雲市集 合作社服務櫃台"
        assert not seen[0][0].training_menu.isVisible()
        qapp.exit(0)

    technician = Technician(qapp, *steps, (synced, close))
    try:
        ended = desktop.run_counter(None, lambda window, counter: seen.append((window, counter)))
        assert not technician.gave_up
        return ended
    finally:
        technician.stop()
        for window in qapp.topLevelWidgets():
            if isinstance(window, Shell):
                window.hide()


@pytest.mark.keyring
@pytest.mark.usefixtures("secret_service")
def test_a_machine_is_enrolled_in_its_window_and_opens_as_a_counter_ever_after(
    region: Region, data: Path, qapp: QApplication
) -> None:
    folders = Folders(data)
    file = folders.kiosk / DATABASE_FILE
    ticket = region.ticket()
    used = EnrolmentTicket("2222-3333-4444-5555", ticket.central_url, ticket.mark)
    assert (
        opened(
            qapp,
            (lambda: page_name(qapp, EnrolWindow) == "enrol", scans(qapp, used.text())),
            (lambda: failure_code(qapp) == "K-API-04", scans(qapp, "K7")),
            # The scan takes the place of what was there; with Caps Lock on, it comes in capitals.
            (lambda: failure_code(qapp) == "K-SYNC-35", scans(qapp, ticket.text().swapcase())),
            (
                lambda: page_name(qapp, EnrolWindow) == "enrol.done",
                presses(qapp, EnrolWindow, "nav.next"),
            ),
        )
        == 0
    )
    assert is_enrolled(file, secrets_of(folders))
    assert opened(qapp) == 0  # known from now on: no page of technicians


@pytest.mark.keyring
@pytest.mark.usefixtures("secret_service")
def test_a_code_is_typed_for_the_central_of_the_settings(
    region: Region, data: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_CENTRAL", region.url)
    monkeypatch.setenv("KIOSK_MODE", "field")
    code = region.ticket().code.replace("-", " ").lower()
    other = EnrolmentTicket(region.ticket().code, "https://other.example", region.ticket().mark)
    assert (
        opened(
            qapp,
            (lambda: page_name(qapp, EnrolWindow) == "enrol", scans(qapp, other.text())),
            (lambda: failure_code(qapp) == "K-SET-02", scans(qapp, code)),
            (
                lambda: page_name(qapp, EnrolWindow) == "enrol.done",
                presses(qapp, EnrolWindow, "nav.next"),
            ),
        )
        == 0
    )
    monkeypatch.setenv("KIOSK_CENTRAL", "https://other.example")
    with pytest.raises(desktop.NotStarted, match="K-SET-02"):
        desktop.run_counter(None, lambda _window, _counter: None)


@pytest.mark.keyring
@pytest.mark.usefixtures("secret_service")
def test_a_technician_who_gives_up_leaves_no_counter(data: Path, qapp: QApplication) -> None:
    technician = Technician(
        qapp, (lambda: page_name(qapp, EnrolWindow) == "enrol", lambda: window_of(qapp, EnrolWindow).close())
    )
    try:
        assert desktop.run_counter(None, lambda _window, _counter: None) == desktop.UNOPENED
        assert not technician.gave_up
    finally:
        technician.stop()


def test_without_a_keyring_it_refuses_and_says_how_to_mend_it(data: Path, qapp: QApplication) -> None:
    with pytest.raises(desktop.NotStarted, match="K-KEY-01"):
        desktop.run_counter(None, lambda _window, _counter: None)
    assert not (data / "kiosk" / DATABASE_FILE).exists()


@pytest.mark.keyring
@pytest.mark.usefixtures("secret_service")
def test_a_keyring_in_plain_text_is_refused(data: Path, qapp: QApplication, tmp_path: Path) -> None:
    keyrings = tmp_path / "keyrings"  # XDG_DATA_HOME is the Secret Service's own folder here
    keyrings.mkdir(exist_ok=True)
    (keyrings / "login.keyring").write_bytes(b"[keyring]\ndisplay-name=login\n")
    with pytest.raises(desktop.NotStarted, match="K-KEY-04"):
        desktop.run_counter(None, lambda _window, _counter: None)
    assert not (data / "kiosk" / DATABASE_FILE).exists()
