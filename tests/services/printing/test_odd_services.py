"""A print service that answers oddly: never taken for one that has printed, nor for one that has not."""

from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from kiosk.services.failures import Failed
from kiosk.services.printing import cups
from kiosk.services.printing.cups import CupsSpooler
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.ipp import Group, Tag
from kiosk.services.printing.spooler import JobStatus, PaperSize, Stage, Unsure
from tests.services.printing.papers import paper

HEAD, END = b"\x02\x00\x00\x00\x00\x00\x00\x01", b"\x03"


class Odd(ThreadingHTTPServer):
    """Answers everything alike after `first`, and keeps what it was asked; None: it hangs up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.body: bytes | None = HEAD + END
        self.first: list[bytes] = []
        self.asked: list[bytes] = []


class _Handler(BaseHTTPRequestHandler):
    server: Odd

    def do_POST(self) -> None:
        self.server.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
        body = self.server.first.pop(0) if self.server.first else self.server.body
        if body is None:
            self.close_connection = True
            return
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quietly."""


@pytest.fixture
def odd() -> Iterator[Odd]:
    server = Odd()
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


@pytest.fixture
def spooler(odd: Odd) -> Iterator[CupsSpooler]:
    with closing(CupsSpooler(f"127.0.0.1:{odd.server_address[1]}")) as spooler:
        yield spooler


def value(tag: Tag, name: str, written: bytes) -> bytes:
    called = name.encode()
    return b"".join((bytes([tag]), len(called).to_bytes(2), called, len(written).to_bytes(2), written))


@pytest.mark.parametrize("body", [None, b"", b"<html>", HEAD + END])
def test_whether_a_paper_was_taken_is_not_known(odd: Odd, spooler: CupsSpooler, body: bytes | None) -> None:
    odd.body = body
    with pytest.raises(Unsure):
        spooler.send("office", "kiosk 1", paper(), PaperSize.A4)


@pytest.mark.parametrize("status", [401, 403, 413, 426, 500])
def test_a_no_is_a_no(odd: Odd, spooler: CupsSpooler, status: int) -> None:
    odd.status = status
    with pytest.raises(Failed) as caught:
        spooler.send("office", "kiosk 1", paper(), PaperSize.A4)
    assert caught.value.failure is PrintFailure.REFUSED


@pytest.mark.parametrize("body", [None, b"<html>"])
def test_what_cannot_be_read_is_no_service(odd: Odd, spooler: CupsSpooler, body: bytes | None) -> None:
    odd.body = body
    with pytest.raises(Failed) as caught:
        spooler.printers()
    assert caught.value.failure is PrintFailure.NO_SPOOLER


def test_a_job_of_which_nothing_is_told(odd: Odd, spooler: CupsSpooler) -> None:
    assert spooler.status("1") == JobStatus(Stage.UNKNOWN)
    odd.body = b"\x02\x00\x04\x01\x00\x00\x00\x01" + END  # forbidden
    with pytest.raises(Failed) as caught:
        spooler.clear("1")
    assert caught.value.failure is PrintFailure.REFUSED


def test_a_job_that_came_out_with_errors(odd: Odd, spooler: CupsSpooler) -> None:
    state = value(Tag.ENUM, "job-state", (9).to_bytes(4))
    reasons = value(Tag.KEYWORD, "job-state-reasons", b"job-completed-with-errors")
    odd.body = HEAD + bytes([Group.JOB]) + state + reasons + END
    assert spooler.status("1") == JobStatus(Stage.ABORTED)


def test_a_job_that_is_listed_without_its_name(odd: Odd, spooler: CupsSpooler) -> None:
    """As a busy CUPS does: its name is asked for, so that it is not sent a second time."""
    job = HEAD + bytes([Group.JOB]) + value(Tag.INTEGER, "job-id", (7).to_bytes(4))
    odd.first = [job + END, job + value(Tag.NAME, "job-name", b"kiosk 1") + END]
    assert spooler.find("office", "kiosk 1") == "7"
    odd.first = [job + END, job + value(Tag.NAME, "job-name", b"kiosk 2") + END]
    assert spooler.find("office", "kiosk 1") is None
    odd.first = [job + END, b"\x02\x00\x04\x06\x00\x00\x00\x01" + END]  # it is gone
    assert spooler.find("office", "kiosk 1") is None


def test_a_printer_that_names_no_roll_decides_itself(odd: Odd, spooler: CupsSpooler) -> None:
    """What is asked for: one sheet a copy, in its own size, under a title that says nothing."""
    printer = value(Tag.KEYWORD, "media-supported", b"custom_max_80x3276mm")
    job = value(Tag.INTEGER, "job-id", (7).to_bytes(4))
    odd.body = HEAD + bytes([Group.PRINTER]) + printer + bytes([Group.JOB]) + job + END
    assert spooler.send("till", "kiosk 1", paper(size=(226.77, 425.2)), PaperSize.ROLL_80) == "7"
    assert b"custom_kiosk_80x150mm" in odd.asked[-1]
    odd.body = HEAD + bytes([Group.JOB]) + job + END
    spooler.send("till", "kiosk 1", paper(), PaperSize.ROLL_80)
    assert b"\x05media" not in odd.asked[-1]
    assert b"one-sided" in odd.asked[-1]


def test_a_printer_on_the_network_that_is_no_printer(
    odd: Odd, spooler: CupsSpooler, monkeypatch: pytest.MonkeyPatch
) -> None:
    uri = f"ipp://127.0.0.1:{odd.server_address[1]}/ipp/print"
    odd.body = b"<html>"
    assert spooler._ask_device(uri) == (PrintFailure.OFFLINE, [])
    stopped = value(Tag.ENUM, "printer-state", (5).to_bytes(4))
    odd.body = HEAD + bytes([Group.PRINTER]) + stopped + END
    assert spooler._ask_device(uri) == (PrintFailure.STOPPED, [])
    monkeypatch.setattr(cups, "_SOCKETS", ())
    monkeypatch.delenv("CUPS_SERVER", raising=False)
    assert cups._own_socket() == "localhost:631"
