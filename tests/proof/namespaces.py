"""Two machines and a cable between them: network namespaces of the kernel, with addresses of their own."""

import ctypes
import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from central.serving import listen

CENTRAL_ADDRESS, _KIOSK_ADDRESS, _PREFIX = "192.0.2.1", "192.0.2.2", 30  # RFC 5737: for documentation
_CLONE_NEWNET = 0x40000000
_PATIENCE = 10.0


def why_not() -> str | None:
    """Why this machine allows no namespaces, None where it does."""
    if os.geteuid() != 0:
        return "network namespaces are root's alone"
    if shutil.which("ip") is None:
        return "iproute2 is not installed"
    name = f"proof-try-{os.getpid()}"
    if subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False).returncode != 0:
        return "this machine lets nobody make network namespaces"
    _ip("netns", "delete", name)
    return None


class Cable:
    """Central's machine and the kiosk's, joined by a cable that can be cut at either end."""

    def __init__(self) -> None:
        self._central, self._kiosk = (f"proof-{end}-{os.getpid()}" for end in ("central", "kiosk"))

    @contextmanager
    def laid(self) -> Iterator["Cable"]:
        """Lay the cable; all of it is gone at the end."""
        try:
            for name in (self._central, self._kiosk):
                _ip("netns", "add", name)
                _ip("-n", name, "link", "set", "lo", "up")
            _ip("link", "add", "cable", "netns", self._central, "type", "veth",
                "peer", "name", "cable", "netns", self._kiosk)  # fmt: skip
            for name, address in ((self._central, CENTRAL_ADDRESS), (self._kiosk, _KIOSK_ADDRESS)):
                _ip("-n", name, "address", "add", f"{address}/{_PREFIX}", "dev", "cable")
            self.join()
            yield self
        finally:
            for name in (self._central, self._kiosk):
                subprocess.run(["ip", "netns", "delete", name], capture_output=True, check=False)

    def cut(self, *, at_the_kiosk: bool = False) -> None:
        """Nothing gets through any more, in neither direction, and no connection is told."""
        _ip("-n", self._kiosk if at_the_kiosk else self._central, "link", "set", "cable", "down")

    def join(self) -> None:
        """Put the cable back, and wait until both ends see it."""
        for name in (self._central, self._kiosk):
            _ip("-n", name, "link", "set", "cable", "up")
        deadline = time.monotonic() + _PATIENCE
        while not all(self._is_up(name) for name in (self._central, self._kiosk)):
            assert time.monotonic() < deadline, "the cable does not come up"
            threading.Event().wait(0.02)

    def listen(self, port: int = 0) -> socket.socket:
        """A listening socket on central's machine; 0 takes a free port."""
        with _inside(self._central):
            return listen(CENTRAL_ADDRESS, port)

    @contextmanager
    def at_the_kiosk(self) -> Iterator[None]:
        """What this thread does meanwhile, it does on the kiosk's machine."""
        with _inside(self._kiosk):
            yield

    def _is_up(self, name: str) -> bool:
        (told,) = json.loads(_ip("-n", name, "-json", "link", "show", "cable"))
        return bool(told["operstate"] == "UP")


@contextmanager
def _inside(name: str) -> Iterator[None]:
    """Sockets that this thread makes belong to the namespace."""
    libc = ctypes.CDLL(None, use_errno=True)

    def enter(namespace: str) -> None:
        descriptor = os.open(namespace, os.O_RDONLY)
        try:
            if libc.setns(descriptor, _CLONE_NEWNET) != 0:
                raise OSError(ctypes.get_errno(), "setns")
        finally:
            os.close(descriptor)

    ours = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    try:
        enter(str(Path("/run/netns") / name))
        try:
            yield
        finally:
            enter(f"/proc/self/fd/{ours}")
    finally:
        os.close(ours)


def _ip(*arguments: str) -> str:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout
