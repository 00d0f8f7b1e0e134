"""諮詢管道: who answers now, what is asked most often (searched), what to bring, where to read on."""

from dataclasses import asdict

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.domain.calendar import taipei_day
from kiosk.services.help import Help, Question, found_in
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.fields import plain
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.widgets import Banner, BannerKind, KeyValueTable, Panel, QrImage, Rule, Text, TextField


class HelpPage(PlacePage):
    """諮詢."""

    def __init__(self, scene: Help, context: Context) -> None:
        super().__init__(context, "help", wide=True)
        self.head(
            self.tr("諮詢"), self.tr("先找找常見問題，或依下列管道詢問；任何一頁都可按右上角呼叫人員。")
        )
        self.next_text = None
        self._scene = scene
        figures = context.services.programme.figures_on(taipei_day(context.services.clock()))
        self._figures = {**asdict(figures), "grant": f"{figures.grant:,}"}
        hours = scene.contact.hours
        told = self.tr("每週一至週日 {opens}–{closes}；國定假日如有異動，以平台公告為主。").format(
            opens=hours.opens, closes=hours.closes
        )
        if scene.open_now:
            banner = Banner(BannerKind.SUCCESS, self.tr("現在是服務時段"), told, object_name="help.open")
        else:
            banner = Banner(BannerKind.INFO, self.tr("現在不是服務時段"), told, object_name="help.open")
        self.content.addWidget(banner)
        channels = KeyValueTable(object_name="help.channels")
        channels.add_row(self.tr("客服諮詢專線"), scene.contact.telephone, strong=True)
        channels.add_row(self.tr("諮詢信箱"), scene.contact.email)
        channels.add_row(self.tr("網站"), scene.contact.website)
        self.content.addWidget(channels)
        self._search = TextField(
            self.tr("搜尋常見問題"),
            object_name="help.search",
            placeholder=self.tr("例如：PIN、退訂、到期"),
            longest=40,
        )
        self._search.edited.connect(lambda _: self._show())
        self.content.addWidget(self._search)
        self._found = QVBoxLayout()
        self._found.setSpacing(12)
        self.content.addLayout(self._found)
        self._panels: dict[Question, Panel] = {one: self._panel(one) for one in scene.questions}
        self._none = Banner(
            BannerKind.INFO,
            self.tr("沒有找到，請換個詞，或洽客服諮詢專線"),
            object_name="help.none",
        )
        self._found.addWidget(self._none)
        self._tell_what_to_bring()
        self._show_links()
        self.first_focus = self._search
        self._show()

    def _panel(self, one: Question) -> Panel:
        pick = self.context.pick
        panel = Panel(object_name=f"help.question.{self._scene.questions.index(one)}")
        panel.content.setSpacing(4)
        panel.content.addWidget(Text(pick(one.topic.zh, one.topic.en), "caption"))
        panel.content.addWidget(Text(pick(one.question.zh, one.question.en), "strong"))
        panel.content.addWidget(Text(pick(one.answer.zh, one.answer.en).format_map(self._figures)))
        self._found.addWidget(panel)
        return panel

    def _show(self) -> None:
        found = found_in(self._scene.questions, plain(self._search.text))
        for one, panel in self._panels.items():
            panel.setVisible(one in found)
        self._none.setVisible(not found)

    def _tell_what_to_bring(self) -> None:
        panel = Panel(self.tr("辦理前請備妥"), object_name="help.bring")
        panel.content.setSpacing(6)
        for item in self._scene.bring:
            panel.content.addWidget(Text(f"・{self.context.pick(item.zh, item.en)}"))
        self.content.addWidget(panel)

    def _show_links(self) -> None:
        panel = Panel(self.tr("以手機掃描"), object_name="help.links")
        for number, link in enumerate(self._scene.links):
            if number:
                panel.content.addWidget(Rule())
            name = self.context.pick(link.name.zh, link.name.en)
            row = QHBoxLayout()
            row.addWidget(Text(f"{name}\n{link.url}"), 1)
            row.addWidget(QrImage(link.url, object_name=f"help.qr.{number}", name=name))
            panel.content.addLayout(row)
        self.content.addWidget(panel)
