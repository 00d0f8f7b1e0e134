"""Listens, says so, and stops in good order."""

import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI

_SECONDS_TO_FINISH = 2
_M_ARENA_MAX, _M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -8, -3, -1  # malloc.h
_LARGE = 128 * 1024  # bytes
_OBJECTS_BETWEEN_COLLECTIONS = 10_000
_BACKLOG = 256


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes a free one. Raises OSError where the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol by its name: asyncio sends without delay (TCP_NODELAY) only where it is told it is TCP.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def serve(
    app: FastAPI, listening: socket.socket, ready_file: Path | None, tls: tuple[Path, Path] | None = None
) -> None:
    """Serve on `listening` until SIGTERM or SIGINT; what runs then is finished within two seconds.

    `ready_file` gets {"port", "pid"} once requests are taken. `tls` is the server's certificate and key.
    """
    _take_little_memory()
    certificate, key = tls or (None, None)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        date_header=False,
        server_header=False,
        proxy_headers=False,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # the server gives them on when it has stopped
    _Server(config, ready_file).run(sockets=[listening])


def _take_little_memory() -> None:
    """What is there by now stays, and is looked at no more; what the start had needed goes back.

    Nearly all that requests leave behind goes without the collector, which so is asked less often.
    Where the C library is glibc, threads share one heap: only one of them runs at a time, and a heap for each
    would be several megabytes that others cannot use. What is large, a body or a page of events, has a place
    of its own, and goes back when it is done with.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    libc = ctypes.CDLL(None)
    if hasattr(libc, "malloc_trim"):
        libc.mallopt(_M_ARENA_MAX, 1)
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        libc.mallopt(_M_TRIM_THRESHOLD, _LARGE)
        libc.malloc_trim(0)


def end_with_stdin() -> None:
    """Stop in good order when standard input closes, as it does when the program that holds it ends."""
    descriptor = sys.stdin.fileno()

    def wait() -> None:
        # Past Python's buffer: its lock, held at the interpreter's end, would abort the process.
        while os.read(descriptor, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="stdin", daemon=True).start()


def until_stopped(seconds: float) -> Callable[[], bool]:
    """A wait of `seconds` that says True, at once, when SIGTERM or SIGINT has come."""
    reading, writing = os.pipe()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.write(writing, b"x") and None)

    def ended() -> bool:
        return bool(select.select([reading], [], [], seconds)[0])

    return ended


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready_file: Path | None) -> None:
        super().__init__(config)
        self._ready_file = ready_file

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self._ready_file is not None and sockets:
            ready = {"port": sockets[0].getsockname()[1], "pid": os.getpid()}
            scratch = self._ready_file.with_name(self._ready_file.name + ".new")
            scratch.write_text(json.dumps(ready), encoding="utf-8")
            scratch.replace(self._ready_file)
