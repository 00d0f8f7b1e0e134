"""A CUPS of a test's own, on a socket of its own; and printers that are programs."""

import atexit
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Thread

import httpx2

_SECONDS = 15
_PROGRAMS = Path("/usr/lib/cups")
_CUPS_PDF = """#!/bin/sh
[ $# = 0 ] && exec {programs}/backend/cups-pdf
exec unshare --mount sh -c 'mount --bind {settings} /etc/cups/cups-pdf.conf && exec "$@"' sh \\
    {programs}/backend/cups-pdf "$@"
"""
_FILES = """
ServerRoot {root}/etc
ServerBin {root}/programs
DataDir /usr/share/cups
CacheDir {root}/cache
StateDir {root}/run
RequestRoot {root}/spool
TempDir {root}/spool/tmp
AccessLog {root}/log/access
ErrorLog {root}/log/error
PageLog {root}/log/page
Printcap {root}/run/printcap
FileDevice Yes
Sandboxing relaxed
User {user}
Group {group}
SystemGroup {system}
"""
_SERVICE = """
LogLevel info
Listen {root}/cups.sock
Browsing No
DefaultAuthType Basic
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues default
  <Limit Create-Job Print-Job Print-URI Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Send-Document Send-URI Hold-Job Release-Job Restart-Job Purge-Jobs Set-Job-Attributes Cancel-Job Close-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit CUPS-Add-Modify-Printer CUPS-Delete-Printer Pause-Printer Resume-Printer CUPS-Accept-Jobs CUPS-Reject-Jobs>
    AuthType Default
    Require user @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""  # noqa: E501 - as Debian's own, in its form


def until(so: Callable[[], object], seconds: float = _SECONDS) -> None:
    """Wait for a condition, with a deadline."""
    end = time.monotonic() + seconds
    while not so():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.02)


class PrintService:
    """cupsd, run by whoever runs the tests, with the policy that Debian gives it."""

    def __init__(self, root: Path) -> None:
        self.root, self.socket = root, str(root / "cups.sock")
        self._process: subprocess.Popen[bytes] | None = None
        for name in ("etc", "cache", "run", "spool/tmp", "log", "out"):
            (root / name).mkdir(parents=True)
        (root / "out").chmod(0o777)
        self._make_programs()
        by_root = os.geteuid() == 0
        user = "lp" if by_root else pwd.getpwuid(os.geteuid()).pw_name
        group = "lp" if by_root else grp.getgrgid(os.getegid()).gr_name
        system = "root" if by_root else "lpadmin"
        files = _FILES.format(root=root, user=user, group=group, system=system)
        (root / "etc/cups-files.conf").write_text(files)
        (root / "etc/cupsd.conf").write_text(_SERVICE.format(root=root))

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["cupsd", "-f", "-c", f"{self.root}/etc/cupsd.conf", "-s", f"{self.root}/etc/cups-files.conf"],
            env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until(self._answers)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=_SECONDS)
            self._process = None

    def _make_programs(self) -> None:
        """CUPS's own; but cups-pdf, which has its settings in /etc, sees these here in their place."""
        programs = self.root / "programs"
        (programs / "backend").mkdir(parents=True)
        for part in _PROGRAMS.iterdir():
            if part.name != "backend":
                (programs / part.name).symlink_to(part)
        for backend in (_PROGRAMS / "backend").iterdir():
            if backend.name != "cups-pdf":
                (programs / "backend" / backend.name).symlink_to(backend)
        here = programs / "backend/cups-pdf"
        here.write_text(_CUPS_PDF.format(settings=self.root / "etc/cups-pdf.conf", programs=_PROGRAMS))
        here.chmod(0o700)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(self.socket)
            except OSError:
                return False
        return True

    def add(self, name: str, uri: str, *options: str) -> None:
        """A queue for the printer at `uri`, open for jobs."""
        self.run("lpadmin", "-p", name, "-E", "-v", uri, *options)

    def add_cups_pdf(self, name: str) -> Path:
        """A queue whose paper is PDF files in the folder that is returned. Only root may."""
        out = self.root / "out"
        (self.root / "etc/cups-pdf.conf").write_text(f"Out {out}\nAnonDirName {out}\nGrp root\nLabel 1\n")
        self.add(name, "cups-pdf:/", "-P", "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
        return out

    def run(self, program: str, *words: str) -> str:
        path = f"{os.environ['PATH']}:/usr/sbin"
        done = subprocess.run(
            [shutil.which(program, path=path) or program, *words],
            env={**os.environ, "PATH": path, "CUPS_SERVER": self.socket, "LC_ALL": "C"},
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def spooled(self) -> list[str]:
        """The files of papers that lie in the spool."""
        return sorted(path.name for path in (self.root / "spool").glob("d*"))

    def logged(self) -> str:
        """All that it wrote about jobs, and the jobs' own files."""
        files = [*(self.root / "log").iterdir(), *(self.root / "spool").glob("c*")]
        return "\n".join(file.read_bytes().decode(errors="replace") for file in files)


@contextmanager
def print_service() -> Iterator[PrintService]:
    """One that runs until the block ends. Its filters run as another user, so its folder is open to all."""
    root = Path(tempfile.mkdtemp(prefix="kiosk-cups-"))
    root.chmod(0o755)
    service = PrintService(root)
    try:
        service.start()
        yield service
    finally:
        service.stop()
        shutil.rmtree(root, ignore_errors=True)


_AVAHI = """
static int there;
void *avahi_threaded_poll_new(void) { return &there; }
void *avahi_threaded_poll_get(void *poll) { return poll; }
int avahi_threaded_poll_start(void *poll) { return 0; }
void avahi_threaded_poll_lock(void *poll) {}
void avahi_threaded_poll_unlock(void *poll) {}
void *avahi_client_new(const void *poll, int flags, void *call, void *data, int *error) { return &there; }
void *avahi_entry_group_new(void *client, void *call, void *data) { return &there; }
int avahi_entry_group_add_service_strlst(void *group) { return 0; }
int avahi_entry_group_add_service_subtype(void *group) { return 0; }
int avahi_entry_group_commit(void *group) { return 0; }
int avahi_entry_group_free(void *group) { return 0; }
"""


@cache
def _no_avahi() -> Path:
    """Stands in for Avahi, by which ippeveprinter makes itself known, and without which it ends."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-avahi-"))
    atexit.register(shutil.rmtree, folder)
    (folder / "avahi.c").write_text(_AVAHI)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", folder / "avahi.so", folder / "avahi.c"], check=True)
    return folder / "avahi.so"


class RawPrinter:
    """A printer on the network that takes what it is sent as it is; `papers` are what came out."""

    def __init__(self) -> None:
        self.papers: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._serve, name="raw printer", daemon=True)
        self._thread.start()

    @property
    def uri(self) -> str:
        return f"socket://127.0.0.1:{self._listener.getsockname()[1]}"

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=_SECONDS)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                pieces = []
                while piece := connection.recv(65536):
                    pieces.append(piece)
                self.papers.append(b"".join(pieces))


class NetworkPrinter:
    """ippeveprinter: a printer on the network that is a program."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            ["ippeveprinter", "-p", str(self.port), "-n", "localhost", "-d", str(folder), "-k",
             "-f", "application/pdf", "-s", "1000", *options, "Training Printer"],
            env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin", "LD_PRELOAD": str(_no_avahi())},
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
        )  # fmt: skip
        until(self._answers)

    @property
    def uri(self) -> str:
        return f"ipp://localhost:{self.port}/ipp/print"

    def papers(self) -> list[Path]:
        return sorted(self.folder.glob("*.pdf"))

    def load(self, sheets: int, media: str = "iso_a4_210x297mm") -> None:
        """Put so many sheets into its tray, by its own web page; nobody knows what the hand feed holds."""
        trays = {"size1": media, "type1": "stationery", "level1": str(sheets)}
        by_hand = {"size3": media, "type3": "stationery", "level3": "-2"}
        answer = httpx2.get(
            f"http://localhost:{self.port}/media", params={**trays, **by_hand}, trust_env=False
        )
        answer.raise_for_status()

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=_SECONDS)
        self._log.close()

    def _answers(self) -> bool:
        assert self._process.poll() is None, (self.folder / "log").read_text()
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True
