"""The design system in a window of its own, and as pictures."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from kiosk.ui.gallery import PAGES
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Display, apply_theme, theme_for
from kiosk.ui.widgets import DisplayChoice

LOOKS = {"light": Display(), "contrast": Display(contrast=True), "large": Display(large=True)}
SIZE = (1366, 768)


class GalleryWindow(Shell):
    """Leaf with Enter and Alt+Left; F8 changes the look."""

    def __init__(self) -> None:
        super().__init__()
        self._display = Display()
        self._place = 0
        self.next_requested.connect(lambda: self.leaf(1))
        self.back_requested.connect(lambda: self.leaf(-1))
        self.home_requested.connect(lambda: self.leaf(-self._place))
        self.display_requested.connect(self._ask)
        self.resize(*SIZE)
        self.leaf(0)

    def leaf(self, by: int) -> None:
        """So many pages on, round the end."""
        self._place = (self._place + by) % len(PAGES)
        steps = [str(number) for number in range(1, len(PAGES) + 1)]
        page = PAGES[self._place]()
        self.show_page(page, steps=steps, current=self._place, can_go_back=True, can_cancel=False)

    def show_in(self, display: Display) -> None:
        """The same page in another look."""
        self._display = display
        dress(display)
        self.leaf(0)

    def _ask(self) -> None:
        choice = DisplayChoice(self._display, object_name="display")
        choice.chosen.connect(self.show_in)
        self.confirm(self.tr("字級與對比"), "", self.tr("完成"), "", lambda _yes: None, body=choice)


def dress(display: Display) -> None:
    """The application in a look, at the gallery's size."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply_theme(application, theme_for(*SIZE, display))


def pictures(look: str) -> Iterator[tuple[str, QPixmap]]:
    """Each page in a look, by its name."""
    dress(LOOKS[look])
    window = GalleryWindow()
    window.show()
    for place, make in enumerate(PAGES):
        if place:
            window.leaf(1)
        QApplication.processEvents()
        QApplication.processEvents()
        yield make.__name__.removesuffix("_page"), window.grab()
    window.hide()
    window.deleteLater()


def save_pictures(folder: Path) -> int:
    """Every page in every look as `LOOK-PAGE.png`; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for look in LOOKS:
        for name, picture in pictures(look):
            picture.save(str(folder / f"{look}-{name}.png"))
            count += 1
    return count
