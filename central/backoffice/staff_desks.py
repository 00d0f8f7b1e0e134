"""Who may come in: staff with a password, vendors' programs with a key."""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.actions import ActionSelection, action, row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.accounts import NameTaken, StaffUnknown
from central.backoffice.auth import signed_in
from central.backoffice.desk import ShortDesk, column
from central.backoffice.parts import OfficeParts
from central.backoffice.sessions import SignedIn
from central.backoffice.shown_once import access_page, secret_page
from central.backoffice.words import moment, name_of, say, told
from central.store.staff import StaffRow
from central.store.vendor_keys import KeyRow
from central.vendor_api.keys import KeyUnknown

_REASON = say("原因", "Reason")


class StaffDesk(ShortDesk[StaffRow]):
    """人員帳號: who may sign in here."""

    key = "staff"
    pk_attr = "staff_id"
    menu_label = say("人員帳號", "Staff")
    display_name = menu_label
    icon = "fa fa-users"
    roles = frozenset({Role.ADMINISTRATOR})
    actions = ("add",)
    row_actions = ("renew", "disable")

    def __init__(self, parts: OfficeParts) -> None:
        self._parts = parts
        self.fields = (
            column("name", say("帳號", "Name"), lambda row: row.name),
            column("role", say("角色", "Role"), lambda row: name_of(Role(row.role))),
            column("vendor", say("資訊服務廠商", "Vendor"), lambda row: row.vendor_id or ""),
            column("locked", say("鎖定至", "Locked until"), lambda row: moment(row.locked_until)),
            column("disabled", say("停用", "Disabled"), lambda row: moment(row.disabled_at)),
            column("added", say("建立", "Added"), lambda row: moment(row.added_at)),
            column("staff_id", say("識別碼", "Id"), lambda row: row.staff_id, detail_only=True),
        )
        super().__init__(parts)

    def found(self, me: SignedIn, text: str) -> Sequence[StaffRow]:
        """By name."""
        return [row for row in self._parts.accounts.everybody() if text.casefold() in row.name.casefold()]

    def allows(self, act: str, row: StaffRow) -> bool:
        """Disabled once."""
        return act != "disable" or row.disabled_at is None

    @action(
        name="add",
        text=say("新增人員", "Add staff"),
        header=say("新增人員", "Add staff"),
        confirmation=say(
            "系統會產生一次性密碼與驗證器設定，只顯示一次。",
            "A password for one use and a second factor are made, and shown once.",
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
        me, data = signed_in(request), await request.form()
        name, role, vendor = (forms.field(data, one) for one in ("name", "role", "vendor_id"))
        try:
            access = await self.do(
                lambda: self._parts.accounts.add(
                    name, Role(role), vendor if role == Role.VENDOR else None, me.who
                )
            )
        except NameTaken:
            raise ActionFailed(told("這個帳號已有人使用。", "This name is taken.")) from None
        except ValueError:
            raise ActionFailed(told("帳號或角色不正確。", "Name or role is not right.")) from None
        return access_page(self, request, access)

    async def add_form(self, request: Request) -> str:
        """What is asked for a new account."""
        vendors = await run_in_threadpool(self._parts.vendor_ids)
        roles = [(role.value, name_of(role)) for role in Role if role is not Role.PROGRAM]
        return forms.form(
            forms.text("name", say("帳號", "Name")),
            forms.choice("role", say("角色", "Role"), lambda: roles),
            forms.choice(
                "vendor_id",
                say("資訊服務廠商（僅廠商人員）", "Vendor (vendor's staff only)"),
                lambda: vendors,
            ),
        )(request)

    @row_action(
        name="renew",
        text=say("重發", "Renew"),
        header=say("重發密碼與驗證器", "New password and second factor"),
        confirmation=say("原密碼、驗證器與所有登入立即失效。", "The old ones and all sessions end at once."),
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
            access = await self.do(lambda: self._parts.accounts.renew(pk, who, reason))
        except StaffUnknown:
            raise ActionFailed(told("沒有這個帳號。", "There is no such account.")) from None
        return access_page(self, request, access)

    @row_action(
        name="disable",
        text=say("停用", "Disable"),
        header=say("停用帳號", "Disable"),
        confirmation=say("所有登入立即失效。", "All sessions end at once."),
        submit_btn_text=say("停用", "Disable"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-ban",
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def disable(self, request: Request, pk: str) -> None:
        """Nobody signs in with it any more."""
        me, reason = signed_in(request), forms.field(await request.form(), "reason")
        if pk == me.staff_id:
            raise ActionFailed(told("不能停用自己的帳號。", "One's own account cannot be disabled."))
        try:
            await self.do(lambda: self._parts.accounts.disable(pk, me.who, reason))
        except StaffUnknown:
            raise ActionFailed(told("沒有這個帳號。", "There is no such account.")) from None
        flash(request, told("已停用。", "Disabled."), "success")


class KeysDesk(ShortDesk[KeyRow]):
    """廠商介面金鑰: what vendors' programs come with."""

    key = "vendor-keys"
    pk_attr = "key_id"
    menu_label = say("廠商介面金鑰", "Vendor keys")
    display_name = menu_label
    icon = "fa fa-key"
    roles = frozenset({Role.ADMINISTRATOR})
    actions = ("add",)
    row_actions = ("revoke",)
    fields = (
        column("key_id", say("金鑰識別碼", "Key"), lambda row: row.key_id),
        column("vendor_id", say("資訊服務廠商", "Vendor"), lambda row: row.vendor_id),
        column("made", say("建立", "Made"), lambda row: moment(row.made_at)),
        column("revoked", say("停用", "Withdrawn"), lambda row: moment(row.revoked_at)),
    )

    def found(self, me: SignedIn, text: str) -> Sequence[KeyRow]:
        """By vendor."""
        return [row for row in self._parts.keys.all() if text in row.vendor_id or text in row.key_id]

    def allows(self, act: str, row: KeyRow) -> bool:
        """Withdrawn once."""
        return row.revoked_at is None

    @action(
        name="add",
        text=say("新增金鑰", "New key"),
        header=say("新增金鑰", "New key"),
        confirmation=say("金鑰只顯示一次。", "The key is shown once."),
        submit_btn_text=say("產生", "Make"),
        icon_class="fa fa-plus",
        custom_response=True,
        allow_empty_selection=True,
        dedicated_button=True,
        modal_size="md",
        form=lambda request, view: view.add_form(request),
    )
    async def add(self, request: Request, _selection: ActionSelection) -> Response:
        """A key, shown once."""
        return await self.page_or_back(request, self._add(request))

    async def _add(self, request: Request) -> Response:
        who, vendor = signed_in(request).who, forms.field(await request.form(), "vendor_id")
        if vendor not in dict(await run_in_threadpool(self._parts.vendor_ids)):
            raise ActionFailed(told("型錄中沒有這家廠商。", "The catalogue has no such vendor."))
        key = await self.do(lambda: self._parts.keys.add(vendor, who))
        return secret_page(self, request, told("廠商介面金鑰", "Vendor key"), key)

    async def add_form(self, request: Request) -> str:
        """Whose key it is."""
        vendors = await run_in_threadpool(self._parts.vendor_ids)
        return forms.form(forms.choice("vendor_id", say("資訊服務廠商", "Vendor"), lambda: vendors))(request)

    @row_action(
        name="revoke",
        text=say("停用", "Withdraw"),
        header=say("停用金鑰", "Withdraw the key"),
        confirmation=say("廠商的程式將無法再以此金鑰連線。", "The vendor's program cannot use it any more."),
        submit_btn_text=say("停用", "Withdraw"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-ban",
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def revoke(self, request: Request, pk: str) -> None:
        """Take nothing with it any more."""
        who, reason = signed_in(request).who, forms.field(await request.form(), "reason")
        try:
            await self.do(lambda: self._parts.keys.revoke(pk, who, reason))
        except KeyUnknown:
            raise ActionFailed(told("沒有這把金鑰，或已停用。", "No such key, or it is withdrawn.")) from None
        flash(request, told("已停用。", "Withdrawn."), "success")
