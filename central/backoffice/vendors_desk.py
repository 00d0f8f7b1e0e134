"""資訊服務廠商: who may offer plans."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette_admin.actions import ActionSelection, action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import ShortDesk, column
from central.backoffice.sessions import SignedIn
from central.backoffice.words import say, told
from central.catalogue import VendorTaken

_ID = say("廠商代碼（小寫英數字與連字號）", "Id (small letters, digits, hyphens)")


@dataclass(frozen=True, slots=True)
class _Vendor:
    """A row: how many plans are offered."""

    vendor_id: str
    name: str
    offered: int


class VendorsDesk(ShortDesk[_Vendor]):
    """Vendors are let in by the administrator; their staff and keys come after."""

    key = "vendors"
    pk_attr = "vendor_id"
    menu_label = say("資訊服務廠商", "Vendors")
    display_name = menu_label
    icon = "fa fa-industry"
    roles = frozenset({Role.ADMINISTRATOR})
    actions = ("add",)
    row_actions = ()
    row_click_navigate = False
    fields = (
        column("vendor_id", say("廠商代碼", "Vendor id"), lambda row: row.vendor_id),
        column("name", say("名稱", "Name"), lambda row: row.name),
        column("offered", say("上架中的方案", "Plans offered"), lambda row: str(row.offered)),
    )

    def found(self, me: SignedIn, text: str) -> Sequence[_Vendor]:
        """By id."""
        catalogue = self._parts.catalogue
        offered = [one.offered.terms.vendor_id for one in catalogue.plans() if one.offered is not None]
        rows = (_Vendor(key, name, offered.count(key)) for key, name in self._parts.vendor_ids())
        return [row for row in rows if text in row.vendor_id or text in row.name]

    def can_view_detail(self, request: Request) -> bool:
        """Nothing more to see."""
        return False

    @action(
        name="add",
        text=say("新增廠商", "Add a vendor"),
        header=say("新增廠商", "Add a vendor"),
        confirmation=say(
            "名稱會顯示在方案與訂單上。之後可為廠商新增人員帳號與介面金鑰。",
            "The name stands on plans and orders. Staff and keys can be added afterwards.",
        ),
        submit_btn_text=say("新增", "Add"),
        icon_class="fa fa-plus",
        allow_empty_selection=True,
        dedicated_button=True,
        modal_size="md",
        form=forms.form(
            forms.text("vendor_id", _ID),
            forms.text("name", say("名稱", "Name")),
        ),
    )  # fmt: skip
    async def add(self, request: Request, _selection: ActionSelection) -> None:
        """Let a vendor in."""
        who, data = signed_in(request).who, await request.form()
        vendor_id, name = forms.field(data, "vendor_id"), forms.field(data, "name")
        try:
            await self.do(lambda: self._parts.catalogue.add_vendor(vendor_id, name, who))
        except VendorTaken:
            raise ActionFailed(told("已有相同代碼的廠商。", "There is a vendor of this id.")) from None
        except ValueError:
            raise ActionFailed(
                told(
                    "代碼為 40 字以內的小寫英數字與連字號；名稱為 1 至 100 字。",
                    "An id has small letters, digits and hyphens, 40 at most; a name 1 to 100 characters.",
                )
            ) from None
        flash(request, told("已新增。", "Added."), "success")
