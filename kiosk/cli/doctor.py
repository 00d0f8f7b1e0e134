"""`kiosk doctor`: is this machine well, which backups are there, and going back to one."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.doctor_audit import audit
from kiosk.cli.ground import NOT_DONE, Config, Training, counter_here, counter_settings, data_of
from kiosk.cli.output import answer, refuse

if TYPE_CHECKING:
    from kiosk.contract.clock import Clock

commands = typer.Typer(help="Check the machine; look at the backups and go back to one.")
_Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
commands.command()(audit)


def _clock(training: bool, config: Path | None) -> "Clock":
    from kiosk.contract.clock import TrainingClock, system_clock
    from kiosk.services.folders import Folders

    in_training = counter_here(training, config) is None
    return TrainingClock(Folders.of_training().clock) if in_training else system_clock


@commands.command()
def backups(training: Training = False, config: Config = None, as_json: _Json = False) -> None:
    """The backups of the counter's database, the newest first, each read and checked as a whole."""
    from kiosk.services.upkeep.going_back import checked_backups

    clock = _clock(training, config)
    with data_of(training, config) as (file, key, _secrets):
        found = checked_backups(file.parent, key, clock())
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
    from kiosk.services.upkeep.going_back import go_back

    clock = _clock(training, config)
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


@commands.command("start-check")
def start_check(
    no_data: Annotated[bool, typer.Option("--no-data", help="Leave the counter's data aside.")] = False,
    config: Config = None,
) -> None:
    """Would this program start here? The package asks it of a new version, on a copy of the data.

    Exit code 0: yes; another: no, and the version before stays.
    """
    from kiosk.services.failures import code_of
    from kiosk.start_check import check_data, check_parts

    try:
        check_parts()
        told = (
            "" if no_data else " and its data" if check_data(counter_settings(config)) else ", without data"
        )
    except Exception as error:  # noqa: BLE001 - whatever it is, the program would not start
        known = code_of(error)
        refuse(f"would not start: {known[0] if known else type(error).__name__}", NOT_DONE)
    typer.echo(f"would start: the program{told}")


@commands.command()
def trace(
    turn: Annotated[str, typer.Argument(help="on: for an hour at most; off: ends it and deletes its file.")],
    training: Training = False,
    config: Config = None,
) -> None:
    """Have whole exchanges with cards written to a file, but for PINs; the window says so in a banner.

    The file holds what is on cards, and so whose they are. It is deleted when its time is over.
    """
    from kiosk.contract.clock import system_clock
    from kiosk.services.card_trace import CardTrace
    from kiosk.services.folders import Folders

    if turn not in {"on", "off"}:
        refuse("kiosk doctor trace on, or off")
    settings = counter_here(training, config)
    trace = CardTrace((Folders.of_training() if settings is None else settings.folders).logs, system_clock)
    try:
        if turn == "off":
            trace.turn_off()
        else:
            typer.echo(f"{trace.file}: until {trace.turn_on().astimezone():%H:%M}")
    except OSError as error:
        refuse(f"{trace.file}: {error.strerror}", NOT_DONE)


@commands.callback(invoke_without_command=True)
def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    language: Annotated[str, typer.Option(help="Language of the remedies: zh or en.")] = "zh",
    bundle: Annotated[
        Path | None,
        typer.Option(help="Pack report and log into this file (zip) as well, without personal data."),
    ] = None,
    training: Training = False,
    config: Config = None,
) -> None:
    """Check the machine, part by part; exit code 1 where something is not well."""
    if context.invoked_subcommand is not None:
        return
    from kiosk.cli.doctor_report import report

    if language not in {"zh", "en"}:
        refuse("--language is zh or en")
    report(training, config, language, as_json, bundle)
