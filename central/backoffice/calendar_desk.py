"""行事曆: days on which offices are closed (typhoons), or open, against the printed calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette_admin.actions import ActionSelection, action, row_action
from starlette_admin.exceptions import ActionFailed
from starlette_admin.flash import flash

from central.audit import Role
from central.backoffice import forms
from central.backoffice.auth import signed_in
from central.backoffice.desk import ShortDesk, column
from central.backoffice.sessions import SignedIn
from central.backoffice.words import say, told, weekday
from central.calendar_desk import DayInvalid, DayKnown, DayUnknown

_REASON = say("原因或依據", "Reason or reference")


_WRITTEN = ("計畫文件所載", "written with the figures")


@dataclass(frozen=True, slots=True)
class _Day:
    """A row: `told_here` says whether it can be taken back here."""

    key: str
    day: date
    working: bool
    reason: str
    told_here: bool


class CalendarDaysDesk(ShortDesk[_Day]):
    """The days, the latest first."""

    key = "calendar"
    pk_attr = "key"
    menu_label = say("行事曆", "Working days")
    display_name = menu_label
    icon = "fa fa-calendar-days"
    roles = frozenset({Role.AGENCY})
    actions = ("add",)
    row_actions = ("take_back",)
    row_click_navigate = False
    fields = (
        column("day", say("日期", "Day"), lambda row: f"{row.day.isoformat()} {weekday(row.day)}"),
        column("working", say("當日", "On this day"), lambda row: _working(row.working)),
        column("reason", say("原因或依據", "Reason"), lambda row: row.reason or told(*_WRITTEN)),
        column("key", say("日期", "Day"), lambda row: row.key, detail_only=True),
    )

    def found(self, me: SignedIn, text: str) -> Sequence[_Day]:
        """The latest first."""
        rows = (
            _Day(one.day.isoformat(), one.day, one.working, one.reason, here)
            for one, here in self._parts.calendar.told()
        )
        return [row for row in rows if text in row.key or text in row.reason]

    def allows(self, act: str, row: _Day) -> bool:
        """What was written with the figures is changed there."""
        return row.told_here

    def can_view_detail(self, request: Request) -> bool:
        """Nothing more to see."""
        return False

    @action(
        name="add",
        text=say("新增日期", "Add a day"),
        header=say("新增日期", "Add a day"),
        confirmation=say(
            "全臺適用，立即生效，櫃檯於下次同步時取得。尚未屆滿的工作天期限會順延並通知合作社；"
            "期限不會提前，已逾期或已取消的不變。",
            "It holds everywhere, from now on, and kiosks get it with their next sync. Last days in working "
            "days that still run move to later ones, and the cooperative is told; none comes earlier, and "
            "what was missed or has ended stays so.",
        ),
        submit_btn_text=say("新增", "Add"),
        icon_class="fa fa-plus",
        allow_empty_selection=True,
        dedicated_button=True,
        modal_size="md",
        form=forms.form(
            forms.text("day", say("日期", "Day"), kind="date"),
            forms.choice(
                "working",
                say("當日", "On this day"),
                lambda: [
                    ("0", told("停止上班", "Offices are closed")),
                    ("1", told("照常上班", "Offices work")),
                ],
            ),
            forms.lines("reason", _REASON),
        ),
    )
    async def add(self, request: Request, _selection: ActionSelection) -> None:
        """One more day."""
        who, data = signed_in(request).who, await request.form()
        day, reason, working = (
            forms.day_field(data, "day"), forms.field(data, "reason"), forms.field(data, "working") == "1",
        )  # fmt: skip
        if day is None:
            raise ActionFailed(told("請選擇日期。", "Choose a day."))
        try:
            await self.do(lambda: self._parts.calendar.tell(day, who, reason, working=working))
        except DayInvalid:
            raise ActionFailed(
                told("日期距今超過 400 天，請確認年份。", "More than 400 days from today: is the year right?")
            ) from None
        except DayKnown:
            raise ActionFailed(
                told("這一天已經有了；要更改請先移除。", "This day is there; take it back to change it.")
            ) from None
        flash(request, told("已新增，立即生效。", "Added; it holds from now on."), "success")

    @row_action(
        name="take_back",
        text=say("移除", "Take back"),
        header=say("移除日期", "Take the day back"),
        confirmation=say(
            "這一天恢復依原行事曆計算；已經通知的期限不會提前。",
            "The printed calendar holds for it again. Last days that people were told do not come earlier.",
        ),
        submit_btn_text=say("移除", "Take back"),
        submit_btn_class="btn btn-danger",
        icon_class="fa fa-trash",
        modal_size="md",
        form=forms.form(forms.lines("reason", _REASON)),
    )
    async def take_back(self, request: Request, pk: str) -> None:
        """It was a mistake."""
        who, reason = signed_in(request).who, forms.field(await request.form(), "reason")
        try:
            await self.do(lambda: self._parts.calendar.take_back(date.fromisoformat(pk), who, reason))
        except (DayUnknown, ValueError):
            raise ActionFailed(told("沒有這一天。", "There is no such day.")) from None
        flash(request, told("已移除。", "Taken back."), "success")


def _working(working: bool) -> str:  # noqa: FBT001, RUF100 - a column's value
    return told("照常上班", "offices work") if working else told("停止上班", "offices are closed")
