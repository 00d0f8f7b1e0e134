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
from kiosk.ui.idle import EXTEND_MS, IdleWatch
from kiosk.ui.window import KioskWindow
from kiosk.walk.album import Album, Picture
from kiosk.walk.album_index import write_index
from kiosk.walk.main_job import PLAN, SIGNING_READY, MainJob, put_card_in, sign_in
from kiosk.walk.player import Player, Stuck
from kiosk.walk.tour import Tour
from kiosk.walk.walk import DONE, FIRST_DAY, STUCK

_WINDOW = (1366, 768)
_Take = Callable[[Album, Player, Counter], None]


def take_screens(
    folders: Folders, out: Path, only: str, tell: Callable[[str], None], scale: float = 1
) -> int:
    """Play in `folders`; leave the pictures and `index.html` in `out`. The exit code: 0; stuck, 6.

    `scale` is that of the process (QT_SCALE_FACTOR).
    """
    folders.create()
    TrainingClock(folders.clock).move_to(FIRST_DAY)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    pictures: list[Picture] = []

    def play(mode: Mode, take: _Take) -> int:
        def begin(window: KioskWindow, counter: Counter) -> None:
            window.showNormal()
            window.resize(*_WINDOW)
            album, player = Album(window, out, only, pictures, scale), Player(window, out)
            QTimer.singleShot(0, lambda: QApplication.exit(_taken(take, album, player, counter, tell)))

        return run_training(folders, None, begin, mode)

    ended = max(play(Mode.COUNTER, _at_the_counter), play(Mode.SELF_SERVICE, _alone))
    for one in pictures:
        for wrong in one.wrong:
            tell(f"does not fit: {one.file}: {wrong}")
    pages, misfits = len({one.page for one in pictures}), sum(bool(one.wrong) for one in pictures)
    told = f"{len(pictures):,} pictures of {pages} pages, {misfits} with something that does not fit"
    tell(f"{told}: {write_index(out, pictures)}")
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
    """What somebody sees who stands here alone, with all that is typed by touch."""
    album.take(player.wait_for_page("attract"))
    player.click("nav.next")
    player.wait_for_page("start")
    album.take("self-service.start")
    player.click("start.contact")
    player.wait_for_page("help")
    album.take("self-service.letters", lambda: player.click("help.search"))
    watch = album.window.findChild(IdleWatch)
    assert isinstance(watch, IdleWatch)

    def warn() -> None:
        watch.returned.emit()
        watch.warned.emit(EXTEND_MS)

    album.take("self-service.idle", warn)
    watch.returned.emit()
    player.click("nav.home")
    player.wait_for_page("start")
    put_card_in(player, album.window)
    player.click("start.plans")
    player.wait_for_page("order.plans")
    player.click(f"order.plan.{PLAN}")
    for page in ("order.plan", "order.split"):
        player.click("nav.next")
        player.wait_for_page(page)
    album.take("self-service.digits", lambda: player.click("order.split.points"))
    player.click("nav.next")
    player.wait_for_page("order.review")
    player.click("order.review.agree")
    player.click("nav.next")
    album.take("self-service." + player.wait_for_page("signing"))
    for button in ("nav.staff", "dialog.yes", "nav.staff", "call.technician"):
        player.click(button)
    album.take("self-service." + player.wait_for_page("leave"))
