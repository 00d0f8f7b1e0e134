"""Central as a process of its own, as it is run in earnest."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from typer.testing import CliRunner, Result

from central.cli import app

PATIENCE = 60.0


@dataclass(frozen=True)
class CentralProcess:
    """`central serve` in training, on one data folder."""

    data: Path
    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()


def start(folder: Path, trust: Path, *more: str) -> CentralProcess:
    """Serve from `folder/data`, with `more` options."""
    ready, log = folder / "ready.json", folder / "log"
    ready.unlink(missing_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "central", "serve", "--data", str(folder / "data"), "--training"),
                *("--trust", str(trust), "--ready-file", str(ready), "--clock", str(folder / "clock.json")),
                "--until-stdin-closes",
                *more,
            ],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
        )
    deadline = time.monotonic() + PATIENCE
    while not ready.exists():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        Event().wait(0.01)
    told = json.loads(ready.read_text())
    assert told["pid"] == process.pid
    return CentralProcess(folder / "data", process, told["port"], log)


def begin(*arguments: str) -> subprocess.Popen[str]:
    """A command of central, running."""
    return subprocess.Popen(
        [sys.executable, "-m", "central", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(*arguments: str) -> Result:
    """A command of central, to its end, in this process: starting one for each would take a second."""
    return CliRunner().invoke(app, arguments)
