"""Nothing on the screen leads out of the counter: no key, menu, link, nor anything that is dragged in."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

_KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride})

_NEVER = frozenset(
    {
        QEvent.Type.ContextMenu,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
        QEvent.Type.EnterWhatsThisMode,
    }
)
"""Qt's own menus and questions; files, addresses and texts that are dragged in."""

_SEEN = _KEYS | _NEVER | {QEvent.Type.ActivationChange, QEvent.Type.WindowStateChange}

_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_CTRL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
_OF_THE_HAND = ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier)
"""Where a key is, and the third level of a layout: what a key does is the same."""

_FIRST_FUNCTION, _LAST_FUNCTION = Qt.Key.Key_F1.value, Qt.Key.Key_F35.value
# Qt's numbers: Super, Menu, Help and those of devices up to where the keys begin that write letters together.
_FIRST_OTHER, _FIRST_OF_WRITING = Qt.Key.Key_Super_L.value, Qt.Key.Key_AltGr.value
_FIRST_OF_PHONES, _OF_NO_NAME = Qt.Key.Key_Select.value, Qt.Key.Key_unknown.value
_OUTSIDE = frozenset(
    {Qt.Key.Key_Print, Qt.Key.Key_SysReq, Qt.Key.Key_Pause, Qt.Key.Key_Clear, Qt.Key.Key_Meta}
)
_OURS = frozenset({Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F8, Qt.Key.Key_F9})

_MOVING = frozenset(
    {
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End,
        Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Insert,
    }
)  # fmt: skip
_WITH_CTRL = _MOVING | {
    Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Y, Qt.Key.Key_Z, Qt.Key.Key_L,
}  # fmt: skip
_MODIFIERS = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt})

SCHEMES = ("http", "https", "mailto", "file", "ftp", "sftp", "smb", "tel", "sms", "data", "javascript")


def stays(keys: QKeyCombination) -> bool:
    """Whether these keys write, move, correct or are of this window's own; all others may lead elsewhere."""
    key, modifiers = keys.key(), keys.keyboardModifiers() & _OF_THE_HAND
    if key in _MODIFIERS:
        return not modifiers & Qt.KeyboardModifier.MetaModifier
    if modifiers in {_NONE, _SHIFT}:
        if _FIRST_FUNCTION <= key.value <= _LAST_FUNCTION:
            return key in _OURS and modifiers == _NONE
        return not (
            key in _OUTSIDE
            or _FIRST_OTHER <= key.value < _FIRST_OF_WRITING
            or _FIRST_OF_PHONES <= key.value < _OF_NO_NAME
        )
    if modifiers in {_CTRL, _CTRL | _SHIFT}:
        return key in _WITH_CTRL
    return modifiers == _ALT and key == Qt.Key.Key_Left


class Lockdown(QObject):
    """Watches over the application's events for `window`, until that is gone or `end` is called.

    While `held` (nobody stands here who may leave) keys that may lead elsewhere do nothing, and the window
    does not stay small; with `grabs` they are kept from the desktop's window manager too. Menus, links and
    things dragged in never do anything.
    """

    def __init__(self, window: QWidget, held: Callable[[], bool], *, grabs: bool = False) -> None:
        super().__init__(window)
        self._window, self._held = window, held
        self._grabs = grabs and QGuiApplication.platformName() == "xcb"  # no other can
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        for scheme in SCHEMES:
            QDesktopServices.setUrlHandler(scheme, self, "goes_nowhere")  # type: ignore[arg-type]

    def end(self) -> None:
        """Watch no more."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._grabs = False
        for scheme in SCHEMES:
            QDesktopServices.unsetUrlHandler(scheme)

    def follow(self) -> None:
        """Whether it is held may have changed: keep the keys from the desktop, or let them go."""
        handle = self._window.windowHandle()
        if self._grabs and handle is not None:
            handle.setKeyboardGrabEnabled(self._held() and self._window.isActiveWindow())

    @Slot(QUrl)
    def goes_nowhere(self, address: QUrl) -> None:
        """A link was pressed; no other program is started."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let through what stays."""
        kind = event.type()
        if kind not in _SEEN:
            return False
        if kind in _NEVER:
            event.ignore()
            return True
        if isinstance(event, QKeyEvent):
            swallowed = self._held() and not stays(event.keyCombination())
            if swallowed:
                event.accept()
            return swallowed
        if watched is self._window:
            self.follow()
            if self._window.isMinimized() and self._held():
                QTimer.singleShot(0, self._window, self._come_back)
        return False

    def _come_back(self) -> None:
        self._window.setWindowState(self._window.windowState() & ~Qt.WindowState.WindowMinimized)
