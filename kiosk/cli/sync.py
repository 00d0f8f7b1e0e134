"""`kiosk sync`: how this kiosk stands with central, and a round by hand."""

from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.ground import Config, Training, counter_here, require_own_user
from kiosk.cli.output import answer, refuse

if TYPE_CHECKING:
    from kiosk.app import Counter

commands = typer.Typer(help="Ask how sync stands; sync now.", no_args_is_help=True)
_Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

FAILED = 4
"""Exit code where a round did not come to its end, or no set-up runs; the line names the failure's code."""


@commands.command()
def status(training: Training = False, config: Config = None, as_json: _Json = False) -> None:
    """When it last worked, how much waits, since when, and why; which commands central turned down.

    With the age of each authority's revocation list.
    """
    from kiosk.cli.output import plain

    with closing(opened_counter(training, config)) as counter:
        turned_down = [
            {"command_id": one.command_id, "kind": one.kind, "code": one.code}
            for one in counter.services.desk.things_to_attend()
        ]
        counter.revocation.load()
        lists = [plain(one) for one in counter.revocation.standing(counter.services.clock())]
        status = plain(counter.services.sync.status())
        answer({**status, "turned_down": turned_down, "revocation_lists": lists}, as_json)


@commands.command()
def now(training: Training = False, config: Config = None, as_json: _Json = False) -> None:
    """Send what waits, fetch what is new (the revocation lists too), and say what happened."""
    from kiosk.cli.output import plain
    from kiosk.services.failures import Failed

    with closing(opened_counter(training, config)) as counter:
        report = counter.services.sync.once()
        counter.revocation.load()
        with suppress(Failed):  # the report tells it, for sync met the same
            counter.revocation.renew()
    answer(plain(report), as_json)
    if report.failure is not None:
        raise typer.Exit(FAILED)


def opened_counter(training: bool = False, config: Path | None = None) -> "Counter":
    """The counter of this machine, else of the training set-up that runs; ends the command where none is."""
    from kiosk.app import Listeners, open_counter
    from kiosk.services.failures import code_of
    from kiosk.vaults import counter_vault

    settings = counter_here(training, config)
    try:
        if settings is None:
            return _training_counter()
        require_own_user()
        return open_counter(settings, counter_vault(settings.folders), Listeners())
    except Exception as error:
        known = code_of(error)
        if known is None:
            raise
        refuse(known[0], FAILED)


def _training_counter() -> "Counter":
    from kiosk.app import Listeners, open_training_counter
    from kiosk.services.folders import Folders
    from kiosk.services.settings import Mode
    from kiosk.services.training.set_up import found
    from kiosk.vaults import training_vault

    folders = Folders.of_training()
    running = found(folders)
    if running is None:
        why = "no counter is enrolled here and no training set-up is running"
        refuse(f"{why}; `kiosk run` or `kiosk run --training` starts one", FAILED)
    vault = training_vault(folders)
    if not vault.lasting:
        vault.folder.rmdir()
        refuse("without a keyring the window alone can open its data; see its sync mark", FAILED)
    return open_training_counter(folders, running, vault, Listeners(), Mode.COUNTER)
