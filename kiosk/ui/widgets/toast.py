"""A word in passing: what was just done, over the foot of the page, gone by itself."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.text import Text

_SHOWN_MS = 6_000
_FROM_BELOW = 24


class Toast(QFrame):
    """Only for what can be seen on the page as well: nobody has to read it in time."""

    def __init__(self, parent: QWidget, *, object_name: str) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setProperty("role", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._parent = parent
        self._text = Text("", "toast", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 24, 12)
        row.setSpacing(12)
        row.addWidget(Icon("success", size=26, colour=active_theme().colours.on_accent))
        row.addWidget(self._text)
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, words: str) -> None:
        """Show ``words`` for some seconds; the words before make room."""
        self._text.setText(words)
        self.setAccessibleName(words)
        self.adjustSize()
        left = (self._parent.width() - self.width()) // 2
        self.move(max(left, 0), self._parent.height() - self.height() - _FROM_BELOW)
        self.raise_()
        self.show()
        self._timer.start()
