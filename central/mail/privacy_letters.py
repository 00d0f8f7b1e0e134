"""Letters about what persons ask about their data."""

from collections.abc import Sequence

from central.mail.letter import MailText, Part, letter
from central.store.privacy_requests import PrivacyRequest
from kiosk.domain.data_rights import DataRight

_NAMES = {
    DataRight.ACCESS: ("查詢、閱覽或複製本", "to see the data, or a copy"),
    DataRight.CORRECTION: ("補充或更正", "to add to or correct the data"),
    DataRight.STOP: ("停止蒐集、處理或利用", "to stop the use of the data"),
    DataRight.DELETION: ("刪除", "to delete the data"),
}


def received_letter(one: PrivacyRequest) -> MailText:
    """It came, and by when it is answered."""
    return _letter(
        one,
        ("已收到您的個人資料請求", f"我們將於 {one.due_on} 前答覆。若非您本人提出，請撥打客服專線。"),
        (
            "Your request about your personal data",
            f"It will be answered by {one.due_on}. If you did not make it, please call the service line.",
        ),
    )


def extended_letter(one: PrivacyRequest) -> MailText:
    """It takes longer, and why (§13: in writing, with the reason)."""
    return _letter(
        one,
        ("個人資料請求延長答覆", f"您的請求延長至 {one.due_on} 前答覆。原因：{one.reason}"),
        ("Your request takes longer", f"It will be answered by {one.due_on}. Reason: {one.reason}"),
    )


def answered_letter(one: PrivacyRequest) -> MailText:
    """What was done, or why not."""
    granted = one.outcome == "granted"
    done = "已依您的請求辦理" if granted else "未能依您的請求辦理"
    done_en = "Done as you asked" if granted else "Not done as you asked"
    return _letter(
        one,
        ("個人資料請求的答覆", f"{done}。說明：{one.reason}"),
        ("The answer to your request", f"{done_en}. Explanation: {one.reason}"),
    )


def reminder_letter(urgent: Sequence[PrivacyRequest], late: int, place: str) -> MailText:
    """To the agency: how many are urgent, and until when; whose they are is told in the back office alone."""
    days = tuple((one.due_on.isoformat(), _NAMES[DataRight(one.kind)]) for one in urgent)
    return letter(
        Part(
            "個人資料請求期限提醒",
            (f"{len(urgent)} 件請求即將到期或已逾期（逾期 {late} 件），請至後台答覆。個資法第 13 條。",),
            tuple((day, name[0]) for day, name in days),
            link=("後台", place),
        ),
        Part(
            "Requests about personal data are due",
            (f"{len(urgent)} requests are nearly due or late ({late} late). Please answer them.",),
            tuple((day, name[1]) for day, name in days),
            link=("Back office", place),
        ),
    )


def _letter(one: PrivacyRequest, zh: tuple[str, str], en: tuple[str, str]) -> MailText:
    name, name_en = _NAMES[DataRight(one.kind)]
    received = one.received_on.isoformat()
    return letter(
        Part(zh[0], (zh[1],), (("請求事項", name), ("受理日期", received))),
        Part(en[0], (en[1],), (("You asked", name_en), ("Received on", received))),
    )
