"""A proxy between kiosks and central, over real sockets, that does what the weather says."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

import httpx2

from tests.proof.weather import Sky
from tests.proof.wire import Answer, Header, Sent

_PATIENCE = 10.0
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close with a reset


class Proxy:
    """Listens for kiosks on a port of its own. Without weather it passes everything on."""

    def __init__(self, central: tuple[str, int]) -> None:
        self._central = central
        self._sky: Sky | None = None
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    @contextmanager
    def running(self) -> Iterator["Proxy"]:
        """Take connections until the end of the block."""
        thread = threading.Thread(target=self._accept)
        thread.start()
        try:
            yield self
        finally:
            self._listening.shutdown(socket.SHUT_RDWR)
            thread.join(_PATIENCE)
            self._listening.close()
        assert not thread.is_alive()

    def begin(self, sky: Sky) -> None:
        self._sky = sky

    def well(self) -> None:
        self._sky = None

    def straight(self, sent: Sent) -> Answer:
        """Bring a request to central and its answer back."""
        lines = [f"{name.decode()}: {value.decode()}" for name, value in sent.headers]
        lengths = [line for line in lines if not line.lower().startswith("content-length")]
        path = httpx2.URL(sent.url).raw_path.decode()
        head = [f"{sent.method} {path} HTTP/1.1", *lengths, f"Content-Length: {len(sent.body)}", "", ""]
        with socket.create_connection(self._central, _PATIENCE) as line:
            line.sendall("\r\n".join(head).encode() + sent.body)
            with line.makefile("rb") as incoming:
                status = int(incoming.readline().split()[1])
                headers, body = _read(incoming)
        return Answer(status, headers, body)

    def _accept(self) -> None:
        threads = []
        with suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                threads.append(threading.Thread(target=self._serve, args=(line,)))
                threads[-1].start()
        for thread in threads:
            thread.join(_PATIENCE)

    def _serve(self, line: socket.socket) -> None:
        """One connection of a kiosk, until either side has enough of it."""
        with line, line.makefile("rb") as incoming, suppress(OSError):
            while first := incoming.readline():
                method, path, _ = first.decode().split()
                headers, body = _read(incoming)
                host = next(value.decode() for name, value in headers if name.lower() == b"host")
                if not self._answer(line, Sent(method, f"http://{host}{path}", headers, body)):
                    return

    def _answer(self, line: socket.socket, sent: Sent) -> bool:
        """Whether the connection may go on."""
        sky = self._sky
        try:
            answer = self.straight(sent) if sky is None else sky(sent)
        except (httpx2.ConnectTimeout, httpx2.ReadTimeout):
            line.recv(1)  # silence, until the kiosk has enough of it
            return False
        except httpx2.RemoteProtocolError:
            assert sky is not None
            torn = b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"answers":['
            line.sendall(sky.chance.choice([torn, sky.chance.randbytes(300)]))
            return False
        except httpx2.TransportError:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            return False
        kept = [
            f"{name.decode()}: {value.decode()}\r\n"
            for name, value in answer.headers
            if name.lower() not in {b"content-length", b"transfer-encoding", b"connection"}
        ]
        first, last = f"HTTP/1.1 {answer.status} Weather", f"Content-Length: {len(answer.body)}"
        head = f"{first}\r\n{''.join(kept)}{last}\r\n\r\n"
        for at in range(0, len(head), 40):
            line.sendall(head[at : at + 40].encode())  # in pieces, as slow lines bring it
        line.sendall(answer.body)
        return True


def _read(incoming: BinaryIO) -> tuple[tuple[Header, ...], bytes]:
    """Headers and body of a message."""
    headers: list[Header] = []
    while (text := incoming.readline().rstrip()) != b"":
        name, _, value = text.partition(b":")
        headers.append((name, value.strip()))
    length = next((int(value) for name, value in headers if name.lower() == b"content-length"), 0)
    return tuple(headers), incoming.read(length)
