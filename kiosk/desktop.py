"""The program on the desktop: one instance, the training set-up behind it, the window, and a tidy end."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtWidgets import QApplication

from kiosk.app import Counter, open_training_counter
from kiosk.cardreader.monitor import ReaderMonitor, ReaderState
from kiosk.services.failures import FailureCatalogue, Trouble, code_of
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.sync.report import SyncReport
from kiosk.services.training.set_up import TrainingSetUp, start_training
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.window import KioskWindow

_JOIN_SECONDS = 3.0


class NotStarted(Exception):
    """The counter could not open; the message is for the person who started it, in Chinese."""


class _Post(QObject):
    """Carries what other threads report to the Qt thread."""

    readers = Signal(ReaderState)
    synced = Signal(SyncReport)


def run_training(
    folders: Folders, scenario: str | None, then: Callable[[KioskWindow, Counter], None] | None = None
) -> int:
    """Open the training counter in its window and stay until it is closed. The exit code.

    `then` is called once the window is shown. Raises `NotStarted`.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    folders.create()
    lock = QLockFile(str(folders.root / "kiosk.lock"))
    if not lock.tryLock(0):
        raise NotStarted(_words(Trouble.ALREADY_RUNNING.value))
    try:
        return _with_set_up(application, folders, scenario, then)
    finally:
        lock.unlock()


def _with_set_up(
    application: QApplication,
    folders: Folders,
    scenario: str | None,
    then: Callable[[KioskWindow, Counter], None] | None,
) -> int:
    post = _Post()
    set_up: TrainingSetUp | None = None
    counter: Counter | None = None
    try:
        set_up = start_training(folders, scenario)
        counter = open_training_counter(folders, set_up.running, post.synced.emit)
        return _show(application, counter, post, then)
    except Exception as error:
        known = code_of(error)
        if known is None:
            raise
        raise NotStarted(_words(known[0])) from error
    finally:
        if counter is not None:
            counter.close()
        if set_up is not None:
            set_up.stop()


def _show(
    application: QApplication,
    counter: Counter,
    post: _Post,
    then: Callable[[KioskWindow, Counter], None] | None,
) -> int:
    apply_theme(application, COUNTER)
    window = KioskWindow(counter.services, lasting=counter.lasting)
    post.synced.connect(window.sync_changed)
    monitor = ReaderMonitor(window.reader_changed.emit)
    monitor.start()
    try:
        window.setGeometry(application.primaryScreen().availableGeometry())
        window.showMaximized()
        if then is not None:
            then(window, counter)
        return application.exec()
    finally:
        monitor.stop(_JOIN_SECONDS)
        window.close_down()


def _words(code: str) -> str:
    failure = FailureCatalogue(RESOURCES / "failures.toml").text(code, "zh")
    return f"{failure.title}：{failure.remedy} ({code})"
