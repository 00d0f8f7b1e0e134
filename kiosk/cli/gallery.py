"""`kiosk gallery`: the design system, part by part, in each look."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from kiosk.cli.output import refuse
from kiosk.cli.run import NOT_STARTED


def gallery(
    look: Annotated[str, typer.Option(help="light, contrast or large.")] = "light",
    out: Annotated[
        Path | None, typer.Option(help="No window: leave a picture of each part in each look here.")
    ] = None,
) -> None:
    """Show all colours, type, icons and components in a window; F8 changes the look."""
    from kiosk.services.screen import has_display

    if out is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif not has_display(os.environ):
        refuse("there is no display; kiosk gallery --out FOLDER leaves pictures", NOT_STARTED)
    from PySide6.QtWidgets import QApplication

    from kiosk.ui.gallery_window import LOOKS, GalleryWindow, dress, save_pictures

    if look not in LOOKS:
        refuse(f"--look is one of {', '.join(LOOKS)}")
    application = QApplication(sys.argv[:1])
    if out is not None:
        typer.echo(f"{save_pictures(out)} pictures in {out}")
        return
    dress(LOOKS[look])
    window = GalleryWindow()
    window.show_in(LOOKS[look])
    window.show()
    raise typer.Exit(application.exec())
