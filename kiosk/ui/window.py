"""The window at work: it joins shell, flows and pages, and decides nothing that a flow decides."""

import hashlib
import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from kiosk.domain.calendar import TAIPEI
from kiosk.services.card_trace import CardTrace
from kiosk.services.crash_reports import CrashReports
from kiosk.services.flows.services import FAILURES, Services
from kiosk.services.screen import USUAL_SCREEN
from kiosk.services.settings import Mode
from kiosk.services.sync.report import SyncProgress, SyncReport
from kiosk.ui.idle import EXTEND_MS, IdleWatch
from kiosk.ui.idle_warning import IdleWarning
from kiosk.ui.leaving import Leaving
from kiosk.ui.pages.card_watch import CardWatch
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.crash import CrashPage
from kiosk.ui.pages.journey import Journey
from kiosk.ui.pages.message import MessageForm
from kiosk.ui.pages.place import Place
from kiosk.ui.pages.routes import Routes
from kiosk.ui.pages.training_panel import TrainingPanel
from kiosk.ui.self_service import SelfService
from kiosk.ui.shell import Shell
from kiosk.ui.theme import Display, apply_theme, theme_for
from kiosk.ui.translation import Language, Translation
from kiosk.ui.widgets import DisplayChoice, SyncState
from kiosk.ui.workers import Job, Workers

logger = logging.getLogger(__name__)

_CLOCK_MS = 5_000
_STOP_MS = 5_000


