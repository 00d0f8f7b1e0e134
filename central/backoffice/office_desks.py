"""據點 and 櫃檯人員: the county of each office, and who signs in at its kiosks."""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.actions import ActionSelection, action, row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import ShortDesk, column
from central.backoffice.parts import OfficeParts
from central.backoffice.sessions import SignedIn
from central.backoffice.shown_once import counter_page
from central.backoffice.words import COUNTER_ROLES, counties, county_name, moment, say, told
from central.counter_accounts import AccountTaken, AccountUnknown, CounterAccess
from central.counties import CountyUnknown
from central.fleet import OfficeUnknown
from central.store.counter_staff import CounterRow
from central.store.offices import OfficeRow
from kiosk.contract.staff_document import CounterRole

_REASON = say("原因", "Reason")


class OfficesDesk(ShortDesk[OfficeRow]):
    """據點: where kiosks stand."""

    key = "offices"
    pk_attr = "office_id"
    menu_label = say("據點", "Offices")
    display_name = menu_label
    icon = "fa fa-building"
    roles = frozenset({Role.AGENCY})
    row_actions = ("set_county",)
    row_click_navigate = False
    fields = (
        column("name", say("據點", "Office"), lambda row: row.name),
        column("county", say("縣市", "County"), lambda row: county_name(row.county)),
        column("devices", say("使用中的裝置", "Devices in use"), lambda row: str(row.devices)),
        column("staff", say("櫃檯人員", "Counter staff"), lambda row: str(row.staff)),
        column("office_id", say("識別碼", "Id"), lambda row: row.office_id, detail_only=True),
    )

    def found(self, me: SignedIn, text: str) -> Sequence[OfficeRow]:
        """Those whose county is not known first."""
        rows = self._parts.fleet.offices()
        return [row for row in rows if text in row.name or text in county_name(row.county)]

    def row(self, me: SignedIn, key: str) -> OfficeRow | None:
        """One of them."""
        return self._parts.fleet.office(key)

    def can_view_detail(self, request: Request) -> bool:
        """Nothing more to see."""
        return False

    @row_action(
        name="set_county",
        text=say("設定縣市", "Set county"),
        header=say("設定縣市", "Set the county"),
        confirmation=say(
            "報表會依新的縣市重新歸類，包含過去的月份。",
            "Reports count the office there, past months as well.",
        ),
        submit_btn_text=say("設定", "Set"),
        icon_class="fa fa-location-dot",
        modal_size="md",
        form=forms.form(
            forms.choice("county", say("縣市", "County"), counties), forms.lines("reason", _REASON)
        ),
    )
    async def set_county(self, request: Request, pk: str) -> None:
        """Where the office is."""
        who, data = signed_in(request).who, await request.form()
        county, reason = forms.field(data, "county"), forms.field(data, "reason")
        try:
            await self.do(lambda: self._parts.fleet.set_county(pk, county, who, reason))
        except CountyUnknown:
            raise ActionFailed(told("請選擇縣市。", "Choose a county.")) from None
        except OfficeUnknown:
            raise ActionFailed(told("沒有這個據點。", "There is no such office.")) from None
        flash(request, told("已設定。", "Set."), "success")


