"""Rows that do not fit into a narrow page stand in a column instead; grids get fewer columns."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QWidget

from kiosk.ui.widgets.text import Panel


def fit_rows(layout: QLayout, width: int) -> None:
    """Lay out the rows (``QHBoxLayout``) in ``layout`` and its panels for a page ``width`` pixels wide.

    A row goes back to standing side by side as soon as there is room for it.
    """
    for row in _rows(layout):
        row.setDirection(QBoxLayout.Direction.LeftToRight)
    _measure_anew(layout)
    _fit(layout, width)


def lay_in_columns(grid: QGridLayout, widgets: Sequence[QWidget], columns: int) -> None:
    """Put ``widgets`` into so many columns of the same width, wherever in ``grid`` they stood before."""
    for widget in widgets:
        grid.removeWidget(widget)
    for column in range(max(grid.columnCount(), columns)):
        grid.setColumnStretch(column, 1 if column < columns else 0)
    for place, widget in enumerate(widgets):
        grid.addWidget(widget, place // columns, place % columns)


def _measure_anew(layout: QLayout) -> None:
    """Forget every size in ``layout``: a row that is turned tells nobody above it that it is wider now."""
    for inner in _inside(layout):
        _measure_anew(inner)
        above = inner.parentWidget()
        if above is not None and above.layout() is inner:
            above.updateGeometry()
    layout.invalidate()


def _fit(layout: QLayout, width: int) -> None:
    if layout.totalMinimumSize().width() <= width:
        return
    if isinstance(layout, QHBoxLayout):
        layout.setDirection(QBoxLayout.Direction.TopToBottom)
    margins = layout.contentsMargins()
    width -= margins.left() + margins.right()
    widget = layout.parentWidget()
    if widget is not None and widget.layout() is layout:  # a panel's edge
        edge = widget.contentsMargins()
        width -= edge.left() + edge.right()
    for inner in _inside(layout):
        _fit(inner, width)


def _rows(layout: QLayout) -> Iterator[QHBoxLayout]:
    if isinstance(layout, QHBoxLayout):
        yield layout
    for inner in _inside(layout):
        yield from _rows(inner)


def _inside(layout: QLayout) -> Iterator[QLayout]:
    """The layouts right inside of ``layout``: its own, and those of panels and bare widgets on it."""
    for place in range(layout.count()):
        item = layout.itemAt(place)
        assert item is not None
        inner, widget = item.layout(), item.widget()
        if widget is not None and (isinstance(widget, Panel) or type(widget) is QWidget):
            inner = widget.layout()
        if inner is not None:
            yield inner