class KioskWindow(Shell):
    """The kiosk's window over `services`; `lasting` is False where its database is thrown away at the end.

    `mode` is how one stands at it, `trace` what a technician may have turned on; `reports` keeps what is told
    of bugs; the screen has `inches` from corner to corner.

    Its signals may be emitted from any thread: `reader_changed` with each `ReaderState` of the monitor,
    `sync_changed` with the `SyncProgress` and at last the `SyncReport` of each round of sync,
    `printing_changed` when a print has come further.
    """

    reader_changed = Signal(object)
    sync_changed = Signal(object)
    printing_changed = Signal(object)

    def __init__(
        self,
        services: Services,
        *,
        lasting: bool = True,
        mode: Mode = Mode.COUNTER,
        trace: CardTrace | None = None,
        reports: CrashReports | None = None,
        inches: float = USUAL_SCREEN,
    ) -> None:
        super().__init__()
        self._inches = inches
        self._lasting, self._mode, self._trace, self._reports = lasting, mode, trace, reports
        self._workers = Workers(expected=FAILURES, parent=self)
        self._context = Context(services, self._workers, self.crash)
        self._context.tell_sync = self.sync_changed.emit
        self._context.attended = self._look_at_sync
        self._cards = CardWatch(self._context, self)
        self._cards.changed.connect(self._card_changed)
        self._routes = Routes(self._context, self)
        self._leaving = Leaving(self, self._routes, self._context, mode)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._translation = Translation(application)
        self._display = Display()
        self._training: TrainingPanel | None = None
        self._look: Job | None = None
        self._sync_state = SyncState(online=False, waiting=0)
        self._called = ""
        self._message_form: MessageForm | None = None
        if services.training is not None:
            self._training = TrainingPanel(
                self, self._context, services.training, lambda: self._routes.member, self._acted
            )
            self._training.end_requested.connect(self._leaving.ask_to_end)
        self._connect_window()
        self._clock = QTimer(self, interval=_CLOCK_MS)
        self._clock.timeout.connect(self._show_clock)
        self._clock.start()
        self._dress()
        self._look_at_sync()
        self._idle = self._watch_idleness()
        self._context.field = mode is Mode.FIELD
        self._alone: SelfService | None = None
        if mode is Mode.SELF_SERVICE:
            self._context.touch = True
            self._alone = SelfService(self, self._routes, self._context, self._usual)
            self._alone.end()
        else:
            self.sync_requested.connect(lambda: self._routes.go("sync"))
            self._routes.nobody.connect(self._usual)
            self._routes.open()

    def _connect_window(self) -> None:
        self.next_requested.connect(lambda: self._routes.current and self._routes.current.next())
        self.back_requested.connect(self._routes.back)
        self.cancel_requested.connect(self._cancel_journey)
        self.home_requested.connect(self._routes.home)
        self.help_requested.connect(self._show_help)
        self._connect_staff()
        self.message_requested.connect(self._write_message)
        self.language_requested.connect(self._switch_language)
        self.display_requested.connect(self._ask_for_display)
        self.reader_changed.connect(self._cards.readers_changed, Qt.ConnectionType.QueuedConnection)
        self.sync_changed.connect(self._synced, Qt.ConnectionType.QueuedConnection)
        self.printing_changed.connect(self._routes.printing_moved, Qt.ConnectionType.QueuedConnection)

    def _connect_staff(self) -> None:
        self.staff_requested.connect(self._lock_or_call)
        self.lock_requested.connect(lambda: self._routes.gate.lock("key"))
        self._routes.staff_changed.connect(self._show_staff)

    def _watch_idleness(self) -> IdleWatch | None:
        """Lock where nobody has touched anything for a while; not where nobody signs in."""
        staff = self._routes.gate.staff
        if staff is None:
            return None
        watch = IdleWatch(self)
        warning = IdleWarning(self, watch, self._words_before_lock)
        watch.expired.connect(warning.take_back)
        watch.expired.connect(lambda: self._routes.gate.lock("idle"))
        return watch

    def _words_before_lock(self, seconds: int) -> tuple[str, str, str, str]:
        return (
            self.tr("還在辦理嗎？"),
            self.tr("按任意鍵或移動滑鼠就能繼續，填好的內容還在。"),
            self.tr("繼續辦理"),
            self.tr("{seconds} 秒後鎖定櫃台。").format(seconds=seconds),
        )

    @property
    def card(self) -> CardState:
        """What lies in the reader now."""
        return self._context.card

    def _synced(self, told: SyncReport | SyncProgress) -> None:
        if isinstance(told, SyncProgress):
            self._context.sync.tell_progress(told, time.monotonic())
            self._show_sync_state(replace(self._sync_state, waiting=max(told.total - told.sent, 0)))
            self._routes.sync_moved()
            return
        self._context.sync.tell_report(told, self._context.services.clock())
        self._look_at_sync()
        self._routes.sync_moved()
        self._routes.refresh()

    def crash(self, error: Exception) -> None:
        """A bug: log it, keep a report, and show the calm page with a code that finds both."""
        code = _code_of(error)
        # Without the error's own words, which may hold what somebody entered.
        frames = "".join(traceback.format_tb(error.__traceback__))
        logger.error("bug %s: %s\n%s", code, type(error).__name__, frames)
        if self._reports is not None:
            self._reports.write(code, error, "" if self.page is None else self.page.objectName())
        self._context.forget()  # what the broken page still waits for
        self.dismiss()
        self._routes.show_now(lambda: code, CrashPage)

    def close_down(self) -> None:
        """Stop what is under way; secrets on the page are wiped."""
        self._clock.stop()
        self._leaving.close_down()
        if self._idle is not None:
            self._idle.stop()
        if self._alone is not None:
            self._alone.close_down()
            self._alone = None
        if self._context.sync.progress is not None:
            self._context.services.sync.cancel()  # what was answered is kept; the rest goes on next time
        if self.page is not None:
            self.page.leave()
        self._workers.stop(_STOP_MS)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing leads to the desktop but a technician's exit; training asks, and ends."""
        if self._leaving.may_close():
            super().closeEvent(event)
        else:
            event.ignore()

    def _card_changed(self, state: CardState) -> None:
        if self._alone is not None and self._alone.card_changed(state):
            return
        self._routes.card_changed(state)
        if self._message_form is not None and isValid(self._message_form):
            self._message_form.member_is(self._routes.member)

    def _acted(self) -> None:
        """Training has done something: time, card or order may be others now."""
        self._show_clock()
        self._routes.refresh()

    def _cancel_journey(self) -> None:
        if isinstance(self._routes.current, Journey):
            self._routes.current.cancel()

    def _switch_language(self) -> None:
        chinese = self._translation.language is Language.CHINESE
        self._speak(Language.ENGLISH if chinese else Language.CHINESE)

    def _speak(self, language: Language) -> None:
        if language is self._translation.language:
            return
        self._translation.switch(language)
        self._context.language = "en" if language is Language.ENGLISH else "zh"
        self._redraw()

    def _usual(self) -> None:
        """Language and look as they are for whoever comes next."""
        self._speak(Language.CHINESE)
        if self._display != Display():
            self.show_in(Display())

    def show_in(self, display: Display) -> None:
        """Show everything as ``display`` wants it, on a window of this size."""
        self._display = display
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        touch = self._mode is Mode.SELF_SERVICE
        theme = theme_for(self.width(), self.height(), display, touch=touch, inches=self._inches)
        apply_theme(application, theme)
        self._redraw()

    def _ask_for_display(self) -> None:
        choice = DisplayChoice(self._display, object_name="display")
        choice.chosen.connect(self.show_in)
        self.confirm(
            self.tr("字級與對比"),
            self.tr("勾選後立即套用；辦理完畢、取出卡片後恢復原來的設定。"),
            self.tr("完成"),
            "",
            lambda _yes: None,
            body=choice,
        )

    def _redraw(self) -> None:
        self._dress()
        if isinstance(self._routes.current, Journey | Place):
            self._routes.current.redraw()

    def _dress(self) -> None:
        """Everything around the page, in the language of the moment."""
        modes = {
            Mode.COUNTER: self.tr("櫃台"),
            Mode.SELF_SERVICE: self.tr("自助"),
            Mode.FIELD: self.tr("外勤"),
        }
        self.set_mode(modes[self._mode])
        self._show_clock()
        if self._training is not None:
            self.set_training("" if self._lasting else self.tr("本次資料庫不保存：系統沒有可用的金鑰圈"))
            self._training.fill()

    def _show_clock(self) -> None:
        self.set_clock(f"{self._context.services.clock().astimezone(TAIPEI):%Y/%m/%d %H:%M}")
        until = None if self._trace is None else self._trace.follow()
        self.trace_banner.say(
            self.tr("技術人員已開啟卡片追蹤（至 {}）：卡片內容會寫入檔案，期間請勿受理民眾的卡片").format(
                f"{until.astimezone(TAIPEI):%H:%M}"
            )
            if until is not None
            else ""
        )

    def _look_at_sync(self) -> None:
        if self._look is not None:
            self._look.cancel()  # an older look must not be shown after a newer one
        services = self._context.services

        def look() -> SyncState:
            status, attend = services.sync.status(), services.attending.count_open()
            online = status.last_success is not None and not status.why
            return SyncState(online=online, waiting=status.waiting, attend=attend)

        self._look = self._context.run(None, "", look, self._show_sync_state)

    def _show_sync_state(self, state: SyncState) -> None:
        self._sync_state = state
        known, self._context.online = self._context.online, state.online
        self.set_sync(state)
        if known is not state.online:
            self._routes.sync_moved()

    def _show_help(self) -> None:
        self._tell(
            self.tr("操作說明"),
            self.tr(
                "每頁只問一件事，填好後按「下一步」。按「返回」可回上一頁修改；按左上角回首頁，填到一半的內容會保留。"
                "需要協助時，請洽櫃台人員或客服諮詢專線 0809-092-091。"
            ),
        )

    def _show_staff(self) -> None:
        me = self._routes.gate.me
        self.set_staff("" if me is None else me.name)
        if me is not None and self._called:
            self._staff_came(True)
        if self._idle is not None:
            self._idle.stop() if me is None else self._idle.start(self._quiet_ms())

    def _quiet_ms(self) -> int:
        """After how long one is asked, so that it locks when central says."""
        staff = self._routes.gate.staff
        assert staff is not None
        return int(staff.policy.lock_after.total_seconds() * 1_000) - EXTEND_MS

    def _lock_or_call(self) -> None:
        """Who works here locks; whoever stands here alone calls somebody."""
        if self._routes.gate.me is None:
            self._call_staff()
        else:
            self._routes.gate.lock("key")

    def _call_staff(self) -> None:
        """Call, once; pressed again while the call stands, the staff says that somebody is here."""
        if self._called:
            self.confirm(
                self.tr("人員已經到了嗎？"),
                self.tr("{since} 已呼叫人員。人員到場後請按「人員已到」，結束呼叫。").format(
                    since=self._called
                ),
                self.tr("人員已到"),
                self.tr("繼續等候"),
                self._staff_came,
                body=self._leaving.technicians_way(),
            )
            return
        self._called = f"{self._context.services.clock().astimezone(TAIPEI):%H:%M}"
        self.show_call(self._called)
        QApplication.beep()
        self._tell(
            self.tr("已呼叫人員"),
            self.tr(
                "請在這裡稍候，櫃台人員會過來；畫面右上角會一直顯示「呼叫中」。\n"
                "等不及時，可按下方「文字客服」留言，或打客服諮詢專線 0809-092-091"
                "（週一至週日 9:00–18:00，國定假日以平台公告為主）。"
            ),
        )

    def _staff_came(self, came: bool) -> None:  # noqa: FBT001, RUF100 - a dialog's answer
        if came:
            self._called = ""
            self.show_call("")

    def _write_message(self) -> None:
        """文字客服, over whatever page is shown: nothing of it is left."""
        page = self.page.objectName() if self.page is not None else ""

        def make(parent: QWidget, away: Callable[[], None]) -> MessageForm:
            self._message_form = MessageForm(parent, self._context, page, self._routes.member, away)
            return self._message_form

        self.cover(make)

    def _tell(self, title: str, text: str) -> None:
        answered: Callable[[bool], None] = lambda _yes: None  # noqa: E731 - there is nothing to answer
        self.confirm(title, text, self.tr("知道了"), "", answered)


def _code_of(error: Exception) -> str:
    """The same code for the same fault: kind of error and the line it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return "B-" + hashlib.sha256(f"{type(error).__name__} {place}".encode()).hexdigest()[:6].upper()
