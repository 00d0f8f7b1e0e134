"""What can go wrong on the way to paper: a closed list."""

from enum import Enum


class PrintFailure(Enum):
    """A failure in the world; the value is its code in the failure catalogue."""

    NO_SPOOLER = "K-PRINT-01"
    NOT_CHOSEN = "K-PRINT-02"
    PRINTER_GONE = "K-PRINT-03"
    NOT_ACCEPTING = "K-PRINT-04"
    STOPPED = "K-PRINT-05"
    WRONG_PAPER = "K-PRINT-06"
    MEDIA_EMPTY = "K-PRINT-07"
    OFFLINE = "K-PRINT-08"
    DOOR_OPEN = "K-PRINT-09"
    JAM = "K-PRINT-10"
    SUPPLIES = "K-PRINT-11"
    FAULT = "K-PRINT-12"
    REFUSED = "K-PRINT-13"
    ABORTED = "K-PRINT-14"
    CANCELLED = "K-PRINT-15"
    MAYBE_PRINTED = "K-PRINT-16"
    LOST = "K-PRINT-17"
    UNDER_WAY = "K-PRINT-18"
    STICK_GONE = "K-PRINT-19"
    STICK_FULL = "K-PRINT-20"
    STICK_READ_ONLY = "K-PRINT-21"
    NOT_SEEN_TO = "K-PRINT-22"
    MAYBE_TWICE = "K-PRINT-23"


MAYBE_ON_PAPER = frozenset({PrintFailure.MAYBE_PRINTED, PrintFailure.LOST, PrintFailure.ABORTED})
"""After these a sheet may lie in the printer: who prints again has to look there first."""
