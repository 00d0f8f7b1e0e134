"""CUPS, by its own protocol: IPP over the socket of the machine's print service."""

import os
import pwd
import socket
import ssl
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx2

from kiosk.services.failures import Failed
from kiosk.services.printing import ipp
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.printing.ipp import Group, Operation, Tag
from kiosk.services.printing.media import A4_NAME, longest_page, media_for, sizes_of
from kiosk.services.printing.reasons import trouble_of
from kiosk.services.printing.spooler import JobStatus, PaperSize, Printer, Stage, Unsure

_SOCKETS = (Path("/run/cups/cups.sock"), Path("/var/run/cups/cups.sock"))
_LOCAL = "localhost:631"
_TIMEOUT = httpx2.Timeout(8, connect=3)
_DEVICE_TIMEOUT = httpx2.Timeout(2.5)
# A connection that was kept may end in the middle of a job, and nobody could tell whether it was taken.
_ANEW = httpx2.Limits(max_keepalive_connections=0)
_MIME = {"Content-Type": "application/ipp"}
_BAD, _NOT_FOUND, _NOT_ACCEPTING = 0x0100, 0x0406, 0x0506
_STOPPED = 5
_ASKED = (
    "printer-name", "printer-info", "printer-location", "printer-state", "printer-state-reasons",
    "printer-is-accepting-jobs", "media-supported", "media-ready", "device-uri",
)  # fmt: skip
_STAGES = {
    3: Stage.WAITING,  # pending
    4: Stage.WAITING,  # held
    5: Stage.PRINTING,
    6: Stage.PRINTING,  # processing stopped
    7: Stage.CANCELLED,
    8: Stage.ABORTED,
    9: Stage.PRINTED,
}
_HELD = 4
_ASKABLE = "ipp://"
_WITH_ERRORS = "job-completed-with-errors"


