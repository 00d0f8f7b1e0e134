"""How somebody wants the screen: type, contrast, motion."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.ui.theme import Display
from kiosk.ui.widgets.check_row import CheckRow


class DisplayChoice(QWidget):
    """Three rows to tick; ``chosen`` with each new `Display`."""

    chosen = Signal(object)

    def __init__(self, display: Display, *, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._large = CheckRow(self.tr("大字"), object_name=f"{object_name}.large")
        self._contrast = CheckRow(self.tr("高對比（黑底白字）"), object_name=f"{object_name}.contrast")
        self._still = CheckRow(self.tr("關閉動畫"), object_name=f"{object_name}.still")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for row, on in (
            (self._large, display.large),
            (self._contrast, display.contrast),
            (self._still, not display.motion),
        ):
            row.setChecked(on)
            row.toggled.connect(self._tell)
            column.addWidget(row)

    def _tell(self) -> None:
        self.chosen.emit(
            Display(
                contrast=self._contrast.isChecked(),
                large=self._large.isChecked(),
                motion=not self._still.isChecked(),
            )
        )
