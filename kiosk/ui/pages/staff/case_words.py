"""Cases to attend to, in words: what was asked for, what was entered then, what was done since."""

from typing import Any

from PySide6.QtCore import QCoreApplication

from kiosk.domain.founding.keeping import FOUNDING_KINDS
from kiosk.domain.inquiry import INQUIRY_KINDS
from kiosk.services.attending import Attended, Way
from kiosk.services.masking import mask_email, mask_name, mask_phone
from kiosk.ui.pages.statement import Rows


def kind_of(kind: str) -> str:
    """What was asked for at the counter."""
    return {
        "open_membership": QCoreApplication.translate("Cases", "註冊"),
        "apply": QCoreApplication.translate("Cases", "申請資料"),
        "complete_assessment": QCoreApplication.translate("Cases", "數位自評"),
        "request_expert": QCoreApplication.translate("Cases", "申請專家服務"),
        "place_order": QCoreApplication.translate("Cases", "選購方案"),
        "cancel_order": QCoreApplication.translate("Cases", "取消訂單"),
        "keep_founding_case": QCoreApplication.translate("Cases", "設立案件"),
        "drop_founding_case": QCoreApplication.translate("Cases", "刪除設立案件"),
        "send_inquiry": QCoreApplication.translate("Cases", "諮詢"),
        "request_refund": QCoreApplication.translate("Cases", "退訂"),
    }.get(kind, kind)


def unsigned_rows(kind: str, body: dict[str, Any]) -> Rows:
    """What was entered for a kind that nobody signs; the contact is masked."""
    if kind == "apply":
        return [
            (QCoreApplication.translate("Cases", "聯絡人"), mask_name(body["contact_name"])),
            (QCoreApplication.translate("Cases", "登入帳號"), mask_email(body["email"])),
            (QCoreApplication.translate("Cases", "電話"), mask_phone(body["phone"])),
        ]
    if kind in FOUNDING_KINDS | INQUIRY_KINDS:
        return []
    if kind == "complete_assessment":
        count = QCoreApplication.translate("Cases", "{count} 題").format(count=len(body["answers"]))
        return [
            (QCoreApplication.translate("Cases", "問卷版本"), body["questionnaire_version"]),
            (QCoreApplication.translate("Cases", "已作答"), count),
        ]
    return [(QCoreApplication.translate("Cases", "諮詢主題"), "、".join(body["themes"]))]


def step_of(step: Attended) -> str:
    """What was done about a case."""
    return {
        Way.CORRECT: QCoreApplication.translate("Cases", "開始更正"),
        Way.SENT_AGAIN: QCoreApplication.translate("Cases", "更正後已重新送出，結案"),
        Way.WITHDRAW: QCoreApplication.translate("Cases", "撤回，結案"),
        Way.ASK: QCoreApplication.translate("Cases", "已請中央審查人員查明"),
    }[step.way]
