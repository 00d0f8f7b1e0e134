"""What does not fit in a window: cut words, what stands outside its place or over something else."""

from itertools import combinations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QScrollArea, QWidget

from kiosk.ui.shell import Shell
from kiosk.ui.widgets.breaking import keep_together
from kiosk.ui.widgets.text import ElidedText

_LEAST_VIEW = 72  # px of a page that are seen at once: less, and not even a line to write on is
_HALF_A_LINE = 4  # px by which letters may stand over their line without losing anything
_FAR = 100_000
_Seen = QLabel | QAbstractButton | QLineEdit


def misfits(window: Shell) -> list[str]:
    """What is cut, covered or out of reach in `window` as it is shown, in a line each; empty where all fits.

    What stands in a page that scrolls may be lower than the window, never wider.
    """
    shown = [one for one in window.findChildren(QWidget) if one.isVisibleTo(window) and not one.isWindow()]
    found = [f"{_name(one)}: {wrong}" for one in shown if (wrong := _wrong(one, window))]
    page = window.page
    if page is not None and page.scroll_area.isVisibleTo(window):
        view, body = page.scroll_area.viewport(), page.scroll_area.widget()
        if body is not None and body.width() > view.width():
            found.append(f"the page: {body.width() - view.width()} px beyond the right edge")
        if view.height() < _LEAST_VIEW:
            found.append(f"the page: only {view.height()} px high")
    return found + _covered(shown)


def _wrong(one: QWidget, window: Shell) -> str:
    """What is wrong with one widget; empty where nothing is."""
    if isinstance(one, _Seen) and (outside := _outside(one, window)):
        return outside
    if isinstance(one, QLabel):
        return _cut_label(one)
    if isinstance(one, QLineEdit):
        room = one.width() - 2 * 20
        wide = QFontMetrics(one.font()).horizontalAdvance(one.placeholderText())
        return f"its hint {one.placeholderText()!r} is {wide - room} px too long" if wide > room else ""
    if one.hasHeightForWidth() and one.layout() is None:
        low = one.heightForWidth(one.width()) - one.height()
        return f"{low} px too low" if low > _HALF_A_LINE else ""
    if isinstance(one, QAbstractButton):
        narrow = one.minimumSizeHint().width() - one.width()
        return f"{narrow} px too narrow for {one.text()!r}" if narrow > 0 else ""
    return ""


def _outside(one: QWidget, window: Shell) -> str:
    """Whether a part of it lies outside what holds it: the window, or the page that scrolls."""
    holder: QWidget = one.parentWidget() or window
    while holder is not window:
        place = QRect(one.mapTo(holder, one.rect().topLeft()), one.size())
        if not holder.rect().contains(place):
            return f"outside {_name(holder)}: {place.getRect()} in {holder.rect().getRect()}"
        above = holder.parentWidget()
        if above is None or isinstance(above.parentWidget(), QScrollArea):
            return ""
        holder = above
    place = QRect(one.mapTo(window, one.rect().topLeft()), one.size())
    return "" if window.rect().contains(place) else f"outside the window: {place.getRect()}"


def _cut_label(label: QLabel) -> str:
    words = label.text()
    if not words:
        return ""
    metrics, room = label.fontMetrics(), label.contentsRect()
    if not label.wordWrap():
        wide = metrics.size(0, words).width()
        kind = "shortened" if isinstance(label, ElidedText) else "cut"
        return f"{kind}: {words!r} wants {wide} px, has {room.width()}" if wide > room.width() else ""
    place, shown = QRect(0, 0, room.width(), _FAR), keep_together(words)
    needs = metrics.boundingRect(place, Qt.TextFlag.TextWordWrap, shown)
    if needs.width() > room.width():
        return f"cut: a word of {words!r} is wider than {room.width()} px"
    low = needs.height() - room.height()
    return f"cut: {words!r} is {low} px higher than its {room.height()}" if low > _HALF_A_LINE else ""


def _covered(shown: list[QWidget]) -> list[str]:
    """Words and controls of one parent that stand over one another."""
    beside: dict[QWidget, list[QWidget]] = {}
    for one in shown:
        parent = one.parentWidget()
        if parent is not None and isinstance(one, _Seen):
            beside.setdefault(parent, []).append(one)
    return [
        f"{_name(first)} and {_name(second)} stand over one another"
        for several in beside.values()
        for first, second in combinations(several, 2)
        if first.geometry().intersects(second.geometry())
    ]


def _name(one: QWidget) -> str:
    words = one.text() if isinstance(one, QLabel | QAbstractButton) else ""
    return one.objectName() or f"{type(one).__name__} {words[:20]!r}"
