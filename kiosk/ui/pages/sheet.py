"""A sheet over the whole window, with a title and a way to close it; what is under it stays as it is."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kiosk.ui.shell import Shell
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Button, ButtonKind, Text

_WIDTH = 760


class Sheet(QWidget):
    """Fill :attr:`content`. Esc and 關閉 close it."""

    def __init__(self, shell: Shell, title: str, *, object_name: str, width: int = _WIDTH) -> None:
        under = shell.centralWidget()
        assert under is not None
        super().__init__(under)
        self._under = under
        self.setObjectName(object_name)
        self.setAccessibleName(title)
        inside = QWidget()
        inside.setObjectName("page-body")
        self.content = QVBoxLayout(inside)
        self.content.setSpacing(8)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        close = Button(
            self.tr("關閉"), object_name=f"{object_name}.close", kind=ButtonKind.QUIET, icon="close"
        )
        close.clicked.connect(lambda: self.close_sheet())
        head = QHBoxLayout()
        head.addWidget(Text(title, "heading"), 1)
        head.addWidget(close)
        card = QFrame()
        card.setObjectName("dialog-card")
        card.setFixedWidth(width)
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 24, 24, 24)
        column.addLayout(head)
        column.addWidget(area, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 48, 0, 48)
        row.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        self._under.installEventFilter(self)
        self.setGeometry(self._under.rect())
        self.show()
        self.raise_()
        close.setFocus()

    def close_sheet(self) -> None:
        """Take it away."""
        self._under.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()

    def event(self, event: QEvent) -> bool:
        """Take every press of a pointer beside the card."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel):
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the parent at any size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._under.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the veil."""
        veil = QColor(active_theme().colours.text)
        veil.setAlpha(140)
        QPainter(self).fillRect(QRectF(self.rect()), veil)
