"""Between a kiosk and central: requests and answers over a socket in their working folder."""

import pickle
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

import httpx2

from tests.proof.wire import Answer, Sent, Way

SOCKET = "socket"
_SIZE = struct.Struct("!I")


class Line(Protocol):
    """A request goes off, and its answer is waited for."""

    def begin(self, sent: Sent) -> None:
        """Send the request, and do not wait."""

    def answer(self) -> Answer:
        """Wait for its answer. Raises `httpx2.TransportError`."""


class Asking:
    """To central in a process of its own, which may end, and come back, at any moment."""

    def begin(self, sent: Sent) -> None:
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(SOCKET)
        _write(self._line, sent)

    def answer(self) -> Answer:
        with self._line as line:
            answer = _read(line)
        if not isinstance(answer, Answer):
            raise httpx2.ReadError("central is gone")
        return answer


class Straight:
    """To central in this very process."""

    def __init__(self, way: Way) -> None:
        self._way = way

    def begin(self, sent: Sent) -> None:
        self._sent = sent

    def answer(self) -> Answer:
        return self._way(self._sent)


def serve(listening: socket.socket, way: Callable[[Sent], Answer]) -> None:
    """Answer one request after the other, for ever."""
    while True:
        line, _ = listening.accept()
        with line:
            sent = _read(line)
            if isinstance(sent, Sent):
                _write(line, way(sent))


def _write(line: socket.socket, value: Sent | Answer) -> None:
    data = pickle.dumps(value)
    with suppress(OSError):  # whoever is at the other end may be gone
        line.sendall(_SIZE.pack(len(data)) + data)


def _read(line: socket.socket) -> Any:
    """What the other end wrote, None where it ended before."""
    with suppress(OSError), line.makefile("rb") as incoming:
        size = incoming.read(_SIZE.size)
        if len(size) == _SIZE.size:
            (length,) = _SIZE.unpack(size)
            data = incoming.read(length)
            return pickle.loads(data) if len(data) == length else None
    return None
