"""How long the counter takes to its window, warm: the package's program beside that of `make run`.

`python -m tests.benchmarks.start_up PROGRAM [PROGRAM …]`: each is started as `PROGRAM run --training`, in
turns, with data of its own that stay; seconds until it tells its service manager that its window is there
(READY=1). The first turn warms up and is not counted.
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TURNS = 4
_PATIENCE = 120.0


def seconds_to_ready(program: str, home: Path, display: str) -> float:
    """One start. Raises TimeoutError where the window does not come."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        place = home / "notify"
        place.unlink(missing_ok=True)
        told.bind(str(place))
        told.settimeout(_PATIENCE)
        places = {
            f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")
        }
        environment = {
            **os.environ, **places, "HOME": str(home), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb",
            "NOTIFY_SOCKET": str(place),
        }  # fmt: skip
        begun = time.perf_counter()
        process = subprocess.Popen(
            [program, "run", "--training"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            while b"READY=1" not in told.recv(4096):
                pass
            return time.perf_counter() - begun
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def main() -> None:
    """Print each program's median."""
    programs = [str(Path(one).absolute()) for one in sys.argv[1:]]
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        display = f":{os.read(reading, 20).decode().strip()}"
        with tempfile.TemporaryDirectory() as scratch:
            homes = {one: Path(scratch) / str(number) for number, one in enumerate(programs)}
            taken: dict[str, list[float]] = {one: [] for one in programs}
            for turn in range(TURNS + 1):
                for one, home in homes.items():
                    home.mkdir(exist_ok=True)
                    seconds = seconds_to_ready(one, home, display)
                    if turn:
                        taken[one].append(seconds)
            for one, times in taken.items():
                sys.stdout.write(
                    f"{statistics.median(times):.2f} s ({min(times):.2f}–{max(times):.2f}) {one}\n"
                )
    finally:
        screen.terminate()
        screen.wait()


if __name__ == "__main__":
    main()