class CupsSpooler:
    """The print service at `server`: the path of its socket, or host and port; else where CUPS_SERVER says,
    else the machine's own. May be used from any thread.
    """

    def __init__(self, server: str | None = None) -> None:
        self._server = server or os.environ.get("CUPS_SERVER") or _own_socket()
        self._by_socket = self._server.startswith("/")
        plain = ssl.SSLContext(
            ssl.PROTOCOL_TLS_CLIENT
        )  # nothing here speaks TLS; the usual one loads for long
        transport = httpx2.HTTPTransport(
            verify=plain, uds=self._server if self._by_socket else None, limits=_ANEW, trust_env=False
        )
        self._client = httpx2.Client(transport=transport, timeout=_TIMEOUT, trust_env=False)
        self._device = httpx2.Client(verify=plain, timeout=_DEVICE_TIMEOUT, trust_env=False, limits=_ANEW)

    def close(self) -> None:
        """Close what may be open."""
        self._client.close()
        self._device.close()

    def printers(self) -> tuple[Printer, ...]:
        """As `Spooler.printers`."""
        answer = self._ask("/", Operation.CUPS_GET_PRINTERS, [_wanted(_ASKED)])
        if answer.status == _NOT_FOUND:  # CUPS says so where there is none
            return ()
        return tuple(_printer(one) for one in _good(answer).of(Group.PRINTER))

    def printer(self, name: str) -> Printer:
        """As `Spooler.printer`; a network printer is asked itself, since an idle CUPS does not."""
        queue = self._queue(name)
        known = _printer(queue)
        device = str(_first(queue, "device-uri", ""))
        if known.trouble is not None or not device.startswith(_ASKABLE):
            return known
        trouble, loaded = self._ask_device(device)
        sizes = known.sizes & sizes_of(loaded) if loaded else known.sizes
        return Printer(known.name, known.label, sizes, trouble)

    def send(self, printer: str, title: str, pdf: bytes, size: PaperSize) -> str:
        """As `Spooler.send`: one request, so that CUPS has all of it or nothing."""
        media = A4_NAME
        if size is PaperSize.ROLL_80:
            offered = _texts(self._queue(printer), "media-supported")
            media = media_for(size, offered, longest_page(pdf))
        asked: ipp.Asked = [
            ("printer-uri", Tag.URI, _uri(printer)),
            ("requesting-user-name", Tag.NAME, _user()),
            ("job-name", Tag.NAME, title),
            ("document-format", Tag.MIME_TYPE, "application/pdf"),
        ]
        job: list[tuple[str, Tag, ipp.Value]] = [
            ("sides", Tag.KEYWORD, "one-sided"),  # the two copies of a paper are kept by two people
            ("print-scaling", Tag.KEYWORD, "none"),
        ]
        if media:
            job.append(("media", Tag.KEYWORD, media))
        message = ipp.request(Operation.PRINT_JOB, asked, job, pdf)
        try:
            answer = ipp.answer(self._post(f"/printers/{quote(printer, safe='')}", message))
        except (httpx2.TransportError, ipp.Malformed) as error:
            if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
                raise Failed(PrintFailure.NO_SPOOLER) from error
            raise Unsure from error
        found = _good(answer).of(Group.JOB)
        if not found or "job-id" not in found[0]:
            raise Unsure
        return str(found[0]["job-id"][0])

    def find(self, printer: str, title: str) -> str | None:
        """As `Spooler.find`."""
        asked: ipp.Asked = [
            ("printer-uri", Tag.URI, _uri(printer)),
            ("requesting-user-name", Tag.NAME, _user()),
            ("which-jobs", Tag.KEYWORD, "all"),
            ("my-jobs", Tag.BOOLEAN, True),
            _wanted(("job-id", "job-name")),
        ]
        answer = self._ask("/", Operation.GET_JOBS, asked)
        if answer.status == _NOT_FOUND:  # the printer is gone, and its jobs with it
            return None
        jobs = _good(answer).of(Group.JOB)
        return next((str(job["job-id"][0]) for job in jobs if self._title(job) == title), None)

    def _title(self, job: ipp.Attributes) -> str:
        """Its name. A busy CUPS leaves attributes out of its list of jobs (OpenPrinting/cups #1440)."""
        if "job-name" not in job:
            asked = [*_about(str(job["job-id"][0])), _wanted(("job-name",))]
            answer = self._ask("/jobs/", Operation.GET_JOB_ATTRIBUTES, asked)
            if answer.status == _NOT_FOUND:  # it was forgotten meanwhile
                return ""
            job = next(iter(_good(answer).of(Group.JOB)), {})
        return str(_first(job, "job-name", ""))

    def status(self, job: str) -> JobStatus:
        """As `Spooler.status`."""
        wanted = _wanted(("job-state", "job-state-reasons", "job-printer-uri"))
        answer = self._ask("/jobs/", Operation.GET_JOB_ATTRIBUTES, [*_about(job), wanted])
        if answer.status == _NOT_FOUND:
            return JobStatus(Stage.UNKNOWN)
        told = next(iter(_good(answer).of(Group.JOB)), {})
        state = _first(told, "job-state", 0)
        stage = _STAGES.get(int(state), Stage.UNKNOWN)
        if stage is Stage.PRINTED and _WITH_ERRORS in _texts(told, "job-state-reasons"):
            return JobStatus(Stage.ABORTED)
        if stage not in {Stage.WAITING, Stage.PRINTING}:
            return JobStatus(stage)
        if state == _HELD:
            return JobStatus(stage, PrintFailure.STOPPED)
        return JobStatus(stage, self._trouble(str(_first(told, "job-printer-uri", ""))))

    def clear(self, job: str) -> None:
        """As `Spooler.clear`: CUPS would keep the file of a finished job for a day (PreserveJobFiles)."""
        asked: ipp.Asked = [*_about(job), ("purge-job", Tag.BOOLEAN, True)]
        answer = self._ask("/jobs/", Operation.CANCEL_JOB, asked)
        if answer.status != _NOT_FOUND:
            _good(answer)

    def _queue(self, name: str) -> ipp.Attributes:
        asked: ipp.Asked = [("printer-uri", Tag.URI, _uri(name)), _wanted(_ASKED)]
        answer = self._ask(f"/printers/{quote(name, safe='')}", Operation.GET_PRINTER_ATTRIBUTES, asked)
        return next(iter(_good(answer).of(Group.PRINTER)), {})

    def _trouble(self, printer_uri: str) -> PrintFailure | None:
        """What keeps a job from going on at its printer."""
        name = urlsplit(printer_uri).path.rpartition("/")[2]
        asked: ipp.Asked = [
            ("printer-uri", Tag.URI, printer_uri),
            _wanted(("printer-name", "printer-state", "printer-state-reasons", "device-uri")),
        ]
        answer = self._ask(f"/printers/{name}", Operation.GET_PRINTER_ATTRIBUTES, asked)
        told = next(iter(_good(answer).of(Group.PRINTER)), {})
        device = str(_first(told, "device-uri", ""))
        if _is_stopped(told):
            return PrintFailure.STOPPED
        if device.startswith(_ASKABLE):
            return self._ask_device(device)[0]
        return trouble_of(_texts(told, "printer-state-reasons"))

    def _ask_device(self, uri: str) -> tuple[PrintFailure | None, list[str]]:
        """What keeps the printer at the other end of a queue from printing, and the papers that lie in it."""
        place = urlsplit(uri)
        wanted = _wanted(("printer-state", "printer-state-reasons", "media-ready", "printer-input-tray"))
        message = ipp.request(Operation.GET_PRINTER_ATTRIBUTES, [("printer-uri", Tag.URI, uri), wanted])
        url = f"http://{place.hostname}:{place.port or 631}{place.path}"
        try:
            answer = ipp.answer(self._device.post(url, content=message, headers=_MIME).content)
        except (httpx2.TransportError, ipp.Malformed):
            return PrintFailure.OFFLINE, []
        told = next(iter(answer.of(Group.PRINTER)), {})
        trouble = trouble_of(_texts(told, "printer-state-reasons"), _texts(told, "printer-input-tray"))
        if trouble is None and _is_stopped(told):
            trouble = PrintFailure.STOPPED
        return trouble, _texts(told, "media-ready")

    def _ask(self, path: str, operation: Operation, asked: ipp.Asked) -> ipp.Answer:
        try:
            return ipp.answer(self._post(path, ipp.request(operation, asked)))
        except (httpx2.TransportError, ipp.Malformed) as error:
            raise Failed(PrintFailure.NO_SPOOLER) from error

    def _post(self, path: str, message: bytes) -> bytes:
        """Raises httpx2.TransportError, and `Failed` (REFUSED)."""
        host = "localhost" if self._by_socket else self._server
        headers: Mapping[str, str] = _MIME
        if self._by_socket:
            _require_listening(self._server)
            # CUPS compares it with whose process is at the other end
            headers = {**_MIME, "Authorization": f"PeerCred {_user()}"}
        answer = self._client.post(f"http://{host}{path}", content=message, headers=headers)
        if answer.is_error:
            raise Failed(PrintFailure.REFUSED)
        return answer.content


