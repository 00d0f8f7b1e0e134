"""A question over the whole window, in the kiosk's own look; it blocks nothing but the window's input."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.buttons import Button, ButtonKind
from kiosk.ui.widgets.text import Text


class Dialog(QWidget):
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
        super().__init__(parent)
        self.setObjectName("dialog")
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self._parent = parent
        self._on_answer = on_answer
        self._before = QApplication.focusWidget()
        self._yes = Button(
            yes, object_name="dialog.yes", kind=ButtonKind.DANGER if danger else ButtonKind.PRIMARY
        )
        self._yes.clicked.connect(lambda: self.answer(True))
        self._no = Button(no, object_name="dialog.no")
        self._no.clicked.connect(lambda: self.answer(False))
        if not no:
            self._no.hide()
        self._build(title, text, body)
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        (self._no if no else self._yes).setFocus()

    def _build(self, title: str, text: str, body: QWidget | None) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._no)
        buttons.addWidget(self._yes)
        card = QFrame()
        card.setObjectName("dialog-card")
        card.setFixedWidth(640)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(36, 32, 31, 27)
        inside.setSpacing(active_theme().measures.gap)
        inside.addWidget(Text(title, "heading"))
        inside.addWidget(Text(text))
        if body is not None:
            inside.addWidget(body)
        inside.addSpacing(8)
        inside.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)

    def answer(self, yes: bool) -> None:
        """Close with an answer."""
        self._parent.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self._on_answer(yes)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round what stands on the card, never out."""
        stops = [one for one in self.findChildren(QAbstractButton) if one.isVisible() and one.isEnabled()]
        if not stops:  # it is being closed
            return False
        here = next((place for place, one in enumerate(stops) if one.hasFocus()), -1)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is no; Enter presses the button that has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self.answer(False)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.answer(self._yes.hasFocus())

    def event(self, event: QEvent) -> bool:
        """Take every press of a pointer beside the card."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.Wheel):
            return True
        return super().event(event)

    def eventFilter(self, watched, event: QEvent) -> bool:
        """Cover the parent at any size."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._parent.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the veil."""
        veil = QColor(active_theme().colours.veil)
        veil.setAlpha(140)
        QPainter(self).fillRect(QRectF(self.rect()), veil)
