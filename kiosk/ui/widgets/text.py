"""Labels in the type scale's roles."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.theme import active_theme
from kiosk.ui.widgets.breaking import as_written, keep_together

_FAR = 100_000


class Text(QLabel):
    """Words on the screen, never markup.

    ``role`` is one of title, heading, strong, body, lead, caption, figure, label and error.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        *,
        object_name: str = "",
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        """Show ``text``; lines end where they may."""
        super().setText(keep_together(text) if self.wordWrap() else text)

    def minimumSizeHint(self) -> QSize:
        """No narrower than its longest word."""
        hint = super().minimumSizeHint()
        if not self.wordWrap() or not super().text():
            return hint
        narrow = QRect(0, 0, 1, _FAR)
        word = self.fontMetrics().boundingRect(narrow, Qt.TextFlag.TextWordWrap, super().text())
        edges = self.width() - self.contentsRect().width()
        return QSize(max(hint.width(), word.width() + edges), hint.height())

    def text(self) -> str:
        """What was written."""
        return as_written(super().text())


class ElidedText(Text):
    """One line that ends in … where there is no room for all of it; a screen reader hears it whole."""

    def __init__(self, text: str = "", role: str = "body", *, parent: QWidget | None = None) -> None:
        super().__init__(text, role, wrap=False, parent=parent)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        return QSize(48, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write as much as there is room for."""
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, words)


class Bullet(QWidget):
    """One of a list: a dot, and words whose further lines stand under the first."""

    def __init__(self, text: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Text("・", wrap=False), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(text), 1)


class Panel(QFrame):
    """A white sheet with a fine edge, on which related things stand; fill :attr:`content`."""

    def __init__(self, heading: str = "", *, object_name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = active_theme().measures
        self.setObjectName(object_name)
        self.setProperty("role", "panel")
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(space.wide, space.wide - 4, space.wide, space.wide - 4)
        self.content.setSpacing(space.gap)
        if heading:
            self.setAccessibleName(heading)
            self.content.addWidget(Text(heading, "heading"))


class Rule(QFrame):
    """A fine line across."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rule")
        self.setFixedHeight(1)
