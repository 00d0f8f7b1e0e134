"""What tells that this is training, and what one can do only there."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.scroll_column import ScrollColumn
from kiosk.ui.widgets.text import Text

_AROUND = 32  # margins and scroll bar beside a button
_FOLDED = 68


class TrainingBanner(QFrame):
    """The yellow line under the top bar: training, and a second sentence when there is more to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training-banner")
        self._first = Text("", "strong")
        self._second = Text("", object_name="training.note")
        row = QHBoxLayout(self)
        row.setContentsMargins(27, 6, 27, 6)
        row.setSpacing(12)
        row.addWidget(Icon("training", size=24, ink="warning"))
        row.addWidget(self._first, 1)
        row.addWidget(self._second, 1)
        self.set_note("")
        self._retranslate()

    def set_note(self, note: str) -> None:
        """The second sentence; may be empty."""
        self._second.setText(note)
        self._second.setVisible(bool(note))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._first.setText(self.tr("訓練模式：虛擬卡片，資料不會送往正式環境"))


class TrainingMenu(QFrame):
    """The panel at the right edge: buttons that play card, vendor and calendar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training-menu")
        self._open = True
        self._width = 176
        self._title = Text("", "strong", wrap=False)
        self._toggle = Button("", object_name="training.toggle", kind=ButtonKind.QUIET, icon="chevron-right")
        self._toggle.clicked.connect(lambda: self.set_open(not self._open))
        self._area = ScrollColumn()
        self._actions = self._area.column
        self._actions.setContentsMargins(8, 0, 8, 8)
        self._actions.setSpacing(0)
        self._actions.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._toggle)
        head.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        column.addStretch()
        self.set_open(True)
        self._retranslate()

    def add_action(self, text: str, object_name: str, callback: Callable[[], None]) -> Button:
        """Add a button at the end."""
        button = Button(text, object_name=object_name, compact=True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: callback())
        self._actions.insertWidget(self._actions.count() - 1, button)
        self._width = max(self._width, button.sizeHint().width() + _AROUND)
        self.set_open(self._open)
        return button

    def clear(self) -> None:
        """Take all actions away."""
        while self._actions.count() > 1:
            if (item := self._actions.takeAt(0)) and (widget := item.widget()):
                widget.hide()
                widget.deleteLater()

    def set_open(self, is_open: bool) -> None:
        """Show the actions, or only the edge by which they are opened again."""
        self._open = is_open
        self._title.setVisible(is_open)
        self._area.setVisible(is_open)
        self._toggle.set_icon("chevron-right" if is_open else "chevron-left")
        self.setFixedWidth(self._width if is_open else max(_FOLDED, self._toggle.sizeHint().width()))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language, and how large a finger's target is in the look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self.set_open(self._open)

    def _retranslate(self) -> None:
        self._title.setText(self.tr("訓練選單"))
        self._toggle.setAccessibleName(self.tr("開關訓練選單"))
