"""A question over the whole window, in the kiosk's own look; it blocks nothing but the window's input."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.text import Text
from kiosk.ui.widgets.veil import Veil


class Dialog(Veil):
    """A card over its parent: title, text, no and yes. The focus starts on no and stays inside."""

    def __init__(
        self,
        parent: QWidget,
        *,
        title: str,
        text: str,
        yes: str,
        no: str,
        on_answer: Callable[[bool], None],
        danger: bool = False,
        body: QWidget | None = None,
    ) -> None:
        """``on_answer`` gets True for yes. An empty ``no`` makes it a message with one button.

        ``body`` stands under the text.
        """
        super().__init__(parent, object_name="dialog", width=640)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._on_answer = on_answer
        self._yes = Button(
            yes, object_name="dialog.yes", kind=ButtonKind.DANGER if danger else ButtonKind.PRIMARY
        )
        self._yes.clicked.connect(lambda: self.answer(True))
        self._no = Button(no, object_name="dialog.no")
        self._no.clicked.connect(lambda: self.answer(False))
        if not no:
            self._no.hide()
        self._build(title, text, body)
        self.open()
        (self._no if no else self._yes).setFocus()

    def _build(self, title: str, text: str, body: QWidget | None) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._no)
        buttons.addWidget(self._yes)
        self.inside.addWidget(Text(title, "heading"))
        self.inside.addWidget(Text(text))
        if body is not None:
            self.inside.addWidget(body)
        self.below.addLayout(buttons)

    def answer(self, yes: bool) -> None:
        """Close with an answer."""
        self.shut()
        self._on_answer(yes)

    def away(self) -> None:
        """Close it, as if the answer were no."""
        self.answer(False)

    def _in_order(self) -> list[QWidget]:
        return list[QWidget](self.findChildren(QAbstractButton))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is no; Enter presses the button that has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self.answer(False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.answer(self._yes.hasFocus())
