"""`kiosk doctor audit`: is the audit log whole, and the log as JSON lines."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.ground import NOT_DONE, Config, Training, data_of
from kiosk.cli.output import answer, refuse

BROKEN = 1
"""Exit code where a line is missing, was changed or stands in another's place."""
_SHOWN = 20


def audit(
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE", help="Write the log there as JSON lines.")
    ] = None,
    training: Training = False,
    config: Config = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Reckon the chain of the audit log anew; exit code 1 where a line was changed, removed or swapped.

    The counter's window must be closed. Keep the last line's hash elsewhere to compare it later; central
    keeps a copy of the lines too, and it is told how far.
    """
    from kiosk.contract.audit import AuditEvent
    from kiosk.contract.clock import system_clock
    from kiosk.services.audit.proof import prove_log, written_lines
    from kiosk.services.audit.running import tell_technician
    from kiosk.storage.database import open_database

    with data_of(training, config) as (file, key, secrets), closing(open_database(file, key)) as database:
        proven = prove_log(database, secrets)
        if export is not None:
            tell_technician(database, secrets, system_clock, AuditEvent.READ, "audit log")
            _write(export, written_lines(database))
    flaws = [f"{one.seq}: {one.flaw}" for one in proven.proof.findings]
    whole = not flaws
    told = {"whole": whole, "lines": proven.proof.lines, "last_hash": proven.last_hash, "sent": proven.sent}
    answer(told | ({"flaws": flaws} if as_json else {}), as_json)
    if not as_json:
        for flaw in flaws[:_SHOWN]:
            typer.echo(f"✗ {flaw}")
    if not whole:
        raise typer.Exit(BROKEN)


def _write(file: Path, lines: Iterator[str]) -> None:
    """For its owner only; nothing that is there is written over."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.writelines(f"{line}\n" for line in lines)
    except OSError:
        refuse(f"稽核紀錄無法寫到 {file}：請換一個還沒有檔案的位置  cannot be written there", NOT_DONE)