class CounterStaffDesk(ShortDesk[CounterRow]):
    """櫃檯人員: accounts at the kiosks of an office."""

    key = "counter-staff"
    pk_attr = "key"
    menu_label = say("櫃檯人員", "Counter staff")
    display_name = menu_label
    icon = "fa fa-user-tie"
    roles = frozenset({Role.AGENCY})
    actions = ("add",)
    row_actions = ("renew", "disable")
    row_click_navigate = False

    def __init__(self, parts: OfficeParts) -> None:
        self._parts = parts
        self.fields = (
            column("office", say("據點", "Office"), lambda row: row.office),
            column("staff_id", say("帳號", "Id"), lambda row: row.staff_id),
            column("name", say("姓名", "Name"), lambda row: row.name),
            column("role", say("職務", "Role"), lambda row: str(COUNTER_ROLES[row.role])),
            column("password", say("密碼", "Password"), _password),
            column("disabled", say("停用", "Disabled"), lambda row: moment(row.disabled_at)),
            column("added", say("建立", "Added"), lambda row: moment(row.added_at)),
            column("key", say("識別碼", "Key"), lambda row: row.key, detail_only=True),
        )
        super().__init__(parts)

    def found(self, me: SignedIn, text: str) -> Sequence[CounterRow]:
        """By office and id."""
        rows = self._parts.counter_accounts.all()
        return [row for row in rows if text in row.office or text in row.staff_id or text in row.name]

    def row(self, me: SignedIn, key: str) -> CounterRow | None:
        """One of them."""
        return self._parts.counter_accounts.find(key)

    def allows(self, act: str, row: CounterRow) -> bool:
        """Disabled once."""
        return act != "disable" or row.disabled_at is None

    def can_view_detail(self, request: Request) -> bool:
        """Nothing more to see."""
        return False

    @action(
        name="add",
        text=say("新增櫃檯人員", "Add counter staff"),
        header=say("新增櫃檯人員", "Add counter staff"),
        confirmation=say(
            "系統會產生一次性密碼，只顯示一次。據點的櫃檯於下次同步時取得帳號。",
            "A password for one use is made, and shown once. "
            "The office's kiosks get the account with their next sync.",
        ),
        submit_btn_text=say("新增", "Add"),
        icon_class="fa fa-plus",
        custom_response=True,
        allow_empty_selection=True,
        dedicated_button=True,
        modal_size="md",
        form=lambda request, view: view.add_form(request),
    )
    async def add(self, request: Request, _selection: ActionSelection) -> Response:
        """A new account."""
        return await self.page_or_back(request, self._add(request))

    async def _add(self, request: Request) -> Response:
        who, data = signed_in(request).who, await request.form()
        office, staff_id, name, role = (
            forms.field(data, one) for one in ("office_id", "staff_id", "name", "role")
        )
        try:
            access = await self.do(
                lambda: self._parts.counter_accounts.add(office, staff_id, name, CounterRole(role), who)
            )
        except AccountTaken:
            raise ActionFailed(
                told("這個據點已有相同帳號。", "The office has an account of this id.")
            ) from None
        except ValueError:
            raise ActionFailed(
                told(
                    "請選擇據點與職務，填寫姓名；帳號為 2 至 40 個小寫英數字，可用 . _ - 分隔。",
                    "Choose office and role and give the name; an id has 2 to 40 small letters and digits, "
                    "with . _ - between.",
                )
            ) from None
        return self._shown(request, access)

    async def add_form(self, request: Request) -> str:
        """What is asked for a new account."""
        rows = await run_in_threadpool(self._parts.fleet.offices)
        offices = [(row.office_id, row.name) for row in rows]
        return forms.form(
            forms.choice("office_id", say("據點", "Office"), lambda: offices),
            forms.text(
                "staff_id", say("帳號（小寫英數字）", "Id (small letters and digits)"), placeholder="a01"
            ),
            forms.text("name", say("姓名", "Name")),
            forms.choice("role", say("職務", "Role"), COUNTER_ROLES.items),
        )(request)

    @row_action(
        name="renew",
        text=say("重發密碼", "Renew"),
        header=say("重發密碼", "New password"),
        confirmation=say(
            "櫃檯於下次同步後，原密碼失效。", "The old one ends with the next sync of the office's kiosks."
        ),
        submit_btn_text=say("重發", "Renew"),
        icon_class="fa fa-key",
        custom_response=True,
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def renew(self, request: Request, pk: str) -> Response:
        """A new password for one use."""
        return await self.page_or_back(request, self._renew(request, pk))

    async def _renew(self, request: Request, pk: str) -> Response:
        who, reason = signed_in(request).who, forms.field(await request.form(), "reason")
        try:
            access = await self.do(lambda: self._parts.counter_accounts.renew(pk, who, reason))
        except AccountUnknown:
            raise ActionFailed(told("沒有這個帳號。", "There is no such account.")) from None
        return self._shown(request, access)

    @row_action(
        name="disable",
        text=say("停用", "Disable"),
        header=say("停用帳號", "Disable"),
        confirmation=say(
            "櫃檯於下次同步後，這個帳號不能再登入。", "Nobody signs in with it after the kiosks' next sync."
        ),
        submit_btn_text=say("停用", "Disable"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-ban",
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def disable(self, request: Request, pk: str) -> None:
        """Nobody signs in with it any more."""
        who, reason = signed_in(request).who, forms.field(await request.form(), "reason")
        try:
            await self.do(lambda: self._parts.counter_accounts.disable(pk, who, reason))
        except AccountUnknown:
            raise ActionFailed(told("沒有這個帳號。", "There is no such account.")) from None
        flash(request, told("已停用。", "Disabled."), "success")

    def _shown(self, request: Request, access: CounterAccess) -> Response:
        return counter_page(self, request, access)


def _password(row: CounterRow) -> str:
    return told("一次性，尚未更換", "for one use") if row.must_change else told("已自訂", "their own")
