"""The counter's window, from the application object to the last joined thread."""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from kiosk.app import Counter, Listeners, open_counter, open_training_counter
from kiosk.cardreader.monitor import ReaderMonitor
from kiosk.contract.clock import system_clock
from kiosk.services import watchdog
from kiosk.services.card_trace import CardTrace
from kiosk.services.enrolment import is_enrolled
from kiosk.services.failures import FailureCatalogue
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.screen import USUAL_SCREEN
from kiosk.services.settings import CounterSettings, Mode
from kiosk.services.training.set_up import TrainingSetUp
from kiosk.told_to_end import ToldToEnd
from kiosk.ui.enrol import EnrolWindow
from kiosk.ui.relay import Relay
from kiosk.ui.steady import keep_steady
from kiosk.ui.stopped import StoppedWindow
from kiosk.ui.theme import apply_theme, theme_for
from kiosk.ui.window import KioskWindow
from kiosk.vaults import DATABASE_FILE, counter_vault, training_vault

_JOIN_SECONDS = 3.0


class _Relays:
    """What sync and printing tell on their threads, on its way to the window."""

    def __init__(self) -> None:
        self.sync, self.printing = Relay(), Relay()
        self.listeners = Listeners(self.sync.tell, lambda: self.printing.tell(None))


def open_window(
    folders: Folders,
    set_up: Callable[[], TrainingSetUp],
    then: Callable[[KioskWindow, Counter], None] | None,
    mode: Mode = Mode.COUNTER,
) -> int:
    """Show the counter over `set_up` until its window is closed. The exit code.

    Raises what opening the counter raises.
    """
    application = _application(heeds=then is None)
    relays = _Relays()
    running, vault = set_up().running, training_vault(folders)
    counter = open_training_counter(folders, running, vault, relays.listeners, mode)
    try:
        return _show(application, counter, relays, then, folders)
    finally:
        counter.close()


def open_counter_window(
    settings: CounterSettings, then: Callable[[KioskWindow, Counter], None] | None
) -> int | None:
    """Show the counter that `settings` are of until its window is closed. The exit code.

    On a machine that is not enrolled, the technicians' page comes first; None where it was closed. Raises
    what opening the counter raises.
    """
    application = _application(heeds=then is None)
    vault = counter_vault(settings.folders)
    file = vault.folder / DATABASE_FILE
    if not is_enrolled(file, vault.secrets):
        failures = FailureCatalogue(RESOURCES / "failures.toml")
        if not EnrolWindow(application, failures, file, vault.secrets, settings.central).enrols():
            return None
    relays = _Relays()
    counter = open_counter(settings, vault, relays.listeners)
    try:
        return _show(application, counter, relays, then, settings.folders, inches=settings.screen)
    finally:
        counter.close()


def wants_again(code: str, values: Mapping[str, str | int], held: bool) -> bool:
    """Say why the counter cannot open and what to do; whether somebody asks to try again.

    `held`: the window does not close, for whoever stands before it may not leave.
    """
    failures = FailureCatalogue(RESOURCES / "failures.toml")
    return StoppedWindow(_application(), failures, code, values, held=held).wants_again()


def _application(*, heeds: bool = True) -> QApplication:
    """The one there is. `heeds`: it ends tidily when the system says so; what plays by itself just ends."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    if application.findChild(Watched) is None:
        Watched(application)
    if heeds and application.findChild(ToldToEnd) is None:
        ToldToEnd(application)
    screen = application.primaryScreen().availableGeometry()
    apply_theme(application, theme_for(screen.width(), screen.height()))
    return application


def _show(
    application: QApplication,
    counter: Counter,
    relays: _Relays,
    then: Callable[[KioskWindow, Counter], None] | None,
    folders: Folders,
    *,
    inches: float = USUAL_SCREEN,
) -> int:
    screen = application.primaryScreen().availableGeometry()
    alone = counter.mode is Mode.SELF_SERVICE
    apply_theme(application, theme_for(screen.width(), screen.height(), touch=alone, inches=inches))
    trace = CardTrace(folders.logs, system_clock)
    window = KioskWindow(
        counter.services,
        lasting=counter.lasting,
        mode=counter.mode,
        trace=trace,
        reports=counter.reports,
        inches=inches,
    )
    relays.sync.told.connect(window.sync_changed)
    relays.printing.told.connect(window.printing_changed)
    counter.keep_in_step()
    monitor = ReaderMonitor(window.reader_changed.emit)
    monitor.start()
    with _bugs_reach(window):
        window.setGeometry(screen)
        if alone:
            window.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
            window.setCursor(Qt.CursorShape.BlankCursor)
        if alone or counter.services.training is None:
            window.showFullScreen()
        else:
            window.showMaximized()
        keep_steady()
        if then is not None:
            then(window, counter)
        ended = application.exec()
    monitor.stop(_JOIN_SECONDS)
    window.close_down()
    return ended


class Watched(QObject):
    """Lets a service manager that watches know that the program's loop turns, whatever window it shows."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        interval = watchdog.interval_ms(os.environ)
        # The first beat comes with the loop's first turn, when a window is there to be seen.
        QTimer.singleShot(0, self, lambda: watchdog.tell(watchdog.READY))
        if interval:
            timer = QTimer(self, interval=interval)
            timer.timeout.connect(lambda: watchdog.tell(watchdog.ALIVE))
            timer.start()


@contextmanager
def _bugs_reach(window: KioskWindow) -> Iterator[None]:
    """What nobody expected, on any thread, reaches the calm page instead of being printed and forgotten."""
    relay = Relay()
    relay.told.connect(window.crash)
    of_qt, of_threads = sys.excepthook, threading.excepthook
    sys.excepthook = lambda _kind, error, _trace: relay.tell(error)
    threading.excepthook = lambda caught: relay.tell(caught.exc_value)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = of_qt, of_threads
