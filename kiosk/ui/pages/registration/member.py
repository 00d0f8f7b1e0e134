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
            self.content.addWidget(
                Banner(
                    BannerKind.INFO,
                    self.tr("會先確認您是否已是會員"),
                    self.tr("卡片會先簽署「本人在場」，向中央查詢；已在別處註冊時不會重複註冊，直接取回您的資料。"),
                    object_name="registration.pin.look_up",
                )
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
