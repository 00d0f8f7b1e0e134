"""Telling the system's service manager that the window lives (sd_notify(3)); where there is none, nobody."""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress

READY, ALIVE = "READY=1", "WATCHDOG=1"


def interval_ms(environment: Mapping[str, str]) -> int:
    """How often it wants to hear, in milliseconds: a third of its patience; 0 where nobody watches."""
    text = environment.get("WATCHDOG_USEC", "")
    return int(text) // 3_000 if text.isdigit() and environment.get("NOTIFY_SOCKET") else 0


def tell(state: str, environment: Mapping[str, str] = os.environ) -> None:
    """Send `state`. Who watches and cannot be reached starts the program anew, and that is what it is for."""
    address = environment.get("NOTIFY_SOCKET", "")
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
        to.connect(address.replace("@", "\0", 1) if address.startswith("@") else address)
        to.send(state.encode())
