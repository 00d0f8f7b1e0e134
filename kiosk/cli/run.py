"""`kiosk run`: the counter's window."""

import os
import shutil
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.cli.output import refuse

if TYPE_CHECKING:
    from kiosk.services.folders import Folders

NOT_STARTED = 5
"""Exit code where the counter could not open; the line says why and what to do."""


def run(
    training: Annotated[bool, typer.Option("--training", help="The self-contained training set-up.")] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin with new data.")] = False,
    card: Annotated[
        str, typer.Option(help="The training card in the reader at the start; none: an empty reader.")
    ] = "good-organisation",
) -> None:
    """Open the counter's window; with no display, play the walk on a virtual screen instead."""
    from kiosk.cardreader.virtual.scenarios import SCENARIOS
    from kiosk.services.folders import Folders
    from kiosk.walk.stage import has_display

    if not training:
        refuse("this version runs in training only: kiosk run --training")
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
        raise typer.Exit(run_training(folders, None if card == "none" else card))
    except NotStarted as why:
        refuse(str(why), NOT_STARTED)


def _require_idle(folders: "Folders") -> None:
    from kiosk.services.training.set_up import found

    if found(folders) is not None:
        refuse("the training set-up is running; close its window first", NOT_STARTED)
