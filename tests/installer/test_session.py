"""The kiosk session as its service starts it: a screen, a bus, an open keyring, and how its end is told."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from installer.linux.build_packages import LINUX
from kiosk.ui.leaving import LEFT

pytestmark = [pytest.mark.window, pytest.mark.keyring]

DISPLAY = f":{100 + os.getpid() % 900}"

COUNTER = """#!/bin/sh
if [ "$1" = enrol ]; then
    read code && [ "$code" = 2222-3333 ] && echo enrolled >> {told}
    exit
fi
echo "$DISPLAY" "$NOTIFY_SOCKET" >> {told}
busctl --user --list 2> /dev/null | grep -o org.freedesktop.secrets | head -1 >> {told}
{end}
"""


SESSION = str(LINUX / "kiosk/session")


def environment_in(tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
        "HOME": str(tmp_path / "home"),
        "XDG_RUNTIME_DIR": str(tmp_path / "run"),
        "RUNTIME_DIRECTORY": str(tmp_path / "run"),
        "NOTIFY_SOCKET": str(tmp_path / "notify"),
        "CREDENTIALS_DIRECTORY": str(tmp_path / "credentials"),
    }


def heard_by(manager: socket.socket) -> list[tuple[bytes, int]]:
    """What the service manager was told, and by which process, as the kernel says."""
    heard: list[tuple[bytes, int]] = []
    while True:
        try:
            told, ancillary, _, _ = manager.recvmsg(64, socket.CMSG_SPACE(12))
        except BlockingIOError:
            return heard
        ((_, _, credentials),) = ancillary
        heard.append((told, int.from_bytes(credentials[:4], sys.byteorder)))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Callable[[str], tuple[int, list[str]]]]:
    """Runs the session with a counter that ends as it is told; its exit code, and what the counter saw."""
    for name in ("run", "credentials", "home", "bin"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / "credentials/keyring").write_text("a password of the keyring")
    (tmp_path / "home/enrolment").write_text("2222-3333\n")
    told = tmp_path / "told"

    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(tmp_path / "notify"))
    manager.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    manager.setblocking(False)

    def runs(
        end: str, arguments: Sequence[str] = (), told_on: Sequence[bytes] = ()
    ) -> tuple[int, list[str]]:
        counter = tmp_path / "bin/kiosk"
        counter.write_text(COUNTER.format(told=told, end=end))
        counter.chmod(0o755)
        server = [str(shutil.which("Xvfb")), DISPLAY, "-nolisten", "tcp"]
        environment = environment_in(tmp_path)
        with subprocess.Popen([SESSION, *(arguments or server)], env=environment) as process:
            code = process.wait(timeout=60)
        # The counter alone tells that it is ready; and only from the unit's main process it is believed.
        assert heard_by(manager) == [(one, process.pid) for one in told_on]
        return code, told.read_text().split()

    yield runs
    manager.close()


def test_a_technician_s_end_is_told_from_any_other(
    session: Callable[[str], tuple[int, list[str]]], tmp_path: Path
) -> None:
    code, told = session(f"exit {LEFT}")
    relayed = str(tmp_path / "run/notify")
    assert (code, told) == (LEFT, ["enrolled", DISPLAY, relayed, "org.freedesktop.secrets"])
    code, told = session("kill -9 $$")
    assert code == 1
    assert told.count("enrolled") == 1  # its code is used up
    assert session("exit 0")[0] == 1


def test_what_the_counter_tells_is_told_by_the_main_process(
    session: Callable[..., tuple[int, list[str]]],
) -> None:
    """Signed in, all else is in a scope of its own, from where systemd believes nobody."""
    address = "pack_sockaddr_un($ENV{NOTIFY_SOCKET})"
    tells = f"socket(my $to, AF_UNIX, SOCK_DGRAM, 0); send($to, $_, 0, {address}) for @ARGV"
    ends = f"perl -MSocket -e '{tells}' READY=1 WATCHDOG=1; sleep 1"
    assert session(ends, told_on=[b"READY=1", b"WATCHDOG=1"])[0] == 1


def test_told_to_end_itself_the_main_process_ends_the_screen(
    session: Callable[..., tuple[int, list[str]]],
) -> None:
    screen = f"/tmp/.X11-unix/X{DISPLAY[1:]}"
    assert session(f"kill $(ps -o pid= -C relay); while [ -S {screen} ]; do sleep 0.05; done")[0] == 1
    assert not Path(screen).exists()


def test_a_command_has_the_session_s_keyring_and_no_screen(
    session: Callable[..., tuple[int, list[str]]],
) -> None:
    code, told = session("exit 3", arguments=("command", "kiosk", "doctor"))
    assert code == 3
    assert "org.freedesktop.secrets" in told


def test_told_to_stop_the_counter_ends_before_its_screen_and_its_keyring(
    session: Callable[[str], tuple[int, list[str]]], tmp_path: Path
) -> None:
    seen = f"[ -S /tmp/.X11-unix/X{DISPLAY[1:]} ] && busctl --user --list | grep -c org.freedesktop.secrets"
    ends = f"""
trap '{seen} >> {tmp_path}/last; exit 143' TERM
{SESSION} stop &
while :; do sleep 0.05; done
"""
    assert session(ends)[0] == LEFT  # the system wanted it: nothing is started anew
    assert (tmp_path / "last").read_text().split() == ["1"]
    told = subprocess.run([SESSION, "stop"], env=environment_in(tmp_path), check=False)
    assert told.returncode == 0  # nothing runs any more
