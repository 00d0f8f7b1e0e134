"""A case in the staff's list: one presses it to see it whole."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.pages.row_button import RowButton
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Icon, Text


class CaseRow(RowButton):
    """Whose and what at the left, why and its mark at the right."""

    def __init__(self, whose: str, what: str, why: str, *, closed: bool, object_name: str) -> None:
        waits = QCoreApplication.translate("Cases", "待處理")
        mark = QCoreApplication.translate("Cases", "已結案") if closed else waits
        super().__init__(object_name=object_name, name=f"{whose} {what}", description=f"{mark} {why}")
        colours = active_theme().colours
        self.left.addWidget(Text(whose, "lead" if closed else "strong"))
        self.left.addWidget(Text(what, "caption"))
        self.right.addWidget(Text(why, "lead" if closed else "body"))
        marked = QHBoxLayout()
        marked.setSpacing(6)
        icon, colour = ("success", colours.success) if closed else ("warning", colours.warning)
        marked.addWidget(Icon(icon, size=22, colour=colour))
        marked.addWidget(Text(mark, "caption", wrap=False))
        marked.addStretch(1)
        self.right.addLayout(marked)
        self.close_row(left=1, right=1)
