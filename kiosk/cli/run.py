"""`kiosk run`: the counter's window."""

import os
import shutil
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.ground import Config, refuse_with
from kiosk.cli.output import refuse

if TYPE_CHECKING:
    from kiosk.services.folders import Folders

_CARD = "good-organisation"
NOT_STARTED = 5
"""Exit code where the counter could not open; the line says why and what to do."""


def run(
    training: Annotated[bool, typer.Option("--training", help="The self-contained training set-up.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Training: begin with new data.")] = False,
    card: Annotated[
        str,
        typer.Option(
            help=f"Training: the card in the reader at the start ({_CARD}); none: an empty reader."
        ),
    ] = "",
    mode: Annotated[
        str, typer.Option(help="Training: how one stands at it: counter, self-service or field.")
    ] = "",
    config: Config = None,
) -> None:
    """Open the counter's window.

    Its settings stand in a file (--config) and in the environment (KIOSK_CENTRAL, KIOSK_DATA, KIOSK_MODE). A
    machine that central does not know yet shows the page where a technician enrols it. With --training and no
    display, the walk is played on a virtual screen instead.
    """
    from kiosk.contract.as_root import runs_as_root
    from kiosk.services.failures import Trouble
    from kiosk.services.screen import has_display

    if training:
        _run_training(fresh, card or _CARD, mode or "counter")
        return
    if fresh or card or mode:
        refuse("--fresh, --card and --mode are of the training set-up: kiosk run --training")
    if runs_as_root():
        refuse_with(Trouble.RUNS_AS_ROOT.value, {}, NOT_STARTED)
    if not has_display(os.environ):
        refuse("這裡沒有螢幕，櫃台無法開啟  there is no display to open the counter on", NOT_STARTED)
    from kiosk.desktop import NotStarted, run_counter

    try:
        raise typer.Exit(run_counter(config))
    except NotStarted as why:
        refuse(str(why), NOT_STARTED)


def _run_training(fresh: bool, card: str, mode: str) -> None:
    from kiosk.cardreader.virtual.scenarios import SCENARIOS
    from kiosk.services.folders import Folders
    from kiosk.services.screen import has_display
    from kiosk.services.settings import Mode

    if mode not in set(Mode):
        refuse(f"--mode is one of {', '.join(Mode)}")
    if card not in {"none", *SCENARIOS}:
        refuse(f"no card is called {card}; there are {', '.join(SCENARIOS)}, and none")
    folders = Folders.of_training()
    if fresh and folders.root.exists():
        _require_idle(folders)
        shutil.rmtree(folders.root)
    if not has_display(os.environ):
        from kiosk.cli.walk import walk

        typer.echo("這裡沒有螢幕，改在虛擬螢幕上自動演練主要流程")
        typer.echo("no display here: playing the walk on a virtual screen")
        walk()
        return
    from kiosk.desktop import NotStarted, run_training

    try:
        raise typer.Exit(run_training(folders, None if card == "none" else card, mode=Mode(mode)))
    except NotStarted as why:
        refuse(str(why), NOT_STARTED)


def _require_idle(folders: "Folders") -> None:
    from kiosk.services.training.set_up import found

    if found(folders) is not None:
        refuse("the training set-up is running; close its window first", NOT_STARTED)
