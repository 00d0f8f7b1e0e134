"""The authority's desks: eligibility checks, and commands that were not accepted."""

import json
from collections.abc import Sequence

from starlette.requests import Request
from starlette_admin.actions import row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Act, Role, given, record
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import Desk, column
from central.backoffice.parts import OfficeParts
from central.backoffice.sessions import SignedIn
from central.backoffice.words import CONDITIONS, day, moment, name_of, say, told
from central.store import office_lists, reviews
from central.store.office_lists import Check
from central.store.review_questions import questions_of
from central.store.reviews import ReviewRow
from kiosk.domain.commands import Condition
from kiosk.domain.membership import Eligibility

_REASON = say("原因或依據", "Reason or reference")


def _due(check: Check) -> str:
    text = day(check.state.check_by)
    return f"{text} {told('已逾期', 'late')}" if check.state.check_late else text


class EligibilityDesk(Desk[Check]):
    """資格確認: applications that wait for the authority's answer."""

    key = "eligibility"
    pk_attr = "membership_id"
    menu_label = say("資格確認", "Eligibility checks")
    display_name = menu_label
    icon = "fa fa-clipboard-check"
    roles = frozenset({Role.AGENCY})
    row_actions = ("approve", "refuse")
    fields = (
        column("cooperative_name", say("合作社", "Cooperative"), lambda row: row.cooperative_name),
        column("ubn", say("統一編號", "Unified number"), lambda row: row.ubn),
        column("office", say("受理據點", "Office"), lambda row: row.office),
        column("opened", say("申請時間", "Applied"), lambda row: moment(row.state.registration.opened_at)),
        column("check_by", say("確認期限", "To be answered by"), _due),
        column("state", say("狀態", "State"), lambda row: name_of(row.state.eligibility)),
        column(
            "membership_id", say("會員識別碼", "Membership"), lambda row: row.membership_id, detail_only=True
        ),
    )

    def __init__(self, parts: OfficeParts) -> None:
        super().__init__(parts.failures)
        self._parts = parts

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[Check]:
        """The longest waiting first."""
        with self._parts.database.reading() as connection:
            return office_lists.checks(connection, text=text, skip=skip, most=most)

    def total(self, me: SignedIn, text: str) -> int:
        """How many wait."""
        with self._parts.database.reading() as connection:
            return office_lists.count_checks(connection, text)

    def row(self, me: SignedIn, key: str) -> Check | None:
        """One of them, also after it was decided."""
        with self._parts.database.reading() as connection:
            return office_lists.find_check(connection, key)

    def allows(self, act: str, row: Check) -> bool:
        """Decided once."""
        return row.state.eligibility is Eligibility.PENDING and row.state.email_confirmed

    @row_action(
        name="approve",
        text=say("核可", "Approve"),
        header=say("核可資格", "Approve"),
        confirmation=say("五項條件均已查核符合。", "All five conditions were checked and are met."),
        submit_btn_text=say("核可", "Approve"),
        icon_class="fa fa-check",
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def approve(self, request: Request, pk: str) -> None:
        """The conditions are met."""
        who, data = signed_in(request).who, await request.form()
        reason = forms.field(data, "reason")
        await self.do(lambda: self._parts.agency.by(who).approve(pk, reason))
        flash(request, told("已核可。", "Approved."), "success")

    @row_action(
        name="refuse",
        text=say("不符", "Refuse"),
        header=say("資格不符", "Refuse"),
        confirmation=say(
            "請勾選未符合的條件並說明原因；申請人會看到這段說明。",
            "Tick the conditions that are not met and say why; the applicant reads it.",
        ),
        submit_btn_text=say("送出", "Refuse"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-xmark",
        modal_size="md",
        form=forms.form(
            forms.boxes(
                "unmet",
                say("未符合的條件", "Conditions not met"),
                [(one.value, say(*words)) for one, words in CONDITIONS.items()],
            ),
            forms.lines("reason", say("原因", "Reason")),
        ),
    )
    async def refuse(self, request: Request, pk: str) -> None:
        """Some are not."""
        who, data = signed_in(request).who, await request.form()
        unmet = tuple(one for one in Condition if one.value in data.getlist("unmet"))
        if not unmet:
            raise ActionFailed(
                told("請至少勾選一項未符合的條件。", "Tick at least one condition that is not met.")
            )
        reason = forms.field(data, "reason")
        await self.do(lambda: self._parts.agency.by(who).refuse(pk, unmet, reason))
        flash(request, told("已記錄為不符。", "Recorded as not eligible."), "success")


class ReviewDesk(Desk[ReviewRow]):
    """未接受的指令: what kiosks sent and central did not accept."""

    key = "reviews"
    pk_attr = "review_id"
    menu_label = say("待檢視指令", "Review desk")
    display_name = menu_label
    icon = "fa fa-magnifying-glass"
    roles = frozenset({Role.AGENCY})
    row_actions = ("view", "settle")

    def __init__(self, parts: OfficeParts) -> None:
        self._parts = parts
        failures = parts.failures
        self.fields = (
            column("at", say("時間", "When"), lambda row: moment(row.at)),
            column("office", say("據點", "Office"), lambda row: row.office),
            column("terminal", say("櫃檯", "Terminal"), lambda row: row.terminal),
            column("kind", say("指令", "Command"), lambda row: row.kind),
            column("why", say("未接受的原因", "Why not"), lambda row: failures.title(row.code)),
            column("code", say("代碼", "Code"), lambda row: row.code),
            column("settled", say("已檢視", "Settled"), lambda row: moment(row.settled_at)),
            column(
                "command_id", say("指令識別碼", "Command id"), lambda row: row.command_id, detail_only=True
            ),
            column(
                "membership_id",
                say("會員識別碼", "Membership"),
                lambda row: row.membership_id,
                detail_only=True,
            ),
            column("questions", say("櫃台的詢問", "Asked by the counter"), self._questions, detail_only=True),
            column("place", say("裝置與序號", "Device and number"), _place, detail_only=True),
            column("form", say("內容欄位", "Its fields"), _fields_of, detail_only=True),
        )
        super().__init__(failures)

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[ReviewRow]:
        """Those nobody has looked at first."""
        with self._parts.database.reading() as connection:
            return reviews.reviews(connection, text=text, skip=skip, most=most)

    def total(self, me: SignedIn, text: str) -> int:
        """All of them."""
        with self._parts.database.reading() as connection:
            return reviews.count_reviews(connection, text)

    def row(self, me: SignedIn, key: str) -> ReviewRow | None:
        """One of them."""
        with self._parts.database.reading() as connection:
            return reviews.find_review(connection, key)

    def _questions(self, row: ReviewRow) -> str:
        with self._parts.database.reading() as connection:
            return "\n".join(questions_of(connection, (row.review_id,)).get(row.review_id, ()))

    def allows(self, act: str, row: ReviewRow) -> bool:
        """Settled once."""
        return row.settled_at is None

    @row_action(
        name="settle",
        text=say("結案", "Settle"),
        header=say("結案", "Settle"),
        confirmation=say("指令不會因此生效。", "The command does not take effect by this."),
        submit_btn_text=say("結案", "Settle"),
        icon_class="fa fa-check",
        modal_size="md",
        form=forms.form(forms.lines("reason", say("處理情形", "What was done"))),
    )
    async def settle(self, request: Request, pk: str) -> None:
        """Somebody has looked at it."""
        who, data = signed_in(request).who, await request.form()
        reason, now = forms.field(data, "reason"), self._parts.clock()

        def act() -> None:
            with self._parts.database.writing() as connection:
                if reviews.settle(connection, pk, now):
                    record(connection, who, Act("settle_review", pk, given(reason)), now)

        await self.do(act)
        flash(request, told("已結案。", "Settled."), "success")


def _place(row: ReviewRow) -> str:
    return f"{row.device_id} #{row.device_seq}"


def _fields_of(row: ReviewRow) -> str:
    """The names of what the command carries: the values may be personal and are not shown."""
    try:
        return ", ".join(sorted(json.loads(row.sent)["statement"]["body"]))
    except (ValueError, KeyError, TypeError):
        return ""
