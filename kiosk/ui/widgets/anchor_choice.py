"""A question of the self-assessment with four or five anchored answers, from least to most."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QVBoxLayout, QWidget

from kiosk.ui.theme import active_theme, type_font
from kiosk.ui.widgets.choice import CardButton
from kiosk.ui.widgets.painting import paint_text, text_height
from kiosk.ui.widgets.text import Text

_PAD = 12
_RING = 5
_MARK = 26
_LEAST_LETTERS = 7  # in a row of answers


class _Anchor(CardButton):
    """One answer: its mark above, its words below."""

    def heightForWidth(self, width: int) -> int:
        theme = active_theme()
        words = text_height(self.text(), type_font(theme.type.caption), width - 2 * (_PAD + _RING))
        return max(words + _MARK + 10 + 2 * (_PAD + _RING), theme.measures.target + 2 * _RING)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = active_theme()
        painter = QPainter(self)
        face = self.paint_card(painter, theme)
        self.paint_mark(
            painter, QRectF(face.center().x() - _MARK / 2, face.top() + _PAD, _MARK, _MARK), theme
        )
        words = face.adjusted(_PAD, _PAD + _MARK + 10, -_PAD, -_PAD)
        centred = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        paint_text(
            painter,
            words,
            self.text(),
            font=type_font(theme.type.caption),
            colour=theme.colours.text,
            flags=centred,
        )


class AnchorChoice(QWidget):
    """The question above, the answers in a row. ``chosen`` carries the answer's index, from 0."""

    chosen = Signal(int)

    def __init__(
        self, question: str, anchors: Sequence[str], *, object_name: str, parent: QWidget | None = None
    ) -> None:
        """``anchors`` are the answers' words; each answer's object name is ``<object_name>.<index>``."""
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAccessibleName(question)
        self._buttons = QButtonGroup(self)
        self._row = row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(2)
        for index, answer in enumerate(anchors):
            anchor = _Anchor(answer, object_name=f"{object_name}.{index}")
            anchor.setAccessibleDescription(question)
            self._buttons.addButton(anchor, index)
            row.addWidget(anchor, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        words = Text(question, "strong")
        words.setContentsMargins(_RING, 0, _RING, 0)
        column.addWidget(words)
        column.addLayout(row)
        self._buttons.idToggled.connect(lambda index, checked: self.chosen.emit(index) if checked else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below one another where they would be too narrow to read."""
        super().resizeEvent(event)
        least = self._row.count() * _LEAST_LETTERS * active_theme().type.caption
        beside = self.width() >= least
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction is not self._row.direction():
            self._row.setDirection(direction)

    @property
    def value(self) -> int | None:
        """The index of the chosen answer, from 0, or None."""
        chosen = self._buttons.checkedId()
        return None if chosen < 0 else chosen

    def choose(self, index: int) -> None:
        """Choose an answer by its index, from 0."""
        self._buttons.button(index).setChecked(True)
