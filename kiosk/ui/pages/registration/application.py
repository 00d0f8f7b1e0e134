"""註冊 4 to 7: declaration, contact, the code from the e-mail, done."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import Condition
from kiosk.domain.identifiers import is_email
from kiosk.services.flows.registration import (
    CodeEntered,
    ContactGiven,
    Declared,
    Registration,
    RegistrationScene,
)
from kiosk.services.masking import mask_email
from kiosk.ui.entries import Entry
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import (
    code_later_banner,
    outcome_banner,
    provisional_banner,
    turned_down_banner,
)
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import Banner, BannerKind, Button, ButtonKind, CheckRow, KeyValueTable, Text, TextField

_CODE_LENGTH = 6


class DeclarationPage(StepPage):
    """授權資料查詢及同意聲明事項: five conditions and the look-up, each ticked by itself."""

    def __init__(self, scene: RegistrationScene, context: Context) -> None:
        super().__init__(context, "registration.declaration")
        self.head(
            self.tr("授權與聲明"),
            self.tr("以下為申請資格，請逐項確認；須全部符合才能申請。"),
        )
        notice = context.services.notice
        self._rows: dict[Condition, CheckRow] = {}
        for condition in Condition:
            section = notice.conditions[condition]
            row = CheckRow(
                context.pick(section.text, section.text_en),
                words.checker(context.services.programme.checked_by[condition]),
                object_name=f"registration.declaration.{condition.value}",
            )
            row.setChecked(scene.declared is not None and condition in scene.declared.conditions)
            row.toggled.connect(self._check)
            self._rows[condition] = row
            self.content.addWidget(row)
        self._lookup = CheckRow(
            context.pick(notice.lookup.title, notice.lookup.title_en),
            context.pick(notice.lookup.text, notice.lookup.text_en),
            object_name="registration.declaration.lookup",
        )
        self._lookup.setChecked(scene.declared is not None and scene.declared.lookup_authorised)
        self._lookup.toggled.connect(self._check)
        self.content.addWidget(self._lookup)
        self._check()

    def answer(self) -> Declared:
        """All that was ticked."""
        ticked = tuple(condition for condition, row in self._rows.items() if row.isChecked())
        return Declared(ticked, self._lookup.isChecked())

    def _check(self) -> None:
        self.valid = self._lookup.isChecked() and all(row.isChecked() for row in self._rows.values())


class ContactPage(StepPage):
    """輸入聯絡人Email、基本資料."""

    def __init__(self, scene: RegistrationScene, context: Context) -> None:
        super().__init__(context, "registration.contact", illustration="phone")
        self.head(
            self.tr("聯絡人資料"),
            self.tr("此信箱即為登入帳號，下一步會寄驗證碼到這裡，也會收到點數與訂單通知。"),
        )
        if not context.online:
            self.content.addWidget(code_later_banner("registration.contact.offline"))
        before = scene.contact
        self._name = TextField(
            self.tr("聯絡人姓名"), object_name="registration.contact.name", kind=Entry.NAME, longest=60
        )
        self._email = TextField(
            self.tr("電子郵件"),
            object_name="registration.contact.email",
            kind=Entry.CODE,
            placeholder="name@example.org",
        )
        self._phone = TextField(
            self.tr("聯絡電話"),
            object_name="registration.contact.phone",
            kind=Entry.NUMBER,
            placeholder="0912345678",
            longest=24,
        )
        for field, value in (
            (self._name, before.name if before else ""),
            (self._email, before.email if before else ""),
            (self._phone, before.phone if before else ""),
        ):
            field.text = value
            field.edited.connect(self._check)
            self.content.addWidget(field)
        self._email.left.connect(self._tell_email)
        self._phone.left.connect(self._tell_phone)
        self.first_focus = self._name
        self._check()

    @property
    def doing(self) -> str:
        """What is being done."""
        return self.tr("送出申請資料")

    def answer(self) -> ContactGiven:
        """The contact, made plain."""
        return ContactGiven(self._name.value, self._email.value, self._phone.value)

    def _check(self) -> None:
        given = self.answer()
        if is_email(given.email):
            self._email.set_error("")
        if _is_phone(given.phone):
            self._phone.set_error("")
        self.valid = bool(given.name) and is_email(given.email) and _is_phone(given.phone)

    def _tell_email(self) -> None:
        entered = self._email.value
        if entered and not is_email(entered):
            self._email.set_error(
                self.tr("這不是完整的電子郵件地址，請檢查 @ 與後面的網域，例如 name@example.org")
            )

    def _tell_phone(self) -> None:
        entered = self._phone.value
        if entered and not _is_phone(entered):
            self._phone.set_error(self.tr("請輸入 8 至 15 位數字的電話號碼"))


class EmailCodePage(StepPage):
    """驗證Email: a code is mailed as the page opens; what goes wrong is told and may be tried again."""

    def __init__(self, scene: RegistrationScene, context: Context, flow: Registration) -> None:
        super().__init__(context, "registration.email_code", illustration="phone")
        contact = scene.view.shown.contact if scene.view else None
        self.head(
            self.tr("輸入驗證碼"),
            self.tr("驗證碼會寄到 {email}。沒收到時，請先看垃圾信件匣。").format(
                email=mask_email(contact.email) if contact else ""
            ),
        )
        self._flow = flow
        self._trying = False
        self._later: QWidget | None = None if context.online else self._offer_later(scene)
        self._sent = Banner(
            BannerKind.SUCCESS, self.tr("驗證碼已寄出"), object_name="registration.email_code.sent"
        )
        self._sent.hide()
        self.content.addWidget(self._sent)
        self._code = TextField(
            self.tr("驗證碼（6 位數字）"),
            object_name="registration.email_code.code",
            kind=Entry.NUMBER,
            longest=16,
        )
        self._code.edited.connect(self._check)
        self.content.addWidget(self._code)
        again = Button(
            self.tr("重新寄送驗證碼"),
            object_name="registration.email_code.again",
            kind=ButtonKind.SECONDARY,
            icon="mail",
        )
        again.clicked.connect(lambda: self.send())
        row = QHBoxLayout()
        row.addWidget(again)
        row.addStretch(1)
        self.content.addLayout(row)
        self.content.addWidget(
            Text(self.tr("現在無法收信也沒關係：按左上角回首頁，之後可從「上次未完成」繼續。"), "caption")
        )
        self.first_focus = self._code
        self.valid = False

    @property
    def doing(self) -> str:
        """What is being done."""
        return self.tr("驗證中")

    def entered(self) -> None:
        """The first code goes out by itself; without a network it is tried and nothing more is said."""
        if self._later is None:
            self.send()
            return
        self._trying = True
        sent, not_sent = partial(self._tried, True), partial(self._tried, False)
        self.context.run(None, "", self._flow.send_code, sent, not_sent)

    def sync_moved(self) -> None:
        """The network may be there again."""
        if self._later is not None and self.context.online and not self._trying:
            self._offer_no_more()
            self.send()

    def _tried(self, sent: bool, _outcome: object) -> None:
        self._trying = False
        if sent and isValid(self):
            self._offer_no_more()
            self._sent.show()

    def _offer_no_more(self) -> None:
        if self._later is not None:
            self._later.hide()
            self._later = None

    def _offer_later(self, scene: RegistrationScene) -> QWidget:
        """Without a network: what was taken, with its check code, and the way on."""
        waiting = scene.view.pending if scene.view else ()
        code = next((one.check_code for one in waiting if not one.turned_down), "")
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(provisional_banner(self.context, "registration.email_code.taken", code))
        column.addWidget(code_later_banner("registration.email_code.later"))
        later = Button(
            self.tr("之後再驗證，先回首頁"),
            object_name="registration.email_code.put_aside",
            icon="arrow-right",
            icon_after=True,
        )
        later.clicked.connect(self.put_aside)
        row = QHBoxLayout()
        row.addWidget(later)
        row.addStretch(1)
        column.addLayout(row)
        self.content.addWidget(box)
        return box

    def send(self) -> None:
        """Let central mail a code."""
        self._sent.hide()
        self.context.run(self, self.tr("正在寄送驗證碼"), self._flow.send_code, lambda _: self._sent.show())

    def answer(self) -> CodeEntered:
        """The code, full-width digits made plain."""
        return CodeEntered(self._code.value)

    def refused(self, error: Exception) -> None:
        """Tell what is wrong; the code is typed anew."""
        super().refused(error)
        self._sent.hide()
        self._code.line.selectAll()
        self._code.setFocus()

    def _check(self) -> None:
        entered = self._code.value
        self.valid = len(entered) == _CODE_LENGTH and entered.isdigit()


class RegisteredPage(StepPage):
    """完成: what stands now, and what happens next."""

    def __init__(self, scene: RegistrationScene, context: Context) -> None:
        super().__init__(context, "registration.done", illustration="success")
        figures = context.services.programme.figures_on(taipei_day(scene.at))
        self.head(
            self.tr("註冊完成"),
            self.tr("資格確認約需 {days} 個工作天，結果會寄到您的信箱。現在可先填寫數位自評。").format(
                days=figures.eligibility_working_days
            ),
            next_text=self.tr("前往帳戶總覽"),
        )
        assert scene.view is not None
        shown = scene.view.shown
        pending = next(iter(scene.view.pending), None)
        if pending is not None and pending.turned_down:
            self.head(
                self.tr("註冊未成立"),
                self.tr("中央未接受這次註冊；原因如下。"),
                next_text=self.tr("回首頁"),
            )
            self.content.addWidget(turned_down_banner(pending.code, context, "registration.done.outcome"))
            return
        self.content.addWidget(outcome_banner(pending, context, "registration.done.outcome"))
        table = KeyValueTable(object_name="registration.done.summary", heading=self.tr("會員資料"))
        if shown.registration is not None:
            table.add_row(self.tr("合作社名稱"), shown.registration.cooperative_name)
            table.add_row(self.tr("統一編號"), shown.registration.ubn)
            table.add_row(self.tr("認證方式"), words.identity(shown.registration.identity))
        if shown.contact is not None:
            table.add_row(self.tr("登入帳號"), mask_email(shown.contact.email))
        table.add_row(self.tr("申請資格"), words.eligibility(shown.eligibility, figures))
        self.content.addWidget(table)


def _is_phone(text: str) -> bool:
    digits = text.removeprefix("+")
    return digits.isdigit() and digits.isascii() and 8 <= len(digits) <= 15
