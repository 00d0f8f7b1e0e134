"""Rows of label and value, with totals that stand out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.theme import active_theme, type_font
from kiosk.ui.widgets.text import Panel, Rule, Text

_LEAST_LABEL = 4  # letters


class KeyValueTable(Panel):
    """Labels at the left, values at the right edge or, for words, beside the label."""

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
        self._count = 0
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
        if self._count:
            self._grid.addWidget(Rule(), 2 * self._count - 1, 0, 1, 2)
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
        self._grid.addWidget(name, 2 * self._count, 0)
        self._grid.addWidget(words, 2 * self._count, 1)
        self._count += 1
        return words

    def clear(self) -> None:
        """Take all rows away."""
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._count = 0
