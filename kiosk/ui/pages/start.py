"""The start page: who stands here, what was left half-finished, what one can do."""

from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.calendar import taipei_day
from kiosk.services.failures import Trouble
from kiosk.services.flows.cards import is_no_card
from kiosk.services.flows.start import StartScene
from kiosk.ui.pages import words
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.field_panel import FieldPanel
from kiosk.ui.pages.marks import ConfirmationMark, offline_banner, paused_banner, turned_down_banner
from kiosk.ui.pages.news import next_action
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.registration.identify import holder_name
from kiosk.ui.pages.tile import Tile, TileGrid
from kiosk.ui.widgets import Banner, BannerKind, Button, ButtonKind, Panel, Text


class StartPage(PlacePage):
    """首頁."""

    def __init__(self, scene: StartScene, context: Context) -> None:
        super().__init__(context, "start", illustration="card-insert")
        self._scene = scene
        self._unknown = scene.card is not None and scene.overview is None and scene.away is None
        self.head(self._title(), self._lead(), next_text=self.tr("開始註冊"))
        if scene.away:
            self.next_text = None
        if scene.standing is not None:
            field = FieldPanel(scene.standing, context)
            field.asked.connect(lambda: self.went.emit("sync", ""))
            self.content.addWidget(field)
        self._advise()
        self._warn()
        if scene.unfinished is not None:
            self._show_unfinished()
        if scene.overview is not None:
            self._greet()
        if scene.turned_down is not None:
            self.content.addWidget(turned_down_banner(scene.turned_down.code, context, "start.turned_down"))
        if self._unknown:
            self._offer_look_up()
        self._offline = offline_banner("start.offline")
        self.content.addWidget(self._offline)
        self.sync_moved()
        paused = paused_banner(context, taipei_day(context.services.clock()))
        if paused is not None:
            self.content.addWidget(paused)
        self._note = Banner(BannerKind.INFO, "", object_name="start.card")
        self._note.hide()
        self.content.addWidget(self._note)
        self._tiles()
        if any(one.closed for one in scene.advice):
            self.next_text = None

    def sync_moved(self) -> None:
        """Whether there is a network is known anew."""
        self._offline.setVisible(not self.context.online)

    def card_changed(self, state: CardState) -> None:
        """Say at once what became of the card that was put in."""
        reading = state.present is None and state.error is None
        wrong = state.error is not None and not is_no_card(state.error)
        self._note.setVisible(reading or wrong)
        if reading:
            self._note.show_message(BannerKind.INFO, self.tr("正在讀取卡片…"))
        elif state.error is not None and wrong:
            failure = self.context.words(state.error)
            self._note.show_message(BannerKind.WARNING, failure.title, failure.remedy)

    def go_on(self) -> None:
        """The first thing to do here."""
        if self._unknown:
            self.went.emit("identify", "")
        elif self._scene.overview is None:
            self.went.emit("register", "")
        else:
            self.went.emit(*next_action(self._scene.overview.next_action)[1:])

    def _title(self) -> str:
        card = self._scene.card
        if card is None:
            return self.tr("歡迎使用")
        return holder_name(card)

    def _lead(self) -> str:
        if self._scene.card is None:
            return self.tr("請將憑證卡片插入讀卡機，或直接選擇要辦理的項目。")
        if self._scene.away:
            return self.tr("您好，您的資料要連線才能取回。")
        if self._scene.turned_down is not None:
            return self.tr("您好，這張憑證的註冊未成立，說明如下。")
        if self._scene.overview is None:
            return self.tr("您好，請先查詢會員資料，或註冊成為會員。")
        return self.tr("您好，請選擇要辦理的項目。辦理完畢請取回卡片。")

    def _advise(self) -> None:
        """What stands in the way of a case, and what the staff should know, each with its remedy."""
        for one in self._scene.advice:
            failure = self.context.services.failures.text(one.code, self.context.language, one.told())
            kind = BannerKind.ERROR if one.closed else BannerKind.WARNING
            told = f"{failure.cause}\n{failure.remedy}" if one.stops else failure.remedy
            self.content.addWidget(Banner(kind, failure.title, told, object_name=f"start.advice.{one.code}"))

    def _warn(self) -> None:
        """What the staff has to see to, and what keeps one from going on, each with its remedy."""
        codes = self._scene.troubles + ((Trouble.HISTORY_PURGED.value,) if self._scene.away else ())
        for code in codes:
            failure = self.context.services.failures.text(code, self.context.language)
            told = f"{failure.remedy} ({code})"
            self.content.addWidget(
                Banner(BannerKind.WARNING, failure.title, told, object_name=f"start.trouble.{code}")
            )

    def _offer_look_up(self) -> None:
        """A card that nobody has joined with here: its holder may be a member elsewhere."""
        self.next_text = self.tr("向中央查詢")
        self.content.addWidget(
            Banner(
                BannerKind.INFO,
                self.tr("本櫃台沒有這張卡片的會員資料"),
                self.tr(
                    "已在別處註冊的，請按「向中央查詢」，輸入 PIN 碼後就能在這裡繼續；"
                    "第一次來的，請選「註冊」。"
                ),
                object_name="start.unknown",
            )
        )

    def _greet(self) -> None:
        seen = self._scene.overview
        assert seen is not None
        assert seen.account is not None
        panel = Panel(object_name="start.member")
        panel.content.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(Text(seen.account.cooperative_name, "heading"), 1)
        top.addWidget(ConfirmationMark(provisional=seen.provisional, object_name="start.member.mark"))
        panel.content.addLayout(top)
        in_hand = words.points(seen.points.in_hand) if seen.points else self.tr("尚未發給")
        line = self.tr("統一編號 {ubn}　可用點數 {points}　訂單 {orders} 筆").format(
            ubn=seen.account.ubn, points=in_hand, orders=len(seen.orders)
        )
        panel.content.addWidget(Text(line))
        text = next_action(seen.next_action)[0]
        self.next_text = text
        advice = Text(
            self.tr("建議下一步：{action}").format(action=text), "label", object_name="start.advice"
        )
        panel.content.addWidget(advice)
        advice.setVisible(self._scene.unfinished is None)
        self.content.addWidget(panel)

    def _show_unfinished(self) -> None:
        left = self._scene.unfinished
        assert left is not None
        headings = words.headings(left.draft.flow)
        panel = Panel(object_name="start.unfinished")
        panel.content.setContentsMargins(24, 6, 12, 6)
        row = QHBoxLayout()
        row.addWidget(
            Text(
                self.tr("上次未完成：{flow}，步驟 {step}／{total} {heading}").format(
                    flow=words.flow(left.draft.flow),
                    step=left.heading + 1,
                    total=len(headings),
                    heading=headings[left.heading],
                ),
                "strong",
            ),
            1,
        )
        discard = Button(self.tr("放棄"), object_name="start.unfinished.discard", kind=ButtonKind.QUIET)
        discard.clicked.connect(lambda: self.went.emit("discard", left.draft.draft_id))
        resume = Button(
            self.tr("繼續"), object_name="start.unfinished.resume", icon="arrow-right", icon_after=True
        )
        resume.clicked.connect(lambda: self.went.emit("resume", left.draft.draft_id))
        row.addWidget(discard)
        row.addWidget(resume)
        panel.content.addLayout(row)
        self.content.addWidget(panel)

    def _tiles(self) -> None:
        tiles = (
            ("register", "organisation", self.tr("註冊"), self.tr("加入臺灣雲市集會員")),
            ("assess", "points", self.tr("自評與點數"), self.tr("數位自評檢測，獲得點數")),
            ("plans", "cloud", self.tr("選購方案"), self.tr("六大類方案，點數折抵")),
            ("orders", "order", self.tr("我的訂單與退訂"), self.tr("付款、收據、退訂")),
            ("account", "document", self.tr("帳戶總覽"), self.tr("通知、點數、訂單與帳號")),
            ("founding", "founding", self.tr("如何設立合作社"), self.tr("五個步驟、設立案件與書表")),
            ("about", "info", self.tr("認識臺灣雲市集"), self.tr("計畫、申請方法、轉型攻略")),
            ("contact", "phone", self.tr("諮詢"), self.tr("專線、常見問題、要帶什麼")),
        )
        member = self._scene.overview is not None or self._scene.away is not None
        shown = []
        for name, icon, title, detail in tiles:
            if member and name == "register":
                continue
            tile = Tile(title, detail, icon=icon, object_name=f"start.{name}")
            tile.clicked.connect(lambda _checked=False, name=name: self.went.emit(name, ""))
            shown.append(tile)
        self.content.addWidget(TileGrid(*shown))
