"""A key on the screen."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.buttons import Button, ButtonKind

_NARROWEST = 34  # px


class TouchKey(Button):
    """As wide as its row leaves it, and no narrower than a finger; the focus stays on the line."""

    def __init__(
        self, text: str, *, object_name: str, kind: ButtonKind = ButtonKind.SECONDARY, icon: str = ""
    ) -> None:
        super().__init__(text, object_name=object_name, kind=kind, icon=icon)
        self._height: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_height(self, height: int) -> None:
        """Be so high, where there is little room."""
        if height != self._height:
            self._height = height
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """A finger's width and height."""
        target = active_theme().measures.target
        return QSize(target, self._height or target)

    def minimumSizeHint(self) -> QSize:
        """Thirteen stand beside one another on an upright screen at 200 %, each still twice as wide."""
        return QSize(_NARROWEST, self.sizeHint().height())
