"""向中央查詢: the PIN that proves the card, what was found; without a network, what can be done instead."""

from kiosk.services.flows.identify import IdentifyScene
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.signing import SigningPage
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import Banner, BannerKind, Panel, Text


class IdentifyPage(SigningPage):
    """證明身分: the card signs that its holder is here, and nothing else."""

    def __init__(self, scene: IdentifyScene, context: Context) -> None:
        super().__init__(context, scene.signing)
        self.head(
            self.tr("向中央查詢會員資料"),
            self.tr("以 PIN 碼證明卡片是您的，才會向中央取得您的會員資料；不會送出任何申請。"),
            next_text=self.tr("查詢"),
        )


class IdentifiedPage(StepPage):
    """What central knows of the holder."""

    def __init__(self, scene: IdentifyScene, context: Context) -> None:
        super().__init__(context, "identify.done", illustration="success" if scene.found else "document")
        if scene.found:
            self.head(
                self.tr("已取得會員資料"),
                self.tr("您的點數與訂單都在這裡了，可以繼續辦理。"),
                next_text=self.tr("繼續"),
            )
            told = Banner(
                BannerKind.SUCCESS,
                self.tr("資料與中央一致"),
                self.tr("之後的變更也會送到本櫃台。"),
                object_name="identify.found",
            )
        else:
            self.head(
                self.tr("中央沒有這張卡片的會員資料"),
                self.tr("這張卡片還沒有註冊。"),
                next_text=self.tr("前往註冊"),
            )
            told = Banner(
                BannerKind.INFO,
                self.tr("可以在這裡註冊"),
                self.tr("曾以另一張憑證註冊時，請改用那張卡片；不確定時請洽櫃台人員。"),
                object_name="identify.none",
            )
        self.content.addWidget(told)


class IdentifyAwayPage(PlacePage):
    """Without a network nothing can be looked up: said before the PIN is asked for, with the ways on."""

    def __init__(self, _scene: object, context: Context) -> None:
        super().__init__(context, "identify.away", illustration="network-off")
        self.head(
            self.tr("離線中，無法查詢"),
            self.tr("本櫃台沒有這張卡片的會員資料，取得資料需要網路。"),
            next_text=self.tr("前往註冊"),
        )
        ways = Panel(self.tr("現在可以這樣做"), object_name="identify.away.ways")
        for text in (
            self.tr("還沒有註冊過：現在就可以註冊，先離線受理（暫定），連線後由中央確認。"),
            self.tr("已在別處註冊：請到原受理的櫃台辦理，或等本櫃台連線後再來；不要重複註冊。"),
            self.tr("急著要辦：請撥客服諮詢專線 0809-092-091。"),
        ):
            ways.content.addWidget(Text(text))
        self.content.addWidget(ways)

    def go_on(self) -> None:
        """Who has not joined yet can do so without a network."""
        self.went.emit("register", "")


def identify_pages(scene: IdentifyScene, context: Context) -> StepPage:
    """The page of a step."""
    return IdentifyPage(scene, context) if scene.step == "pin" else IdentifiedPage(scene, context)
