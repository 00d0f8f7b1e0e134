"""Devices: kiosks, the codes that let them in, and those in quarantine."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette_admin.actions import ActionSelection, action, row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Act, Role, given, record
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import Desk, column
from central.backoffice.parts import OfficeParts
from central.backoffice.sessions import SignedIn
from central.backoffice.shown_once import ticket_page
from central.backoffice.words import moment, say, told
from central.store import office_lists
from central.store.office_lists import DeviceRow
from central.store.quarantine import NotInQuarantine, release


class DevicesDesk(Desk[DeviceRow]):
    """裝置: kiosks, the codes that let them in, and those in quarantine."""

    key = "devices"
    pk_attr = "device_id"
    menu_label = say("裝置", "Devices")
    display_name = menu_label
    icon = "fa fa-desktop"
    roles = frozenset({Role.AGENCY, Role.ADMINISTRATOR})
    actions = ("new_code",)
    row_actions = ("release",)
    fields = (
        column("office", say("據點", "Office"), lambda row: row.office),
        column("terminal", say("櫃檯", "Terminal"), lambda row: row.terminal),
        column("enrolled", say("登錄時間", "Enrolled"), lambda row: moment(row.enrolled_at)),
        column("last_seq", say("最後指令", "Last command"), lambda row: str(row.last_seq)),
        column("quarantined", say("隔離", "In quarantine since"), lambda row: moment(row.quarantined_at)),
        column("device_id", say("裝置識別碼", "Device id"), lambda row: row.device_id, detail_only=True),
    )

    def __init__(self, parts: OfficeParts) -> None:
        super().__init__(parts.failures)
        self._parts = parts

    def page(self, me: SignedIn, text: str, skip: int, most: int) -> Sequence[DeviceRow]:
        """Those in quarantine first."""
        with self._parts.database.reading() as connection:
            return office_lists.devices(connection, text=text, skip=skip, most=most)

    def total(self, me: SignedIn, text: str) -> int:
        """All of them."""
        with self._parts.database.reading() as connection:
            return office_lists.count_devices(connection, text)

    def row(self, me: SignedIn, key: str) -> DeviceRow | None:
        """One of them."""
        with self._parts.database.reading() as connection:
            return office_lists.find_device_row(connection, key)

    def allows(self, act: str, row: DeviceRow) -> bool:
        """From quarantine only."""
        return row.quarantined_at is not None

    @row_action(
        name="release",
        text=say("解除隔離", "Release"),
        header=say("解除隔離", "Release from quarantine"),
        confirmation=say(
            "之後由這部裝置最後的指令繼續；有疑義的指令不會生效。",
            "It goes on after its own last command; what was doubted stays undone.",
        ),
        submit_btn_text=say("解除隔離", "Release"),
        icon_class="fa fa-lock-open",
        modal_size="md",
        form=forms.form(forms.lines("reason", say("原因", "Reason"))),
    )
    async def release(self, request: Request, pk: str) -> None:
        """Let it go on."""
        who, reason = signed_in(request).who, forms.field(await request.form(), "reason")
        now = self._parts.clock()

        def act() -> None:
            with self._parts.database.writing() as connection:
                release(connection, pk)
                record(connection, who, Act("release_device", pk, given(reason)), now)

        try:
            await self.do(act)
        except NotInQuarantine:
            raise ActionFailed(told("這部裝置不在隔離中。", "This device is not in quarantine.")) from None
        flash(request, told("已解除隔離。", "Released."), "success")

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
            forms.text("office", say("據點", "Office")), forms.text("terminal", say("櫃檯簡稱", "Short name"))
        ),
    )
    async def new_code(self, request: Request, _selection: ActionSelection) -> Response:
        """A code, shown once."""
        return await self.page_or_back(request, self._new_code(request))

    async def _new_code(self, request: Request) -> Response:
        who, data, now = signed_in(request).who, await request.form(), self._parts.clock()
        office, terminal = forms.field(data, "office")[:200], forms.field(data, "terminal")[:40]
        if not office or not terminal:
            raise ActionFailed(told("請填寫據點與櫃檯簡稱。", "Give office and short name."))

        def act() -> str:
            code = self._parts.enrolment.new_code(office, terminal)
            with self._parts.database.writing() as connection:
                record(
                    connection, who, Act("add_enrolment_code", office[:120], "", {"terminal": terminal}), now
                )
            return code

        code = await self.do(act)
        ticket = self._parts.enrolment.ticket(code, self._parts.public_url)
        return ticket_page(self, request, code, ticket)
