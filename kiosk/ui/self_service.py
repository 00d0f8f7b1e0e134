"""自助: somebody stands here alone; when that person leaves, nothing is left behind."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScroller, QWidget

from kiosk.services.flows.cards import is_no_card
from kiosk.ui.idle import IdleWatch
from kiosk.ui.idle_warning import IdleWarning
from kiosk.ui.pages.attract import AttractPage, AttractScene
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.routes import Routes
from kiosk.ui.shell import Shell
from kiosk.ui.widgets.touch_keys import TouchKeys


class SelfService(QObject):
    """Begins with the attract page and comes back to it: card taken out, done, or nobody there any more.

    Ending wipes: what is shown, what was entered and its drafts, the clipboard, and what was still on its
    way to the screen. `usual` puts language and look back.
    """

    def __init__(
        self,
        shell: Shell,
        routes: Routes,
        context: Context,
        usual: Callable[[], None],
    ) -> None:
        super().__init__(shell)
        self._shell, self._routes, self._context, self._usual = shell, routes, context, usual
        self._had_card = False
        self._waiting = True
        self._keys = TouchKeys()
        shell.put_keys(self._keys)
        self._idle = IdleWatch(self)
        self._idle.expired.connect(self.end)
        self._warning = IdleWarning(shell, self._idle, self._words)
        self._kept: frozenset[str] | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)
        shell.end_requested.connect(self.end)
        shell.page_shown.connect(self._page_shown)

    def close_down(self) -> None:
        """Watch no more."""
        self._idle.stop()

    def card_changed(self, state: CardState) -> bool:
        """Whether a card taken out has ended the session."""
        if state.present is not None:
            self._had_card = True
        elif self._had_card and state.error is not None and is_no_card(state.error):
            self.end()
            return True
        return False

    def end(self) -> None:
        """Whoever stood here has left; in this very call nothing of theirs is shown any more."""
        self._idle.stop()
        self._warning.forget()
        self._shell.dismiss()
        self._context.forget()
        self._routes.forget()
        QApplication.clipboard().clear()
        forgotten = self._context.card.present is not None
        self._had_card = forgotten
        self._routes.show_now(lambda: AttractScene(forgotten), AttractPage)
        self._keys.serve(None)
        self._usual()
        self._wipe_drafts()

    def _wipe_drafts(self) -> None:
        self._context.run(None, "", self._discard_drafts, lambda _: None)

    def _discard_drafts(self) -> None:
        """All but those that lay there before anybody stood here, as from a counter."""
        drafts = self._context.services.drafts
        found = [draft.draft_id for draft in drafts.open_drafts()]
        if self._kept is None:
            self._kept = frozenset(found)
        for draft_id in found:
            if draft_id not in self._kept:
                drafts.discard(draft_id)

    def _words(self, seconds: int) -> tuple[str, str, str, str]:
        return (
            self.tr("您還在嗎？"),
            self.tr("觸碰螢幕就能繼續，填好的內容還在。"),
            self.tr("繼續使用"),
            self.tr("{seconds} 秒後清除畫面上的資料，回到開始畫面。").format(seconds=seconds),
        )

    def _page_shown(self) -> None:
        page = self._shell.page
        assert page is not None
        QScroller.grabGesture(
            page.scroll_area.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture
        )
        waiting, self._waiting = self._waiting, isinstance(page, AttractPage)
        if self._waiting:
            self._idle.stop()
            return
        self._idle.start()
        if waiting:
            self._wipe_drafts()  # also what the person before was just saving as the session ended

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        page = self._shell.page
        line = now if isinstance(now, QLineEdit | QPlainTextEdit) and not now.isReadOnly() else None
        if line is not None and page is not None and page.isAncestorOf(line):
            self._keys.serve(line)
            QTimer.singleShot(0, line, lambda: self._show_line(line))
        elif self._keys.isVisible():
            self._keys.serve(None)

    def _show_line(self, line: QWidget) -> None:
        """Once the keys have their room: the line one writes on, and its label where there is room."""
        page = self._shell.page
        if page is not None and page.isAncestorOf(line):
            for one in (line.parentWidget() or line, line):
                page.scroll_area.ensureWidgetVisible(one, 0, 0)
