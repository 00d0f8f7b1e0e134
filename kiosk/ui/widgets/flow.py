"""Things beside one another, and below where there is no more room beside."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget


class Flow(QWidget):
    """A row of buttons that goes on in the next line where it is too narrow, as words do.

    A widget, and no layout: Python's own layouts do not outlive the widget that Qt deletes them with.
    """

    def __init__(self, *widgets: QWidget, spacing: int) -> None:
        super().__init__()
        self._spacing = spacing
        self._placed: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for widget in widgets:
            self.add(widget)

    def add(self, widget: QWidget) -> None:
        """One more at the end."""
        widget.setParent(self)
        self._placed.append(widget)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """Narrower, there are more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        return self._lay(width, move=False)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = self._sizes()
        width = sum(size.width() for size in sizes) + self._spacing * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest of them."""
        sizes = self._sizes()
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put each in its place."""
        super().resizeEvent(event)
        self._lay(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        """One of them is wider now, or was hidden or shown."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._lay(self.width(), move=True)
        return super().event(event)

    def _sizes(self) -> list[QSize]:
        return [widget.sizeHint() for widget in self._placed if not widget.isHidden()]

    def _lay(self, width: int, *, move: bool) -> int:
        """The height that is taken."""
        x, y, line = 0, 0, 0
        for widget in self._placed:
            if widget.isHidden():
                continue
            size = widget.sizeHint()
            if line and x + size.width() > width:
                x, y, line = 0, y + line + self._spacing, 0
            if move:
                widget.setGeometry(QRect(QPoint(x, y), size))
            x, line = x + size.width() + self._spacing, max(line, size.height())
        return y + line
