"""A case is begun, and its code told once; or it is opened with its code or a founder's card."""

from kiosk.services.founding.desk import NOTICE_VERSION, Opened
from kiosk.ui.entries import Entry
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.widgets import Banner, BannerKind, Panel, Text, TextField


class NewCasePage(PlacePage):
    """The code of a case that was just begun."""

    def __init__(self, scene: Opened, context: Context) -> None:
        super().__init__(context, "founding_new", illustration="document")
        self.head(
            self.tr("已建立設立案件"),
            self.tr("請抄下取案碼。下次在本單位的櫃台輸入取案碼，就能繼續。"),
            next_text=self.tr("我已抄下，開始填寫"),
        )
        panel = Panel(self.tr("取案碼"))
        panel.content.addWidget(Text(scene.code, "figure", object_name="founding_new.code"))
        self.content.addWidget(panel)
        self.content.addWidget(
            Banner(
                BannerKind.WARNING,
                self.tr("取案碼只顯示這一次"),
                self.tr("本櫃台不留存取案碼；遺失時，讀入過卡片的發起人可插入自然人憑證開啟。"),
                object_name="founding_new.once",
            )
        )
        self._tell_of_personal_data()

    def go_on(self) -> None:
        """To the case."""
        self.went.emit("founding_case", "")

    def _tell_of_personal_data(self) -> None:
        """The six items of 個資法 §8, before anything is entered."""
        panel = Panel(self.tr("個人資料告知事項"), object_name="founding_new.notice")
        panel.content.setSpacing(6)
        for told in (
            self.tr("蒐集者：主辦單位數位發展部數位產業署，由本櫃台代為受理。"),
            self.tr("目的：檢查設立規定、帶出書表，登記後轉為註冊。不作其他用途。"),
            self.tr("資料：發起人、社員、理監事的姓名、身分證統一編號、出生日期、認股與聯絡方式。"),
            self.tr(
                "利用：加密保存在這台櫃台並送交中央，只供本單位櫃台辦理此案；刪除案件後，中央只留送件紀錄備查。"
            ),
            self.tr("權利：隨時可查詢、更正或刪除，在案件頁辦理；代他人填寫前，請先告知本人。"),
            self.tr("不提供：可以留空，書表會印成空白線，手寫補上。"),
        ):
            panel.content.addWidget(Text(told))
        version = self.tr("版本 {version}").format(version=NOTICE_VERSION)
        panel.content.addWidget(Text(version, "caption", object_name="founding_new.notice.version"))
        self.content.addWidget(panel)


class OpenCasePage(PlacePage):
    """The code is typed, or a founder's card put in."""

    def __init__(self, scene: None, context: Context) -> None:
        super().__init__(context, "founding_open", illustration="card-insert")
        self.head(
            self.tr("開啟設立案件"),
            self.tr("輸入建立案件時抄下的取案碼；讀入過卡片的發起人，也可以插入自己的自然人憑證。"),
            next_text=self.tr("開啟"),
        )
        self._code = TextField(
            self.tr("取案碼"),
            object_name="founding_open.code",
            kind=Entry.CODE,
            placeholder="ABCDE-23456",
            longest=16,
        )
        self._code.edited.connect(lambda _: self._check())
        self.content.addWidget(self._code)
        self._note = Banner(BannerKind.INFO, "", object_name="founding_open.card")
        self._note.hide()
        self.content.addWidget(self._note)
        self.first_focus = self._code
        self._check()

    def card_changed(self, state: CardState) -> None:
        """A founder's card opens the case."""
        self._note.hide()
        if state.present is None:
            return
        desk, holder = self.context.services.founding, state.present.holder.holder_id
        self.context.run(self, self.tr("查詢案件"), lambda: desk.of_card(holder), self._found)

    def go_on(self) -> None:
        """Look for the case of the code."""
        desk, code = self.context.services.founding, self._code.value
        self.context.run(
            self,
            self.tr("查詢案件"),
            lambda: desk.find(code),
            lambda found: self.went.emit("founding_at", found),
        )

    def _found(self, case_id: str | None) -> None:
        if case_id is not None:
            self.went.emit("founding_at", case_id)
            return
        self._note.show_message(
            BannerKind.INFO, self.tr("這張卡片沒有讀入過這台櫃台的設立案件"), self.tr("請輸入取案碼。")
        )
        self._note.show()

    def _check(self) -> None:
        self.valid = len(self._code.value.replace("-", "").replace(" ", "")) >= 10
