"""All pages as pictures, from the training counter: the main job, the pages beside it, and self-service."""

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
from kiosk.services.settings import Mode
from kiosk.ui.window import KioskWindow
from kiosk.walk.album import Album, Picture, write_index
from kiosk.walk.main_job import SIGNING_READY, MainJob, sign_in
from kiosk.walk.player import Player, Stuck
from kiosk.walk.tour import Tour
from kiosk.walk.walk import DONE, FIRST_DAY, STUCK

_WINDOW = (1366, 768)
_Take = Callable[[Album, Player, Counter], None]


def take_screens(folders: Folders, out: Path, only: str, tell: Callable[[str], None]) -> int:
    """Play in `folders`; leave the pictures and `index.html` in `out`. The exit code: 0; stuck, 6."""
    folders.create()
    TrainingClock(folders.clock).move_to(FIRST_DAY)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    pictures: list[Picture] = []

    def play(mode: Mode, take: _Take) -> int:
        def begin(window: KioskWindow, counter: Counter) -> None:
            window.showNormal()
            window.resize(*_WINDOW)
            album, player = Album(window, out, only, pictures), Player(window, out)
            QTimer.singleShot(0, lambda: QApplication.exit(_taken(take, album, player, counter, tell)))

        return run_training(folders, None, begin, mode)

    ended = max(play(Mode.COUNTER, _at_the_counter), play(Mode.SELF_SERVICE, _alone))
    tell(f"{len(pictures)} pictures, {write_index(out, pictures)}")
    return ended


def _taken(take: _Take, album: Album, player: Player, counter: Counter, tell: Callable[[str], None]) -> int:
    try:
        take(album, player, counter)
    except Stuck as stuck:
        tell(f"stuck: {stuck}")
        return STUCK
    except Exception:  # noqa: BLE001 - a bug of the walk or of the window ends the walk, not silently
        tell(traceback.format_exc())
        return STUCK
    finally:
        for file in album.cut:
            tell(f"cut off at the right: {file}")
    return DONE


def _at_the_counter(album: Album, player: Player, counter: Counter) -> None:
    tour = Tour(player, album.window, album.take)
    seen: list[str] = []

    def on_page(name: str) -> None:
        album.take("signing" if name == SIGNING_READY else name)
        if name == "order_detail" and not seen:
            seen.append(name)
            tour.cancelling()

    album.take(player.wait_for_page("sign_in"))
    sign_in(player, counter.services)
    player.wait_for_page("start")
    tour.without_card()
    MainJob(player, album.window, counter.services, on_page).play()
    album.take("account-refunded")
    tour.of_member()
    player.click("nav.staff")
    sign_in(player, counter.services, "technician")
    player.wait_for_page("sync")
    tour.of_technician()


def _alone(album: Album, player: Player, _counter: Counter) -> None:
    """What somebody sees who stands here alone."""
    album.take(player.wait_for_page("attract"))
    player.click("nav.next")
    player.wait_for_page("start")
    album.take("self-service")
