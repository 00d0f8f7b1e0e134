"""註冊 1 to 3: which certificate, the notice, the card, the cooperative."""

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.identifiers import is_ubn
from kiosk.domain.identity import IdentityKind
from kiosk.services.flows.registration import (
    CardRecognised,
    Consented,
    CooperativeNamed,
    IdentityChosen,
    RegistrationScene,
)
from kiosk.services.masking import mask_name
from kiosk.ui.entries import Entry
from kiosk.ui.pages import words
from kiosk.ui.pages.card_invitation import CardInvitation
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import (
    Banner,
    BannerKind,
    Button,
    ButtonKind,
    CheckRow,
    ChoiceGroup,
    KeyValueTable,
    Panel,
    Text,
    TextField,
)

_PAUSE_MS = 700


class IdentityPage(StepPage):
    """依身分別選擇認證方式."""

    def __init__(self, scene: RegistrationScene, context: Context) -> None:
        super().__init__(context, "registration.identity", illustration="card-insert")
        self.head(self.tr("選擇認證方式"), self.tr("您要用哪一種憑證辦理？請備妥憑證與可收信的手機。"))
        self._group = ChoiceGroup(object_name="registration.identity.kind")
        for kind, icon, detail in (
            (
                IdentityKind.ORGANISATION_CERTIFICATE,
                "organisation",
                self.tr("以合作社的組織及團體憑證卡片辦理"),
            ),
            (IdentityKind.CITIZEN_CERTIFICATE, "citizen", self.tr("以負責人本人的自然人憑證卡片辦理")),
            (
                IdentityKind.MOBILE_CITIZEN_CERTIFICATE,
                "phone",
                self.tr("以負責人手機上的行動自然人憑證 APP 簽章，不需卡片")
                if context.online
                else self.tr("需要網路；現在離線，請改用憑證卡片"),
            ),
        ):
            card = self._group.add_choice(kind.value, words.identity(kind), detail, icon=icon)
            card.setEnabled(context.online or kind is not IdentityKind.MOBILE_CITIZEN_CERTIFICATE)
        self._group.chosen.connect(lambda _: setattr(self, "valid", True))
        self.content.addWidget(self._group)
        self.valid = False
        if scene.identity is not None:
            self._group.choose(scene.identity.value)

    def answer(self) -> IdentityChosen:
        """The kind that was chosen."""
        return IdentityChosen(IdentityKind(self._group.value or ""))


class ConsentPage(StepPage):
    """同意蒐集個資與平台條款: the whole notice, then one tick."""

    def __init__(self, scene: RegistrationScene, context: Context) -> None:
        super().__init__(context, "registration.consent")
        self.head(
            self.tr("同意告知事項"),
            self.tr("依個人資料保護法第 8 條，在蒐集任何資料之前向您說明。"),
        )
        self._shown_at = scene.at
        notice = context.services.notice
        self._version = notice.version
        for heading, sections in (
            (self.tr("個人資料蒐集告知事項"), notice.sections),
            (self.tr("平台條款摘要"), notice.terms),
        ):
            panel = Panel(heading)
            for section in sections:
                panel.content.addWidget(Text(context.pick(section.title, section.title_en), "strong"))
                panel.content.addWidget(Text(context.pick(section.text, section.text_en)))
            if sections is notice.sections:
                self._lead_to_rights(panel)
            self.content.addWidget(panel)
        agreed = CheckRow(
            self.tr("我已閱讀並同意上述告知事項與平台條款"),
            self.tr("版本 {version}").format(version=notice.version),
            object_name="registration.consent.agree",
        )
        agreed.toggled.connect(lambda checked: setattr(self, "valid", checked))
        self.content.addWidget(agreed)
        self.valid = False

    def answer(self) -> Consented:
        """Which version was shown, and from when."""
        return Consented(self._version, self._shown_at)

    def _lead_to_rights(self, panel: Panel) -> None:
        """Where a member asks about the data that are here already (個資法 §3)."""
        told = self.tr("已是會員的，可在本櫃台直接提出請求並取得受理回執；註冊的進度會保留。")
        panel.content.addWidget(Text(told, "caption"))
        ask = Button(
            self.tr("我的個人資料：查詢、更正、刪除"),
            object_name="registration.consent.privacy",
            kind=ButtonKind.QUIET,
            compact=True,
        )
        ask.clicked.connect(lambda: self.went.emit("privacy", ""))
        row = QHBoxLayout()
        row.addWidget(ask)
        row.addStretch(1)
        panel.content.addLayout(row)


