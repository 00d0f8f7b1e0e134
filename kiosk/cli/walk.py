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
    times: Annotated[int, typer.Option(min=1, help="So many walks; tells the memory that they take.")] = 1,
) -> None:
    """Play the main job with clicks and key presses; leave a picture of each page, and the papers.

    Tells the longest frame: how long the window did not answer, by its event loop's clock.
    """
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
            from kiosk.walk.again import play_again

            if stage.virtual_screen:
                typer.echo(f"on a virtual screen of {size}")
            raise typer.Exit(play_again(Path(scratch) / "data", out, language, times, typer.echo))
