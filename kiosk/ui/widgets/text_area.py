"""Several lines to write on, or to read, with their label above."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from kiosk.ui.entries import Entry, cells_of, stranger_in
from kiosk.ui.widgets.fit import tell_of_fit
from kiosk.ui.widgets.text import Text

_LONGEST = 4_000
"""How many characters there is room for where nothing else is said; about four pages."""

_FRAME = 28  # what the style sheet keeps around the lines


class _Lines(QPlainTextEdit):
    """Takes nothing pasted that there is no room for: half of it would be worse than none.

    `gone` when another part of the window has the focus.
    """

    refused = Signal()
    gone = Signal()

    def __init__(self, placeholder: str, longest: int) -> None:
        super().__init__(placeholderText=placeholder)
        self._longest = longest

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take it where there is room."""
        chosen = len(self.textCursor().selectedText())
        if self.document().characterCount() - 1 - chosen + len(source.text()) > self._longest:
            self.refused.emit()
        else:
            self.insertPlainText(cells_of(source.text()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell of it, but not where only the window is another."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.gone.emit()


class TextArea(QWidget):
    """Label, hint and lines. ``edited`` with every change. Tab leads on; what is pasted keeps its tabs.

    ``object_name`` is the lines' own name (a ``QPlainTextEdit``). More than ``longest`` characters are told
    of: pasted they are not taken, typed they stay. With them, or with what cannot stand there, ``fits`` is
    False: the page does not go on. ``left`` as one leaves it.
    """

    edited = Signal()
    left = Signal()

    def __init__(
        self,
        label: str,
        *,
        object_name: str,
        kind: Entry = Entry.PROSE,
        hint: str = "",
        placeholder: str = "",
        lines: int = 4,
        read_only: bool = False,
        longest: int = _LONGEST,
    ) -> None:
        """``lines`` is how many can be seen at once."""
        super().__init__()
        self.setObjectName(f"{object_name}.area")
        self._hint_text = hint
        self.longest, self._kind, self._fits = longest, kind, True
        self.edit = _Lines(placeholder, longest)
        self.edit.setObjectName(object_name)
        self.edit.setAccessibleName(label)
        self.edit.setAccessibleDescription(hint)
        self.edit.setReadOnly(read_only)
        self.edit.setTabChangesFocus(True)
        self.edit.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.edit.ensurePolished()
        self.edit.setFixedHeight(lines * self.edit.fontMetrics().lineSpacing() + _FRAME + 8)
        name = Text(label, "label")
        name.setBuddy(self.edit)
        told = Text(hint, "caption")
        if not hint:
            told.hide()
        self._error = Text("", "error", object_name=f"{object_name}.error")
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(5, 0, 5, 0)
        column.setSpacing(6)
        column.addWidget(name)
        column.addWidget(told)
        column.addWidget(self.edit)
        column.addWidget(self._error)
        self.edit.textChanged.connect(self._changed)
        self.edit.refused.connect(self._refused)
        self.edit.gone.connect(self.left)
        self.setFocusProxy(self.edit)

    @property
    def fits(self) -> bool:
        """Whether there is room for what stands there, and all of it can stand there."""
        return self._fits

    def _changed(self) -> None:
        told = "" if self.edit.isReadOnly() else self._fault()
        self.set_error(told)
        fits, self._fits = self._fits, not told
        self.edited.emit()
        if fits is not self._fits:
            tell_of_fit(self)

    def _fault(self) -> str:
        if self.edit.document().characterCount() - 1 > self.longest:
            return self.tr("太長：最多 {most} 字，請縮短。").format(most=f"{self.longest:,}")
        stranger = stranger_in(self.text, self._kind)
        return stranger and self.tr("「{letter}」印不出來，請改用文字。").format(letter=stranger)

    def _refused(self) -> None:
        told = self.tr("貼上的內容太長，沒有放入；最多 {most} 字，請分段或縮短。")
        self.set_error(told.format(most=f"{self.longest:,}"))

    def set_error(self, error: str) -> None:
        """Say in words what is wrong with the lines; the empty text takes it back."""
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self.edit.setAccessibleDescription(error or self._hint_text)

    @property
    def error(self) -> str:
        """What is said to be wrong; empty when nothing is."""
        return self._error.text()

    @property
    def text(self) -> str:
        """What stands there."""
        return self.edit.toPlainText()

    @text.setter
    def text(self, text: str) -> None:
        self.edit.setPlainText(text)
