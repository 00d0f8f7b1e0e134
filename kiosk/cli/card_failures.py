"""How `kiosk card` ends when it cannot do what was asked: exit codes by kind of failure, in one table."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cli.output import USAGE, refuse

NOTHING_RUNS, NO_CARD, NOT_USABLE, PIN, TRUST, SIGNATURE, LOST = range(3, 10)

EXITS: dict[int, str] = {
    0: "done",
    USAGE: "the call cannot mean anything, or a file cannot be read or written",
    NOTHING_RUNS: "no PC/SC service, no reader, or no training set-up",
    NO_CARD: "no card",
    NOT_USABLE: "the card is none of ours, does not answer, or its data make no sense",
    PIN: "the PIN is wrong, of wrong length, not typed or blocked, or its last try would be used",
    TRUST: "the pinned authorities cannot be read",
    SIGNATURE: "the card refused to sign, or what it takes to have it sign is missing",
    LOST: "the card was pulled out, is in another program's use, or is another one",
}
"""What each exit code of `kiosk card` means."""

EXIT_OF: dict[CardFailure, int] = {
    CardFailure.NO_SERVICE: NOTHING_RUNS,
    CardFailure.NO_READER: NOTHING_RUNS,
    CardFailure.NO_CARD: NO_CARD,
    CardFailure.NHI_CARD: NOT_USABLE,
    CardFailure.UNKNOWN_CARD: NOT_USABLE,
    CardFailure.MUTE_CARD: NOT_USABLE,
    CardFailure.CARD_DATA: NOT_USABLE,
    CardFailure.CARD_SLOW: NOT_USABLE,
    CardFailure.NO_SIGNING_CERTIFICATE: NOT_USABLE,
    CardFailure.PIN_WRONG: PIN,
    CardFailure.PIN_LENGTH: PIN,
    CardFailure.PIN_BLOCKED: PIN,
    CardFailure.PIN_NOT_TYPED: PIN,
    CardFailure.SIGNATURE_REFUSED: SIGNATURE,
    CardFailure.NO_SIGNING_COMPONENT: SIGNATURE,
    CardFailure.CARD_REMOVED: LOST,
    CardFailure.CARD_BUSY: LOST,
    CardFailure.OTHER_CARD: LOST,
}
"""The exit code of each failure of card and reader."""

# A blank line between two lines: the help would run them together otherwise.
EXIT_CODES = "Exit codes:\n\n" + "\n\n".join(f"{code}: {meaning}" for code, meaning in EXITS.items())
"""For the end of a command's help."""


@contextmanager
def failures_told(as_json: bool) -> Iterator[None]:
    """End with a failure's exit code, and one line that says what it is and what to do.

    With `as_json` the same goes to standard output as one JSON object: `failure` (its code), `name`, `title`
    and `remedy` (English), and what was seen: `reader`, `atr`, `tried`, `tries_left`.
    """
    try:
        yield
    except CardError as error:
        _tell(error, as_json)


def _tell(error: CardError, as_json: bool) -> NoReturn:
    from kiosk.services.failures import FailureCatalogue, code_of
    from kiosk.services.folders import RESOURCES

    told = code_of(error)
    assert told is not None
    code, values = told
    words = FailureCatalogue(RESOURCES / "failures.toml").text(code, "en", values)
    if as_json:
        failed: dict[str, Any] = {
            "failure": code,
            "name": error.failure.name,
            "title": words.title,
            "remedy": words.remedy,
            "reader": error.reader,
            "atr": None if error.atr is None else error.atr.hex(" ").upper(),
            "tried": list(error.tried),
            "tries_left": error.tries_left,
        }
        typer.echo(json.dumps(failed, ensure_ascii=False))
    refuse(f"{error}. {words.title}. {words.remedy}", EXIT_OF[error.failure])
