"""`kiosk enrol`: make this machine known to central, the first time or anew."""

from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.ground import Config, refuse_with
from kiosk.cli.output import answer

if TYPE_CHECKING:
    from kiosk.services.folders import Folders

FAILED = 4
"""Exit code where the machine was not enrolled; the line says why and what to do. All is as it was."""


def enrol(
    ticket: Annotated[
        str, typer.Argument(metavar="[CODE|QR]", help="The code as typed, or what the QR code says.")
    ] = "",
    central: Annotated[
        str, typer.Option(help="Central's address, where the settings do not tell it; a QR code does.")
    ] = "",
    training: Annotated[bool, typer.Option("--training", help="Of the training set-up.")] = False,
    config: Config = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Make this machine known to central with a one-time code of an administrator, typed or scanned.

    A machine that is known already becomes a new device, as after its database was restored or copied: what
    waits in it is sent by the new one. Close the window before. Without a code, it is asked for.
    """
    from PySide6.QtCore import QLockFile

    from kiosk.cli.ground import counter_settings, require_own_user
    from kiosk.services.failures import Trouble
    from kiosk.services.folders import Folders

    settings = None if training else counter_settings(config)
    if not training:
        require_own_user()
    folders = Folders.of_training() if settings is None else settings.folders
    folders.create()
    lock = QLockFile(str(folders.root / "kiosk.lock"))
    if not lock.tryLock(0):
        refuse_with(Trouble.ALREADY_RUNNING.value, {}, FAILED)
    try:
        text = ticket or typer.prompt("登錄碼或 QR 碼 / code or QR code", err=True)
        told = _enrolled(folders, text, central, "" if settings is None else settings.central)
    finally:
        lock.unlock()
    answer(told, as_json)


def _enrolled(folders: "Folders", ticket: str, central: str, set_for: str) -> dict[str, str | int]:
    from kiosk.services.enrolment import enrol_machine, ticket_at
    from kiosk.services.failures import code_of
    from kiosk.vaults import DATABASE_FILE, secrets_of

    try:
        read = ticket_at(ticket, central, set_for)
        enrolled = enrol_machine(folders.kiosk / DATABASE_FILE, secrets_of(folders), read)
    except Exception as error:
        known = code_of(error)
        if known is None:
            raise
        refuse_with(*known, FAILED)
    identity = enrolled.identity
    return {
        "device_id": identity.device_id,
        "office": identity.office,
        "terminal": identity.terminal,
        "central": identity.central_url,
        "central_key": enrolled.central_key,
        "waiting": enrolled.waiting,
    }
