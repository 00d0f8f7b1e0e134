"""The services a kiosk stands on, in the hand of a test: ended and started again while the kiosk runs."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from kiosk.cardreader.failures import CardError
from kiosk.cardreader.transport import PcscContext
from kiosk.cardreader.virtual.pcsc_service import PcscServiceHandle, start_pcsc_service_if_absent
from kiosk.services.folders import Folders
from kiosk.services.training.set_up import places_of

_SECONDS = 15.0
_LOOK_AGAIN_SECONDS = 0.05


class PcscService:
    """The PC/SC service; one started here can be ended, and started again with or without its reader."""

    def __init__(self, empty: Path) -> None:
        """`empty` is a folder of reader configurations that has none."""
        self._empty = empty
        self._handle: PcscServiceHandle | None = start_pcsc_service_if_absent()
        self.is_ours = self._handle.started_here
        self._without_reader: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it as it is installed, with its virtual reader."""
        self._handle = start_pcsc_service_if_absent()

    def start_without_reader(self) -> None:
        """Start it with no reader configured."""
        program = shutil.which("pcscd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        assert program is not None
        self._without_reader = subprocess.Popen(
            [program, "--foreground", "--config", str(self._empty)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_until(_pcsc_answers, "the PC/SC service without a reader")

    def end(self) -> None:
        """End what was started here; harmless when nothing runs."""
        if self._handle is not None:
            self._handle.stop()
            self._handle = None
        if self._without_reader is not None:
            self._without_reader.terminate()
            self._without_reader.wait(_SECONDS)
            self._without_reader = None


class Central:
    """The central service of a training set-up; ended, and started again on its data at its port."""

    def __init__(self, folders: Folders) -> None:
        self._places = places_of(folders)
        self._again: subprocess.Popen[bytes] | None = None
        ready = json.loads((self._places.data / "ready.json").read_text(encoding="utf-8"))
        self._port, self._first = int(ready["port"]), int(ready["pid"])

    def end_first(self) -> None:
        """End the one that the set-up started."""
        os.kill(self._first, signal.SIGTERM)
        _wait_until(lambda: not self._answers(), "the end of central")

    def start(self) -> None:
        """Start another one in its place."""
        places = self._places
        self._again = subprocess.Popen(
            [
                *places.command("serve", "--training", "--until-stdin-closes", "--port", str(self._port)),
                *("--trust", str(places.trust), "--clock", str(places.clock)),
                *("--resources", str(places.resources)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_until(self._answers, "central")

    def end(self) -> None:
        """End the one that was started here; harmless when there is none."""
        if self._again is not None and self._again.stdin is not None:
            self._again.stdin.close()
            self._again.wait(_SECONDS)
            self._again = None

    def _answers(self) -> bool:
        with socket.socket() as line:
            return line.connect_ex(("127.0.0.1", self._port)) == 0


def _pcsc_answers() -> bool:
    try:
        PcscContext().close()
    except CardError:
        return False
    return True


def _wait_until(so: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _SECONDS
    while not so():
        assert time.monotonic() < deadline, what
        time.sleep(_LOOK_AGAIN_SECONDS)
