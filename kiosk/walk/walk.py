"""A whole walk: the training counter is opened at a fixed day, played, and what it made is laid down."""

import shutil
import subprocess
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk.app import Counter
from kiosk.contract.clock import TrainingClock
from kiosk.desktop import NotStarted, run_training
from kiosk.services.flows.paper import draw_paper
from kiosk.services.folders import Folders
from kiosk.services.logs import log_files
from kiosk.services.receipts.writing import write_paper
from kiosk.services.training.desk import nine_in_the_morning
from kiosk.ui.window import KioskWindow
from kiosk.walk.main_job import MainJob
from kiosk.walk.player import Player, Stuck

DONE, STUCK = 0, 6
FIRST_DAY = nine_in_the_morning(2026, 1, 5)
_PICTURE_DPI = "110"


def play(folders: Folders, out: Path, language: str, tell: Callable[[str], None]) -> int:
    """Play the main job in `folders`; pictures, papers and log land in `out`. The exit code: 0; stuck, 6."""
    folders.create()
    TrainingClock(folders.clock).move_to(FIRST_DAY)
    _clear(out)

    def begin(window: KioskWindow, counter: Counter) -> None:
        QTimer.singleShot(0, lambda: QApplication.exit(_play(window, counter, out, language, tell)))

    try:
        ended = run_training(folders, None, begin)
    except NotStarted as why:
        tell(str(why))
        return STUCK
    for file in log_files(folders.logs):
        shutil.copyfile(file, out / file.name)
    return ended


def _play(
    window: KioskWindow, counter: Counter, out: Path, language: str, tell: Callable[[str], None]
) -> int:
    player = Player(window, out)
    try:
        job = MainJob(player, window, counter.services, player.picture)
        if language == "en":
            player.click("nav.language")
        job.play()
        player.picture("account-refunded")
        for file in _lay_down_papers(counter, job, out):
            tell(str(file))
    except Stuck as stuck:
        player.picture("stuck")
        tell(f"stuck: {stuck}")
        return STUCK
    except Exception:  # noqa: BLE001 - a bug of the walk or of the window ends the walk, not silently
        tell(traceback.format_exc())
        return STUCK
    for line in player.frames.told():
        tell(line)
    tell(f"{len(list(out.glob('*.png')))} pictures in {out}")
    return DONE


def _clear(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for kind in ("*.png", "*.pdf", "*.jsonl*"):
        for file in out.glob(kind):
            file.unlink()


def _lay_down_papers(counter: Counter, job: MainJob, out: Path) -> list[Path]:
    """The papers as PDF, and each page as PNG."""
    made = []
    for receipt in counter.services.desk.receipts(job.membership_id):
        file = out / f"paper-{receipt.number:02d}-{receipt.kind}.pdf"
        write_paper(draw_paper(counter.services, receipt.number).pdf, file)
        pages = file.with_suffix("")
        subprocess.run(["pdftoppm", "-r", _PICTURE_DPI, "-png", str(file), str(pages)], check=True)
        made.append(file)
    return made
