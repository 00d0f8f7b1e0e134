"""The place of a page: title, lead and illustration beside it, or above it when the page wants the width."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.pictures import Illustration
from kiosk.ui.widgets.scroll_column import ScrollColumn
from kiosk.ui.widgets.text import Text

_RING = 5  # what widgets with a focus ring keep free around their face
_LOW = 330  # lower than this, as at 200 %, the lead makes room for the page
_LOW_WITH_KEYS = 280  # px; lower, a label and its line matter more than the title
_DRAWN, _DRAWN_LARGE = 240, 440  # px that a drawing is high
_BESIDE_FROM = 900  # narrower than this, or higher than wide, everything stands in one column


class PageFrame(QWidget):
    """Shows one page at a time; the page before is the caller's to delete."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: QWidget | None = None
        self._wide = False
        self._title = Text("", "title", object_name="page.title")
        self._lead = Text("", "lead", object_name="page.lead")
        self._illustration = Illustration()
        self._keys_shown = False
        self._header = QWidget()
        header = QVBoxLayout(self._header)
        header.setContentsMargins(_RING, 0, 0, 0)
        header.setSpacing(12)
        header.addWidget(self._title)
        header.addWidget(self._lead)
        header.addSpacing(8)
        header.addWidget(self._illustration, 1)
        header.addStretch(0)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        margin = active_theme().measures.margin
        self._row.setContentsMargins(margin - _RING, 0, margin - 14 - _RING, 0)
        self._row.setSpacing(margin + 8)
        self._row.addWidget(self._header)

    def set_page(self, page: QWidget, *, title: str, lead: str, illustration: str, wide: bool) -> None:
        """Put ``page`` here in place of the one that stood here before."""
        before, self._page, self._wide = self._page, page, wide
        if before is not None:
            before.hide()
            self._row.removeWidget(before)
        self._title.setText(title)
        self._lead.setText(lead)
        self._illustration.set_picture(illustration)
        self._row.addWidget(page, 1)
        self._arrange()

    def hasHeightForWidth(self) -> bool:
        """The page scrolls: how high its words are is no concern of the window."""
        return False

    def minimumSizeHint(self) -> QSize:
        """The title and the least of the page; the lead and the drawing give way."""
        above, below = self._edges()
        page = QSize(0, 0) if self._page is None else self._page.minimumSizeHint()
        above_page = not self._is_beside() and not self._title.isHidden()
        title = self._title.heightForWidth(max(self.width() - 2 * _RING, 1)) if above_page else 0
        margins = self._row.contentsMargins()
        width = page.width() + margins.left() + margins.right()
        return QSize(width, title + page.height() + self._row.spacing() + above + below)

    def make_room(self, *, for_keys: bool) -> None:
        """Only the title stands beside the page while there are keys to type with on the screen, if that."""
        if for_keys is not self._keys_shown:
            self._keys_shown = for_keys
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between beside and above."""
        super().resizeEvent(event)
        self._arrange()

    def _is_beside(self) -> bool:
        return not self._wide and self.width() >= _BESIDE_FROM and self.width() > self.height()

    @staticmethod
    def _edges() -> tuple[int, int]:
        """What stays free above and below."""
        low = active_theme().measures.low
        return low, low * 3 // 5

    def _arrange(self) -> None:
        beside = self._is_beside()
        space = active_theme().measures
        if beside:
            self._row.setDirection(QBoxLayout.Direction.LeftToRight)
            self._row.setSpacing(space.margin + 8)
            self._header.setFixedWidth(min(max(self.width() * 30 // 100, 290), 440))
            self._header.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self._row.setDirection(QBoxLayout.Direction.TopToBottom)
            self._row.setSpacing(space.gap)
            self._header.setMinimumWidth(0)
            self._header.setMaximumWidth(16_777_215)
            self._header.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        drawn = bool(self._illustration.name) and not self._keys_shown
        drawn = drawn and (beside or self.height() > self.width())
        self._illustration.setVisible(drawn)
        high = _DRAWN if beside or not drawn else self._height_to_draw()
        self._illustration.setMinimumHeight(high if high > _DRAWN else 0)
        self._illustration.setMaximumSize(QSize(max(400, high * 4 // 3), max(300, high)))
        self._title.setVisible(not self._keys_shown or self.height() >= _LOW_WITH_KEYS)
        self._show_lead()
        margin = space.margin
        above, below = self._edges()
        self._row.setContentsMargins(margin - _RING, above, margin - 14 - _RING, below)
        alignment = Qt.AlignmentFlag.AlignTop if beside and not drawn else Qt.AlignmentFlag(0)
        self._row.setAlignment(self._header, alignment)

    def event(self, event: QEvent) -> bool:
        """A page that asks for more than before, as with keys for a PIN, gets the lead's room."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._show_lead()
        return super().event(event)

    def _show_lead(self) -> None:
        roomy = not self._keys_shown and self._has_room_for_lead(beside=self._is_beside())
        self._lead.setVisible(bool(self._lead.text()) and roomy)

    def _height_to_draw(self) -> int:
        """Above a page that leaves an upright window half empty, a drawing takes a part of what is left."""
        area = None if self._page is None else self._page.findChild(ScrollColumn)
        if area is None:
            return _DRAWN
        width = self.width() - 2 * active_theme().measures.margin
        asked = area.column.totalHeightForWidth(width)
        asked = max(asked, area.column.totalSizeHint().height())
        words = self._title.heightForWidth(width) + self._lead.heightForWidth(width)
        left = self.height() - sum(self._edges()) - words - asked
        return max(_DRAWN, min(left // 2, _DRAWN_LARGE))

    def _has_room_for_lead(self, *, beside: bool) -> bool:
        """Above a page it makes room where that is low, or would be; beside it, where it would be cut."""
        room = self.height() - sum(self._edges())
        width = (self._header.minimumWidth() if beside else self.width()) - _RING
        words = self._title.heightForWidth(width) + self._lead.heightForWidth(width) + 12
        if beside:
            return words <= room
        least = 0 if self._page is None else self._page.minimumSizeHint().height()
        return self.height() >= _LOW and words + self._row.spacing() + least <= room
