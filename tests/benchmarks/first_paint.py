"""When a program's first paint is on the screen, as somebody before it sees it: its pixels change.

The screen is a virtual one whose picture is a file, so that the program is not asked and does not know.
"""

import mmap
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 60.0
_LOOK_SECONDS = 0.0005
_MIDDLE_BYTES = 4096


class SeenScreen:
    """A screen of 1920×1080, and its middle rows' pixels."""

    def __init__(self, display: str, picture: mmap.mmap, home: Path) -> None:
        self._picture = picture
        self._middle = slice(len(picture) // 2, len(picture) // 2 + _MIDDLE_BYTES)
        self._empty = picture[self._middle]
        self.display, self.home = display, home
        kinds = ("CONFIG", "DATA", "CACHE", "STATE")
        places = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in kinds}
        self._environment = {
            **os.environ, **places, "HOME": str(home), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"
        }  # fmt: skip

    def milliseconds_to_paint(self, command: Sequence[str]) -> float:
        """From the start of `command` until it has painted; then it is ended. Raises TimeoutError."""
        self._wait(empty=True)
        begun = time.perf_counter()
        process = subprocess.Popen(
            command, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
        try:
            self._wait(empty=False)
            return (time.perf_counter() - begun) * 1000
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _wait(self, *, empty: bool) -> None:
        until = time.monotonic() + _PATIENCE
        while (self._picture[self._middle] == self._empty) is not empty:
            if time.monotonic() > until:
                raise TimeoutError
            time.sleep(_LOOK_SECONDS)


@contextmanager
def seen_screen() -> Iterator[SeenScreen]:
    """The screen, with nothing on it yet."""
    with tempfile.TemporaryDirectory() as scratch:
        reading, writing = os.pipe()
        server = subprocess.Popen(
            [
                "Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp",
                "-noreset", "-fbdir", scratch,
            ],
            pass_fds=[writing], stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            display = f":{os.read(reading, 20).decode().strip()}"
            home = Path(scratch) / "home"
            home.mkdir()
            with (
                (Path(scratch) / "Xvfb_screen0").open("rb") as file,
                mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as picture,
            ):
                yield SeenScreen(display, picture, home)
        finally:
            os.close(reading)
            os.close(writing)
            server.terminate()
            server.wait()
