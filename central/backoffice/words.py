"""What the back office says: Traditional Chinese first, English for whoever has chosen it."""

import tomllib
from collections import ChainMap
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from babel.support import LazyProxy
from starlette_admin.i18n import get_locale

from central.audit import Role
from central.catalogue import PlanState
from central.counties import COUNTIES
from central.store.reviews import Decision
from kiosk.contract.staff_document import CounterRole
from kiosk.domain.calendar import TAIPEI
from kiosk.domain.commands import Condition
from kiosk.domain.membership import Eligibility, OrderState
from kiosk.domain.plans import Category

Text = Any
"""A text that is Chinese or English when it is shown (`LazyProxy` behaves as a str)."""

_ROLES: dict[Enum, tuple[str, str]] = {
    Role.ADMINISTRATOR: ("系統管理", "Administrator"),
    Role.AGENCY: ("主辦及執行單位", "Agency"),
    Role.VENDOR: ("資訊服務廠商", "Vendor"),
    Role.PROGRAM: ("程式", "Program"),
}
_ORDERS: dict[Enum, tuple[str, str]] = {
    OrderState.AWAITING_VENDOR: ("待確認接單", "To be confirmed"),
    OrderState.AWAITING_PAYMENT: ("付款中", "Awaiting payment"),
    OrderState.PAID: ("已付款，待開通", "Paid, to be started"),
    OrderState.IN_SERVICE: ("服務中", "In service"),
    OrderState.COMPLETED: ("期程已結束", "Completed"),
    OrderState.CANCELLED: ("已取消", "Cancelled"),
    OrderState.REFUNDED: ("已退訂", "Refunded"),
}
_ELIGIBILITY: dict[Enum, tuple[str, str]] = {
    Eligibility.PENDING: ("確認中", "Being checked"),
    Eligibility.APPROVED: ("符合", "Eligible"),
    Eligibility.REFUSED: ("不符", "Not eligible"),
}
CONDITIONS: dict[Condition, tuple[str, str]] = {
    Condition.COOPERATIVE: (
        "依合作社法設立，具有稅籍登記且非為附屬單位",
        "A cooperative under the Cooperatives Act, tax-registered, no subsidiary unit",
    ),
    Condition.NO_BREACH: (
        "最近 3 年內無執行政府計畫之重大違約紀錄",
        "No grave breach of a government programme in the last 3 years",
    ),
    Condition.NO_VIOLATION: ("最近 3 年內無違反法律規定之情事", "No violation of law in the last 3 years"),
    Condition.NOT_EXCLUDED: (
        "非為陸資企業、外國營利事業在臺分公司及本國企業分公司",
        "No PRC-funded enterprise, no branch of a foreign or domestic company",
    ),
    Condition.NO_OTHER_SUBSIDY: (
        "未獲得其他雲世代小額補助，亦未使用過臺灣雲市集點數",
        "No other small subsidy of the programme, no points used before",
    ),
}
_ACTS = {
    "decide_eligibility": ("資格確認", "Eligibility decided"),
    "confirm_order": ("接單", "Order confirmed"),
    "decline_order": ("不接單", "Order declined"),
    "record_payment": ("收到款項", "Payment recorded"),
    "issue_invoice": ("開立發票", "Invoice recorded"),
    "start_service": ("開通服務", "Service started"),
    "pay_out_refund": ("退款完成", "Refund paid out"),
    "change_programme": ("計畫暫停與額度", "Programme changed"),
    "settle_review": ("指令結案", "Review settled"),
    "answer_inquiry": ("回覆諮詢", "Message answered"),
    "tell_day": ("新增行事曆日期", "Day told"),
    "take_back_day": ("移除行事曆日期", "Day taken back"),
    "add_vendor": ("新增廠商", "Vendor let in"),
    "submit_plan": ("送審方案", "Plan submitted"),
    "approve_plan": ("核可方案", "Plan approved"),
    "refuse_plan": ("退回方案", "Plan refused"),
    "withdraw_plan": ("下架方案", "Plan withdrawn"),
    "release_device": ("解除隔離", "Device released"),
    "revoke_device": ("停用裝置", "Device shut out"),
    "set_kiosks": ("設定裝置", "Kiosks set"),
    "announce_update": ("公告更新", "Update announced"),
    "withdraw_update": ("撤回更新", "Update withdrawn"),
    "set_county": ("設定縣市", "County set"),
    "add_counter_staff": ("新增櫃檯人員", "Counter staff added"),
    "renew_counter_staff": ("重發櫃檯密碼", "Counter password renewed"),
    "disable_counter_staff": ("停用櫃檯人員", "Counter staff disabled"),
    "add_enrolment_code": ("新增登錄碼", "Enrolment code made"),
    "add_staff": ("新增人員", "Staff added"),
    "renew_staff": ("重發登入資料", "Access renewed"),
    "disable_staff": ("停用人員", "Staff disabled"),
    "lock_staff": ("帳號鎖定", "Account locked"),
    "sign_in": ("登入", "Signed in"),
    "change_password": ("變更密碼", "Password changed"),
    "add_vendor_key": ("新增廠商金鑰", "Vendor key made"),
    "revoke_vendor_key": ("停用廠商金鑰", "Vendor key withdrawn"),
    "audit_forked": ("櫃檯稽核紀錄不符", "A counter told of another log"),
    "read_counter_log": ("查看櫃檯稽核紀錄", "Counter's audit log read"),
    "privacy_request": ("受理個資請求", "Request about personal data received"),
    "privacy_extended": ("個資請求延長", "Request about personal data put off"),
    "privacy_answered": ("個資請求答覆", "Request about personal data answered"),
    "privacy_reminded": ("個資請求期限提醒", "Reminder of requests about personal data"),
    "copy_membership": ("下載會員資料複製本", "Copy of a member's data taken"),
    "erase_membership": ("刪除會員資料", "Member's data deleted"),
    "export_counter_log": ("下載櫃檯稽核紀錄", "Counter's audit log downloaded"),
}
_KNOWN: Mapping[Enum, tuple[str, str]] = ChainMap(_ROLES, _ORDERS, _ELIGIBILITY)


