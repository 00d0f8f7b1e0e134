"""Walks one after the other in one process: whether it keeps memory that it should let go."""

import gc
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from kiosk.services.folders import Folders
from kiosk.walk.walk import DONE, play

_PARTS = 10


def play_again(scratch: Path, out: Path, language: str, times: int, tell: Callable[[str], None]) -> int:
    """Play `times` walks, each from the start, in folders of its own in `scratch`. The exit code.

    Of several it tells the memory after each tenth of them, and what the last one has to tell.
    """
    if times == 1:
        return play(Folders(scratch), out, language, tell)
    first = 0
    told: list[str] = []
    for number in range(1, times + 1):
        folders = Folders(scratch / str(number))
        told.clear()
        ended = play(folders, out, language, told.append)
        if ended != DONE:
            break
        shutil.rmtree(folders.root)
        _let_go()
        if number == 1 or number * _PARTS % times < _PARTS:
            now = _resident()
            first = first or now
            tell(f"{number} walks: {now / 2**20:.0f} MB, {(now - first) / 2**20:+.1f} MB since the first")
    for line in told:
        tell(line)
    return ended


def _let_go() -> None:
    """A program has one window to its end; here the next one comes."""
    for window in QApplication.topLevelWidgets():
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.unfreeze()
    gc.collect()


def _resident() -> int:
    """The bytes that this process holds in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
