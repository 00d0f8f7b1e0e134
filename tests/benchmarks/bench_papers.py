"""How long an A4 order receipt takes, both copies with QR code and bar code, beside others.

`make bench ONLY=papers` runs this alone. The peers draw the same words in the same typeface, with the same
QR code, on plain pages: WeasyPrint and typst in an environment of their own, made once under `.setup/peers`.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median

import psutil
import segno
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kiosk.services.receipts.codes import QrCode
from kiosk.services.receipts.fonts import FONT_FILES
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.layout import A4
from kiosk.services.receipts.render import render
from tests.benchmarks.peers.installed import NotInstalled, papers_python
from tests.benchmarks.peers.process import told
from tests.services.receipts.samples import ORDER, issue_of

_PEERS = Path(__file__).parent / "peers"
# What papers must do: times WeasyPrint's rate, milliseconds, bytes, receipts in a row.
TIMES_WEASYPRINT, FIRST, SIZE, IN_A_ROW = 12, 400, 100_000, 1_000
AIM = 25
_FLAT = 2_000_000  # bytes by which memory may move around
_FIRST_PAPER = """
import sys
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.papers import OrderPaper
from kiosk.services.receipts.render import render
snapshot, code = sys.argv[1:]
render(Issue(OrderPaper.from_json(snapshot), snapshot, code))
"""

OURS, BARE, WEASYPRINT, TYPST = "our receipt", "bare reportlab", "WeasyPrint", "typst"


def compare_papers() -> Generator[Mapping[str, Callable[[], object]] | list[str], Mapping[str, float], None]:
    """Papers: an A4 order receipt, two copies with QR code and bar code, in TW-Sung"""
    issue = issue_of(ORDER)
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        pages = _words(render(issue))
        (folder / "words.json").write_text(json.dumps(pages, ensure_ascii=False), "utf-8")
        segno.make(issue.code, error="m", micro=False).save(str(folder / "code.svg"))
        works: dict[str, Callable[[], object]] = {
            OURS: partial(render, issue),
            BARE: partial(_bare, pages, issue.code, _bare_font()),
        }
        notes = []
        for name, peer in ((WEASYPRINT, "weasyprint"), (TYPST, "typst")):
            try:
                command = (str(papers_python()), str(_PEERS / "papers_peer.py"), peer, str(folder))
                process = stack.enter_context(told(command, folder / f"{peer}.log"))
            except (NotInstalled, RuntimeError) as missing:
                notes.append(f"{name}: not here ({missing})")
            else:
                works[name] = partial(process.ask, "draw")
        medians = yield works
        yield [*notes, *_musts(issue, medians)]


def _words(pdf: bytes) -> list[list[str]]:
    """The lines of each page."""
    drawn = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    pages = drawn.stdout.decode().split("\f")[:-1]
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]


def _bare_font() -> str:
    file = next(Path("/usr/share/fonts").rglob(FONT_FILES["TW-Sung"]))
    pdfmetrics.registerFont(TTFont("bare", str(file), asciiReadable=False))
    return "bare"


def _bare(pages: list[list[str]], code: str, font: str) -> bytes:
    """The words line by line, the QR code as one path: what reportlab alone takes."""
    written = BytesIO()
    canvas = Canvas(written, (A4.width, A4.height), initialFontName=font)  # type: ignore[arg-type]
    drawn = QrCode(code)
    for lines in pages:
        canvas.setFont(font, 9)
        for index, line in enumerate(lines):
            canvas.drawString(50, 800 - 13 * index, line)
        canvas._code.append(f"q 1.4 0 0 1.4 50 50 cm {drawn._path} f Q")  # type: ignore[attr-defined]
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def _musts(issue: Issue, medians: Mapping[str, float]) -> list[str]:
    own = f"{medians[OURS]:.1f} ms ({_own_time(issue):.1f} ms of processor time)"
    lines = [_held(medians[OURS] < AIM, f"aim: under {AIM} ms: {own}")]
    if WEASYPRINT in medians:
        times = medians[WEASYPRINT] / medians[OURS]
        lines.append(_held(times >= TIMES_WEASYPRINT, f"{times:.1f} times as fast as WeasyPrint"))
    first, busy = (median(times) for times in zip(*(_first_paper(issue) for _ in range(7)), strict=True))
    told_first = f"first paper {first:.0f} ms after the process's start ({busy:.0f} ms of processor time)"
    lines.append(_held(first <= FIRST, told_first))
    size = len(render(issue))
    lines.append(_held(size < SIZE, f"{size / 1000:.0f} kB"))
    grown = _grown(issue)
    lines.append(_held(grown < _FLAT, f"{IN_A_ROW:,} receipts in a row: memory {grown / 1e6:+.2f} MB"))
    return lines


def _held(holds: bool, what: str) -> str:
    return f"{'holds' if holds else 'MISSED'}: {what}"


def _first_paper(issue: Issue) -> tuple[float, float]:
    """From the start of a process to its first paper and its end, and its processor time; milliseconds."""
    began, spent = time.perf_counter(), _spent()
    subprocess.run([sys.executable, "-c", _FIRST_PAPER, issue.snapshot, issue.code], check=True)
    return (time.perf_counter() - began) * 1000, (_spent() - spent) * 1000


def _spent() -> float:
    """Processor time of the processes that this one has started and that ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _own_time(issue: Issue) -> float:
    """Processor time of one receipt in milliseconds: what a machine that is busy does not change."""
    times = []
    for _ in range(25):
        began = time.process_time()
        render(issue)
        times.append((time.process_time() - began) * 1000)
    return median(times)


def _grown(issue: Issue) -> int:
    """By how many bytes this process is larger after many receipts than after the first hundred."""
    process = psutil.Process()
    for _ in range(100):
        render(issue)
    before = process.memory_info().rss
    for _ in range(IN_A_ROW):
        render(issue)
    return int(process.memory_info().rss - before)
