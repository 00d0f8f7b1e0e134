"""The window: bars, banner, steps and one page; it routes what a person wants and decides nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLayout,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.page import Page
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Button, Dialog, Stepper, SyncState, Veil
from kiosk.ui.widgets.bottom_bar import BottomBar
from kiosk.ui.widgets.page_frame import PageFrame
from kiosk.ui.widgets.top_bar import TopBar
from kiosk.ui.widgets.trace_banner import TraceBanner
from kiosk.ui.widgets.training import TrainingBanner, TrainingMenu

_LOW_WITH_KEYS = 700  # px: lower than this, a window has room for the keys or for the upper bars
_LOWEST_WITH_KEYS = 480  # lower than this, for the keys or for any bar


class Shell(QMainWindow):
    """Shows one :class:`Page` at a time between its bars, and tells what was asked for by signals.

    Enter goes on (or presses the button that has the focus), Alt+Left back, Esc cancels, F1 helps, F2 changes
    the language, F8 type and contrast, F9 leads to sync, Ctrl+L locks.
    """

    back_requested = Signal()
    cancel_requested = Signal()
    next_requested = Signal()
    help_requested = Signal()
    language_requested = Signal()
    home_requested = Signal()
    display_requested = Signal()
    staff_requested = Signal()
    sync_requested = Signal()
    lock_requested = Signal()
    message_requested = Signal()
    end_requested = Signal()
    page_shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shell")
        self.page: Page | None = None
        self._dialog: Dialog | None = None
        self._cover: Veil | None = None
        self._shortcuts: list[QShortcut] = []
        self._keys: QWidget | None = None
        self._has_steps = False
        self._root = QWidget()
        self._top = TopBar()
        self._training_banner = TrainingBanner()
        self._training_banner.hide()
        self.trace_banner = TraceBanner()
        self.training_menu = TrainingMenu()
        self.training_menu.hide()
        self._stepper = Stepper(object_name="stepper")
        self._frame = PageFrame()
        self._bottom = bottom = BottomBar()
        self._back, self._help, self._message = bottom.back, bottom.help, bottom.message
        self._cancel, self._next = bottom.cancel, bottom.next
        self._build()
        self._connect()
        self._retranslate()

    def _build(self) -> None:
        margin = active_theme().measures.margin
        root = self._root
        root.setObjectName("shell-root")
        self._steps_row = QWidget()
        steps = QHBoxLayout(self._steps_row)
        steps.setContentsMargins(margin, 6, margin, 0)
        steps.addWidget(self._stepper)
        self._middle = middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._steps_row)
        middle.addWidget(self._frame, 1)
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addLayout(middle, 1)
        across.addWidget(self.training_menu)
        column = QVBoxLayout(root)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addWidget(self._training_banner)
        column.addWidget(self.trace_banner)
        column.addLayout(across, 1)
        column.addWidget(self._bottom)
        self.setCentralWidget(root)
        whole = self.layout()
        assert whole is not None
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it never outgrows the screen

    def _connect(self) -> None:
        for button, request in (
            (self._back, self.back_requested),
            (self._help, self.help_requested),
            (self._message, self.message_requested),
            (self._cancel, self.cancel_requested),
            (self._next, self.next_requested),
        ):
            button.clicked.connect(lambda _checked=False, request=request: request.emit())
        self._top.home_requested.connect(self.home_requested)
        self._top.language_requested.connect(self.language_requested)
        self._top.display_requested.connect(self.display_requested)
        self._top.staff_requested.connect(self.staff_requested)
        self._top.sync_requested.connect(self.sync_requested)
        self._top.end_requested.connect(self.end_requested)
        for keys, button in (
            (Qt.Key.Key_Return, self._next),
            (Qt.Key.Key_Enter, self._next),
            (Qt.KeyboardModifier.AltModifier | Qt.Key.Key_Left, self._back),
            (Qt.Key.Key_Escape, self._cancel),
            (Qt.Key.Key_F1, self._help),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda button=button: self._press(button))
            self._shortcuts.append(shortcut)
        of_lock = QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | Qt.Key.Key_L), self)
        of_lock.activated.connect(self.lock_requested)
        for key, request in (
            (Qt.Key.Key_F2, self.language_requested),
            (Qt.Key.Key_F8, self.display_requested),
            (Qt.Key.Key_F9, self.sync_requested),
        ):
            of_bar = QShortcut(QKeySequence(key), self)
            of_bar.activated.connect(request)
            self._shortcuts.append(of_bar)

    def show_page(
        self,
        page: Page,
        *,
        steps: Sequence[str] = (),
        current: int = 0,
        can_go_back: bool,
        can_cancel: bool,
    ) -> None:
        """Show ``page``, owned by the shell from now on; the page before is left, hidden and deleted.

        ``steps`` are the flow's headings, ``current`` the index of this page's step, from 0.
        """
        self.setUpdatesEnabled(False)
        before, self.page = self.page, page
        if before is not None:
            before.changed.disconnect(self._follow_page)
            before.leave()
        self._frame.set_page(
            page, title=page.title, lead=page.lead, illustration=page.illustration, wide=page.wide
        )
        if before is not None:
            before.deleteLater()
        page.changed.connect(self._follow_page)
        self._has_steps = bool(steps)
        self._make_room()
        self._stepper.set_steps(steps, current)
        self._back.setVisible(can_go_back)
        self._cancel.setVisible(can_cancel)
        self._follow_page()
        page.show()
        self.setUpdatesEnabled(True)
        self._place_focus(page)
        self.page_shown.emit()

    def put_keys(self, keys: QWidget) -> None:
        """Have ``keys`` to type with stand under the page, for somebody who stands here alone."""
        self._keys = keys
        keys.installEventFilter(self)
        self._middle.addWidget(keys)
        self._top.stand_alone()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bars make room for the keys, and come back when those are put away."""
        if watched is self._keys and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._make_room()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bars have room, or have none any more."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a low window, while somebody types on the keys, only the page and they are shown."""
        typing = self._keys is not None and not self._keys.isHidden()
        self._top.setVisible(not typing or self.height() >= _LOW_WITH_KEYS)
        self._steps_row.setVisible(self._has_steps and (not typing or self.height() >= _LOW_WITH_KEYS))
        self._bottom.setVisible(not typing or self.height() >= _LOWEST_WITH_KEYS)
        self._frame.make_room(for_keys=typing)

    def set_sync(self, state: SyncState) -> None:
        """How things stand with central."""
        self._top.sync_mark.set_state(state)

    def set_mode(self, text: str) -> None:
        """How one stands at this counter: 櫃台, 自助 or 外勤."""
        self._top.set_mode(text)

    def set_clock(self, text: str) -> None:
        """The date the counter reckons with, as it shall be read."""
        self._top.clock.setText(text)
        self._top.clock.setFixedWidth(self._top.clock.fontMetrics().horizontalAdvance(text) + 4)

    def set_training(self, note: str) -> None:
        """Show that this is training, with one more sentence (may be empty), and the training menu."""
        self._training_banner.set_note(note)
        self._training_banner.show()
        self.training_menu.show()

    def add_training_action(self, text: str, object_name: str, callback: Callable[[], None]) -> Button:
        """Add a button to the training menu."""
        return self.training_menu.add_action(text, object_name, callback)

    def confirm(
        self,
        title: str,
        text: str,
        yes: str,
        no: str,
        on_answer: Callable[[bool], None],
        *,
        danger: bool = False,
        body: QWidget | None = None,
    ) -> None:
        """Ask in the kiosk's own dialog and return at once; ``on_answer`` gets True for yes.

        ``body`` stands under the text.
        """
        self.withdraw()

        def answered(answer: bool) -> None:
            self._dialog = None
            self._lifted()
            on_answer(answer)

        self._let_keys(through=False)
        self._dialog = Dialog(
            self._root, title=title, text=text, yes=yes, no=no, on_answer=answered, danger=danger, body=body
        )

    def withdraw(self) -> None:
        """Take the question away that is asked; it is answered with no."""
        if self._dialog is not None:
            self._dialog.answer(False)

    def dismiss(self) -> None:
        """Take away what lies over the page; a question is answered with no."""
        self.withdraw()
        if self._cover is not None:
            self._cover.away()

    def set_staff(self, name: str) -> None:
        """Who works here, whom the button of the staff signs out; empty where it calls somebody."""
        self._top.set_staff(name)

    def cover(self, make: Callable[[QWidget, Callable[[], None]], Veil]) -> None:
        """Lay a veil over everything: ``make`` gets what it covers, and what to call when it is away."""
        self.dismiss()
        self._let_keys(through=False)
        self._cover = make(self._root, self._uncovered)

    def _uncovered(self) -> None:
        self._cover = None
        self._lifted()

    def _lifted(self) -> None:
        """Something over the page is away: where nothing is left, keys work and the page has the focus."""
        free = self._dialog is None and self._cover is None
        self._let_keys(through=free)
        focused = QApplication.focusWidget()
        if free and self.page is not None and (focused is None or not focused.isVisible()):
            self._place_focus(self.page)

    def show_call(self, since: str) -> None:
        """Somebody has called the staff, since then (HH:MM); empty when nobody waits."""
        self._top.set_call(since)

    def _let_keys(self, *, through: bool) -> None:
        for shortcut in self._shortcuts:
            shortcut.setEnabled(through)

    def _press(self, button: Button) -> None:
        """A key stands for a button one can see; Enter presses the one that has the focus."""
        focused = QApplication.focusWidget()
        if button is self._next and isinstance(focused, QPushButton):
            focused.click()
        elif button.isVisible():
            button.click()

    def _follow_page(self) -> None:
        if self.page is None:
            return
        self._next.setVisible(self.page.next_text is not None)
        self._next.set_text(self.page.next_text or self.tr("下一步"))
        busy = self.page.busy is not None
        self._next.setEnabled(self.page.valid and not busy)
        self._back.setEnabled(not busy)
        self._cancel.setEnabled(not busy)
        self._message.setEnabled(not busy)
        self._bottom.fit()

    def _place_focus(self, page: Page) -> None:
        if self._dialog is not None or self._cover is not None:
            return  # the page was made anew under it
        if page.first_focus is not None:
            page.first_focus.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._root.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("臺灣雲市集 合作社服務櫃台"))
        self._back.set_text(self.tr("返回"))
        self._help.set_text(self.tr("說明"))
        self._message.set_text(self.tr("文字客服"))
        self._cancel.set_text(self.tr("放棄"))
        self._follow_page()
