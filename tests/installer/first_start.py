"""What `make package-test` sees of a start of the installed kiosk: whether its window comes.

`python -m tests.installer.first_start TREE COMMAND…`: runs the command in the tree, on a screen of its own;
exit code 0 where it tells its service manager that its window is there and goes on saying that it is alive.
"""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

_PATIENCE = 180.0
_SAID = (b"READY=1", b"WATCHDOG=1")
_WATCHDOG = "WATCHDOG_USEC=4000000"


def main() -> None:
    """Do what the arguments say. Raises TimeoutError where no window comes."""
    tree, *command = sys.argv[1:]
    place = Path(tree) / "srv/notify"
    place.unlink(missing_ok=True)
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-ac"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(str(place))
        place.chmod(0o666)
        told.settimeout(_PATIENCE)
        display = f"DISPLAY=:{os.read(reading, 20).decode().strip()}"
        environment = ["/usr/bin/env", "LC_ALL=C.UTF-8", "NOTIFY_SOCKET=/srv/notify", _WATCHDOG, display]
        process = subprocess.Popen(["chroot", tree, *environment, *command], start_new_session=True)
        try:
            for words in _SAID:
                while words not in told.recv(4096):
                    pass
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait()
            screen.terminate()
            screen.wait()
            place.unlink()


if __name__ == "__main__":
    main()
