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
) -> None:
    """Take a picture of each page in every language, size and look (light, high contrast, large type)."""
    from kiosk.services.folders import Folders
    from kiosk.walk.stage import Stage, StageError

    with tempfile.TemporaryDirectory(prefix="kiosk-screens-") as scratch:
        try:
            stage = Stage(Path(scratch) / "keyring", size=_SCREEN, own_screen=True)
        except StageError as error:
            refuse(f"not on this machine: {error}", STUCK)
        with stage:
            os.environ.update(stage.environment)
            from kiosk.walk.screens import take_screens

            raise typer.Exit(take_screens(Folders(Path(scratch) / "data"), out, only, typer.echo))
