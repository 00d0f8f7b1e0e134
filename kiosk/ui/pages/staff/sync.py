"""同步: when it last worked, what waits and why, how far a round is, and what came of it."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.services.staff.roles import may_open
from kiosk.services.sync.backoff import LONGEST
from kiosk.services.sync.report import SyncReport
from kiosk.services.sync.standing import SyncStanding
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.papers import make_paper
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.staff.durations import ago, duration
from kiosk.ui.pages.staff.sync_round import RoundPanel
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Banner, BannerKind, Button, Icon, KeyValueTable, Panel, Text
from kiosk.ui.widgets.flow import Flow


class SyncPage(PlacePage):
    """How this counter stands with central."""

    def __init__(self, scene: SyncStanding, context: Context) -> None:
        super().__init__(context, "sync", wide=True)
        self._scene = scene
        self.head(
            self.tr("同步"),
            self.tr("本櫃台受理的事項先保存在本機，連線時自動送往中央。"),
            next_text=self.tr("現在同步"),
        )
        self._round = RoundPanel(context)
        self._round.stopped.connect(lambda: context.services.sync.cancel())
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(active_theme().measures.gap)
        left.addWidget(self._standing())
        left.addWidget(self._without_network())
        left.addWidget(self._papers())
        left.addStretch(1)
        right.addWidget(self._round)
        right.addWidget(self._attend())
        if context.services.shifts is not None:
            right.addWidget(self._of_the_staff())
        if context.services.check_up is not None:
            right.addWidget(self._machine())
        right.addStretch(1)
        why, too_old = self._why(), self._too_old()
        if why is not None:
            self.content.addWidget(why)
        row = QHBoxLayout()
        row.setSpacing(active_theme().measures.gap)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        self.content.addLayout(row)
        if too_old is not None:
            self.content.addWidget(too_old)
        self.sync_moved()

    def go_on(self) -> None:
        """現在同步."""
        context = self.context
        context.sync.ask()
        self.valid = False
        self._round.begin()
        sync, clock = context.services.sync, context.services.clock

        def ended(report: SyncReport) -> None:
            context.sync.tell_report(report, clock(), asked=True)
            context.tell_sync(report)

        context.run(None, "", partial(_once, sync, context.tell_sync), ended)

    def sync_moved(self) -> None:
        """How far the round is."""
        progress = self.context.sync.progress
        self.valid = progress is None
        if progress is not None:
            left = max(progress.total - progress.sent, 0)
            self._waiting.setText(self.tr("{count} 筆").format(count=f"{left:,}"))
        self._round.follow()

    def _standing(self) -> Panel:
        status = self._scene.status
        colours = active_theme().colours
        if status.why or status.last_success is None:
            icon, colour, told = "offline", colours.warning, self.tr("尚未連上中央")
        elif status.waiting:
            icon, colour, told = "sync-waiting", colours.accent, self.tr("有資料等候送出")
        else:
            icon, colour, told = "sync-done", colours.success, self.tr("與中央一致")
        panel = Panel(object_name="sync.standing")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon(icon, size=36, colour=colour), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(Text(told, "heading", object_name="sync.state"), 1)
        panel.content.addLayout(head)
        panel.content.addWidget(self._table())
        return panel

    def _table(self) -> KeyValueTable:
        status, now = self._scene.status, self.context.services.clock()
        table = KeyValueTable(object_name="sync.table")
        table.setProperty("role", "")
        table.content.setContentsMargins(0, 0, 0, 0)
        last = status.last_success
        told = (
            self.tr("還沒有同步過")
            if last is None
            else f"{words.moment(last)}{self._beside(ago(now - last))}"
        )
        table.add_row(self.tr("上次成功"), told, object_name="sync.last")
        waiting = self.tr("{count} 筆").format(count=f"{status.waiting:,}")
        self._waiting = table.add_row(self.tr("等候送出"), waiting, object_name="sync.waiting")
        if status.oldest is not None:
            oldest = f"{words.moment(status.oldest)}{self._beside(ago(now - status.oldest))}"
            table.add_row(self.tr("最早一筆"), oldest, object_name="sync.oldest")
        if status.next_try is not None:
            wait = min(status.next_try - now, LONGEST)  # also where the clock was set back since
            soon = wait.total_seconds() < 1
            due = self.tr("即將開始") if soon else self.tr("{span}後").format(span=duration(wait))
            table.add_row(self.tr("下次自動嘗試"), due, object_name="sync.next")
        return table

    def _beside(self, text: str) -> str:
        return self.context.pick(f"（{text}）", f" ({text})")

    def _why(self) -> Banner | None:
        if not self._scene.status.why:
            return None
        failure = self.context.services.failures.text(self._scene.status.why, self.context.language)
        who = self.tr("可協助的人：{who}").format(who=failure.who)
        told = f"{failure.cause}{self.context.pick('', ' ')}{failure.remedy}\n{who}"
        return Banner(BannerKind.WARNING, failure.title, told, object_name="sync.why")

    def _too_old(self) -> Banner | None:
        if not self._scene.too_old:
            return None
        return Banner(
            BannerKind.ERROR,
            self.tr("最早一筆已等候將近 30 天"),
            self.tr("請儘快連線送出：退訂自簽章日起算的期間最長 30 天，逾期改以中央收到的日期計算。"),
            object_name="sync.too_old",
        )

    def _attend(self) -> Panel:
        panel = Panel(self.tr("待處理"), object_name="sync.attend")
        count = self._scene.attend
        told = self.tr("中央未接受 {count} 件，需要與當事人聯繫。").format(count=count)
        told = told if count else self.tr("沒有待處理的案件。")
        panel.content.addWidget(Text(told, object_name="sync.attend.count"))
        if self._scene.prints:
            failed = self.tr("有 {count} 張單據沒有印出。").format(count=self._scene.prints)
            panel.content.addWidget(Text(failed, object_name="sync.attend.prints"))
        look = Button(
            self.tr("查看待處理") if count else self.tr("查看已結案"),
            object_name="sync.attend.open",
            icon="chevron-right",
            icon_after=True,
        )
        look.clicked.connect(lambda: self.went.emit("attend", ""))
        prints = Button(self.tr("列印與印表機"), object_name="sync.prints.open", icon="printer")
        prints.clicked.connect(lambda: self.went.emit("printing", ""))
        panel.content.addWidget(_at_the_left(look, prints))
        return panel

    def _without_network(self) -> Panel:
        panel = Panel(self.tr("沒有網路時"), object_name="sync.stick")
        panel.content.addWidget(Text(self.tr("待送資料可以用隨身碟帶到中央，再把回覆帶回來。")))
        stick = Button(self.tr("用隨身碟交換"), object_name="sync.stick.open", icon="stick")
        stick.clicked.connect(lambda: self.went.emit("bundle", ""))
        panel.content.addWidget(_at_the_left(stick))
        return panel

    def _papers(self) -> Panel:
        panel = Panel(self.tr("單據"), object_name="sync.papers")
        verify = Button(self.tr("查驗單據"), object_name="sync.papers.verify", icon="search")
        verify.clicked.connect(lambda: self.went.emit("verify", ""))
        services = self.context.services
        if services.shifts is not None:
            panel.content.addWidget(_at_the_left(verify))
            return panel
        make = partial(services.desk.report_shift, training=services.training is not None)
        report = Button(self.tr("值班報表"), object_name="sync.papers.shift", icon="document")
        report.clicked.connect(lambda: make_paper(self, make, "shift_paper"))
        panel.content.addWidget(_at_the_left(verify, report))
        return panel

    def _machine(self) -> Panel:
        panel = Panel(self.tr("這部機器"), object_name="sync.machine")
        look = Button(self.tr("機器檢查"), object_name="sync.machine.doctor", icon="search")
        look.clicked.connect(lambda: self.went.emit("doctor", ""))
        panel.content.addWidget(_at_the_left(look))
        return panel

    def _of_the_staff(self) -> Panel:
        """The shift, and what somebody sets for themselves."""
        panel = Panel(self.tr("人員"), object_name="sync.staff")
        buttons = []
        staff = self.context.services.staff
        me = None if staff is None else staff.me
        leaves = me is not None and may_open(me.role, "leave")
        for text, place, icon in (
            *(() if leaves else ((self.tr("值班"), "shift", "clock"),)),
            (self.tr("變更密碼"), "own_password", "lock"),
            (self.tr("我的憑證卡"), "own_card", "card"),
            *(((self.tr("結束程式"), "leave", "close"),) if leaves else ()),
        ):
            button = Button(text, object_name=f"sync.staff.{place}", icon=icon)
            button.clicked.connect(lambda _checked=False, place=place: self.went.emit(place, ""))
            buttons.append(button)
        panel.content.addWidget(_at_the_left(*buttons))
        return panel


def _at_the_left(*buttons: Button) -> Flow:
    return Flow(*buttons, spacing=12)


def _once(sync: Any, tell: Any) -> SyncReport:
    report: SyncReport = sync.once(progress=tell)
    return report
