"""諮詢: what people at counters ask the help desk, and requests for a consultant; each is answered once."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette_admin.actions import row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import Desk, column
from central.backoffice.sessions import SignedIn
from central.backoffice.words import day, moment, say, told
from central.inquiry_desk import AnswerInvalid, InquiryAnswered, Told, membership_of
from central.store import inquiries
from central.store.events import membership_state
from central.store.inquiries import Inquiry
from kiosk.domain.inquiry import LONGEST, Period, Subject

_SUBJECTS = {
    Subject.MESSAGE: ("文字客服", "Message"),
    Subject.CONSULTANT: ("諮詢顧問", "Consultant wanted"),
}
_PERIODS = {
    Period.ANY: ("不限時段", "any time"),
    Period.MORNING: ("上午 9–12 時", "9:00–12:00"),
    Period.AFTERNOON: ("下午 13–18 時", "13:00–18:00"),
}


@dataclass(frozen=True, slots=True)
class InquirySeen(Inquiry):
    """A message looked at closely: whose it is, where the person agreed to say."""

    cooperative: str


def _preferred(row: Inquiry) -> str:
    if row.asked.subject is not Subject.CONSULTANT:
        return ""
    on = told("不限日期", "any day") if row.asked.preferred_on is None else day(row.asked.preferred_on)
    return f"{on} {told(*_PERIODS[row.asked.preferred_period])}"


def _themes(row: Inquiry) -> str:
    return ", ".join(row.asked.themes)


def _cooperative(row: Inquiry) -> str:
    return row.cooperative if isinstance(row, InquirySeen) else ""


def _by(row: Inquiry) -> str:
    return f"{row.answered_by or ''}　{moment(row.answered_at)}" if row.answered_at else ""


class InquiriesDesk(Desk[Inquiry]):
    """Those that wait, the longest waiting first."""

    key = "inquiries"
    pk_attr = "inquiry_id"
    menu_label = say("諮詢", "Help desk")
    display_name = menu_label
    icon = "fa fa-comments"
    roles = frozenset({Role.AGENCY})
    row_actions = ("view", "answer")
    fields = (
        column("sent_at", say("時間", "When"), lambda row: moment(row.sent_at)),
        column("office", say("據點", "Office"), lambda row: row.office),
        column("terminal", say("櫃檯", "Terminal"), lambda row: row.terminal),
        column("subject", say("類別", "Subject"), lambda row: told(*_SUBJECTS[row.asked.subject])),
        column("text", say("內容", "Message"), lambda row: row.asked.text),
        column("preferred", say("希望時間", "Preferred time"), _preferred),
        column("answered", say("回覆", "Answer"), lambda row: row.answer or told("待回覆", "waits")),
        column("themes", say("諮詢主題", "Themes"), _themes, detail_only=True),
        column("page", say("提出的頁面", "Page"), lambda row: row.asked.page, detail_only=True),
        column("cooperative", say("合作社", "Cooperative"), _cooperative, detail_only=True),
        column("email", say("回覆信箱", "Mailbox"), lambda row: row.asked.email, detail_only=True),
        column("by", say("回覆人員", "Answered by"), _by, detail_only=True),
        column("inquiry_id", say("識別碼", "Id"), lambda row: row.inquiry_id, detail_only=True),
    )

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[Inquiry]:
        """Those that wait first."""
        return self.look_up(lambda at: inquiries.inquiries(at, text=text, skip=skip, most=most))

    def total(self, me: SignedIn, text: str) -> int:
        """All of them."""
        return self.look_up(lambda at: inquiries.count_inquiries(at, text))

    def row(self, me: SignedIn, key: str) -> Inquiry | None:
        """One of them, with whose it is."""
        with self._parts.database.reading() as connection:
            row = inquiries.find_inquiry(connection, key)
            if row is None:
                return None
            member = membership_of(connection, row)
            joined = None if member is None else membership_state(connection, member).registration
        name = "" if joined is None else f"{joined.cooperative_name}　{joined.ubn}"
        return InquirySeen(**{one: getattr(row, one) for one in Inquiry.__slots__}, cooperative=name)

    def allows(self, act: str, row: Inquiry) -> bool:
        """Answered once."""
        return row.answer is None

    @row_action(
        name="answer",
        text=say("回覆", "Answer"),
        header=say("回覆", "Answer"),
        confirmation=say(
            "回覆會寄到對方的 Email，會員也會在櫃台的「我的通知」看到。送出後不能更改。",
            "The answer is mailed, and members see it in 我的通知 at the counter. It cannot be changed.",
        ),
        submit_btn_text=say("送出回覆", "Send"),
        icon_class="fa fa-reply",
        modal_size="md",
        form=forms.form(forms.lines("answer", say("回覆內容", "Answer"))),
    )
    async def answer(self, request: Request, pk: str) -> None:
        """What is to be told."""
        who, words = signed_in(request).who, forms.field(await request.form(), "answer")
        try:
            done = await self.do(lambda: self._parts.inquiry_desk.answer(pk, words, who))
        except AnswerInvalid:
            raise ActionFailed(
                told(f"請填寫回覆，最多 {LONGEST} 字。", f"Write an answer of at most {LONGEST} characters.")
            ) from None
        except InquiryAnswered:
            raise ActionFailed(told("這則已經回覆過。", "It was answered before.")) from None
        flash(request, _said(done), "success")


def _said(done: Told) -> str:
    if done.mailed:
        return told("已回覆，並寄出 Email。", "Answered; the mail is on its way.")
    if done.in_notices:
        return told(
            "已回覆，對方會在櫃台的「我的通知」看到；沒有寄 Email。",
            "Answered: the member sees it in 我的通知. No mail was sent.",
        )
    return told(
        "已記錄。沒有可寄的 Email，請據點轉告。", "Kept. There is no mailbox: the office has to pass it on."
    )
