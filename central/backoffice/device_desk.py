"""Devices: kiosks, the codes that let them in, and those in quarantine."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.actions import ActionSelection, action, row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.condition_words import condition_columns
from central.backoffice.desk import Desk, column
from central.backoffice.parts import OfficeParts
from central.backoffice.sessions import SignedIn
from central.backoffice.shown_once import ticket_page
from central.backoffice.words import command_name, counties, moment, say, told
from central.counties import CountyUnknown
from central.fleet import CountyMissing, DeviceUnknown
from central.store import office_lists
from central.store.erased_commands import is_erased
from central.store.office_lists import DeviceRow
from central.store.quarantine import Branches, Link, NotInQuarantine

_REASON = say("原因", "Reason")
_COUNTY = say("據點所在縣市（既有據點可不選）", "County of the office (may be left for a known one)")


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A command in one of a quarantined device's branches, as the desk shows it."""

    number: int
    command: str
    command_id: str
    at: str


@dataclass(frozen=True, slots=True)
class DeviceSeen(DeviceRow):
    """A kiosk looked at closely: with both branches while it is in quarantine."""

    branches: Branches | None = None


def _state(row: DeviceRow) -> str:
    if row.revoked_at is not None:
        return told("已停用", "shut out")
    return told("隔離中", "in quarantine") if row.quarantined_at is not None else told("使用中", "in use")


_DETAILS = (
    column("enrolled", say("登錄時間", "Enrolled"), lambda row: moment(row.enrolled_at), detail_only=True),
    column("last_seq", say("最後指令", "Last command"), lambda row: str(row.last_seq), detail_only=True),
    column(
        "quarantined",
        say("隔離時間", "In quarantine since"),
        lambda row: moment(row.quarantined_at),
        detail_only=True,
    ),
    column("revoked", say("停用時間", "Shut out"), lambda row: moment(row.revoked_at), detail_only=True),
    column("device_id", say("裝置識別碼", "Device id"), lambda row: row.device_id, detail_only=True),
)


