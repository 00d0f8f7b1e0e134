"""What is signed, whole, in words: read from the statement's own body, which the signature covers."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from kiosk.domain.calendar import taipei_day
from kiosk.domain.identity import IdentityKind
from kiosk.domain.programme import Programme
from kiosk.services.flows.identify import KIND as IDENTIFY
from kiosk.services.flows.signing import Signing
from kiosk.ui.pages import words

Rows = list[tuple[str, str]]


def title(signing: Signing) -> str:
    """What the signature brings about."""
    return {
        "open_membership": QCoreApplication.translate("Statement", "加入臺灣雲市集會員"),
        "place_order": QCoreApplication.translate("Statement", "訂購雲端方案"),
        "cancel_order": QCoreApplication.translate("Statement", "取消訂單"),
        "request_refund": QCoreApplication.translate("Statement", "申請退訂"),
        IDENTIFY: QCoreApplication.translate("Statement", "證明卡片持有人在場"),
    }[signing.statement.kind]


def rows(signing: Signing) -> Rows:
    """Label and value of everything in the statement."""
    statement = signing.statement
    if statement.kind == IDENTIFY:
        return [
            (
                QCoreApplication.translate("Statement", "用途"),
                QCoreApplication.translate("Statement", "查詢本人的會員資料"),
            ),
            (QCoreApplication.translate("Statement", "限用於"), statement.body["device_id"]),
            (
                QCoreApplication.translate("Statement", "有效時間"),
                QCoreApplication.translate("Statement", "輸入 PIN 碼後數分鐘內"),
            ),
        ]
    return rows_of(statement.kind, statement.body, statement.issued_at)


def rows_of(kind: str, body: dict[str, Any], issued_at: datetime) -> Rows:
    """Label and value of everything in a statement of a kind that is signed."""
    makers = {
        "open_membership": _open_membership,
        "place_order": _place_order,
        "cancel_order": _cancel_order,
        "request_refund": _request_refund,
    }
    at = (QCoreApplication.translate("Statement", "提出時間"), words.moment(issued_at))
    return [*makers[kind](body), at]


def _open_membership(body: dict[str, Any]) -> Rows:
    return [
        (QCoreApplication.translate("Statement", "合作社名稱"), body["cooperative_name"]),
        (QCoreApplication.translate("Statement", "統一編號"), body["ubn"]),
        (QCoreApplication.translate("Statement", "認證方式"), words.identity(IdentityKind(body["identity"]))),
        (QCoreApplication.translate("Statement", "同意的告知事項版本"), body["notice_version"]),
        (
            QCoreApplication.translate("Statement", "告知事項顯示時間"),
            words.moment(datetime.fromisoformat(body["notice_shown_at"])),
        ),
    ]


def _place_order(body: dict[str, Any]) -> Rows:
    terms = body["terms"]
    return [
        (QCoreApplication.translate("Statement", "訂單編號"), body["order_number"]),
        (
            QCoreApplication.translate("Statement", "方案名稱"),
            f"{terms['plan_name']}（{terms['plan_id']}）",
        ),
        (
            QCoreApplication.translate("Statement", "資訊服務廠商"),
            f"{terms['vendor_name']}（{terms['vendor_id']}）",
        ),
        (QCoreApplication.translate("Statement", "使用期限"), words.months(terms["months"])),
        (QCoreApplication.translate("Statement", "訂單金額"), words.money(terms["price"])),
        (QCoreApplication.translate("Statement", "使用數位點數"), words.points(body["points"])),
        (QCoreApplication.translate("Statement", "自付款"), words.money(body["own"])),
    ]


def _cancel_order(body: dict[str, Any]) -> Rows:
    return [(QCoreApplication.translate("Statement", "取消的訂單編號"), body["order_number"])]


def _request_refund(body: dict[str, Any]) -> Rows:
    return [
        (QCoreApplication.translate("Statement", "退訂的訂單編號"), body["order_number"]),
        (QCoreApplication.translate("Statement", "返還自付款"), words.money(body["own_refund"])),
        (QCoreApplication.translate("Statement", "返還數位點數"), words.points(body["points_refund"])),
    ]


def rules(signing: Signing, programme: Programme) -> list[str]:
    """What else holds once it is signed, in the brochure's words, with the figures of that day."""
    if signing.statement.kind == "place_order":
        figures = programme.figures_on(taipei_day(signing.statement.issued_at))
        return [
            QCoreApplication.translate(
                "Statement", "資訊服務廠商接單後，請於 {days} 個工作天內完成付款；付款前可免費取消訂單。"
            ).format(days=figures.payment_working_days),
            QCoreApplication.translate(
                "Statement",
                "退訂：使用未超過期限的 1/2，依使用比例返還剩餘自付款及點數；"
                "超過 1/2，自付款不予返還，返還剩餘點數。未滿一個月以一個月計算。",
            ),
        ]
    if signing.statement.kind == "cancel_order":
        return [QCoreApplication.translate("Statement", "簽章送出後，此訂單即行取消，不能再恢復。")]
    if signing.statement.kind == IDENTIFY:
        return [
            QCoreApplication.translate("Statement", "這個簽章只用來證明身分，不能用來訂購、退訂或變更資料。")
        ]
    if signing.statement.kind == "request_refund":
        return [QCoreApplication.translate("Statement", "簽章送出後，此訂單即行終止，不能再恢復。")]
    return [QCoreApplication.translate("Statement", "同意依告知事項蒐集、處理及利用資料，並遵守平台條款。")]
