"""One case of 待處理: why, what the person was told, what can be done, what was done."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.refusals import Refusal
from kiosk.services.attending import AttendCase
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.receipt import paper_number
from kiosk.ui.pages.staff.case_words import kind_of, step_of, unsigned_rows
from kiosk.ui.pages.statement import rows_of
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Banner, BannerKind, Button, ButtonKind, KeyValueTable, Panel, Rule, Text


class AttendCasePage(PlacePage):
    """A command that central did not accept."""

    def __init__(self, scene: AttendCase, context: Context) -> None:
        super().__init__(context, "attend_case", wide=True)
        self._case = scene
        whose = f"{scene.cooperative_name}　{scene.ubn}" if scene.cooperative_name else ""
        self.head(kind_of(scene.statement.kind), whose, next_text=self.tr("回待處理"))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(active_theme().measures.gap)
        left.addWidget(self._why())
        left.addWidget(self._told())
        left.addStretch(1)
        right.addWidget(self._done() if scene.closed else self._ways())
        if scene.steps:
            right.addWidget(self._steps())
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(active_theme().measures.gap)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        self.content.addLayout(row)

    def go_on(self) -> None:
        """Back to the list."""
        self.went.emit("attend", "")

    def _why(self) -> Banner:
        failure = self.context.services.failures.text(self._case.code, self.context.language)
        remedy = failure.remedy
        if self._case.code == Refusal.ALREADY_REGISTERED.value and self._case.of_registration:
            remedy = self.tr(
                "這家合作社已在別處註冊。若統一編號輸入錯誤，請更正後重新送出；"
                "若確為同一家，請告知當事人以原註冊的憑證辦理，不必再註冊。"
            )
        at = self._case.decided_at
        when = [self.tr("中央回覆：{at}").format(at=words.moment(at))] if at is not None else []
        who = self.tr("可協助的人：{who}").format(who=failure.who)
        code = self.tr("代碼 {code}").format(code=failure.code)
        told = "\n".join((failure.cause, remedy, who, *when, code))
        return Banner(BannerKind.WARNING, failure.title, told, object_name="attend_case.why")

    def _told(self) -> Panel:
        case, statement = self._case, self._case.statement
        panel = Panel(self.tr("當時告知當事人"), object_name="attend_case.told")
        told = self.tr("{at} 已在本櫃台受理並保存（暫定），等待中央確認。")
        panel.content.addWidget(Text(told.format(at=words.moment(statement.issued_at))))
        kind, body = statement.kind, statement.body
        rows = rows_of(kind, body, statement.issued_at) if case.signed else unsigned_rows(kind, body)
        if case.check_code:
            rows.append((self.tr("檢查碼"), case.check_code))
        if case.together:
            rows.append((self.tr("一併未成立"), "、".join(kind_of(kind) for kind in case.together)))
        table = KeyValueTable(rows, object_name="attend_case.statement")
        table.setProperty("role", "")
        table.content.setContentsMargins(0, 0, 0, 0)
        panel.content.addWidget(table)
        if case.receipt is not None:
            number = str(case.receipt)
            self._add_button(
                panel,
                self.tr("查看當時的單據　{number}").format(number=paper_number(case.receipt)),
                "attend_case.receipt",
                "document",
                lambda: self.went.emit("attend_paper", f"{number} {case.command_id}"),
            )
        return panel

    def _ways(self) -> Panel:
        panel = Panel(self.tr("後續作法"), object_name="attend_case.ways")
        if not self._case.may_be_sent_again:
            panel.content.addWidget(Text(self.tr("請不要重送；請系統管理人員查明後處理。")))
        elif self._case.of_founding:
            panel.content.addWidget(Text(self.tr("請發起人以取案碼開啟設立案件，更正後再儲存一次。")))
        elif self._case.of_inquiry:
            panel.content.addWidget(Text(self.tr("請當事人按「文字客服」再寫一次，或改打客服諮詢專線。")))
        else:
            place = "register" if self._case.of_registration else "correct"
            self._way(panel, place, "arrow-right", self.tr("更正後重新送出"), self._correcting())
        self._way(
            panel,
            "ask",
            "help",
            self.tr("請中央審查人員查明"),
            self.tr("把問題附在這筆案件上送給中央；需要網路。沒有網路時請洽 0809-092-091。"),
        )
        self._way(
            panel,
            "withdraw",
            "close",
            self.tr("撤回並結案"),
            self.tr("當事人同意不再辦理時使用；須填寫經辦人與原因，紀錄會保留。"),
        )
        return panel

    def _correcting(self) -> str:
        if self._case.of_registration:
            return self.tr("帶入原來的資料重新開始；須重新同意告知事項，並以憑證簽章。")
        return self.tr("帶入原來的資料重新開始；請先插入當事人的憑證卡片。")

    def _way(self, panel: Panel, name: str, icon: str, text: str, told: str) -> None:
        if panel.content.count() > 1:
            panel.content.addWidget(Rule())
        place = f"attend_{name}"
        self._add_button(
            panel, text, f"attend_case.{name}", icon, lambda: self.went.emit(place, self._case.command_id)
        )
        panel.content.addWidget(Text(told, "caption"))

    def _done(self) -> Banner:
        return Banner(
            BannerKind.SUCCESS,
            self.tr("已結案"),
            self.tr("這筆案件不再等待處理；紀錄保留在此。"),
            object_name="attend_case.closed",
        )

    def _steps(self) -> Panel:
        panel = Panel(self.tr("處理經過"), object_name="attend_case.steps")
        panel.content.setSpacing(8)
        for step in self._case.steps:
            panel.content.addWidget(self._step_head(step_of(step), words.moment(step.at)))
            by = self.tr("經辦人：{by}").format(by=step.by) if step.by else ""
            for line in (by, step.note):
                if line:
                    panel.content.addWidget(Text(line, "caption"))
        return panel

    def _step_head(self, what: str, at: str) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Text(what, "strong"), 1)
        row.addWidget(Text(at, "caption", wrap=False))
        return head

    def _add_button(self, panel: Panel, text: str, name: str, icon: str, on_click: object) -> None:
        button = Button(text, object_name=name, icon=icon, kind=ButtonKind.SECONDARY)
        button.clicked.connect(on_click)
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        panel.content.addLayout(row)
