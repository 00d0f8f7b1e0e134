"""All pages as pictures, from the training counter: the main job, and the pages beside it."""

import shutil
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.app import Counter
from kiosk.contract.clock import TrainingClock
from kiosk.desktop import run_training
from kiosk.services.folders import Folders
from kiosk.ui.window import KioskWindow
from kiosk.walk.album import Album
from kiosk.walk.main_job import SIGNING_READY, MainJob
from kiosk.walk.player import Player, Stuck
from kiosk.walk.tour import Tour
from kiosk.walk.walk import DONE, FIRST_DAY, STUCK

_WINDOW = (1366, 768)


def take_screens(folders: Folders, out: Path, only: str, tell: Callable[[str], None]) -> int:
    """Play in `folders`; leave the pictures and `index.html` in `out`. The exit code: 0; stuck, 6."""
    folders.create()
    TrainingClock(folders.clock).move_to(FIRST_DAY)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)

    def begin(window: KioskWindow, counter: Counter) -> None:
        QTimer.singleShot(0, lambda: QApplication.exit(_take(window, counter, out, only, tell)))

    return run_training(folders, None, begin)


def _take(window: KioskWindow, counter: Counter, out: Path, only: str, tell: Callable[[str], None]) -> int:
    window.showNormal()
    window.resize(*_WINDOW)
    album, player = Album(window, out, only), Player(window, out)
    tour = Tour(player, window, album.take)

    def on_page(name: str) -> None:
        album.take(name if name != SIGNING_READY else "signing")
        if name == "order_detail" and player.find("order_detail.cancel") is not None and not seen:
            seen.append(name)
            tour.cancelling()

    seen: list[str] = []
    try:
        tour.without_card()
        MainJob(player, window, counter.services, on_page).play()
        album.take("account-refunded")
        tour.of_member()
    except Stuck as stuck:
        tell(f"stuck: {stuck}")
        return STUCK
    except Exception:  # noqa: BLE001 - a bug of the walk or of the window ends the walk, not silently
        tell(traceback.format_exc())
        return STUCK
    finally:
        for file in album.cut:
            tell(f"cut off at the right: {file}")
        tell(f"{len(album.pictures)} pictures, {album.write_index()}")
    return DONE
