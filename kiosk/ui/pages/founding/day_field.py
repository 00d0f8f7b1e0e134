"""A line for a day, written in either calendar; a day that does not exist is told at once."""

from datetime import date

from PySide6.QtCore import QSize

from kiosk.domain.roc_date import read_day
from kiosk.ui.entries import Entry, plain
from kiosk.ui.widgets import TextField

_SHORTEST = 6
_AROUND = 52  # px beside what is written on a line


class DayField(TextField):
    """Empty is no day. `day` is what is written, None for nothing and for what is no day."""

    def __init__(self, label: str, day: date | None, *, object_name: str, hint: str = "") -> None:
        super().__init__(
            label, object_name=object_name, kind=Entry.WORDS, optional=True, hint=hint, longest=20
        )
        self.line.setPlaceholderText(self.tr("年/月/日（西元或民國）"))
        if day is not None:
            self.text = f"{day:%Y/%m/%d}"
        self.edited.connect(lambda _: self._edited())
        self.left.connect(self.tell)

    def minimumSizeHint(self) -> QSize:
        """Wide enough for how a day is written."""
        hint = super().minimumSizeHint()
        written = self.line.fontMetrics().horizontalAdvance(self.line.placeholderText())
        return QSize(max(hint.width(), written + _AROUND), hint.height())

    @property
    def day(self) -> date | None:
        """The day that is written."""
        return read_day(plain(self.text))

    @property
    def is_right(self) -> bool:
        """Whether the line is empty or a day that exists."""
        return not plain(self.text) or self.day is not None

    def tell(self) -> None:
        """Say what is wrong with the line, if anything."""
        self.set_error("" if self.is_right else self.tr("沒有這一天，請照 2026/01/31 或 115/01/31 輸入"))

    def _edited(self) -> None:
        if self.is_right or len(plain(self.text)) < _SHORTEST:
            self.set_error("")
