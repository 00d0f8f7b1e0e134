"""個資請求: what persons ask about their data, by when it is to be answered, and the answers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.actions import ActionSelection, action, row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import Desk, column
from central.backoffice.parts import OfficeParts
from central.backoffice.sessions import SignedIn
from central.backoffice.words import day, say, told
from central.erasure import RecordStays
from central.privacy import ExtendedBefore, RequestUnknown
from central.privacy_copy import copy_of
from central.store import privacy_requests
from central.store.inquiries import find_inquiry
from central.store.privacy_requests import RequestSeen
from kiosk.domain.calendar import taipei_day
from kiosk.domain.data_rights import DataRight

_RIGHTS = {
    DataRight.ACCESS: ("查詢、閱覽或複製本", "See it, or a copy"),
    DataRight.CORRECTION: ("補充或更正", "Add or correct"),
    DataRight.STOP: ("停止蒐集、處理或利用", "Stop its use"),
    DataRight.DELETION: ("刪除", "Delete it"),
}
_OUTCOMES = {"granted": ("已依請求辦理", "done"), "refused": ("未能辦理", "not done")}
_ANSWERS = (
    ("", say("請選擇", "Choose")),
    ("granted", say("已依請求辦理", "Done as asked")),
    ("refused", say("未能辦理", "Not done")),
)


@dataclass(frozen=True, slots=True)
class RequestLooked(RequestSeen):
    """A request looked at closely: what the person wrote, what was told so far, the days that are left."""

    words: str
    said: str


def rights() -> list[tuple[str, str]]:
    """What may be asked, to choose from."""
    return [(right.value, told(*words)) for right, words in _RIGHTS.items()]


def _cooperative(row: RequestSeen) -> str:
    return row.cooperative_name or told("（已刪除）", "(deleted)")


def _ubn(row: RequestSeen) -> str:
    return row.ubn if row.cooperative_name else ""


def _state(row: RequestSeen) -> str:
    if row.outcome:
        return f"{told(*_OUTCOMES[row.outcome])}　{day(row.answered_on)}"
    return told("已延長，待答覆", "put off, waits") if row.extended else told("待答覆", "waits")


def _words(row: RequestSeen) -> str:
    return row.words if isinstance(row, RequestLooked) else ""


def _said(row: RequestSeen) -> str:
    return row.said if isinstance(row, RequestLooked) else ""


class PrivacyRequestsDesk(Desk[RequestSeen]):
    """Those that wait, the most urgent first."""

    key = "privacy"
    pk_attr = "request_id"
    menu_label = say("個資請求", "Personal data")
    display_name = menu_label
    icon = "fa fa-user-shield"
    roles = frozenset({Role.AGENCY})
    actions = ("add",)
    row_actions = ("view", "copy", "extend", "answer")

    def __init__(self, parts: OfficeParts) -> None:
        self.fields = (
            column("due_on", say("答覆期限", "Answer by"), self._due),
            column("kind", say("請求事項", "Asked"), lambda row: told(*_RIGHTS[DataRight(row.kind)])),
            column("cooperative", say("合作社", "Cooperative"), _cooperative),
            column("ubn", say("統一編號", "Unified number"), _ubn),
            column("state", say("答覆", "Answer"), _state),
            column(
                "received_on", say("受理日期", "Received"), lambda row: day(row.received_on), detail_only=True
            ),
            column("words", say("請求內容", "In their words"), _words, detail_only=True),
            column("said", say("已告知", "Told so far"), _said, detail_only=True),
            column("reason", say("原因或說明", "Reason"), lambda row: row.reason, detail_only=True),
            column("office", say("據點", "Office"), lambda row: row.office, detail_only=True),
            column(
                "member", say("會員識別碼", "Membership"), lambda row: row.membership_id, detail_only=True
            ),
            column("request_id", say("識別碼", "Id"), lambda row: row.request_id, detail_only=True),
        )
        super().__init__(parts)

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[RequestSeen]:
        """With what counters have sent a moment ago."""
        self._parts.privacy.take_new()
        return self.look_up(lambda at: privacy_requests.requests_seen(at, text=text, skip=skip, most=most))

    def total(self, me: SignedIn, text: str) -> int:
        """All of them."""
        return self.look_up(lambda at: privacy_requests.count_seen(at, text))

    def row(self, me: SignedIn, key: str) -> RequestSeen | None:
        """One of them, with what was written and told."""
        with self._parts.database.reading() as connection:
            row = privacy_requests.request_seen(connection, key)
            asked = find_inquiry(connection, key)
        if row is None:
            return None
        words, said = ("", "") if asked is None else (asked.asked.text, asked.answer or "")
        return RequestLooked(
            **{name: getattr(row, name) for name in RequestSeen.__dataclass_fields__}, words=words, said=said
        )

    def allows(self, act: str, row: RequestSeen) -> bool:
        """Answered once, put off once before that; a copy as long as there is something."""
        if act == "copy":
            return bool(row.cooperative_name)
        return not row.outcome and (act != "extend" or not row.extended)

    def _due(self, row: RequestSeen) -> str:
        if row.outcome:
            return day(row.due_on)
        left = (row.due_on - taipei_day(self._parts.clock())).days
        if left < 0:
            return told(f"{day(row.due_on)} 已逾期 {-left} 天", f"{day(row.due_on)}, {-left} days late")
        return told(f"{day(row.due_on)} 剩 {left} 天", f"{day(row.due_on)}, {left} days left")

    @row_action(
        name="extend",
        text=say("延長", "Put off"),
        header=say("延長答覆期限", "Put the answer off"),
        confirmation=say(
            "個資法第 13 條：以一次為限（查詢 15 日、其他 30 日），原因會以書面告知請求人。",
            "The law lets it be put off once, by as many days again; the person is told why in writing.",
        ),
        submit_btn_text=say("延長", "Put off"),
        icon_class="fa fa-hourglass-half",
        modal_size="md",
        form=forms.form(forms.lines("reason", say("原因（請求人會看到）", "Reason (the person reads it)"))),
    )
    async def extend(self, request: Request, pk: str) -> None:
        """Once, with the reason."""
        who, reason = signed_in(request).who, forms.field(await request.form(), "reason")
        try:
            done = await self.do(lambda: self._parts.privacy.extend(pk, reason, who))
        except (RequestUnknown, ExtendedBefore):
            raise ActionFailed(
                told("已答覆，或已延長過一次。", "It was answered, or put off once before.")
            ) from None
        until = day(done.due_on)
        flash(
            request,
            told(f"已延長至 {until}，並告知請求人。", f"Put off to {until}; the person is told."),
            "success",
        )

    @row_action(
        name="answer",
        text=say("答覆", "Answer"),
        header=say("答覆請求", "Answer"),
        confirmation=say(
            "請先核對請求人身分並完成辦理。說明會以 Email 寄出，也列在櫃台的「我的通知」。"
            "同意刪除時，會員資料立即從中央刪除，各櫃檯於下次同步後刪除，無法復原。",
            "Make sure first who asks, and do it. What you write is mailed, and told at the counter. "
            "A deletion is done at once, at the counters with their next sync, and cannot be undone.",
        ),
        submit_btn_text=say("送出答覆", "Send"),
        icon_class="fa fa-reply",
        modal_size="md",
        form=forms.form(
            forms.choice("outcome", say("結果", "Outcome"), lambda: _ANSWERS),
            forms.lines("reason", say("說明（請求人會看到）", "Explanation (the person reads it)")),
        ),
    )
    async def answer(self, request: Request, pk: str) -> None:
        """Done, or not, and why."""
        who, data = signed_in(request).who, await request.form()
        outcome, reason = forms.field(data, "outcome"), forms.field(data, "reason")
        if outcome not in _OUTCOMES:
            raise ActionFailed(told("請選擇結果。", "Choose the outcome."))
        granted = outcome == "granted"
        try:
            await self.do(lambda: self._parts.privacy.answer(pk, granted=granted, reason=reason, who=who))
        except RequestUnknown:
            raise ActionFailed(told("這筆請求已經答覆過。", "It was answered before.")) from None
        except RecordStays:
            raise ActionFailed(
                told(
                    "曾獲發點數或有訂單，紀錄須保存至計畫結束後 5 年，不能刪除；請選「未能辦理」並說明。",
                    "Points were granted or a plan was ordered: the record stays 5 years past the programme."
                    " Answer that it cannot be done, and why.",
                )
            ) from None
        flash(request, told("已答覆並告知請求人。", "Answered; the person is told."), "success")

    @row_action(
        name="copy",
        text=say("複製本", "Copy"),
        header=say("下載複製本", "Download a copy"),
        confirmation=say(
            "中央保存的這位會員的全部資料。下載會記入異動紀錄；交付前請核對身分。",
            "All that central has of this member. Recorded; make sure who asks before you hand it over.",
        ),
        submit_btn_text=say("下載", "Download"),
        icon_class="fa fa-download",
        custom_response=True,
    )
    async def copy(self, request: Request, pk: str) -> Response:
        """As a file."""
        return await self.page_or_back(request, self._copy(request, pk))

    async def _copy(self, request: Request, pk: str) -> Response:
        who, row = signed_in(request).who, await self.find_by_pk(request, pk)
        member = row.membership_id
        rows = await self.do(lambda: copy_of(self._parts.database, member, who, self._parts.clock()))
        return Response(
            json.dumps(rows, ensure_ascii=False, indent=1),
            media_type="application/json; charset=utf-8",
            headers={"content-disposition": f'attachment; filename="copy-{member}.json"'},
        )

    @action(
        name="add",
        text=say("登記請求", "Enter a request"),
        header=say("登記以書面或電話提出的請求", "Enter a request made by letter or telephone"),
        confirmation=say(
            "自今日起算期限。請先核對請求人身分。", "Its days count from today. Make sure who asks."
        ),
        submit_btn_text=say("登記", "Enter"),
        icon_class="fa fa-plus",
        allow_empty_selection=True,
        dedicated_button=True,
        modal_size="md",
        form=forms.form(
            forms.text("member", say("會員識別碼", "Membership")),
            forms.choice("kind", say("請求事項", "Asked"), rights),
            forms.lines("words", say("請求內容", "In their words")),
        ),
    )  # fmt: skip
    async def add(self, request: Request, _selection: ActionSelection) -> None:
        """From today on."""
        who, data = signed_in(request).who, await request.form()
        member, kind, words = (forms.field(data, name) for name in ("member", "kind", "words"))
        if kind not in set(DataRight) or (kind == DataRight.CORRECTION and not words):
            raise ActionFailed(
                told("請選擇事項；更正請寫明內容。", "Choose what is asked; say what to correct.")
            )
        try:
            made = await self.do(lambda: self._parts.privacy.add(member, DataRight(kind), who, words))
        except RequestUnknown:
            raise ActionFailed(told("沒有這個會員。", "There is no such member.")) from None
        until = day(made.due_on)
        flash(request, told(f"已登記，{until} 前答覆。", f"Entered; to be answered by {until}."), "success")