class DevicesDesk(Desk[DeviceRow]):
    """裝置: kiosks, the codes that let them in, and those in quarantine."""

    key = "devices"
    pk_attr = "device_id"
    menu_label = say("裝置", "Devices")
    display_name = menu_label
    icon = "fa fa-desktop"
    roles = frozenset({Role.AGENCY, Role.ADMINISTRATOR})
    actions = ("new_code",)
    row_actions = ("view", "release", "revoke")
    detail_template = "device.html"

    def __init__(self, parts: OfficeParts) -> None:
        self.fields = (
            column("office", say("據點", "Office"), lambda row: row.office),
            column("terminal", say("櫃檯", "Terminal"), lambda row: row.terminal),
            column("state", say("狀態", "State"), _state),
            *condition_columns(parts.failures),
            *_DETAILS,
        )
        super().__init__(parts)

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[DeviceRow]:
        """Those in quarantine first, those that were shut out last."""
        return self.look_up(
            lambda connection: office_lists.devices(connection, text=text, skip=skip, most=most)
        )

    def total(self, me: SignedIn, text: str) -> int:
        """All of them."""
        return self.look_up(lambda connection: office_lists.count_devices(connection, text))

    def row(self, me: SignedIn, key: str) -> DeviceRow | None:
        """One of them, looked at closely."""
        with self._parts.database.reading() as connection:
            row = office_lists.find_device_row(connection, key)
        if row is None:
            return None
        branches = None if row.quarantined_at is None else self._parts.fleet.branches(key)
        return DeviceSeen(**{name: getattr(row, name) for name in DeviceRow.__slots__}, branches=branches)

    def allows(self, act: str, row: DeviceRow) -> bool:
        """Released from quarantine only; shut out once."""
        if act == "release":
            return row.quarantined_at is not None and row.revoked_at is None
        return row.revoked_at is None

    def branches(self, row: DeviceSeen) -> dict[str, list[BranchLine]] | None:
        """What central took and what it doubted, from where the chain parts; None outside of quarantine."""
        found = row.branches
        if found is None:
            return None
        return {
            "taken": [_line(one) for one in found.taken],
            "doubted": [_line(one) for one in found.doubted],
        }

    @row_action(
        name="release",
        text=say("解除隔離", "Release"),
        header=say("解除隔離", "Release from quarantine"),
        confirmation=say(
            "之後由這部裝置最後的指令繼續；有疑義的指令不會生效。請先檢視兩個分支。",
            "It goes on after its own last command; what was doubted stays undone. "
            "Look at both branches first.",
        ),
        submit_btn_text=say("解除隔離", "Release"),
        icon_class="fa fa-lock-open",
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def release(self, request: Request, pk: str) -> None:
        """Let it go on."""
        who, reason = signed_in(request).who, forms.field(await request.form(), "reason")
        try:
            await self.do(lambda: self._parts.fleet.release(pk, who, reason))
        except NotInQuarantine:
            raise ActionFailed(told("這部裝置不在隔離中。", "This device is not in quarantine.")) from None
        flash(request, told("已解除隔離。", "Released."), "success")

    @row_action(
        name="revoke",
        text=say("停用", "Shut out"),
        header=say("停用裝置", "Shut the device out"),
        confirmation=say(
            "停用後無法復原：這部裝置的指令一律不再接受，尚未送達的事項留在裝置上。遺失、遭竊或汰換時使用。",
            "For good: nothing is taken from it any more, and what has not arrived stays on it. "
            "For one that was lost, stolen or replaced.",
        ),
        submit_btn_text=say("停用", "Shut out"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-ban",
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def revoke(self, request: Request, pk: str) -> None:
        """Take nothing from it any more."""
        who, reason = signed_in(request).who, forms.field(await request.form(), "reason")
        try:
            await self.do(lambda: self._parts.fleet.revoke(pk, who, reason))
        except DeviceUnknown:
            raise ActionFailed(told("這部裝置已經停用。", "This device was shut out before.")) from None
        flash(
            request,
            told("已停用，裝置下次連線時會得知。", "Shut out; it is told so when it connects."),
            "success",
        )

    @action(
        name="new_code",
        text=say("新增登錄碼", "New enrolment code"),
        header=say("新增登錄碼", "New enrolment code"),
        confirmation=say(
            "一個登錄碼只能登錄一部裝置，24 小時內有效。", "A code lets one kiosk in, within a day."
        ),
        submit_btn_text=say("產生", "Make"),
        icon_class="fa fa-plus",
        custom_response=True,
        allow_empty_selection=True,
        dedicated_button=True,
        modal_size="md",
        form=forms.form(
            forms.text("office", say("據點", "Office")),
            forms.choice("county", _COUNTY, counties),
            forms.text("terminal", say("櫃檯簡稱", "Short name of the kiosk")),
        ),
    )  # fmt: skip
    async def new_code(self, request: Request, _selection: ActionSelection) -> Response:
        """A code, shown once."""
        return await self.page_or_back(request, self._new_code(request))

    async def _new_code(self, request: Request) -> Response:
        who, data = signed_in(request).who, await request.form()
        office, terminal, county = (forms.field(data, name) for name in ("office", "terminal", "county"))
        try:
            code = await self.do(lambda: self._parts.fleet.new_code(office, terminal, county, who))
        except (CountyMissing, CountyUnknown):
            raise ActionFailed(
                told("請選擇據點所在縣市。", "Choose the county that the office is in.")
            ) from None
        except ValueError:
            raise ActionFailed(
                told(
                    "請填寫據點（200 字內）與櫃檯簡稱（40 字內）。",
                    "Give the office (200 characters) and a short name (40).",
                )
            ) from None
        ticket = self._parts.enrolment.ticket(code, self._parts.public_url)
        return ticket_page(self, request, code, ticket)


def _line(link: Link) -> BranchLine:
    kind = _kind(link.sent)
    return BranchLine(link.device_seq, command_name(kind), link.command_id, moment(link.at))


def _kind(sent: bytes) -> str:
    if is_erased(sent):
        return told("已依請求刪除", "deleted on request")
    content: Any = json.loads(sent)
    return str(content["statement"]["kind"])
