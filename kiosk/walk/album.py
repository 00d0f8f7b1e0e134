"""Pictures of the pages: each in every language, size and look."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from kiosk.ui.theme import Display
from kiosk.ui.window import KioskWindow
from kiosk.walk.fit import misfits

LANGUAGES = ("zh", "en")
SIZES = (QSize(1920, 1080), QSize(1366, 768), QSize(1080, 1920))
LOOKS = {"light": Display(), "contrast": Display(contrast=True), "large": Display(large=True)}
VIEWS = tuple(product(SIZES, LOOKS, LANGUAGES))
_ROUNDS = 3  # of events, in which a page that was just made lays itself out


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: `file` is relative to the index, `wrong` what does not fit on it."""

    page: str
    language: str
    size: str
    look: str
    file: str
    wrong: tuple[str, ...]


class Album:
    """Takes each page once in `folder`; only those whose name begins with `only`."""

    def __init__(
        self, window: KioskWindow, folder: Path, only: str, pictures: list[Picture], scale: float = 1
    ) -> None:
        """What is taken is added to `pictures`. `scale` is how much larger than its pixels all is shown."""
        self.window, self._folder, self._only = window, folder, only
        self._pictures, self._scale = pictures, scale
        self._seen: set[str] = set()
        self._language = LANGUAGES[0]
        QCursor.setPos(window.screen().geometry().bottomRight())  # nothing shall look pointed at

    def take(self, page: str, again: Callable[[], object] = lambda: None) -> None:
        """Pictures of what is shown, called `page`; afterwards the window is as it was.

        `again` brings back what a page that was made anew has lost, such as the focus on a line.
        """
        if page in self._seen or not page.startswith(self._only):
            return
        self._seen.add(page)
        (self._folder / page).mkdir(parents=True, exist_ok=True)
        before = self.window.size()
        self.window.training_menu.set_open(False)
        shown: tuple[QSize, str] | None = None
        for size, look, language in VIEWS:
            if shown != (size, look):
                shown = size, look
                self.window.resize(size / self._scale)
                self.window.show_in(LOOKS[look])
            self._speak(language)
            _settle()
            self.window.resize(size / self._scale)  # what it was before was larger, in its look
            again()
            self._take_one(page, language, size, look)
        self._speak(LANGUAGES[0])
        self.window.resize(before)
        self.window.training_menu.set_open(True)
        self.window.show_in(Display())
        _settle()

    def _speak(self, language: str) -> None:
        if language != self._language:
            self._language = language
            self.window.language_requested.emit()

    def _take_one(self, page: str, language: str, size: QSize, look: str) -> None:
        _settle()
        at = f"{size.width()}x{size.height()}"
        file = f"{page}/{language}-{at}-{look}.png"
        self.window.grab().save(str(self._folder / file))
        wrong = misfits(self.window)
        if self.window.size() != size / self._scale:
            wrong.append(f"the window: {self.window.width()} × {self.window.height()}")
        self._pictures.append(Picture(page, language, at, look, file, tuple(wrong)))


def _settle() -> None:
    for _ in range(_ROUNDS):
        QApplication.processEvents()
