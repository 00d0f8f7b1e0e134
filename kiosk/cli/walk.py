"""`kiosk walk`: the main job, played in the kiosk's own window."""

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.output import refuse

STUCK = 6
"""Exit code of a walk that did not come to its end; the line names the page and what it waited for."""


def walk(
    out: Annotated[Path, typer.Option(help="Where pictures and papers are left.")] = Path("out/walk"),
    language: Annotated[str, typer.Option(help="zh or en.")] = "zh",
    size: Annotated[str, typer.Option(help="Of the virtual screen, where one is needed.")] = "1366x768",
) -> None:
    """Play the main job with clicks and key presses; leave a picture of each page, and the papers."""
    from kiosk.services.folders import Folders
    from kiosk.walk.stage import Stage, StageError

    if language not in {"zh", "en"}:
        refuse("--language is zh or en")
    with tempfile.TemporaryDirectory(prefix="kiosk-walk-") as scratch:
        try:
            stage = Stage(Path(scratch) / "keyring", size=size)
        except StageError as error:
            refuse(f"not on this machine: {error}", STUCK)
        with stage:
            os.environ.update(stage.environment)
            from kiosk.walk.walk import play

            if stage.virtual_screen:
                typer.echo(f"on a virtual screen of {size}")
            raise typer.Exit(play(Folders(Path(scratch) / "data"), out, language, typer.echo))
