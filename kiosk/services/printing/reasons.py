"""What a printer says of itself (printer-state-reasons, RFC 8011 and PWG 5100.9), as failures of ours."""

import re
from collections.abc import Iterable

from kiosk.services.printing.failures import PrintFailure

_REASONS = {
    "offline": PrintFailure.OFFLINE,
    "shutdown": PrintFailure.OFFLINE,
    "timed-out": PrintFailure.OFFLINE,
    "door-open": PrintFailure.DOOR_OPEN,
    "cover-open": PrintFailure.DOOR_OPEN,
    "interlock-open": PrintFailure.DOOR_OPEN,
    "media-jam": PrintFailure.JAM,
    "media-needed": PrintFailure.MEDIA_EMPTY,
    "media-empty": PrintFailure.MEDIA_EMPTY,
    "toner-empty": PrintFailure.SUPPLIES,
    "developer-empty": PrintFailure.SUPPLIES,
    "marker-supply-empty": PrintFailure.SUPPLIES,
    "marker-waste-full": PrintFailure.SUPPLIES,
    "input-tray-missing": PrintFailure.FAULT,
    "output-tray-missing": PrintFailure.FAULT,
    "output-area-full": PrintFailure.FAULT,
    "fuser-over-temp": PrintFailure.FAULT,
    "fuser-under-temp": PrintFailure.FAULT,
    "spool-area-full": PrintFailure.FAULT,
    "cups-missing-filter": PrintFailure.FAULT,
    "cups-insecure-filter": PrintFailure.FAULT,
    "other": PrintFailure.FAULT,
    "paused": PrintFailure.STOPPED,
    "moving-to-paused": PrintFailure.STOPPED,
}
"""The gravest first: a printer that is off tells little else that is true."""

_TELLING = (PrintFailure.OFFLINE, PrintFailure.DOOR_OPEN, PrintFailure.JAM, PrintFailure.MEDIA_EMPTY)
"""What keeps a printer from printing even where it is a mere report: idle printers report an empty tray."""

_PAPER_LEFT = re.compile(r"\blevel=(?:-3|[1-9])")


def trouble_of(reasons: Iterable[str], trays: Iterable[str] = ()) -> PrintFailure | None:
    """The gravest of what keeps a printer from printing; None for what does not, as low toner.

    The reason counts, not its suffix: CUPS's backends call an empty tray media-empty-warning. `trays` are the
    printer's (printer-input-tray): an empty one does not matter where another is known to hold paper.
    """
    said = dict(map(_parted, reasons))
    if any(_PAPER_LEFT.search(tray) for tray in trays):
        said.pop("media-empty", None)
    for reason, failure in _REASONS.items():
        if reason in said and (said[reason] != "report" or failure in _TELLING):
            return failure
    return None


def _parted(reason: str) -> tuple[str, str]:
    """A reason and how grave it is said to be."""
    plain, _, severity = reason.rpartition("-")
    return (plain, severity) if severity in {"error", "warning", "report"} else (reason, "")
