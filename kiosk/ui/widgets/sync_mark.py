"""The mark in the top bar that tells how things stand with central; one presses it to see more."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.painting import focus_is_visible, is_hovered, paint_box, paint_focus_ring
from kiosk.ui.widgets.pictures import Icon
from kiosk.ui.widgets.text import Text

_PAD = 10


@dataclass(frozen=True)
class SyncState:
    """Whether central answers, how many commands wait in the outbox, how many cases wait for the staff."""

    online: bool
    waiting: int
    attend: int = 0


class SyncMark(QPushButton):
    """已同步, N 筆待送, 離線 or N 件待處理, each with its own icon."""

    def __init__(self, *, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._state = SyncState(online=False, waiting=0)
        self._icon = Icon("offline", size=26)
        self._text = Text("", "caption", object_name=f"{object_name}.text", wrap=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(_PAD, 0, _PAD, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text)
        self._icon.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._retranslate()

    @property
    def words(self) -> str:
        """What the mark says."""
        return self._text.text()

    def set_state(self, state: SyncState) -> None:
        """Show how things stand now."""
        if state != self._state:
            self._state = state
            self._retranslate()

    def sizeHint(self) -> QSize:
        """As wide as icon and words, as high as a finger needs."""
        layout = self.layout()
        assert layout is not None
        return QSize(layout.sizeHint().width(), active_theme().measures.target)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:
        """The whole mark is the target."""
        return self.rect().contains(position)

    def changeEvent(self, event: QEvent) -> None:
        """Follow language and theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.StyleChange):
            self._retranslate()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what tells that it can be pressed; the words stand on it."""
        theme = active_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_hovered(self) or self.isDown():
            face = QRectF(self.rect()).adjusted(2, 8, -2, -8)
            paint_box(painter, face, fill=theme.colours.accent_soft, radius=theme.measures.radius)
        if focus_is_visible(self):
            paint_focus_ring(painter, QRectF(self.rect()), theme)

    def _retranslate(self) -> None:
        colours, waiting, attend = active_theme().colours, self._state.waiting, self._state.attend
        if not self._state.online:
            words = self.tr("離線，{count} 筆待送").format(count=waiting) if waiting else self.tr("離線")
            icon, colour = "offline", colours.warning
        elif attend:
            words, icon, colour = self.tr("{count} 件待處理").format(count=attend), "warning", colours.warning
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
        self.setAccessibleName(self.tr("同步狀態：{words}").format(words=words))
        more = [self.tr("{count} 筆待送").format(count=waiting)] if waiting else []
        more += [self.tr("{count} 件待處理").format(count=attend)] if attend else []
        self.setAccessibleDescription("，".join(more))
        self.setToolTip("，".join([*more, self.tr("按此查看同步與待處理（F9）")]))
        self.updateGeometry()
