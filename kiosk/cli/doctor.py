"""`kiosk doctor`: is this machine well, which backups are there, and going back to one."""

import json
from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer

from kiosk.cli.doctor_audit import audit
from kiosk.cli.ground import Config, Training, counter_here, data_of
from kiosk.cli.output import answer

UNWELL = 1
"""Exit code of a report with at least one finding that is not well."""

commands = typer.Typer(help="Check the machine; look at the backups and go back to one.")
_Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
commands.command()(audit)


@commands.command()
def backups(training: Training = False, config: Config = None, as_json: _Json = False) -> None:
    """The backups of the counter's database, the newest first, each read and checked as a whole."""
    from kiosk.services.upkeep.going_back import checked_backups

    with data_of(training, config) as (file, key, _secrets):
        found = checked_backups(file.parent, key)
    rows = {backup.file.name: "ok" if holds else "damaged" for backup, holds in found}
    answer(rows, as_json)
    if not rows and not as_json:
        typer.echo("no backups")


@commands.command()
def restore(
    backup: Annotated[
        str | None, typer.Argument(help="A name that `backups` shows; else the newest that is whole.")
    ] = None,
    training: Training = False,
    config: Config = None,
    as_json: _Json = False,
) -> None:
    """Go back to a backup, and save what the present database has beyond it where that can be read.

    The counter's window must be closed. The present database is set aside, never deleted. Central sees the
    result as another database, so the counter is enrolled again before it sends what waits.
    """
    from kiosk.contract.clock import TrainingClock, system_clock
    from kiosk.services.folders import Folders
    from kiosk.services.upkeep.going_back import go_back

    in_training = counter_here(training, config) is None
    clock = TrainingClock(Folders.of_training().clock) if in_training else system_clock
    with data_of(training, config) as (file, key, _secrets):
        done = go_back(file, key, backup, clock())
    told = {
        "restored": done.backup.file.name,
        "set_aside": None if done.set_aside is None else str(done.set_aside),
        "saved_commands": done.saved,
        "rows_left_aside": done.left,
        "all_of_it_could_be_read": done.all_read,
        "waiting_commands": done.waiting,
    }
    answer(told, as_json)


@commands.command("rekey")
def change_key(training: Training = False, config: Config = None, as_json: _Json = False) -> None:
    """Give the counter's database, and every backup of it, a new key.

    The counter's window must be closed. Broken off anywhere, the next start or the same command finishes it.
    """
    from kiosk.contract.audit import AuditEvent
    from kiosk.contract.clock import system_clock
    from kiosk.services.audit.running import tell_technician
    from kiosk.services.rekey import rekey
    from kiosk.storage.database import open_database

    with (
        data_of(training, config) as (file, _key, secrets),
        closing(open_database(file, rekey(file, secrets))) as database,
    ):
        tell_technician(database, secrets, system_clock, AuditEvent.ADMINISTRATION, "rekey")
    answer({"rekeyed": file.name}, as_json)


@commands.callback(invoke_without_command=True)
def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    language: Annotated[str, typer.Option(help="Language of the remedies: zh or en.")] = "zh",
    training: Training = False,
    config: Config = None,
) -> None:
    """Check the machine, part by part; exit code 1 where something is not well."""
    if context.invoked_subcommand is not None:
        return
    from kiosk.services.diagnosis import diagnose, machine_probes
    from kiosk.services.failures import FailureCatalogue
    from kiosk.services.folders import RESOURCES, Folders
    from kiosk.services.training.set_up import found

    settings = counter_here(training, config)
    if settings is None:
        folders = Folders.of_training()
        running = found(folders)
        central_url = None if running is None else running.central_url
    else:
        folders, central_url = settings.folders, settings.central or None
    findings = diagnose(machine_probes(folders.root, RESOURCES, central_url))
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        catalogue = FailureCatalogue(RESOURCES / "failures.toml")
        for finding in findings:
            typer.echo(f"{'✓' if finding.ok else '✗'} {finding.probe}: {finding.seen}")
            if finding.code:
                typer.echo(f"  {finding.code} {catalogue.text(finding.code, language).remedy}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(UNWELL)
