"""The counties and cities of an area, any of which may be ticked."""

from collections.abc import Collection

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.widgets import CheckRow

_COLUMNS = 3


class AreaChoice(QWidget):
    """All counties in columns. ``changed`` with every tick."""

    changed = Signal()

    def __init__(self, counties: Collection[str], chosen: Collection[str], *, object_name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self._rows: dict[str, CheckRow] = {}
        for place, county in enumerate(counties):
            row = CheckRow(county, object_name=f"{object_name}.{place}")
            row.setMinimumWidth(150)
            row.setChecked(county in chosen)
            row.toggled.connect(lambda _: self.changed.emit())
            self._rows[county] = row
            grid.addWidget(row, place // _COLUMNS, place % _COLUMNS)

    @property
    def area(self) -> tuple[str, ...]:
        """What is ticked, in the list's order."""
        return tuple(county for county, row in self._rows.items() if row.isChecked())
