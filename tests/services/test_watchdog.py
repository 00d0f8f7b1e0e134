import socket
from pathlib import Path

import pytest

from kiosk.services.watchdog import ALIVE, interval_ms, tell


@pytest.mark.parametrize(
    ("environment", "milliseconds"),
    [
        ({}, 0),
        ({"WATCHDOG_USEC": "60000000"}, 0),
        ({"WATCHDOG_USEC": "soon", "NOTIFY_SOCKET": "x"}, 0),
        ({"WATCHDOG_USEC": "60000000", "NOTIFY_SOCKET": "x"}, 20_000),
    ],
)
def test_how_often(environment: dict[str, str], milliseconds: int) -> None:
    assert interval_ms(environment) == milliseconds


@pytest.mark.parametrize("abstract", [False, True])
def test_who_watches_hears(tmp_path: Path, abstract: bool) -> None:
    address = f"@kiosk-test-{tmp_path.name}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address.replace("@", "\0", 1))
        tell(ALIVE, {"NOTIFY_SOCKET": address})
        assert manager.recv(64) == b"WATCHDOG=1"


def test_where_nobody_watches_nothing_happens(tmp_path: Path) -> None:
    tell(ALIVE, {})
    tell(ALIVE, {"NOTIFY_SOCKET": str(tmp_path / "nobody")})
