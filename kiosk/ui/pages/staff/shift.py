"""值班: opening and closing a shift, with its figures. What was not sent is told, and handed over by name."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.flows.services import Services
from kiosk.services.receipts.papers import ShiftFigures
from kiosk.services.staff.roles import CounterRole
from kiosk.services.staff.shifts import Shifts, ShiftStanding
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.papers import make_paper
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.staff.sign_in import staff_of
from kiosk.ui.widgets import Banner, BannerKind, Button, CheckRow, KeyValueTable


def shifts_of(services: Services) -> Shifts:
    """The counter's shifts, where pages of the staff's are shown."""
    assert services.shifts is not None
    return services.shifts


class ShiftStandingPage(PlacePage):
    """How the shift stands; a supervisor opens or closes it here."""

    def __init__(self, scene: ShiftStanding, context: Context) -> None:
        super().__init__(context, "shift", wide=True)
        self._scene = scene
        me = staff_of(context.services).me
        self._supervises = me is not None and me.role is CounterRole.SUPERVISOR
        opened = scene.opened_at is not None
        self.head(
            self.tr("值班中") if opened else self.tr("尚未開班"),
            self.tr("{at} 開班，開班人員 {by}。").format(
                at=words.moment(scene.opened_at), by=scene.figures.opened_by
            )
            if scene.opened_at is not None
            else self.tr("開班時記下接手的待送資料與待處理案件；開班與結班由主管辦理。"),
            next_text=self.tr("結班並開立值班報表") if opened else self.tr("開班"),
        )
        self._handed_over: CheckRow | None = None
        if not self._supervises:
            self.next_text = None
        self.content.addWidget(self._unsent())
        if opened and self._supervises and scene.figures.unsent:
            self._ask_to_hand_over()
        self.content.addWidget(self._table(scene.figures))
        self._add_ways(opened=opened)
        self.valid = self._handed_over is None

    def go_on(self) -> None:
        """Open, or close."""
        shifts = shifts_of(self.context.services)
        if self._scene.opened_at is None:
            doing = self.tr("處理中，請稍候")
            self.context.run(self, doing, shifts.open, lambda _: self.went.emit("shift", ""))
        else:
            make_paper(self, partial(shifts.close, self._scene.figures.unsent), "shift_paper")

    def _unsent(self) -> Banner:
        figures = self._scene.figures
        if not figures.unsent and not figures.attend:
            return Banner(
                BannerKind.SUCCESS, self.tr("沒有待送資料，也沒有待處理案件"), object_name="shift.clean"
            )
        told = self.tr("待送 {unsent} 筆、待處理 {attend} 件").format(
            unsent=f"{figures.unsent:,}", attend=f"{figures.attend:,}"
        )
        return Banner(
            BannerKind.WARNING,
            told,
            self.tr("待送資料保存在本機，連線後自動送出；結班前請先連線同步。"),
            object_name="shift.unsent",
        )

    def _ask_to_hand_over(self) -> None:
        """Without a network a shift may end all the same, but whoever ends it says what waits."""
        count = f"{self._scene.figures.unsent:,}"
        self._handed_over = CheckRow(
            self.tr("我知道還有 {count} 筆沒有送出，會列入值班報表並交接給下一班").format(count=count),
            object_name="shift.hand_over",
        )
        self._handed_over.toggled.connect(lambda checked: setattr(self, "valid", checked))
        self.content.addWidget(self._handed_over)

    def _table(self, figures: ShiftFigures) -> KeyValueTable:
        table = KeyValueTable(
            object_name="shift.figures",
            heading=self.tr("{at} 起").format(at=words.moment(self._scene.began)),
        )
        count = self.tr("{count} 筆")
        for label, number, own, points in (
            (self.tr("訂購"), figures.orders, figures.orders_own, figures.orders_points),
            (self.tr("退訂返還"), figures.refunds, figures.refunds_own, figures.refunds_points),
        ):
            told = f"{count.format(count=f'{number:,}')}　{words.money(own)}　{words.points(points)}"
            table.add_row(label, told)
        if self._scene.opened_at is not None:
            table.add_row(self.tr("開班時待送"), count.format(count=f"{figures.unsent_at_opening:,}"))
        table.add_row(self.tr("目前待送"), count.format(count=f"{figures.unsent:,}"), object_name="shift.now")
        table.add_row(self.tr("待處理案件"), self.tr("{count} 件").format(count=f"{figures.attend:,}"))
        return table

    def _add_ways(self, *, opened: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        sync = Button(self.tr("同步與待處理"), object_name="shift.sync", icon="sync-waiting")
        sync.clicked.connect(lambda: self.went.emit("sync", ""))
        row.addWidget(sync)
        if opened:
            services = self.context.services
            make = partial(services.desk.report_shift, training=services.training is not None)
            report = Button(self.tr("期中報表"), object_name="shift.report", icon="document")
            report.clicked.connect(lambda: make_paper(self, make, "shift_paper"))
            row.addWidget(report)
        row.addStretch(1)
        self.content.addLayout(row)
