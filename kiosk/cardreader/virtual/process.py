"""Starts the virtual card's process, and ends it."""

import json
import subprocess
import sys
from pathlib import Path

from kiosk.cardreader.virtual.control import VirtualCard
from kiosk.cardreader.virtual.link import READER_PORT

_END_SECONDS = 5


class VirtualCardProcess:
    """A running card process, which ends with the program that started it; `control` takes orders.

    At `web_component_port` on loopback it stands in for the 跨平台網頁元件.
    """

    def __init__(
        self, process: subprocess.Popen[bytes], control: VirtualCard, web_component_port: int
    ) -> None:
        self._process = process
        self.control = control
        self.web_component_port = web_component_port

    def stop(self) -> None:
        """Pull the card out and end the process; harmless when it has ended."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def start_virtual_card(
    folder: Path, scenario: str | None = None, reader_port: int = READER_PORT
) -> VirtualCardProcess:
    """Start the card process on the training cards in `folder` (made there if absent).

    Returns when it takes orders; `scenario` is put in at once. Raises OSError when it cannot be started.
    """
    command = [sys.executable, "-m", "kiosk.cardreader.virtual", "--until-stdin-closes"]
    command += ["--folder", str(folder), "--port", str(reader_port)]
    if scenario is not None:
        command += ["--scenario", scenario]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise OSError(f"the virtual card's process ended with {process.wait()}")
    ports = json.loads(line)
    return VirtualCardProcess(process, VirtualCard(ports["control_port"]), ports["web_component_port"])
