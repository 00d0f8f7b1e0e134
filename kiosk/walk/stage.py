"""What a walk stands on where the machine does not offer it: a screen, and a keyring that is nobody's."""

import os
import select
import shutil
import subprocess
import time
from collections.abc import Mapping
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Self

from jeepney import message_bus  # type: ignore[import-untyped]
from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

from kiosk.services.screen import has_display

_SECONDS = 60.0  # a busy machine is no fault
_END_SECONDS = 5.0
_LOOK_AGAIN_SECONDS = 0.05


class StageError(Exception):
    """The machine lacks a program that the walk needs; the message names it."""


class Stage:
    """A virtual screen, where there is none, and a private session bus with an unlocked Secret Service.

    `environment` is what a program needs to stand on it. Everything ends with `close`.
    """

    def __init__(self, folder: Path, *, size: str = "1366x768", own_screen: bool = False) -> None:
        """`folder` keeps the keyring. `own_screen`: a virtual screen also where there is a real one."""
        self._ends = ExitStack()
        self.environment: dict[str, str] = {}
        self.virtual_screen = own_screen or not has_display(os.environ)
        try:
            if self.virtual_screen:
                self.environment |= {"DISPLAY": self._screen(size), "QT_QPA_PLATFORM": "xcb"}
            self.environment |= self._keyring(folder)
        except BaseException:
            self._ends.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End what was started here."""
        self._ends.close()

    def _screen(self, size: str) -> str:
        read, write = os.pipe()
        # A screen that resets itself when its last program has gone loses whoever comes meanwhile.
        options = ["-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
        self._start(["Xvfb", "-displayfd", str(write), *options], keep=(write,))
        os.close(write)
        with os.fdopen(read, "rb") as stream:
            return f":{_line(stream.fileno(), 'Xvfb')}"

    def _keyring(self, folder: Path) -> dict[str, str]:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        places = {
            "XDG_DATA_HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
        }
        read, write = os.pipe()
        bus_daemon = ["dbus-daemon", "--session", "--nofork", f"--print-address={write}"]
        self._start(bus_daemon, places, keep=(write,))
        os.close(write)
        with os.fdopen(read, "rb") as stream:
            bus = {"DBUS_SESSION_BUS_ADDRESS": _line(stream.fileno(), "dbus-daemon")}
        daemon = self._start(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            places | bus,
            stdin=subprocess.PIPE,
        )
        if daemon.stdin is not None:
            daemon.stdin.write(b"training")
            daemon.stdin.close()
        _wait_for_secret_service(bus["DBUS_SESSION_BUS_ADDRESS"])
        return bus | {"PYTHON_KEYRING_BACKEND": places["PYTHON_KEYRING_BACKEND"]}

    def _start(
        self,
        command: list[str],
        environment: Mapping[str, str] | None = None,
        *,
        keep: tuple[int, ...] = (),
        stdin: int = subprocess.DEVNULL,
    ) -> subprocess.Popen[bytes]:
        if shutil.which(command[0]) is None:
            raise StageError(command[0])
        process = subprocess.Popen(
            command,
            env={**os.environ, **(environment or {})},
            stdin=stdin,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=keep,
        )
        self._ends.callback(_end, process)
        return process


def _line(descriptor: int, program: str) -> str:
    """The first line that `program` writes to `descriptor` when it is ready."""
    deadline = time.monotonic() + _SECONDS
    text = b""
    while b"\n" not in text:
        readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        piece = os.read(descriptor, 4096) if readable else b""
        if not piece:
            raise StageError(f"{program} did not start")
        text += piece
    return text.split(b"\n")[0].decode()


def _wait_for_secret_service(bus: str) -> None:
    """Wait until the keyring is on the bus. Asked anything earlier, the bus would start a locked one."""
    deadline = time.monotonic() + _SECONDS
    with closing(open_dbus_connection(bus)) as connection:
        while time.monotonic() < deadline:
            answer = connection.send_and_get_reply(message_bus.NameHasOwner("org.freedesktop.secrets"))
            if answer.body[0]:
                return
            time.sleep(_LOOK_AGAIN_SECONDS)
    raise StageError("gnome-keyring-daemon did not start")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
