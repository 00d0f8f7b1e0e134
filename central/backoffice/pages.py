"""The pages that are no lists: the first one, the programme, the reports."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash, get_flashed_messages
from starlette_admin.routing import route
from starlette_admin.views import CustomView

from central.audit import ReasonMissing, Role, first_broken
from central.backoffice.auth import signed_in
from central.backoffice.forms import day_field, field
from central.backoffice.parts import OfficeParts
from central.backoffice.sessions import SignedIn
from central.backoffice.vendor_desks import vendor_of
from central.backoffice.words import county_name, say, told
from central.counties import COUNTIES
from central.programme_desk import ChangeInvalid
from central.reports import NO_COUNTY, By, Figures, Line, as_csv, report
from central.store import catalogue, inquiries, office_lists, payouts, privacy_requests, reviews
from central.store.programme import Change
from kiosk.contract.api import ApiProblem
from kiosk.domain.calendar import taipei_day
from kiosk.domain.membership import OrderState
from kiosk.domain.programme import Pause

_MONTHS = 12
_EARLIEST, _LATEST = date(2000, 1, 1), date(2999, 12, 31)  # of reports
_FIGURES = {
    "registrations": ("加入會員", "Registrations"),
    "granted": ("發給點數", "Points granted"),
    "used": ("使用點數", "Points used"),
    "own_paid": ("自付款", "Own payments"),
    "returned": ("未啟用返還", "Not activated"),
    "expired": ("到期收回", "Expired"),
    "refunds": ("退訂", "Refunds"),
    "own_refunded": ("退還自付款", "Money refunded"),
    "points_refunded": ("返還點數", "Points refunded"),
}


class Page(CustomView):
    """A page of our own; `show` fills its template."""

    roles: frozenset[Role] = frozenset(Role)

    def __init__(self, parts: OfficeParts) -> None:
        super().__init__()
        self._parts = parts

    def is_accessible(self, request: Request) -> bool:
        """To those whose role it is."""
        return signed_in(request).role in self.roles

    def show(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        """The page."""
        assert self.templates is not None
        flashed = {"flashed_messages": get_flashed_messages(request)}
        return self.templates.TemplateResponse(
            request=request,
            name=template,
            context={"title": self.title(request), **flashed, **context},
            status_code=status,
        )


class HomePage(Page):
    """What waits, by role."""

    menu_label = say("首頁", "Start")
    icon = "fa fa-house"
    path = "/"
    route_name = "index"

    @route("")
    async def index(self, request: Request) -> Response:
        """The numbers, each leading to its list."""
        me = signed_in(request)
        waiting = await run_in_threadpool(self._waiting, me)
        return self.show(request, "home.html", me=me, waiting=waiting)

    def _waiting(self, me: SignedIn) -> list[tuple[str, str, int]]:
        with self._parts.database.reading() as connection:
            match me.role:
                case Role.AGENCY:
                    return [
                        (
                            "eligibility",
                            told("待確認資格", "Checks to decide"),
                            office_lists.count_checks(connection),
                        ),
                        (
                            "catalogue",
                            told("待審方案", "Plans to approve"),
                            catalogue.count_pending(connection),
                        ),
                        (
                            "reviews",
                            told("待檢視指令", "Commands to review"),
                            reviews.count_reviews(connection, open_only=True),
                        ),
                        (
                            "inquiries",
                            told("待回覆諮詢", "Messages to answer"),
                            inquiries.count_inquiries(connection, open_only=True),
                        ),
                        *self._privacy(connection),
                        (
                            "devices",
                            told("隔離中的裝置", "Devices in quarantine"),
                            office_lists.count_devices(connection, quarantined=True),
                        ),
                    ]
                case Role.VENDOR:
                    vendor = vendor_of(me)

                    def orders(state: OrderState) -> int:
                        return office_lists.count_vendor_orders(connection, vendor, state=state)

                    return [
                        ("orders", told("待接單", "To confirm"), orders(OrderState.AWAITING_VENDOR)),
                        ("orders", told("待開通", "To start"), orders(OrderState.PAID)),
                        (
                            "refunds",
                            told("待退款", "Refunds to pay"),
                            payouts.count_refunds(connection, vendor, open_only=True),
                        ),
                    ]
                case _:
                    return [("devices", told("裝置", "Devices"), office_lists.count_devices(connection))]

    def _privacy(self, connection: sa.Connection) -> list[tuple[str, str, int]]:
        """Requests about personal data; those that are late stand by themselves."""
        late = privacy_requests.count_waiting(connection, taipei_day(self._parts.clock()))
        waiting = privacy_requests.count_waiting(connection)
        rows = [("privacy", told("待答覆個資請求", "Requests about personal data"), waiting)]
        if late:
            rows.append(("privacy", told("逾期個資請求", "Such requests that are late"), late))
        return rows


class ProgrammePage(Page):
    """計畫: pauses and budget."""

    menu_label = say("計畫暫停與額度", "Pauses and budget")
    icon = "fa fa-sliders"
    path = "/programme"
    route_name = "programme"
    roles = frozenset({Role.AGENCY})

    @route("", methods=["GET", "POST"])
    async def index(self, request: Request) -> Response:
        """See them, and change them with a reason."""
        error = None
        if request.method == "POST":
            error = await self._change(request)
            if error is None:
                flash(request, told("已變更，立即生效。", "Changed; it holds from now on."), "success")
                return RedirectResponse(str(request.url), 303)
        pauses, budget = await run_in_threadpool(self._parts.programme_desk.current)
        today = taipei_day(self._parts.clock())
        return self.show(
            request,
            "programme.html",
            400 if error else 200,
            pauses=pauses,
            budget=budget,
            error=error,
            figures=self._parts.programme.figures_on(today),
            paused=any(pause.first_day <= today <= pause.last_day for pause in pauses),
        )

    async def _change(self, request: Request) -> str | None:
        """What is wrong with the change; None when it was made."""
        who, data = signed_in(request).who, await request.form()
        try:
            reason = field(data, "reason")
            change = await self._asked(
                data.getlist("keep"), lambda name: day_field(data, name), field(data, "budget")
            )
            await run_in_threadpool(self._parts.programme_desk.change, change, who, reason)
        except ActionFailed as failed:
            return str(failed.msg)
        except ReasonMissing:
            return self._parts.failures.say(ApiProblem.REASON_MISSING.value)
        except (ChangeInvalid, ValueError):
            return told(
                "暫停的末日不得早於首日；額度為 0 以上的整數，空白為不設限。",
                "A pause ends on or after its first day; a budget is a whole number, or empty for none.",
            )
        return None

    async def _asked(self, keep: list[Any], day_of: Callable[[str], date | None], budget: str) -> Change:
        pauses, _ = await run_in_threadpool(self._parts.programme_desk.current)
        kept = [pause for number, pause in enumerate(pauses) if str(number) in keep]
        first, last = day_of("first_day"), day_of("last_day")
        if first is not None or last is not None:
            if first is None or last is None:
                raise ChangeInvalid
            kept.append(Pause(first, last))
        return tuple(kept), int(budget.replace(",", "")) if budget else None


class ReportsPage(Page):
    """報表: the programme in figures."""

    menu_label = say("報表", "Reports")
    icon = "fa fa-chart-column"
    path = "/reports"
    route_name = "reports"
    roles = frozenset({Role.AGENCY})

    @route("")
    async def index(self, request: Request) -> Response:
        """A table; with `format=csv` a file."""
        try:
            first, last, by = self._asked(request)
        except ValueError:
            return RedirectResponse(str(request.url.replace(query="")), 303)
        lines = await run_in_threadpool(self._lines, first, last, by)
        called = await run_in_threadpool(self._names, by)
        headings = (
            told("月份", "Month"),
            self._group(by),
            *(told(*_FIGURES[one.name]) for one in fields(Figures)),
        )
        if request.query_params.get("format") == "csv":
            name = f"report-{by.value}-{first:%Y%m}-{last:%Y%m}.csv"
            return Response(
                as_csv(lines, headings, told("合計", "Total"), called),
                media_type="text/csv; charset=utf-8",
                headers={"content-disposition": f'attachment; filename="{name}"'},
            )
        return self.show(
            request, "reports.html", lines=lines, headings=headings, by=by,
            first=f"{first:%Y-%m}", last=f"{last:%Y-%m}",
            names=[one.name for one in fields(Figures)], groups=[(one.value, self._group(one)) for one in By],
            called=called,
        )  # fmt: skip

    def _lines(self, first: date, last: date, by: By) -> tuple[Line, ...]:
        with self._parts.database.reading() as connection:
            return report(connection, first, last, by)

    def _asked(self, request: Request) -> tuple[date, date, By]:
        """The months and the grouping. Raises ValueError for what is none."""
        today = taipei_day(self._parts.clock())
        year_ago = date(today.year - (today.month < _MONTHS), today.month % _MONTHS + 1, 1)
        first, last = (
            date.fromisoformat(f"{text}-01") if (text := request.query_params.get(name)) else default
            for name, default in (("first", year_ago), ("last", today))
        )
        if not _EARLIEST <= first <= last <= _LATEST:
            raise ValueError
        return first, last, By(request.query_params.get("by", By.OFFICE))

    @staticmethod
    def _group(by: By) -> str:
        match by:
            case By.OFFICE:
                return told("據點", "Office")
            case By.COUNTY:
                return told("縣市", "County")
            case By.VENDOR:
                return told("資訊服務廠商", "Vendor")

    def _names(self, by: By) -> dict[str, str]:
        """What groups are called where their name is a code."""
        match by:
            case By.OFFICE:
                return {}
            case By.COUNTY:
                return {NO_COUNTY: county_name(None), **{code: county_name(code) for code in COUNTIES}}
            case By.VENDOR:
                return dict(self._parts.vendor_ids())


class ChainPage(Page):
    """Whether the log of changes is whole."""

    menu_label = say("紀錄完整性", "Log's integrity")
    icon = "fa fa-link"
    path = "/audit-chain"
    route_name = "audit-chain"
    roles = frozenset({Role.ADMINISTRATOR})

    @route("")
    async def index(self, request: Request) -> Response:
        """Reckon the chain anew."""
        return self.show(request, "chain.html", broken=await run_in_threadpool(self._broken))

    def _broken(self) -> int | None:
        with self._parts.database.reading() as connection:
            return first_broken(connection)
