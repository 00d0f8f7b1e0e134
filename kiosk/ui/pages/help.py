"""諮詢管道: who answers now, what is asked most often (searched), what to bring, how to get a card."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.domain.founding.rules import Term
from kiosk.services.help import Help, Question, figures_of, found_in
from kiosk.ui.entries import Entry, plain
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.widgets import Banner, BannerKind, Bullet, KeyValueTable, Panel, QrImage, Rule, Text, TextField


class HelpPage(PlacePage):
    """諮詢."""

    def __init__(self, scene: Help, context: Context) -> None:
        super().__init__(context, "help", wide=True)
        self.head(
            self.tr("諮詢"),
            self.tr("先找找常見問題，或依下列管道詢問；每一頁都可按右上角呼叫人員、按下方留言給文字客服。"),
        )
        self.next_text = None
        self._scene = scene
        services = context.services
        self._figures = figures_of(services.programme, services.clock())
        self._tell_hours()
        channels = KeyValueTable(object_name="help.channels")
        channels.add_row(self.tr("客服諮詢專線"), scene.contact.telephone, strong=True)
        channels.add_row(self.tr("諮詢信箱"), scene.contact.email)
        channels.add_row(self.tr("網站"), scene.contact.website)
        self.content.addWidget(channels)
        self._search = TextField(
            self.tr("搜尋常見問題"),
            object_name="help.search",
            kind=Entry.WORDS,
            optional=True,
            placeholder=self.tr("例如：PIN、退訂、到期"),
            longest=40,
        )
        self._search.edited.connect(lambda _: self._show())
        self.content.addWidget(self._search)
        self._found = QVBoxLayout()
        self._found.setSpacing(12)
        self.content.addLayout(self._found)
        self._panels: dict[Question, Panel] = {one: self._panel(one) for one in scene.texts.questions}
        self._none = Banner(
            BannerKind.INFO,
            self.tr("沒有找到，請換個詞，或洽客服諮詢專線"),
            object_name="help.none",
        )
        self._found.addWidget(self._none)
        self._tell_what_to_bring()
        self._tell_of_cards()
        self._tell_of_mobile()
        self._show_links()
        self.first_focus = self._search
        self._show()

    def _panel(self, one: Question) -> Panel:
        pick = self.context.pick
        panel = Panel(object_name=f"help.question.{self._scene.texts.questions.index(one)}")
        panel.content.setSpacing(4)
        panel.content.addWidget(Text(pick(one.topic.zh, one.topic.en), "caption"))
        panel.content.addWidget(Text(pick(one.question.zh, one.question.en), "strong"))
        panel.content.addWidget(Text(self._told(one.answer)))
        self._found.addWidget(panel)
        return panel

    def _show(self) -> None:
        found = found_in(self._scene.texts.questions, plain(self._search.text))
        for one, panel in self._panels.items():
            panel.setVisible(one in found)
        self._none.setVisible(not found)

    def _tell_what_to_bring(self) -> None:
        panel = Panel(self.tr("辦理前請備妥"), object_name="help.bring")
        panel.content.setSpacing(6)
        for item in self._scene.texts.bring:
            panel.content.addWidget(Bullet(self._told(item)))
        self.content.addWidget(panel)

    def _told(self, term: Term) -> str:
        return self.context.pick(term.zh, term.en).format_map(self._figures)

    def _tell_hours(self) -> None:
        today, usual = self._scene.today, self._scene.contact.hours
        told = self.tr("每週一至週日 {opens}–{closes}；國定假日如有異動，以平台公告為主。").format(
            opens=usual.opens, closes=usual.closes
        )
        if today.note is not None:
            hours = f"{today.opens}–{today.closes}" if today.opens else self.tr("暫停服務")
            told = self.tr("今天 {hours}：{note}").format(hours=hours, note=self._told(today.note))
        for one in self._scene.announced:
            hours = f"{one.opens}–{one.closes}" if one.opens else self.tr("暫停服務")
            told += f"\n{words.day(one.day)} {hours}：{self._told(one.note)}"
        kind, title = BannerKind.INFO, self.tr("現在不是服務時段")
        if today.open_now:
            kind, title = BannerKind.SUCCESS, self.tr("現在是服務時段")
        self.content.addWidget(Banner(kind, title, told, object_name="help.open"))

    def _tell_of_cards(self) -> None:
        panel = Panel(self.tr("沒有卡片？怎麼申辦"), object_name="help.cards")
        for number, way in enumerate(self._scene.texts.cards):
            if number:
                panel.content.addWidget(Rule())
            lines = [f"{place}. {self._told(step)}" for place, step in enumerate(way.steps, 1)]
            name = self._told(way.name)
            self._scanned(panel, name, "\n".join(lines), way.url, f"help.card.{number}")
        self.content.addWidget(panel)

    def _tell_of_mobile(self) -> None:
        panel = Panel(self.tr("怎麼設定行動自然人憑證"), object_name="help.mobile")
        for number, one in enumerate(self._scene.texts.mobile, 1):
            text = f"{number}. {self._told(one.step)}"
            self._scanned(panel, "", text, one.url, f"help.mobile.{number}")
        self.content.addWidget(panel)

    def _show_links(self) -> None:
        panel = Panel(self.tr("以手機掃描"), object_name="help.links")
        for number, link in enumerate(self._scene.texts.links):
            if number:
                panel.content.addWidget(Rule())
            self._scanned(panel, self._told(link.name), "", link.url, f"help.qr.{number}")
        self.content.addWidget(panel)

    def _scanned(self, panel: Panel, name: str, text: str, url: str, object_name: str) -> None:
        """Words, and beside them the address as a code, where there is one."""
        row, column = QHBoxLayout(), QVBoxLayout()
        column.setSpacing(6)
        if name:
            column.addWidget(Text(name, "strong"))
        if text:
            column.addWidget(Text(text))
        if url:
            column.addWidget(Text(url, "caption"))
        column.addStretch(1)
        row.addLayout(column, 1)
        if url:
            row.addWidget(QrImage(url, object_name=object_name, name=name or url))
        panel.content.addLayout(row)
