"""The authority's desk of eligibility checks."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette_admin.actions import row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import Desk, column
from central.backoffice.sessions import SignedIn
from central.backoffice.words import CONDITIONS, day, moment, name_of, say, told
from central.store import office_lists
from central.store.office_lists import Check
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

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[Check]:
        """The longest waiting first."""
        return self.look_up(
            lambda connection: office_lists.checks(connection, text=text, skip=skip, most=most)
        )

    def total(self, me: SignedIn, text: str) -> int:
        """How many wait."""
        return self.look_up(lambda connection: office_lists.count_checks(connection, text))

    def row(self, me: SignedIn, key: str) -> Check | None:
        """One of them, also after it was decided."""
        return self.look_up(lambda connection: office_lists.find_check(connection, key))

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
