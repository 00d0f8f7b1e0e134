"""The window that is there at once, while everything else of the program is still being fetched.

It imports Qt and the theme alone: what takes long comes after it.
"""

import sys

from PySide6.QtCore import QEventLoop, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui.theme import theme_for, type_font

_PATIENCE_MS = 300
_LOOK_MS = 15
_PRODUCT = "臺灣雲市集 合作社服務櫃台"
# In both languages: nobody has chosen one yet.
_WORDS, _IN_ENGLISH = "正在準備，請稍候", "Getting ready, please wait"


class Opening(QWidget):
    """Covers the screen, with `training` what a desktop leaves of it, until another window is seen."""

    def __init__(self, application: QApplication, *, training: bool) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint)
        self.setObjectName("opening")
        self.setWindowTitle(_PRODUCT)
        self.setAccessibleName(f"{_PRODUCT}：{_WORDS} {_IN_ENGLISH}")
        # The keys are the next window's, and the program ends with that one.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._application, self._training = application, training
        self._theme = theme_for(*application.primaryScreen().availableGeometry().size().toTuple())
        self._painted = QEventLoop(self)
        # The loop turns first when another window is there; then it looks until that one is on the screen.
        self._look = QTimer(self, interval=_LOOK_MS)
        self._look.timeout.connect(self._give_way)

    def paint_now(self) -> None:
        """Show it; back when it is on the screen, or after a moment on a screen that does not tell."""
        screen = self._application.primaryScreen()
        if self._training:
            self.setGeometry(screen.availableGeometry())
            self.show()
        else:
            self.setGeometry(screen.geometry())
            self.showFullScreen()
        QTimer.singleShot(_PATIENCE_MS, self._painted.quit)
        self._painted.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        QGuiApplication.sync()
        self._look.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The product's name, and that one is to wait."""
        colours, scale, space = self._theme.colours, self._theme.type, self._theme.measures
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colours.background))
        top = self.height() // 2 - scale.title * 2
        for text, pixels, colour, bold in (
            (_PRODUCT, scale.title, colours.accent, True),
            (_WORDS, scale.body, colours.text, False),
            (_IN_ENGLISH, scale.body, colours.muted, False),
        ):
            painter.setFont(type_font(pixels, bold=bold))
            painter.setPen(QColor(colour))
            line = QRect(0, top, self.width(), pixels * 2)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
            top = line.bottom() + space.tight
        painter.end()
        self._painted.quit()

    def _give_way(self) -> None:
        for window in self._application.topLevelWidgets():
            if window is not self and window.isVisible() and window.windowHandle().isExposed():
                self._look.stop()
                self.close()
                self.deleteLater()
                return


def show_opening(*, training: bool) -> Opening:
    """Make the application object that the whole program uses, and the window; to be kept until that ends."""
    opening = Opening(QApplication(sys.argv[:1]), training=training)
    opening.paint_now()
    return opening
