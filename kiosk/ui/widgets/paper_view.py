"""A paper as it will be printed."""

from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.services.printing.pdfium import one_at_a_time
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.painting import paint_box
from kiosk.ui.widgets.scroll_column import ScrollColumn

_WIDEST = 900  # wider than this, a sheet of A4 is no easier to read


class _Sheet(QWidget):
    """One page of the paper, drawn anew for the width it gets, after the page around it is there."""

    def __init__(self, page: Any, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._page = page
        self._shape: float = page.get_height() / page.get_width()
        self._pixmap = QPixmap()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._draw)
        self.setMaximumWidth(_WIDEST)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def put_away(self) -> None:
        """Show nothing more: the paper is about to be closed."""
        self._soon.stop()
        self.hide()

    def hasHeightForWidth(self) -> bool:
        """A sheet keeps its shape."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that belongs to the width."""
        return round(width * self._shape)

    def sizeHint(self) -> QSize:
        """A sheet one can read."""
        return QSize(_WIDEST, self.heightForWidth(_WIDEST))

    def minimumSizeHint(self) -> QSize:
        """As narrow as a sheet can be read at all."""
        return QSize(320, self.heightForWidth(320))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet with a fine edge; white, or as it was, until it is drawn for this size."""
        if self._pixmap.size() != self._wanted():
            self._soon.start()
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        painter.drawPixmap(self.rect(), self._pixmap)
        line = active_theme().colours.line
        paint_box(painter, self.rect().toRectF(), fill="#00000000", border=line, width=1)

    def _wanted(self) -> QSize:
        return self.size() * self.devicePixelRatioF()

    def _draw(self) -> None:
        size = self._wanted()
        if self._pixmap.size() == size:
            return
        self._pixmap = self._rendered(size)
        self.update()

    def _rendered(self, size: QSize) -> QPixmap:
        scale = size.width() / self._page.get_width()
        with one_at_a_time:
            bitmap = self._page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
        image = QImage(
            bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
        )
        return QPixmap.fromImage(image.scaled(size, mode=Qt.TransformationMode.SmoothTransformation))


class PaperView(QWidget):
    """Shows a PDF, all pages below one another, as wide as its place."""

    def __init__(self, *, object_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setMinimumHeight(480)
        self._name = name
        self._sheets: list[_Sheet] = []
        self._document: Any = None
        self._area = ScrollColumn()
        self._area.column.setSpacing(active_theme().measures.gap)
        self._area.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sheets stand in the middle."""
        super().resizeEvent(event)
        beside = max((self.width() - _WIDEST) // 2, 0)
        self._area.column.setContentsMargins(beside, 0, beside, 0)

    @property
    def page_count(self) -> int:
        """How many pages the paper has."""
        return len(self._sheets)

    def show_pdf(self, pdf: bytes) -> None:
        """Show the paper; raises ValueError if it is no PDF that can be read."""
        try:
            with one_at_a_time:
                document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a readable PDF") from error
        self.clear()
        self._document = document
        self._sheets = [_Sheet(page, f"{self._name} {number}") for number, page in enumerate(document, 1)]
        for place, sheet in enumerate(self._sheets):
            self._area.column.insertWidget(place, sheet)

    def clear(self) -> None:
        """Take the paper away, and close what reads it."""
        for sheet in self._sheets:
            self._area.column.removeWidget(sheet)
            sheet.put_away()
            sheet.deleteLater()
        self._sheets = []
        if self._document is not None:
            with one_at_a_time:
                self._document.close()
            self._document = None