class CardPage(StepPage):
    """身分驗證: goes on by itself when a card is recognised."""

    def __init__(self, scene: RegistrationScene, context: Context) -> None:
        super().__init__(context, "registration.card", illustration="card-insert")
        self.head(
            self.tr("插入憑證卡片"),
            self.tr("請將卡片晶片朝上，插入讀卡機並推到底。讀到後會自動進入下一步。"),
        )
        self._known = scene.card.holder if scene.card else None
        # Long enough to see whose card was read before the page is gone.
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.advance)
        self._state = CardState()
        self._reading = Banner(
            BannerKind.INFO, self.tr("正在讀取卡片…"), object_name="registration.card.reading"
        )
        self._found = KeyValueTable(object_name="registration.card.found", heading=self.tr("讀到的憑證"))
        self._invitation = CardInvitation(object_name="registration.card.invitation")
        self.content.addWidget(self._invitation)
        self.content.addWidget(self._reading)
        self.content.addWidget(self._found)
        self.card_changed(self._state)

    def card_changed(self, state: CardState) -> None:
        """Tell what lies in the reader; a card that can be used leads on."""
        self._state = state
        self._reading.setVisible(state.present is None and state.error is None)
        self._found.setVisible(state.present is not None)
        trouble = self._invitation.follow(state)
        self.failure = None if trouble is None else self.context.words(trouble)
        self.valid = state.present is not None
        self._pause.stop()
        if state.present is None:
            return
        self._found.clear()
        self._found.add_row(self.tr("憑證種類"), words.identity(state.present.holder.kind))
        self._found.add_row(self.tr("持有人"), holder_name(CardRecognised.of(state.present)))
        if not state.present.confirmed:
            self._found.add_row(self.tr("憑證狀態"), self.tr("暫定，將由中央確認"))
        if state.present.holder.holder_id != self._known:
            self._pause.start()

    def leave(self) -> None:
        """Go on no more by itself."""
        self._pause.stop()

    def answer(self) -> CardRecognised:
        """What the card says of its holder."""
        assert self._state.present is not None
        return CardRecognised.of(self._state.present)


class CooperativePage(StepPage):
    """Which cooperative joins: from the certificate where it says so, else asked for."""

    def __init__(self, scene: RegistrationScene, context: Context) -> None:
        super().__init__(context, "registration.cooperative")
        self.head(
            self.tr("合作社資料"),
            self.tr("請確認名稱與統一編號，須與稅籍登記相同。"),
        )
        self._tell_certificate(scene)
        before = scene.cooperative
        name, ubn = _in_certificate(scene.card)
        self._name = TextField(
            self.tr("合作社名稱"), object_name="registration.cooperative.name", kind=Entry.NAME, longest=60
        )
        self._name.text = before.name if before else name
        self._ubn = TextField(
            self.tr("統一編號"),
            object_name="registration.cooperative.ubn",
            kind=Entry.NUMBER,
            hint=self.tr("8 位數字，在稅籍登記或統一發票章上"),
            longest=16,
        )
        self._ubn.text = before.ubn if before else ubn
        for field in (self._name, self._ubn):
            field.edited.connect(self._check)
            self.content.addWidget(field)
        self._ubn.left.connect(self._tell)
        self.first_focus = self._ubn if self._name.text else self._name
        self._check()

    def _tell_certificate(self, scene: RegistrationScene) -> None:
        """Which certificate it is, and whose; by phone that is known once it has signed."""
        card = scene.card
        kind = card.identity if card is not None else IdentityKind.MOBILE_CITIZEN_CERTIFICATE
        table = KeyValueTable(object_name="registration.cooperative.card", heading=self.tr("憑證資料"))
        table.add_row(self.tr("憑證種類"), words.identity(kind))
        whose = self.tr("下一步以手機簽章時確認") if card is None else holder_name(card)
        table.add_row(self.tr("持有人"), whose)
        self.content.addWidget(table)
        if scene.identity is not None and scene.identity is not kind:
            self.content.addWidget(
                Banner(
                    BannerKind.INFO,
                    self.tr("卡片與您選擇的不同，將以卡片的憑證辦理"),
                    words.identity(kind),
                    object_name="registration.cooperative.other_kind",
                )
            )

    def answer(self) -> CooperativeNamed:
        """Name and 統一編號 as entered, full-width digits made plain."""
        return CooperativeNamed(self._name.value, self._ubn.value)

    def _check(self) -> None:
        right = is_ubn(self._ubn.value)
        if right:
            self._ubn.set_error("")
        elif len(self._ubn.value) >= 8:
            self._tell()
        self.valid = right and bool(self._name.value)

    def _tell(self) -> None:
        entered = self._ubn.value
        if not entered or is_ubn(entered):
            return
        if len(entered) != 8 or not entered.isdigit():
            self._ubn.set_error(
                self.tr("統一編號是 8 位數字，目前輸入 {count} 位").format(count=len(entered))
            )
        else:
            self._ubn.set_error(self.tr("這組統一編號的檢查碼不符，請對照稅籍登記再輸入一次"))


def _in_certificate(card: CardRecognised | None) -> tuple[str, str]:
    """The cooperative's name and 統一編號, as far as the certificate says them."""
    if card is None:
        return "", ""
    organisation = card.identity is IdentityKind.ORGANISATION_CERTIFICATE
    return card.name if organisation else "", card.ubn


def holder_name(card: CardRecognised) -> str:
    """Whose card it is: a person masked, a cooperative by its name."""
    if card.identity is IdentityKind.ORGANISATION_CERTIFICATE:
        return card.name
    return QCoreApplication.translate("Words", "{name}（負責人）").format(name=mask_name(card.name))
