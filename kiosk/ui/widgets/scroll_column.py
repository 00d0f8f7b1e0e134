"""A column that scrolls when it is higher than its place."""

from PySide6.QtCore import Qt
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the rows fit the width."""
        super().resizeEvent(event)
        fit_rows(self.column, self.viewport().width())

    def showEvent(self, event: QShowEvent) -> None:
        """Let them fit once more: by now everything has its type."""
        super().showEvent(event)
        fit_rows(self.column, self.viewport().width())
