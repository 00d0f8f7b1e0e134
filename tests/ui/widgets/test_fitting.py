"""Rows that do not fit stand in a column, and go back."""

from typing import Any

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from kiosk.ui.widgets import Button, Panel
from kiosk.ui.widgets.scroll_column import ScrollColumn


def test_a_row_too_wide_becomes_a_column_and_a_row_again(shown: Any, qtbot: Any) -> None:
    area = ScrollColumn()
    outer = QHBoxLayout()
    inner = QHBoxLayout()
    for name in ("first", "second"):
        inner.addWidget(Button(f"a rather long {name} button", object_name=name))
    panel = Panel()
    panel.content.addLayout(inner)
    outer.addWidget(panel)
    outer.addWidget(Button("one more beside the panel", object_name="third"))
    area.column.addLayout(outer)
    shown(area, 1400, 400)
    side_by_side, stacked = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
    assert (outer.direction(), inner.direction()) == (side_by_side, side_by_side)
    area.resize(800, 400)
    qtbot.waitUntil(lambda: outer.direction() is stacked)
    assert inner.direction() is side_by_side
    area.resize(420, 400)
    qtbot.waitUntil(lambda: inner.direction() is stacked)
    area.resize(1400, 400)
    qtbot.waitUntil(lambda: (outer.direction(), inner.direction()) == (side_by_side, side_by_side))
    for number in range(4):  # what comes later has to fit as well
        outer.addWidget(Button("what nobody thought of before", object_name=f"later-{number}"))
    qtbot.waitUntil(lambda: outer.direction() is stacked)
