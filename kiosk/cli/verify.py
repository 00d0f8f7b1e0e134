"""`kiosk verify`: whether a paper is genuine, from its PDF or its code, without a network."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk.cli.output import answer, refuse

if TYPE_CHECKING:
    from kiosk.services.paper_check import CheckedPaper

NOT_GENUINE, NOT_CHECKED, BY_EYE = 4, 5, 6
"""Exit codes: it is not what a kiosk has issued; it could not be checked; the file's code is genuine, but
whether the file shows what was signed has to be seen by eye. The line says why."""

_LOOK = (
    "QR 碼是真的，但無法自動比對檔案的畫面：請逐項與上列內容核對，任何一項不同就不是這張單據。",
    "The QR code is genuine, but the file's looks could not be compared: compare each item by eye.",
)
_FALSE = ("K-PAPER-15", "K-PAPER-18")  # a file that was changed; a counter that was shut out by then


def verify(
    paper: Annotated[
        str,
        typer.Argument(metavar="FILE.pdf|CODE", help="A PDF, what a QR code says, or '-' for stdin."),
    ],
    key: Annotated[
        str, typer.Option(help="Central's public key (base64); by default the one pinned at enrolment.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say whether a paper is genuine, and what has to stand on it.

    A PDF is compared to the last dot with what the kiosk drew; of a scanned one, and of one by another
    version of the program, its code tells what to compare by eye. A check code is known where its paper was
    made. Exit codes: 0 genuine, 4 not, 5 unchecked, 6 a file whose code is genuine, to be compared by eye.
    """
    from kiosk.contract.paper_code import CodeInvalid
    from kiosk.services.failures import code_of
    from kiosk.services.receipts.verification import Compared

    try:
        found, is_file = _checked(paper, key)
    except Exception as error:
        known = code_of(error)
        if known is None:
            raise
        false = isinstance(error, CodeInvalid) or known[0] in _FALSE
        _refuse(*known, NOT_GENUINE if false else NOT_CHECKED)
    if is_file and found.compared is not Compared.WHOLE:
        answer({"code_genuine": True, **_told(found)}, as_json)
        refuse("\n".join(_LOOK), BY_EYE)
    answer({"genuine": True, **_told(found)}, as_json)


def _checked(text: str, key: str) -> "tuple[CheckedPaper, bool]":
    """What was found, and whether a file was looked at, not a code alone."""
    from kiosk.services.paper_check import PaperCheck, checked, key_of
    from kiosk.services.receipts.verification import verify_code, verify_file

    if text == "-":
        text = typer.get_text_stream("stdin").read(10_000)
    file = _file(text)
    if key:
        pinned = key_of(key)
        verified = verify_code(text, pinned) if file is None else verify_file(file, pinned)
        return checked(verified), file is not None
    with closing(_database()) as database:
        check = PaperCheck(database)
        found = check.check(text) if file is None else check.check_file(file)
        return found, file is not None


def _file(text: str) -> bytes | None:
    """The content of the file of this name; None where it is none, and so a code."""
    from kiosk.services.receipts.failures import PaperError, PaperFailure
    from kiosk.services.receipts.verification import LARGEST_FILE

    try:
        path = Path(text)
        if path.suffix.lower() != ".pdf" and not path.is_file():
            return None
        if path.stat().st_size > LARGEST_FILE:
            raise PaperError(PaperFailure.FILE_UNREADABLE)
        return path.read_bytes()
    except (OSError, ValueError):
        if text.lower().endswith(".pdf"):
            raise PaperError(PaperFailure.FILE_UNREADABLE) from None
        return None


def _database() -> Any:
    """This machine's, or that of its training set-up. Raises PaperError (KEY_UNKNOWN) where there is none."""
    from kiosk.services.folders import Folders
    from kiosk.services.receipts.failures import PaperError, PaperFailure
    from kiosk.services.secrets import database_key, keyring_secrets
    from kiosk.storage.database import open_database

    for folders in (Folders.of_counter(), Folders.of_training()):
        file = folders.kiosk / "kiosk.db"
        if file.exists():
            secrets = keyring_secrets(f"cooperative-kiosk {folders.root}")
            return open_database(file, database_key(secrets, file))
    raise PaperError(PaperFailure.KEY_UNKNOWN)


def _told(found: "CheckedPaper") -> dict[str, Any]:
    told = {
        "kind": found.kind,
        "number": found.number,
        "issued_at": found.issued_at.isoformat(),
        "ubn": found.ubn,
        "order_number": found.order_number,
        "own": found.own,
        "points": found.points,
        "check_code": found.check_code,
        "provisional": found.provisional,
        "training": found.training,
        "compared": "own paper" if found.compared is None else found.compared.value,
    }
    if found.device_revoked_at is not None:
        told["device_revoked_at"] = found.device_revoked_at.isoformat()
    if found.here is not None:
        told |= {"printed": found.here.printed, "turned_down": found.here.turned_down}
    return told


def _refuse(code: str, values: Any, exit_code: int) -> None:
    from kiosk.services.failures import FailureCatalogue
    from kiosk.services.folders import RESOURCES

    failures = FailureCatalogue(RESOURCES / "failures.toml")
    words = [failures.text(code, language, values) for language in ("zh", "en")]
    refuse("\n".join(f"{one.title}: {one.cause} {one.remedy} ({code})" for one in words), exit_code)
