"""Rows of label and value, with totals that stand out."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.theme import active_theme, type_font
from kiosk.ui.widgets.text import Panel, Rule, Text

_LEAST_LABEL = 4  # letters
_RING = 6  # what the style sheet keeps around a panel, and its edge


class KeyValueTable(Panel):
    """Labels at the left, values at the right edge or, for words, beside the label; narrow, below it."""

    def __init__(
        self,
        rows: Sequence[tuple[str, str]] = (),
        *,
        object_name: str,
        heading: str = "",
        figures: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``figures`` sets the values at the right edge, as amounts want to stand."""
        super().__init__(heading, object_name=object_name, parent=parent)
        self._figures = figures
        self._rows: list[tuple[Text, Text]] = []
        self._below = False
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(active_theme().measures.wide)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 2 if figures else 3)
        self.content.addLayout(self._grid)
        self.content.addStretch(1)
        for label, value in rows:
            self.add_row(label, value)

    def add_row(self, label: str, value: str, *, strong: bool = False, object_name: str = "") -> Text:
        """Add a row; ``strong`` is for a total. What is returned is the value's label."""
        place = 3 * len(self._rows)
        if self._rows:
            self._grid.addWidget(Rule(), place - 1, 0, 1, 2)
        name = Text(label, "strong" if strong else "lead")
        least = QFontMetrics(type_font(active_theme().type.body, bold=strong))
        longest = max((least.horizontalAdvance(word) for word in label.split()), default=0)
        # Never a letter a line, nor half a word.
        name.setMinimumWidth(max(_LEAST_LABEL * active_theme().type.body, longest + 2))
        words = Text(value, "heading" if strong else "body", object_name=object_name)
        words.setAccessibleName(f"{label} {value}")
        words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        if self._figures:
            words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(name, place, 0)
        self._rows.append((name, words))
        self._put_value(len(self._rows) - 1)
        return words

    def _put_value(self, row: int) -> None:
        words = self._rows[row][1]
        if self._below:
            self._grid.addWidget(words, 3 * row + 1, 0, 1, 2)
        else:
            self._grid.addWidget(words, 3 * row, 1)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one label or one value."""
        widest = max(self._least_of(0), self._least_of(1))
        return QSize(widest + self._around(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Values stand below their labels where they have no room beside them."""
        super().resizeEvent(event)
        self._place_values()

    def event(self, event: QEvent) -> bool:
        """Words that have got their type may be wider than they were."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place_values()
        return super().event(event)

    def _place_values(self) -> None:
        beside = self._least_of(0) + self._grid.horizontalSpacing() + self._least_of(1) + self._around()
        if self._below is not (beside > self.width()):
            self._below = not self._below
            for row, (_, words) in enumerate(self._rows):
                self._grid.removeWidget(words)
                self._put_value(row)

    def _least_of(self, side: int) -> int:
        """How narrow the labels (0) or the values (1) may be."""
        parts = [row[side] for row in self._rows]
        return max((max(one.minimumSizeHint().width(), one.minimumWidth()) for one in parts), default=0)

    def _around(self) -> int:
        margins = self.content.contentsMargins()
        return margins.left() + margins.right() + 2 * _RING

    def clear(self) -> None:
        """Take all rows away."""
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._rows.clear()
