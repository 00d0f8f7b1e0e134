"""A process that a benchmark tells what to do, and how much memory processes took."""

import json
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_GIVEN_TIME = 60.0  # seconds


class Told:
    """A process that answers each line that it gets, as in `answering.py`."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self._process, self._log = process, log
        self.pid: int = self._answer()["pid"]

    def ask(self, verb: str, *arguments: object) -> dict[str, Any]:
        """What it answers. Raises RuntimeError, with its log, where it ended instead."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([verb, *arguments]) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"it ended: {self._log.read_text(errors='replace')[-2000:]}")
        told: dict[str, Any] = json.loads(line)
        return told


@contextmanager
def told(command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Told]:
    """Such a process, until the end of the block."""
    with log.open("ab") as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        )
    try:
        yield Told(process, log)
    finally:
        process.communicate(timeout=_GIVEN_TIME)


@contextmanager
def serving(command: Sequence[str], port: int, folder: Path) -> Iterator[int]:
    """A server, run in `folder`, that takes connections at `port` until the end of the block; its pid."""
    log = folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        deadline = time.monotonic() + _GIVEN_TIME
        while not _takes_connections(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"it does not serve: {log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait(_GIVEN_TIME)


def free_port() -> int:
    """A port of this machine that nobody has."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _takes_connections(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


def peak_bytes(pid: int) -> int:
    """The most memory (resident) that the process and its children ever had."""
    status = Path(f"/proc/{pid}/status").read_text()
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert peak is not None
    children = [
        int(child)
        for file in Path(f"/proc/{pid}/task").glob("*/children")
        for child in file.read_text().split()
    ]
    return int(peak[1]) * 1024 + sum(peak_bytes(child) for child in children)
