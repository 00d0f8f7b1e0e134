"""裝置設定 and 更新公告: what kiosks are told from here beside the programme's own documents."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from starlette.requests import Request
from starlette_admin.actions import ActionSelection, action, row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import ShortDesk, column
from central.backoffice.sessions import SignedIn
from central.backoffice.words import Text, moment, say, told
from central.fleet import OfficeUnknown
from central.store.fleet import AnnouncementRow, SettingRow
from central.update_desk import UpdateInvalid, UpdateUnknown
from kiosk.contract.documents import DocumentInvalid
from kiosk.contract.office_settings import LARGEST_SUM, LONGEST_LOCK
from kiosk.domain.calendar import TAIPEI

_REASON = say("原因", "Reason")
_ALL = say("全部", "All")
_OWN = say("依本機設定", "as the machine has it")
_MODES: Mapping[str, Text] = {
    "counter": say("櫃台", "Counter"),
    "self-service": say("自助", "Self-service"),
    "field": say("外勤", "Field office"),
}
_LEVELS = ("error", "warning", "info", "debug")
_LOCK_WORDS = f"閒置幾分鐘後鎖定（1–{LONGEST_LOCK}）", f"Lock after so many minutes (1–{LONGEST_LOCK})"
_SECOND_WORDS = (
    f"退訂多少元起需第二人（0–{LARGEST_SUM:,}）",
    f"Refunds from so many NT$ need a second person (0–{LARGEST_SUM:,})",
)
_WHOLE_NUMBERS = ("lock_after_minutes", "second_person_from")


def _value_of(name: str) -> Callable[[SettingRow], str]:
    return lambda row: str(row.content.get(name, _OWN))


def _modes() -> Iterable[tuple[str, Text]]:
    return [("", _OWN), *_MODES.items()]


def _levels() -> Iterable[tuple[str, Text]]:
    return [("", _OWN), *((one, one) for one in _LEVELS)]


class FleetSettingsDesk(ShortDesk[SettingRow]):
    """裝置設定: for the kiosks of an office, or for one of them."""

    key = "kiosk-settings"
    pk_attr = "key"
    menu_label = say("裝置設定", "Kiosk settings")
    display_name = menu_label
    icon = "fa fa-sliders"
    roles = frozenset({Role.AGENCY, Role.ADMINISTRATOR})
    actions = ("set",)
    row_click_navigate = False
    fields = (
        column("office", say("據點", "Office"), lambda row: row.office),
        column("terminal", say("櫃檯", "Terminal"), lambda row: row.terminal or str(_ALL)),
        column("mode", say("方式", "Mode"), lambda row: str(_MODES.get(row.content.get("mode", ""), _OWN))),
        column("lock", say("閒置鎖定（分）", "Lock after (minutes)"), _value_of("lock_after_minutes")),
        column("second", say("退訂需第二人（元起）", "Second person (NT$)"), _value_of("second_person_from")),
        column("log", say("紀錄", "Log"), _value_of("log")),
        column("changed", say("變更時間", "Changed"), lambda row: moment(row.changed_at)),
        column("key", say("識別碼", "Key"), lambda row: row.key, detail_only=True),
    )

    def found(self, me: SignedIn, text: str) -> Sequence[SettingRow]:
        """By office and kiosk."""
        rows = self._parts.fleet_settings.all()
        return [row for row in rows if text in row.office or text in row.terminal]

    def can_view_detail(self, request: Request) -> bool:
        """Nothing more to see."""
        return False

    def form_of_office(self, request: Request) -> str:
        """The form, with the offices there are."""
        offices = [(one.office_id, one.name) for one in self._parts.fleet.offices()]
        build = forms.form(
            forms.choice("office", say("據點", "Office"), lambda: offices),
            forms.text("terminal", say("櫃檯簡稱（空白：全部）", "Terminal (empty: all of the office)")),
            forms.choice("mode", say("方式（下次啟動起）", "Mode (from the next start)"), _modes),
            forms.text("lock_after_minutes", say(*_LOCK_WORDS), kind="number"),
            forms.text("second_person_from", say(*_SECOND_WORDS), kind="number"),
            forms.choice("log", say("紀錄詳細程度", "Level of the log"), _levels),
            forms.lines("reason", _REASON),
        )
        return build(request)

    @action(
        name="set",
        text=say("設定裝置", "Set kiosks"),
        header=say("設定裝置", "Set kiosks"),
        confirmation=say(
            "取代先前對同一據點或裝置的設定；空白的項目依本機設定。裝置於下次同步時取得，本機鎖定的項目不變。",
            "In the place of what was set there before; what is left empty stays as the machine has it. "
            "Kiosks get it with their next sync; what the machine has locked stays.",
        ),
        submit_btn_text=say("設定", "Set"),
        icon_class="fa fa-sliders",
        allow_empty_selection=True,
        dedicated_button=True,
        modal_size="md",
        form=lambda request, view: view.form_of_office(request),
    )
    async def set(self, request: Request, _selection: ActionSelection) -> None:
        """Set them."""
        who, data = signed_in(request).who, await request.form()
        told_names = ("office", "terminal", "mode", "log", *_WHOLE_NUMBERS, "reason")
        typed = {name: forms.field(data, name) for name in told_names}
        office, terminal, reason = (typed.pop(name) for name in ("office", "terminal", "reason"))
        values = {name: _value(name, text) for name, text in typed.items() if text}
        try:
            await self.do(lambda: self._parts.fleet_settings.set(office, terminal, values, who, reason))
        except OfficeUnknown:
            raise ActionFailed(told("沒有這個據點。", "There is no such office.")) from None
        except (DocumentInvalid, ValueError):
            raise ActionFailed(
                told(
                    f"請檢查內容：櫃檯簡稱 40 字內、分鐘 1–{LONGEST_LOCK}、金額 0–{LARGEST_SUM:,}。",
                    f"Look again: a short name (40), minutes 1–{LONGEST_LOCK}, a sum of 0–{LARGEST_SUM:,}.",
                )
            ) from None
        flash(
            request,
            told("已設定，裝置下次同步時取得。", "Set; kiosks get it with their next sync."),
            "success",
        )


class UpdatesDesk(ShortDesk[AnnouncementRow]):
    """更新公告: which version, from when on, for how many kiosks."""

    key = "updates"
    pk_attr = "version"
    menu_label = say("更新公告", "Updates")
    display_name = menu_label
    icon = "fa fa-cloud-arrow-down"
    roles = frozenset({Role.ADMINISTRATOR})
    actions = ("announce",)
    row_actions = ("withdraw",)
    row_click_navigate = False
    fields = (
        column("version", say("版本", "Version"), lambda row: row.version),
        column("begins", say("開始時間", "From"), lambda row: moment(row.begins_at)),
        column("share", say("比例", "Share"), lambda row: f"{row.share}%"),
        column("offices", say("據點", "Offices"), lambda row: "、".join(row.offices) or str(_ALL)),
        column("announced", say("公告時間", "Announced"), lambda row: moment(row.announced_at)),
    )

    def found(self, me: SignedIn, text: str) -> Sequence[AnnouncementRow]:
        """The latest first."""
        return [row for row in self._parts.updates.all() if text in row.version]

    def can_view_detail(self, request: Request) -> bool:
        """Nothing more to see."""
        return False

    @action(
        name="announce",
        text=say("公告更新", "Announce an update"),
        header=say("公告更新", "Announce an update"),
        confirmation=say(
            "套件須已在裝置的套件來源。先以小比例試行，再提高同一版本的比例；無法啟動的裝置自動還原。",
            "The package has to be in the kiosks' package source. Begin with a small share, then announce "
            "the same version for a larger one; a kiosk on which it does not start goes back by itself.",
        ),
        submit_btn_text=say("公告", "Announce"),
        icon_class="fa fa-plus",
        allow_empty_selection=True,
        dedicated_button=True,
        modal_size="md",
        form=forms.form(
            forms.text("version", say("版本", "Version"), placeholder="1.2.0"),
            forms.text("begins_at", say("開始時間（臺北）", "From (Taipei)"), kind="datetime-local"),
            forms.text(
                "share", say("裝置比例（%）", "Share of the kiosks (%)"), placeholder="10", kind="number"
            ),
            forms.lines("offices", say("據點，一行一個（空白：全部）", "Offices, one a line (empty: all)")),
            forms.lines("reason", _REASON),
        ),
    )
    async def announce(self, request: Request, _selection: ActionSelection) -> None:
        """Announce it."""
        who, data = signed_in(request).who, await request.form()
        names = ("version", "begins_at", "share", "offices", "reason")
        version, begins, share, offices, reason = (forms.field(data, name) for name in names)
        places = [line.strip() for line in offices.splitlines() if line.strip()]
        try:
            at = datetime.fromisoformat(begins).replace(tzinfo=TAIPEI)
            percent = int(share)
        except ValueError:
            raise ActionFailed(
                told("請填寫開始時間與比例（1–100）。", "Give the time and a share of 1 to 100.")
            ) from None
        updates = self._parts.updates
        try:
            await self.do(lambda: updates.announce(version, at, percent, places, who, reason))
        except UpdateInvalid:
            raise ActionFailed(
                told(
                    "版本請填成 1.2.0 的形式，比例為 1–100。", "A version as 1.2.0, and a share of 1 to 100."
                )
            ) from None
        except OfficeUnknown:
            raise ActionFailed(told("沒有這個據點。", "There is no such office.")) from None
        flash(request, told("已公告。", "Announced."), "success")

    @row_action(
        name="withdraw",
        text=say("撤回", "Withdraw"),
        header=say("撤回更新", "Withdraw the update"),
        confirmation=say(
            "尚未更新的裝置維持原版；已更新的不變。",
            "Kiosks that do not have it yet stay as they are; those that have it keep it.",
        ),
        submit_btn_text=say("撤回", "Withdraw"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-trash",
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def withdraw(self, request: Request, pk: str) -> None:
        """It was a mistake, or it does harm."""
        who, reason = signed_in(request).who, forms.field(await request.form(), "reason")
        try:
            await self.do(lambda: self._parts.updates.withdraw(pk, who, reason))
        except UpdateUnknown:
            raise ActionFailed(told("沒有這個公告。", "It is not announced.")) from None
        flash(request, told("已撤回。", "Withdrawn."), "success")


def _value(name: str, text: str) -> str | int:
    """A whole number as one; what is none is refused by the settings' own form."""
    return int(text) if name in _WHOLE_NUMBERS and text.isascii() and text.isdigit() else text
