"""The mark in the top bar that tells how things stand with the central service."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.text import Text


@dataclass(frozen=True)
class SyncState:
    """Whether central answers, and how many commands wait in the outbox."""

    online: bool
    waiting: int


class SyncMark(QWidget):
    """已同步, N 筆待送 or 離線, each with its own icon."""

    def __init__(self, *, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self._state = SyncState(online=False, waiting=0)
        self._icon = Icon("offline", size=26)
        self._text = Text("", "caption", object_name=f"{object_name}.text", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text)
        self._retranslate()

    @property
    def text(self) -> str:
        """What the mark says."""
        return self._text.text()

    def set_state(self, state: SyncState) -> None:
        """Show how things stand now."""
        self._state = state
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        colours, waiting = active_theme().colours, self._state.waiting
        if not self._state.online:
            words = self.tr("離線，{count} 筆待送").format(count=waiting) if waiting else self.tr("離線")
            icon, colour = "offline", colours.warning
        elif waiting:
            words, icon, colour = (
                self.tr("{count} 筆待送").format(count=waiting),
                "sync-waiting",
                colours.accent,
            )
        else:
            words, icon, colour = self.tr("已同步"), "sync-done", colours.success
        self._text.setText(words)
        # No narrower than the usual words: the bar must not jump when the state changes.
        self._text.setMinimumWidth(self._text.fontMetrics().horizontalAdvance(self.tr("已同步")) + 2)
        self._icon.set_icon(icon, colour)
        self.setAccessibleName(words)
