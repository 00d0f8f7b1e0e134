"""Prints in words: how far one is, and which paper it is on."""

from PySide6.QtCore import QCoreApplication

from kiosk.services.printing.queue import PrintJob, PrintState
from kiosk.services.printing.spooler import PaperSize
from kiosk.ui.pages import words
from kiosk.ui.theme import active_theme


def state_of(job: PrintJob) -> str:
    """How far it is."""
    return {
        PrintState.QUEUED: QCoreApplication.translate("Printing", "等候列印"),
        PrintState.PRINTING: QCoreApplication.translate("Printing", "列印中"),
        PrintState.PRINTED: QCoreApplication.translate("Printing", "已印出"),
        PrintState.FAILED: QCoreApplication.translate("Printing", "沒有印出"),
        PrintState.GIVEN_UP: QCoreApplication.translate("Printing", "已放棄"),
    }[job.state]


def told_of(job: PrintJob) -> str:
    """How far it is, on which printer and since when."""
    return f"{state_of(job)}　{job.printer}　{at(job)}"


def at(job: PrintJob) -> str:
    """When it came so far."""
    return words.moment(job.changed_at)


def mark_of(job: PrintJob) -> tuple[str, str]:
    """Icon and colour of its state."""
    colours = active_theme().colours
    if job.state is PrintState.PRINTED:
        return "success", colours.success
    if job.state is PrintState.FAILED or job.why is not None:
        return ("info", colours.muted) if job.state is PrintState.GIVEN_UP else ("warning", colours.warning)
    if job.state is PrintState.GIVEN_UP:
        return "info", colours.muted
    return "printer", colours.accent


def copy_of(job: PrintJob) -> str:
    """Which print of its paper it is."""
    if job.copy == 1:
        return QCoreApplication.translate("Printing", "第一次列印")
    return QCoreApplication.translate("Printing", "補印第 {count} 次").format(count=job.copy - 1)


def size_name(size: PaperSize) -> str:
    """What a size of paper is called."""
    return {
        PaperSize.A4: QCoreApplication.translate("Printing", "A4 紙張"),
        PaperSize.ROLL_80: QCoreApplication.translate("Printing", "80 毫米紙捲"),
    }[size]
