"""One counter at a time opens the data; what a killed one leaves behind stops nobody."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kiosk import desktop
from kiosk.services.folders import Folders

HOLDS = """
import sys
from pathlib import Path
from kiosk import desktop
from kiosk.services.folders import Folders
with desktop._alone_in(Folders(Path(sys.argv[1]))):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def first(tmp_path: Path) -> subprocess.Popen[str]:
    """Another counter's program that has the data open."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "open\n"
    return program


def test_a_second_start_tells_and_ends_however_long_the_first_runs(
    first: subprocess.Popen[str], tmp_path: Path
) -> None:
    with first:
        long_ago = time.time() - 86_400
        os.utime(tmp_path / "kiosk.lock", (long_ago, long_ago))
        with pytest.raises(desktop.NotStarted, match="K-DATA-05"):
            desktop._alone_in(Folders(tmp_path)).__enter__()
    with desktop._alone_in(Folders(tmp_path)):
        pass


def test_a_killed_counter_does_not_stop_the_next_start(first: subprocess.Popen[str], tmp_path: Path) -> None:
    with first:
        first.kill()
        first.wait()
        assert (tmp_path / "kiosk.lock").exists()
        with desktop._alone_in(Folders(tmp_path)):
            pass
