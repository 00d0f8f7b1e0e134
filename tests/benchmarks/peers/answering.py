"""A process of a benchmark that does what it is told, and counts what goes through its sockets.

It stands alone, for it runs in the peers' Python environments too.
"""

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

Verb = Callable[..., Mapping[str, Any]]


class CountingSocket(socket.socket):
    """A socket that counts the bytes of all sockets of this process."""

    sent = received = 0

    def send(self, data: Any, *flags: int) -> int:
        count = super().send(data, *flags)
        CountingSocket.sent += count
        return count

    def sendall(self, data: Any, *flags: int) -> None:
        super().sendall(data, *flags)
        CountingSocket.sent += memoryview(data).nbytes

    def recv(self, *size: int) -> bytes:
        data = super().recv(*size)
        CountingSocket.received += len(data)
        return data

    def recv_into(self, *buffer: Any) -> int:
        count = super().recv_into(*buffer)
        CountingSocket.received += count
        return count


def count_bytes() -> None:
    """From now on, every connection of this process is counted."""
    socket.socket = CountingSocket  # type: ignore[misc]


def timed(work: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """What `work` says, the seconds it took, and the bytes sent (`up`) and received (`down`) meanwhile."""
    up, down, begun = CountingSocket.sent, CountingSocket.received, time.perf_counter()
    said = work()
    seconds = time.perf_counter() - begun
    return {
        **said,
        "seconds": seconds,
        "up": CountingSocket.sent - up,
        "down": CountingSocket.received - down,
    }


def answer(verbs: Mapping[str, Verb]) -> None:
    """Answer each line of standard input, a list of a verb and its arguments, until it closes."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    print(json.dumps({"pid": os.getpid()}), file=answers, flush=True)
    for line in sys.stdin:
        verb, *arguments = json.loads(line)
        print(json.dumps(verbs[verb](*arguments)), file=answers, flush=True)
