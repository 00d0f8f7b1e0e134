"""The form in which a vendor writes a plan, or changes one; what was typed is never lost."""

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash
from starlette_admin.routing import route

from central.audit import Role
from central.backoffice.auth import signed_in
from central.backoffice.forms import field
from central.backoffice.pages import Page
from central.backoffice.vendor_desks import vendor_of
from central.backoffice.words import CATEGORIES, say, told
from central.catalogue import PlanIdTaken, PlanNotFound, PlanUnchanged, VendorUnknown
from central.plan_checks import (
    LONGEST_ID,
    LONGEST_NAME,
    LONGEST_SUMMARY,
    LONGEST_SUMMARY_EN,
    MOST_MONTHS,
    MOST_PRICE,
    PlanInvalid,
)
from kiosk.contract.api import ApiProblem
from kiosk.domain.plans import Category, Plan, PlanTerms

_TYPED = ("plan_id", "plan_name", "summary", "summary_en", "months", "price")
_LIMITS = {
    "plan_id": LONGEST_ID, "plan_name": LONGEST_NAME, "summary": LONGEST_SUMMARY,
    "summary_en": LONGEST_SUMMARY_EN, "months": MOST_MONTHS, "price": MOST_PRICE,
}  # fmt: skip
_PROBLEMS = {
    PlanIdTaken: ApiProblem.PLAN_ID_TAKEN,
    PlanUnchanged: ApiProblem.PLAN_UNCHANGED,
    VendorUnknown: ApiProblem.NOT_ALLOWED,
}


class PlanPage(Page):
    """A new plan; with `plan` one that there is."""

    menu_label = say("方案內容", "Plan")
    path = "/plan"
    route_name = "plan"
    roles = frozenset({Role.VENDOR})
    add_to_menu = False

    @route("", methods=["GET", "POST"])
    async def index(self, request: Request) -> Response:
        """Fill it in and submit it."""
        me, plan_id = signed_in(request), request.query_params.get("plan", "")
        typed, kinds = await self._known(plan_id, vendor_of(me))
        faults, error = set[str](), ""
        if request.method == "POST":
            data = await request.form()
            try:
                await self._submit(request, data, plan_id)
            except PlanInvalid as invalid:
                faults, error = set(invalid.faults), self._words(ApiProblem.PLAN_INVALID)
            except tuple(_PROBLEMS) as found:
                error = self._words(_PROBLEMS[type(found)])
            except ActionFailed as failed:
                error = str(failed.msg)
            else:
                flash(request, told("已送審。", "Submitted; it waits for approval."), "success")
                home = request.url_for(f"{request.app.state.ROUTE_NAME}:list", key="plans")
                return RedirectResponse(str(home), 303)
            typed = {name: str(data.get(name) or "")[:1000] for name in _TYPED}
            kinds = {str(one) for one in data.getlist("kinds")}
        return self.show(
            request, "plan_form.html", 400 if error else 200,
            typed=typed, chosen=kinds, faults=faults, error=error, known=plan_id,
            groups=self._groups(), limits=_LIMITS,
        )  # fmt: skip

    def _words(self, problem: ApiProblem) -> str:
        return self._parts.failures.say(problem.value)

    def _groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The kinds under their categories: name in Chinese, and what to call it in this language."""
        kinds = self._parts.catalogue.kinds
        return [
            (
                str(CATEGORIES[category]),
                [(one.name, told(one.name, one.name_en)) for one in kinds if one.category is category],
            )
            for category in Category
        ]

    async def _known(self, plan_id: str, vendor_id: str) -> tuple[dict[str, str], set[str]]:
        """What the form begins with, and the kinds."""
        if not plan_id:
            return dict.fromkeys(_TYPED, ""), set()
        try:
            standing = await run_in_threadpool(self._parts.catalogue.plan, plan_id, vendor_id)
        except PlanNotFound:
            raise HTTPException(404) from None
        plan = standing.plan
        typed = {
            "plan_id": plan_id,
            "plan_name": plan.terms.plan_name,
            "summary": plan.summary,
            "summary_en": plan.summary_en,
            "months": str(plan.terms.months),
            "price": str(plan.terms.price),
        }
        return typed, set(plan.kinds)

    async def _submit(self, request: Request, data: FormData, plan_id: str) -> None:
        me = signed_in(request)
        texts = {name: field(data, name) for name in _TYPED}
        names = tuple(str(one)[:100] for one in data.getlist("kinds"))
        # The first kind tells the category; without any, whichever is taken, the plan is not.
        categories = (one.category for one in self._parts.catalogue.kinds if one.name in names[:1])
        terms = PlanTerms(
            plan_id or texts["plan_id"],
            texts["plan_name"],
            vendor_of(me),
            "",
            _whole(texts["months"]),
            _whole(texts["price"]),
        )
        category = next(categories, Category.MARKETING)
        plan = Plan(terms, category, names, texts["summary"], texts["summary_en"])
        await run_in_threadpool(self._parts.catalogue.submit, plan, me.who)


def _whole(text: str) -> int:
    """A whole number, thousands set apart or not; 0, which no plan has, for what is none."""
    bare = text.replace(",", "")
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) < 16 else 0
