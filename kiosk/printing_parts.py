"""The parts by which papers are drawn and printed, joined."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from kiosk.contract.api import PaperAnswer, PaperRequest
from kiosk.contract.clock import Clock
from kiosk.services.bundle.sticks import mounted_volumes, unmounted
from kiosk.services.desk import Desk
from kiosk.services.flows.paper import draw_receipt
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.printing.handing import Handing
from kiosk.services.printing.loop import PrintLoop
from kiosk.services.printing.printing import Draw, Printing
from kiosk.services.printing.queue import PrintQueue
from kiosk.services.printing.spooler import PaperSize
from kiosk.services.printing.system import system_spooler
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.layout import A4, ROLL, Form
from kiosk.services.receipts.logo import offices_logo
from kiosk.services.receipts.render import render
from kiosk.storage.database import Database

_FORMS = {PaperSize.A4: A4, PaperSize.ROLL_80: ROLL}


def render_with_logo(folder: Path, issue: Issue) -> bytes:
    """A paper's PDF, with the office's logo where one lies in the folder."""
    return render(replace(issue, logo=offices_logo(folder)))


def printing_of(
    database: Database,
    desk: Desk,
    draw: Callable[[Issue], bytes],
    clock: Clock,
    device: DeviceIdentity,
    *,
    send: Callable[[PaperRequest], PaperAnswer],
    on_printing: Callable[[], None],
    ends: ExitStack,
) -> tuple[Printing, PrintLoop]:
    """Printing for people, and the loop that does it.

    `send` gives a paper to central; `on_printing` hears, on any thread, of each change.
    """
    spooler = system_spooler()
    ends.callback(spooler.close)

    def changed() -> None:
        prints.wake()
        on_printing()

    queue = PrintQueue(database, spooler, clock, changed)
    prints = PrintLoop(queue)
    sticks = (mounted_volumes, unmounted)
    drawn, terminal = drawings(desk, draw), device.terminal
    handing = Handing(desk, device.central_url, lambda number: drawn[PaperSize.A4](number, 1), send)
    return (
        Printing(database, spooler, queue, drawn, handing=handing, terminal=terminal, sticks=sticks),
        prints,
    )


def drawings(desk: Desk, draw: Callable[[Issue], bytes]) -> dict[PaperSize, Draw]:
    """How a receipt is drawn on each size of paper."""
    return {size: _drawing(desk, draw, form) for size, form in _FORMS.items()}


def _drawing(desk: Desk, draw: Callable[[Issue], bytes], form: Form) -> Draw:
    """Draws a receipt's copies, from 1, on this form: the first is the original, all others reprints."""
    return lambda number, copy: draw_receipt(desk, draw, number, form, copy - 1).pdf
