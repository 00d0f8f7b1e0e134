"""The system tells the counter's program to end: it ends as by its window, and nothing is lost or left."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from kiosk.walk.stage import Stage
from tests.e2e.conftest import SECONDS

pytestmark = [pytest.mark.window, pytest.mark.keyring, pytest.mark.pcsc]


def test_it_ends_tidily(tmp_path: Path, stage: Stage) -> None:
    notify = str(tmp_path / "notify")
    environment = {**os.environ, **stage.environment, "XDG_DATA_HOME": str(tmp_path)}
    kiosk = [sys.executable, "-m", "kiosk"]
    with (
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager,
        subprocess.Popen(
            [*kiosk, "run", "--training", "--card", "none"],
            env=environment | {"NOTIFY_SOCKET": notify},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as program,
    ):
        try:
            manager.bind(notify)
            manager.settimeout(SECONDS)
            assert manager.recv(64) == b"READY=1"
            started = psutil.Process(program.pid).children(recursive=True)
            program.send_signal(signal.SIGTERM)
            printed, _ = program.communicate(timeout=SECONDS)
        finally:
            program.kill()
    assert (program.returncode, printed) == (128 + signal.SIGTERM, "")
    assert started
    _, left = psutil.wait_procs(started, timeout=SECONDS)
    assert left == []
    log = tmp_path / "log.jsonl"
    ran = subprocess.run(
        [*kiosk, "doctor", "audit", "--training", "--export", str(log)],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "whole: yes" in ran.stdout or "whole: true" in ran.stdout.lower()
    events = [json.loads(line)["event"] for line in log.read_text("utf-8").splitlines()]
    assert "sys_startup" in events
    assert events[-2:] == ["sys_shutdown", "sensitive_read"]
