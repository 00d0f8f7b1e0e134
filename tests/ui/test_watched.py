"""A service manager that watches hears of the window's loop as long as it turns, and no longer."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from kiosk.counter_window import Watched
from kiosk.services.failures import FailureCatalogue
from kiosk.storage.failures import StorageFailure
from kiosk.ui.stopped import StoppedWindow
from tests.services.counter import ROOT

_EACH_MS = 50


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """It waits for thrice as long as between two signs of life."""
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(address)
        listening.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        monkeypatch.setenv("WATCHDOG_USEC", str(3 * _EACH_MS * 1_000))
        yield listening


def heard(manager: socket.socket) -> list[bytes]:
    said = []
    while True:
        try:
            said.append(manager.recv(64))
        except BlockingIOError:
            return said


def test_it_is_ready_then_alive_and_silent_where_the_loop_stands(
    manager: socket.socket, qapp: QApplication, qtbot: Any
) -> None:
    said: list[bytes] = []
    listens = QSocketNotifier(manager.fileno(), QSocketNotifier.Type.Read)
    listens.activated.connect(lambda: said.extend(heard(manager)))
    watched = Watched(qapp)
    assert heard(manager) == []  # no window can have been seen yet
    qtbot.waitUntil(lambda: said.count(b"WATCHDOG=1") >= 2)
    assert said[0] == b"READY=1"
    listens.setEnabled(False)
    heard(manager)
    manager.settimeout(20 * _EACH_MS / 1_000)
    with pytest.raises(TimeoutError):  # this thread is Qt's: it turns no loop while it waits here
        manager.recv(64)
    watched.deleteLater()


def test_a_window_that_waits_for_a_technician_is_alive_too(
    manager: socket.socket, qapp: QApplication
) -> None:
    """As where the counter cannot open: it is not started anew under the hands of who reads why."""
    watched = Watched(qapp)
    catalogue = FailureCatalogue(ROOT / "resources" / "failures.toml")
    window = StoppedWindow(qapp, catalogue, StorageFailure.DATABASE_DAMAGED.value, {})
    said: list[bytes] = []
    listens = QSocketNotifier(manager.fileno(), QSocketNotifier.Type.Read)

    def listen() -> None:
        said.extend(heard(manager))
        if said.count(b"WATCHDOG=1") >= 2:
            window.close()

    listens.activated.connect(listen)
    assert not window.wants_again()
    assert said[0] == b"READY=1"
    listens.setEnabled(False)
    watched.deleteLater()
