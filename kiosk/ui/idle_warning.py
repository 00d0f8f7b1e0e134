"""Is anybody still there? Asked while the time left runs down; any touch takes the question back."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from kiosk.ui.idle import IdleWatch
from kiosk.ui.shell import Shell
from kiosk.ui.widgets import Text


class IdleWarning(QObject):
    """Asks over `shell` what `words` says for the seconds left: title, text, answer, and the time left."""

    def __init__(
        self, shell: Shell, watch: IdleWatch, words: Callable[[int], tuple[str, str, str, str]]
    ) -> None:
        super().__init__(watch)
        self._shell, self._watch, self._words = shell, watch, words
        self._left: Text | None = None
        watch.warned.connect(self._warn)
        watch.returned.connect(self.take_back)

    def take_back(self) -> None:
        """Ask no more."""
        if self._left is not None:
            self._left = None
            self._shell.withdraw()

    def forget(self) -> None:
        """What was asked is away already."""
        self._left = None

    def _warn(self, left_ms: int) -> None:
        page = self._shell.page
        if page is not None and page.busy is not None:
            self._watch.touched()  # the kiosk itself is at work
            return
        title, text, answer, left = self._words(left_ms // 1000)
        if self._left is not None:
            self._left.setText(left)
            return
        shown = Text(left, "heading", object_name="idle.left")
        self._shell.confirm(title, text, answer, "", lambda _yes: self._watch.touched(), body=shown)
        self._left = shown  # whatever was asked before is answered with no by now
