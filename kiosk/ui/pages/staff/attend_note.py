"""撤回 and 請中央查明: who does it, and why; then it is kept."""

from collections.abc import Callable

from kiosk.services.attending import AttendCase
from kiosk.ui.entries import Entry
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.staff.case_words import kind_of
from kiosk.ui.widgets import Banner, BannerKind, TextField

Keep = Callable[[str, str], None]
"""Keeps who did it, and why."""


class NotePage(PlacePage):
    """Two lines to fill in, kept off the Qt thread; then back to the case."""

    def __init__(self, scene: AttendCase, context: Context, name: str) -> None:
        super().__init__(context, name)
        self.case = scene
        self.whose = f"{kind_of(scene.statement.kind)}　{scene.cooperative_name}"
        self._name = name
        self.valid = False

    def fill(self, banner: Banner, by: str, why: str) -> None:
        """What the page says, and the lines with their labels."""
        self._by = TextField(by, object_name=f"{self._name}.by", kind=Entry.NAME, longest=40)
        self._why = TextField(why, object_name=f"{self._name}.why", kind=Entry.PROSE, longest=200)
        self.content.addWidget(banner)
        for field in (self._by, self._why):
            field.edited.connect(self._check)
            self.content.addWidget(field)
        self.first_focus = self._by
        staff = self.context.services.staff
        if staff is not None and staff.me is not None:
            self._by.text = staff.me.name
            self.first_focus = self._why

    def go_on(self) -> None:
        """Keep it, then back to the case."""
        keep, by, why = self.keeper(), self._by.value, self._why.value
        attended, back = self.context.attended, self.case.command_id

        def kept(_: None) -> None:
            attended()
            self.went.emit("attend_case", back)

        self.context.run(self, self.doing, lambda: keep(by, why), kept)

    def keeper(self) -> Keep:
        """What going on does."""
        raise NotImplementedError

    def _check(self) -> None:
        self.valid = bool(self._by.value) and bool(self._why.value)


class WithdrawPage(NotePage):
    """撤回並結案."""

    def __init__(self, scene: AttendCase, context: Context) -> None:
        super().__init__(scene, context, "attend_withdraw")
        self.head(self.tr("撤回並結案"), self.whose, next_text=self.tr("確定結案"))
        told = Banner(
            BannerKind.INFO,
            self.tr("結案後不再列入待處理"),
            self.tr("這筆事項在中央本來就沒有成立；結案不會改變任何訂單或點數，紀錄會保留。"),
            object_name="attend_withdraw.note",
        )
        self.fill(told, self.tr("經辦人"), self.tr("原因（與當事人如何約定）"))

    def keeper(self) -> Keep:
        """Closes the case."""
        attending, command_id = self.context.services.attending, self.case.command_id
        return lambda by, why: attending.withdraw(command_id, by, why)


class AskPage(NotePage):
    """請中央審查人員查明."""

    def __init__(self, scene: AttendCase, context: Context) -> None:
        super().__init__(scene, context, "attend_ask")
        self.head(self.tr("請中央審查人員查明"), self.whose, next_text=self.tr("送給中央"))
        told = Banner(
            BannerKind.INFO,
            self.tr("問題會附在中央審查台的這筆案件上"),
            self.tr("現在就會送出，需要網路。請不要寫入個人資料；審查人員會與本櫃台聯繫，案件保留在待處理。"),
            object_name="attend_ask.note",
        )
        self.fill(told, self.tr("經辦人"), self.tr("要請中央查明什麼"))

    def keeper(self) -> Keep:
        """Sends the question, then keeps that it was sent."""
        services, command_id = self.context.services, self.case.command_id

        def ask(by: str, question: str) -> None:
            services.central.ask_review(command_id, f"{by}：{question}")
            services.attending.asked(command_id, by, question)

        return ask
