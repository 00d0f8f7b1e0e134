"""A column that scrolls when it is higher than its place."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kiosk.ui.widgets.fitting import fit_rows


class ScrollColumn(QScrollArea):
    """Scrolls up and down only; what shall scroll goes into :attr:`column`. Too wide rows become columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body = QWidget()
        body.setObjectName("page-body")
        self.column = QVBoxLayout(body)
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._tried = 0
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the rows fit the width."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Let them fit now, and once more when everything has got its type."""
        super().showEvent(event)
        self._fit()
        self._later.start()

    def viewportEvent(self, event: QEvent) -> bool:
        """What came to stand here later may be too wide as well."""
        if event.type() == QEvent.Type.LayoutRequest:
            least = self.column.minimumSize().width()
            if least > self._room() and least != self._tried:
                self._tried = least  # once for each width: what cannot be made to fit is left so
                self._later.start()
        return super().viewportEvent(event)

    def _room(self) -> int:
        """Always beside the scroll bar, so that a row does not come and go with it."""
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def _fit(self) -> None:
        fit_rows(self.column, self._room())
