"""註冊 3, where the holder may be a member elsewhere: central is asked before anything is submitted."""

from kiosk.services.flows.registration import RegistrationScene
from kiosk.services.flows.signing import Signing
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.signing import SigningPage
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import Banner, BannerKind


class JoinSigningPage(SigningPage):
    """The signature of who joins: with a network, it is told that central is asked first, by it."""

    def __init__(self, context: Context, signing: Signing) -> None:
        super().__init__(context, signing)
        if signing.only_by_phone:
            self.head(
                self.tr("以手機簽章"),
                self.tr(
                    "請確認內容無誤，再以負責人手機上的行動自然人憑證簽章。"
                    "簽章後先向中央查詢您是否已是會員；已是會員時不會送出。"
                ),
            )
        elif context.online:
            self.head(
                self.tr("以卡片簽章"),
                self.tr(
                    "請確認內容無誤，再輸入 PIN 碼（只在簽章當下使用，不會留存）。"
                    "簽章後先向中央查詢您是否已是會員；已是會員時不會送出。"
                ),
                next_text=self.tr("簽章送出"),
            )


class MemberElsewherePage(StepPage):
    """Central knows who signed: nothing was submitted, and one goes on with what is there."""

    def __init__(self, _scene: RegistrationScene, context: Context) -> None:
        super().__init__(context, "registration.member", illustration="success")
        self.head(
            self.tr("您已經是會員"),
            self.tr("您已註冊過，沒有再註冊一次；會員資料已取回本櫃台。"),
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
