"""註冊 3, where the holder may be a member elsewhere: the signature is preceded by a question to central."""

from kiosk.services.flows.registration import RegistrationScene
from kiosk.services.flows.signing import Signing
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.signing import SigningPage
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import Banner, BannerKind


class JoinSigningPage(SigningPage):
    """The signature of who joins. With a network it is told what else the card signs, and what for."""

    def __init__(self, context: Context, signing: Signing) -> None:
        super().__init__(context, signing)
        if context.online and not signing.only_by_phone:
            self.head(
                self.tr("以卡片簽章"),
                self.tr(
                    "卡片會先證明本人在場，向中央查詢您是否已是會員；不是會員時才簽章送出下列內容。"
                    "PIN 碼只在簽章當下使用，不會留存。"
                ),
                next_text=self.tr("簽章送出"),
            )


class MemberElsewherePage(StepPage):
    """Central knows the card: nothing was sent, and one goes on with what is there."""

    def __init__(self, _scene: RegistrationScene, context: Context) -> None:
        super().__init__(context, "registration.member", illustration="success")
        self.head(
            self.tr("您已經是會員"),
            self.tr("這張卡片已在別處註冊，沒有再註冊一次；會員資料已取回本櫃台。"),
            next_text=self.tr("繼續"),
        )
        self.content.addWidget(
            Banner(
                BannerKind.SUCCESS,
                self.tr("資料與中央一致"),
                self.tr("您的點數與訂單都在這裡了，可以繼續辦理。"),
                object_name="registration.member.found",
            )
        )
