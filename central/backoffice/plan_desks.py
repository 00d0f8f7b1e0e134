"""方案: what vendors submit, and the authority approves, refuses and withdraws."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from starlette.requests import Request
from starlette_admin.actions import link_row_action, row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import ShortDesk, column
from central.backoffice.sessions import SignedIn
from central.backoffice.vendor_desks import vendor_of
from central.backoffice.words import CATEGORIES, PLAN_STATES, moment, money, say, told
from central.catalogue import LastPlan, PlanNotFound, PlanStanding, SubmissionDecided
from central.plan_checks import PlanInvalid
from central.store.catalogue import SubmissionState
from kiosk.contract.api import ApiProblem
from kiosk.domain.plans import Plan

_REASON = say("原因或依據", "Reason or reference")


def _state(row: PlanStanding) -> str:
    """How it stands, with the answer that a vendor has still to read."""
    refused = row.latest is not None and row.latest.state is SubmissionState.REFUSED
    if row.offered is not None and refused:
        return told("上架中，變更已退回", "Offered; the change was refused")
    return str(PLAN_STATES[row.state])


_FIELDS = (
    column("plan_id", say("方案代碼", "Plan id"), lambda row: row.plan_id),
    column("plan_name", say("方案名稱", "Plan"), lambda row: row.plan.terms.plan_name),
    column("state", say("狀態", "State"), _state),
    column("category", say("類別", "Category"), lambda row: str(CATEGORIES[row.plan.category])),
    column("months", say("期程（月）", "Months"), lambda row: str(row.plan.terms.months)),
    column("price", say("價格", "Price"), lambda row: money(row.plan.terms.price)),
)
_VENDOR = column("vendor", say("資訊服務廠商", "Vendor"), lambda row: row.plan.terms.vendor_name)


def _decide_form(request: Request, row: PlanStanding) -> str:
    """Bound to the very submission that is on the page: a newer one is not decided unseen."""
    submission = "" if row.latest is None else row.latest.submission_id
    return forms.form(forms.hidden("submission", submission), forms.lines("reason", _REASON))(request)


class _PlansDesk(ShortDesk[PlanStanding]):
    """What both sides see of plans."""

    pk_attr = "plan_id"
    detail_template = "plan.html"

    def _vendor_id(self, me: SignedIn) -> str | None:
        """Whose plans are seen; None for all."""
        raise NotImplementedError

    def found(self, me: SignedIn, text: str) -> Sequence[PlanStanding]:
        """Those that wait for an answer first."""
        found = self._parts.catalogue.plans(self._vendor_id(me))
        return [
            one for one in found
            if text in one.plan_id or text in one.plan.terms.plan_name or text in one.plan.terms.vendor_name
        ]  # fmt: skip

    def row(self, me: SignedIn, key: str) -> PlanStanding | None:
        """One of them."""
        try:
            return self._parts.catalogue.plan(key, self._vendor_id(me))
        except PlanNotFound:
            return None

    def lines(self, row: PlanStanding) -> list[tuple[str, str, str]]:
        """What is offered and what was asked for, side by side: field, offered, asked for."""
        asked = row.latest.plan if row.latest is not None else None
        return [(name, _shown(row.offered, show), _shown(asked, show)) for name, show in _shows()]

    def state_of(self, row: PlanStanding) -> str:
        """In words."""
        return _state(row)

    def submitted(self, row: PlanStanding) -> str:
        """When it was submitted last; "" where it never was."""
        return "" if row.latest is None else moment(row.latest.submitted_at)

    async def withdraw_as(self, request: Request, pk: str, vendor_id: str | None) -> None:
        """Offer it no more."""
        who, reason = signed_in(request).who, forms.field(await request.form(), "reason")
        with self.saying():
            await self.do(lambda: self._parts.catalogue.withdraw(pk, who, reason, vendor_id))
        flash(request, told("已下架，立即生效。", "Withdrawn, from now on."), "success")

    @contextmanager
    def saying(self) -> Iterator[None]:
        """What the catalogue says no with, in words."""
        try:
            yield
        except PlanNotFound:
            raise ActionFailed(self._failures.say(ApiProblem.PLAN_UNKNOWN.value)) from None
        except LastPlan:
            raise ActionFailed(self._failures.say(ApiProblem.LAST_PLAN.value)) from None
        except PlanInvalid:
            raise ActionFailed(self._failures.say(ApiProblem.PLAN_INVALID.value)) from None
        except SubmissionDecided:
            raise ActionFailed(
                told(
                    "這次送審已經有結果，或廠商已送出新的內容；請重新檢視。",
                    "It was decided before, or the vendor has sent another one since: look at it anew.",
                )
            ) from None


class VendorPlansDesk(_PlansDesk):
    """我的方案: a vendor's own."""

    key = "plans"
    menu_label = say("方案", "Plans")
    display_name = menu_label
    icon = "fa fa-cloud"
    roles = frozenset({Role.VENDOR})
    row_actions = ("view", "change", "withdraw")
    list_template = "plans.html"
    fields = _FIELDS

    def _vendor_id(self, me: SignedIn) -> str | None:
        return vendor_of(me)

    def allows(self, act: str, row: PlanStanding) -> bool:
        """Withdrawn where there is something to withdraw."""
        return act != "withdraw" or row.offered is not None or row.is_pending

    @link_row_action(name="change", text=say("變更", "Change"), icon_class="fa fa-pen")
    def change(self, request: Request, pk: str) -> str:
        """The form, filled in with what there is."""
        page = request.url_for(f"{request.app.state.ROUTE_NAME}:plan")
        return str(page.include_query_params(plan=pk))

    @row_action(
        name="withdraw",
        text=say("下架", "Withdraw"),
        header=say("下架方案", "Withdraw the plan"),
        confirmation=say(
            "立即生效，送審中的內容一併撤回。已成立的訂單依原內容繼續。",
            "From now on, and what waits for approval is taken back. Orders that exist go on as they are.",
        ),
        submit_btn_text=say("下架", "Withdraw"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-box-archive",
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def withdraw(self, request: Request, pk: str) -> None:
        """Offer it no more."""
        await self.withdraw_as(request, pk, vendor_of(signed_in(request)))


class CatalogueDesk(_PlansDesk):
    """型錄審核: what waits for the authority, and everything that is offered."""

    key = "catalogue"
    menu_label = say("方案審核", "Catalogue")
    display_name = menu_label
    icon = "fa fa-cloud"
    roles = frozenset({Role.AGENCY})
    row_actions = ("view", "approve", "refuse", "withdraw")
    fields = (*_FIELDS[:2], _VENDOR, *_FIELDS[2:])

    def _vendor_id(self, me: SignedIn) -> str | None:
        return None

    def allows(self, act: str, row: PlanStanding) -> bool:
        """Decided while it waits; withdrawn while it is offered."""
        return row.offered is not None if act == "withdraw" else row.is_pending

    @row_action(
        name="approve",
        text=say("核可", "Approve"),
        header=say("核可方案", "Approve the plan"),
        confirmation=say(
            "立即上架；櫃檯於下次同步時取得。",
            "It is offered from now on; kiosks get it with their next sync.",
        ),
        submit_btn_text=say("核可", "Approve"),
        icon_class="fa fa-check",
        modal_size="md",
        form=_decide_form,
    )
    async def approve(self, request: Request, pk: str) -> None:
        """In just the form that was looked at."""
        await self._decide(request, self._parts.catalogue.approve)
        flash(request, told("已核可並上架。", "Approved; it is offered from now on."), "success")

    @row_action(
        name="refuse",
        text=say("退回", "Refuse"),
        header=say("退回方案", "Refuse the plan"),
        confirmation=say(
            "廠商會看到原因。上架中的內容不受影響。",
            "The vendor reads why. What is offered now stays as it is.",
        ),
        submit_btn_text=say("退回", "Refuse"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-xmark",
        modal_size="md",
        form=_decide_form,
    )
    async def refuse(self, request: Request, pk: str) -> None:
        """The vendor reads why."""
        await self._decide(request, self._parts.catalogue.refuse)
        flash(request, told("已退回，廠商會看到原因。", "Refused; the vendor reads why."), "success")

    @row_action(
        name="withdraw",
        text=say("下架", "Withdraw"),
        header=say("下架方案", "Withdraw the plan"),
        confirmation=say(
            "立即生效，送審中的內容一併撤回。已成立的訂單依原內容繼續。",
            "From now on, and what waits for approval is taken back. Orders that exist go on as they are.",
        ),
        submit_btn_text=say("下架", "Withdraw"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-box-archive",
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def withdraw(self, request: Request, pk: str) -> None:
        """Offer it no more."""
        await self.withdraw_as(request, pk, None)

    async def _decide(self, request: Request, act: Callable[..., None]) -> None:
        who, data = signed_in(request).who, await request.form()
        submission, reason = forms.field(data, "submission"), forms.field(data, "reason")
        with self.saying():
            await self.do(lambda: act(submission, who, reason))


def _shows() -> list[tuple[str, Callable[[Plan], str]]]:
    return [
        (told("方案名稱", "Plan"), lambda plan: plan.terms.plan_name),
        (told("類別", "Category"), lambda plan: str(CATEGORIES[plan.category])),
        (told("工具種類", "Kinds"), lambda plan: "、".join(plan.kinds)),
        (told("說明", "Description"), lambda plan: plan.summary),
        (told("英文說明", "Description in English"), lambda plan: plan.summary_en),
        (told("期程（月）", "Months"), lambda plan: str(plan.terms.months)),
        (told("價格", "Price"), lambda plan: money(plan.terms.price)),
        (told("資訊服務廠商", "Vendor"), lambda plan: plan.terms.vendor_name),
    ]


def _shown(plan: Plan | None, show: Callable[[Plan], str]) -> str:
    return "" if plan is None else show(plan)
