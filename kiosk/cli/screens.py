"""`kiosk screens`: a picture of every page, taken in the kiosk's own window."""

import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.output import refuse
from kiosk.cli.walk import STUCK

_SCREEN = "1920x1920"  # holds a page of each size


def screens(
    out: Annotated[Path, typer.Option(help="Where the pictures and index.html are left.")] = Path(
        "out/screens"
    ),
    only: Annotated[str, typer.Option(help="Only pages whose name begins so, such as order.")] = "",
    scale: Annotated[float, typer.Option(min=1, max=2, help="Everything so many times as large.")] = 1,
) -> None:
    """Take a picture of each page in every language, size and look (light, high contrast, large type).

    At the end it says how many there are, and names what is cut off, covered or out of reach.
    """
    from kiosk.services.folders import Folders
    from kiosk.walk.stage import Stage, StageError

    with tempfile.TemporaryDirectory(prefix="kiosk-screens-") as scratch:
        try:
            stage = Stage(Path(scratch) / "keyring", size=_SCREEN, own_screen=True)
        except StageError as error:
            refuse(f"not on this machine: {error}", STUCK)
        with stage:
            os.environ.update(stage.environment, QT_SCALE_FACTOR=str(scale))
            from kiosk.walk.screens import take_screens

            raise typer.Exit(take_screens(Folders(Path(scratch) / "data"), out, only, typer.echo, scale))
