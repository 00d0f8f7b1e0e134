import subprocess
import sys

from kiosk.cardreader.failures import CardError, CardFailure


def test_says_what_was_seen() -> None:
    error = CardError(CardFailure.PIN_WRONG, tries_left=2, reader="front", atr=b"\x3b\x88")
    assert str(error) == "PIN_WRONG (K-CARD-10), tries left 2, reader front, ATR 3B 88"
    unknown = CardError(CardFailure.UNKNOWN_CARD, reader="front", tried=("HiCOS 2 (6A82)", "HiCOS 1 (6E00)"))
    assert str(unknown) == "UNKNOWN_CARD (K-CARD-05), reader front, tried HiCOS 2 (6A82), HiCOS 1 (6E00)"
    assert str(CardError(CardFailure.NO_READER)) == "NO_READER (K-CARD-02)"


def test_without_a_service() -> None:
    program = (
        "from kiosk.cardreader.failures import CardError\n"
        "from kiosk.cardreader.reader import list_readers\n"
        "try: list_readers()\n"
        "except CardError as error: print(error.failure.name)"
    )
    elsewhere = {"PCSCLITE_CSOCK_NAME": "/nonexistent/pcscd.comm"}
    answer = subprocess.check_output([sys.executable, "-c", program], env=elsewhere, text=True)
    assert answer == "NO_SERVICE\n"
