"""Pictures of the pages: each in every language, size and look, and an index to leaf through them."""

from dataclasses import dataclass
from html import escape
from itertools import product
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from kiosk.ui.theme import Display
from kiosk.ui.window import KioskWindow

LANGUAGES = ("zh", "en")
SIZES = (QSize(1920, 1080), QSize(1366, 768), QSize(1080, 1920))
LOOKS = {"light": Display(), "contrast": Display(contrast=True), "large": Display(large=True)}
VIEWS = tuple(product(SIZES, LOOKS, LANGUAGES))
_ROUNDS = 3  # of events, in which a page that was just made lays itself out


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: `file` is relative to the index."""

    page: str
    language: str
    size: str
    look: str
    file: str


class Album:
    """Takes each page once in `folder`; only those whose name begins with `only`.

    `cut` are the pictures on which something is cut off at the right.
    """

    def __init__(self, window: KioskWindow, folder: Path, only: str, pictures: list[Picture]) -> None:
        """What is taken is added to `pictures`."""
        self.window, self._folder, self._only = window, folder, only
        self._pictures = pictures
        self._seen: set[str] = set()
        self._language = LANGUAGES[0]
        self.cut: list[str] = []
        QCursor.setPos(window.screen().geometry().bottomRight())  # nothing shall look pointed at

    def take(self, page: str) -> None:
        """Pictures of what is shown, called `page`; afterwards the window is as it was."""
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
                self.window.resize(size)
                self.window.show_in(LOOKS[look])
            self._speak(language)
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
        self._pictures.append(Picture(page, language, at, look, file))
        if self._is_cut():
            self.cut.append(file)

    def _is_cut(self) -> bool:
        """Whether something of the page stands beyond its right edge."""
        page = self.window.page
        assert page is not None
        body = page.scroll_area.widget()
        assert body is not None
        return body.width() > page.scroll_area.viewport().width()


def write_index(folder: Path, pictures: list[Picture]) -> Path:
    """The index over all pictures."""
    file = folder / "index.html"
    file.write_text(_index(pictures), encoding="utf-8")
    return file


def _settle() -> None:
    for _ in range(_ROUNDS):
        QApplication.processEvents()


def _index(pictures: list[Picture]) -> str:
    pages = list(dict.fromkeys(one.page for one in pictures))
    links = " ".join(f'<a href="#{escape(page)}">{escape(page)}</a>' for page in pages)
    parts = [_section(page, [one for one in pictures if one.page == page]) for page in pages]
    return _FRAME.format(count=len(pictures), pages=len(pages), links=links, parts="\n".join(parts))


def _section(page: str, pictures: list[Picture]) -> str:
    figures = "".join(
        f'<figure><a href="{escape(one.file)}"><img loading="lazy" src="{escape(one.file)}" alt=""></a>'
        f"<figcaption>{one.language} · {one.size} · {one.look}</figcaption></figure>"
        for one in pictures
    )
    return f'<h2 id="{escape(page)}">{escape(page)}</h2><div>{figures}</div>'


_FRAME = """<!doctype html>
<html lang="zh-Hant"><meta charset="utf-8"><title>畫面一覽</title>
<style>
body {{ font-family: "Noto Sans CJK TC", sans-serif; margin: 2rem; background: #f3f5f4; color: #14211f; }}
div {{ display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; align-items: end; }}
figure {{ margin: 0; }} img {{ max-width: 100%; max-height: 30rem; border: 1px solid #6b7977; }}
nav a {{ display: inline-block; margin: .2rem .6rem .2rem 0; }}
</style>
<h1>畫面一覽 Screens</h1><p>{count} pictures of {pages} pages</p><nav>{links}</nav>
{parts}
</html>
"""