_COMMANDS = {
    "open_membership": ("加入會員", "Registration"),
    "apply": ("申請資料", "Application"),
    "complete_assessment": ("數位自評", "Self-assessment"),
    "request_expert": ("申請專家服務", "Expert wanted"),
    "send_inquiry": ("諮詢", "Message to the help desk"),
    "place_order": ("訂購方案", "Order"),
    "cancel_order": ("取消訂購", "Order cancelled"),
    "request_refund": ("退訂", "Refund"),
}


def _chosen(zh: str, en: str) -> str:
    return en if get_locale() == "en" else zh


def say(zh: str, en: str) -> Text:
    """A text in both languages."""
    return LazyProxy(_chosen, zh, en, enable_cache=False)


DECISIONS: Mapping[str, Text] = {
    Decision.EXPLAINED: say("已說明，無需再辦", "Explained; nothing more to be done"),
    Decision.DO_AGAIN: say("請合作社重新辦理", "The cooperative is to come once more"),
    Decision.MENDED: say("已另行處理", "Set right in another way"),
    Decision.NOTHING: say("無影響", "Nobody was touched by it"),
}
COUNTER_ROLES: Mapping[str, Text] = {
    CounterRole.COUNTER: say("櫃檯服務人員", "Counter"),
    CounterRole.SUPERVISOR: say("主管", "Supervisor"),
    CounterRole.TECHNICIAN: say("技術人員", "Technician"),
}
CATEGORIES: Mapping[Category, Text] = {
    Category.MARKETING: say("行銷推廣", "Marketing"),
    Category.ONLINE_SHOP: say("網路開店", "Online shop"),
    Category.MARKET_ANALYSIS: say("市場分析", "Market analysis"),
    Category.REMOTE_WORK: say("遠距辦公與文書", "Remote work and documents"),
    Category.CUSTOMER_SERVICE: say("客戶服務", "Customer service"),
    Category.MANAGEMENT: say("企業管理", "Management"),
}
PLAN_STATES: Mapping[PlanState, Text] = {
    PlanState.PENDING: say("待審", "Waits for approval"),
    PlanState.OFFERED: say("上架中", "Offered"),
    PlanState.CHANGE_PENDING: say("上架中，變更待審", "Offered; a change waits"),
    PlanState.REFUSED: say("已退回", "Refused"),
    PlanState.WITHDRAWN: say("已下架", "Withdrawn"),
}
_WEEKDAYS_ZH, _WEEKDAYS_EN = "一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def told(zh: str, en: str) -> str:
    """A text in the language of the request that is being answered."""
    return _chosen(zh, en)


def name_of(member: Enum) -> str:
    """What people call a role or a state."""
    return _chosen(*_KNOWN[member])


def act_name(kind: str) -> str:
    """What people call an act of the log of changes."""
    return _chosen(*_ACTS[kind])


def command_name(kind: str) -> str:
    """What people call a command; its own name where a kiosk made one up."""
    return _chosen(*_COMMANDS[kind]) if kind in _COMMANDS else kind


def county_name(code: str | None) -> str:
    """What people call a county or city; that nobody has told it, for None."""
    return _chosen("未設定", "Not set") if code is None else _chosen(*COUNTIES[code])


def counties() -> list[tuple[str, str]]:
    """All of them, to choose from, after nothing chosen."""
    return [("", _chosen("請選擇", "Choose")), *((code, county_name(code)) for code in COUNTIES)]


def weekday(one: date) -> str:
    """（一） or Mon."""
    number = one.weekday()
    return _chosen(f"（{_WEEKDAYS_ZH[number]}）", _WEEKDAYS_EN[number])


def moment(at: datetime | None) -> str:
    """A moment in Taipei to the minute, nothing for None."""
    return "" if at is None else at.astimezone(TAIPEI).strftime("%Y-%m-%d %H:%M")


def day(one: date | None) -> str:
    """A day, nothing for None."""
    return "" if one is None else one.isoformat()


def money(amount: int) -> str:
    """NT$."""
    return f"NT${amount:,}"


class FailureWords:
    """The failure catalogue: what a code means and what to do about it."""

    def __init__(self, resources: Path) -> None:
        self._entries = tomllib.loads((resources / "failures.toml").read_text(encoding="utf-8"))

    def say(self, code: str) -> str:
        """Title and remedy of a code; the code itself where it has no entry."""
        entry = self._entries.get(code)
        if entry is None:
            return code
        words = entry["en" if get_locale() == "en" else "zh"]
        title, remedy = words["title"], words["remedy"]
        return _chosen(f"{title}。{remedy}（{code}）", f"{title}. {remedy} ({code})")

    def title(self, code: str) -> str:
        """Its title alone."""
        entry = self._entries.get(code)
        return code if entry is None else str(entry["en" if get_locale() == "en" else "zh"]["title"])