def _require_listening(path: str) -> None:
    """Raises httpx2.ConnectError; httpx2 itself would leave a socket open where it cannot connect."""
    with socket.socket(socket.AF_UNIX) as trial:
        try:
            trial.connect(path)
        except OSError as error:
            raise httpx2.ConnectError(str(error.errno)) from error


def _own_socket() -> str:
    return next((str(path) for path in _SOCKETS if path.exists()), _LOCAL)


def _user() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def _uri(printer: str) -> str:
    return f"ipp://localhost/printers/{quote(printer, safe='')}"


def _about(job: str) -> "list[tuple[str, Tag, ipp.Value]]":
    return [
        ("job-uri", Tag.URI, f"ipp://localhost/jobs/{job}"),
        ("requesting-user-name", Tag.NAME, _user()),
    ]


def _wanted(names: tuple[str, ...]) -> tuple[str, Tag, tuple[str, ...]]:
    return ("requested-attributes", Tag.KEYWORD, names)


def _good(answer: ipp.Answer) -> ipp.Answer:
    """The answer, where it is not a no. Raises `Failed`."""
    if answer.status < _BAD:
        return answer
    known = {_NOT_FOUND: PrintFailure.PRINTER_GONE, _NOT_ACCEPTING: PrintFailure.NOT_ACCEPTING}
    raise Failed(known.get(answer.status, PrintFailure.REFUSED))


def _first(attributes: ipp.Attributes, name: str, otherwise: ipp.Value) -> ipp.Value:
    return next(iter(attributes.get(name, ())), otherwise)


def _texts(attributes: ipp.Attributes, name: str) -> list[str]:
    return [str(value) for value in attributes.get(name, ())]


def _printer(told: ipp.Attributes) -> Printer:
    """A queue, by what CUPS knows while nothing is printed: its reasons are those of the last job's."""
    name = str(_first(told, "printer-name", ""))
    label = str(_first(told, "printer-info", "")) or name
    place = str(_first(told, "printer-location", ""))
    trouble = PrintFailure.STOPPED if _is_stopped(told) else None
    if not _first(told, "printer-is-accepting-jobs", True):
        trouble = PrintFailure.NOT_ACCEPTING
    sizes = sizes_of(_texts(told, "media-supported"))
    return Printer(name, f"{label} · {place}" if place else label, sizes, trouble)


def _is_stopped(told: ipp.Attributes) -> bool:
    return _first(told, "printer-state", 0) == _STOPPED
