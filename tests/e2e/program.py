"""The kiosk as a program of its own, with a real window, played by a scene.

`python -m tests.e2e.program DATA PICTURES MODULE:FUNCTION` joins the training set-up that runs in DATA, opens
the window and hands it to the function, which clicks, types, looks and asserts. Exit code 0 at its end.
"""

import importlib
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.app import Counter
from kiosk.desktop import run_training
from kiosk.services.flows.services import Services
from kiosk.services.folders import Folders
from kiosk.services.training.desk import TrainingDesk
from kiosk.ui.widgets.breaking import as_written
from kiosk.ui.window import KioskWindow
from kiosk.walk.main_job import MainJob, sign_in
from kiosk.walk.player import Player

FAILED = 1


class Arrived(Exception):
    """The scene came to where it wanted to be; what follows is not its business."""


@dataclass(frozen=True)
class Scene:
    """What a scene plays with."""

    window: KioskWindow
    counter: Counter
    player: Player

    @property
    def services(self) -> Services:
        return self.counter.services

    @property
    def training(self) -> TrainingDesk:
        assert self.services.training is not None
        return self.services.training

    def play_to(self, page: str) -> None:
        """Play the main job until `page` is shown, and stop there."""

        def look(name: str) -> None:
            if name == page:
                raise Arrived

        try:
            MainJob(self.player, self.window, self.services, look).play()
        except Arrived:
            return
        raise AssertionError(f"the main job has no page {page}")

    def text(self, name: str) -> str:
        """The text of the visible widget of that name."""
        widget = self.player.find(name)
        assert widget is not None, f"{name} is not shown on {self.player.page.objectName()}"
        return as_written(str(widget.property("text")))


def main() -> int:
    data, pictures, what = sys.argv[1:4]
    module, function = what.split(":")
    act: Callable[[Scene], None] = getattr(importlib.import_module(module), function)

    def begin(window: KioskWindow, counter: Counter) -> None:
        def play() -> None:
            scene = Scene(window, counter, Player(window, Path(pictures)))
            try:
                sign_in(scene.player, scene.services)
                scene.player.wait_for_page("start")
                act(scene)
            except BaseException:  # noqa: BLE001 - an assertion that failed, whatever it is, ends the program
                traceback.print_exc()
                scene.player.picture("failed")
                QApplication.exit(FAILED)
            else:
                QApplication.exit(0)

        QTimer.singleShot(0, play)

    return run_training(Folders(Path(data)), None, begin)


if __name__ == "__main__":
    sys.exit(main())
