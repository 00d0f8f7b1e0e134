"""`kiosk enrol`: make this machine known to central, the first time or anew."""

from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kiosk.cli.output import answer, refuse

if TYPE_CHECKING:
    from kiosk.services.folders import Folders

FAILED = 4
"""Exit code where the machine was not enrolled; the line says why and what to do. All is as it was."""


def enrol(
    ticket: Annotated[
        str, typer.Argument(metavar="[CODE|QR]", help="The code as typed, or what the QR code says.")
    ] = "",
    central: Annotated[str, typer.Option(help="Central's address; a QR code tells it.")] = "",
    training: Annotated[bool, typer.Option("--training", help="Of the training set-up.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Make this machine known to central with a one-time code of an administrator, typed or scanned.

    A machine that is known already becomes a new device, as after its database was restored or copied: what
    waits in it is sent by the new one. Close the window before. Without a code, it is asked for.
    """
    from PySide6.QtCore import QLockFile

    from kiosk.services.failures import Trouble
    from kiosk.services.folders import Folders

    folders = Folders.of_training() if training else Folders.of_counter()
    folders.create()
    lock = QLockFile(str(folders.root / "kiosk.lock"))
    if not lock.tryLock(0):
        _refuse(Trouble.ALREADY_RUNNING.value, {})
    try:
        text = ticket or typer.prompt("登錄碼或 QR 碼 / code or QR code", err=True)
        told = _enrolled(folders, text, central)
    finally:
        lock.unlock()
    answer(told, as_json)


def _enrolled(folders: "Folders", ticket: str, central: str) -> dict[str, str | int]:
    from datetime import timedelta

    from kiosk.contract.enrolment_ticket import key_mark
    from kiosk.services.enrolment import enrol_with, ticket_of
    from kiosk.services.failures import code_of
    from kiosk.services.identity_device import document_key
    from kiosk.services.secrets import database_key, keyring_secrets
    from kiosk.storage import outbox
    from kiosk.storage.database import open_database

    try:
        read = ticket_of(ticket, central)
        secrets = keyring_secrets(f"cooperative-kiosk {folders.root}")
        file = folders.kiosk / "kiosk.db"
        with closing(open_database(file, database_key(secrets, file))) as database:
            identity = enrol_with(database, secrets, read, timedelta(seconds=20))
            with database.snapshot() as session:
                waiting, mark = outbox.backlog(session)[0], key_mark(document_key(session))
    except Exception as error:
        known = code_of(error)
        if known is None:
            raise
        _refuse(*known)
    return {
        "device_id": identity.device_id,
        "office": identity.office,
        "terminal": identity.terminal,
        "central": identity.central_url,
        "central_key": mark,
        "waiting": waiting,
    }


def _refuse(code: str, values: Mapping[str, str | int]) -> NoReturn:
    from kiosk.services.failures import FailureCatalogue
    from kiosk.services.folders import RESOURCES

    failures = FailureCatalogue(RESOURCES / "failures.toml")
    words = [failures.text(code, language, values) for language in ("zh", "en")]
    refuse("\n".join(f"{one.title}: {one.cause} {one.remedy} ({code})" for one in words), FAILED)
