"""Messages to the help desk in words: how far they are, when one can be reached, what is wrong with them."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from kiosk.domain.calendar import taipei_day
from kiosk.domain.data_rights import DataRight, due_day
from kiosk.domain.inquiry import LONGEST, InquiryFault, Period, Subject
from kiosk.services.inquiries import Inquiry, Where
from kiosk.ui.pages import words


def headline(one: Inquiry) -> str:
    """What is told first of it."""
    consultant = one.asked.subject is Subject.CONSULTANT
    if one.asked.right is not None:
        return _of_data(one)
    match one.where:
        case Where.ANSWERED:
            return (
                QCoreApplication.translate("Inquiry", "諮詢顧問已回覆")
                if consultant
                else QCoreApplication.translate("Inquiry", "客服已回覆")
            )
        case Where.SENT:
            return (
                QCoreApplication.translate("Inquiry", "已向諮詢顧問提出")
                if consultant
                else QCoreApplication.translate("Inquiry", "已向客服提出")
            )
        case Where.QUEUED:
            return QCoreApplication.translate("Inquiry", "諮詢待送出，有網路時自動送給客服")


def _of_data(one: Inquiry) -> str:
    return {
        Where.ANSWERED: QCoreApplication.translate("Inquiry", "個人資料請求有答覆"),
        Where.SENT: QCoreApplication.translate("Inquiry", "個人資料請求已受理"),
        Where.QUEUED: QCoreApplication.translate("Inquiry", "個人資料請求已受理，有網路時自動送出"),
    }[one.where]


def detail(one: Inquiry) -> str:
    """The question, when one can be reached, and the answer."""
    lines = []
    if one.asked.right is not None:
        due = due_day(one.asked.right, taipei_day(one.sent_at))
        lines.append(
            QCoreApplication.translate("Inquiry", "{what}，應於 {day} 前答覆").format(
                what=right_name(one.asked.right), day=words.day(due)
            )
        )
    if one.asked.text:
        lines.append(QCoreApplication.translate("Inquiry", "您問：{text}").format(text=one.asked.text))
    if one.asked.subject is Subject.CONSULTANT:
        when = time_name(one.asked.preferred_on, one.asked.preferred_period)
        lines.append(QCoreApplication.translate("Inquiry", "希望時間：{when}").format(when=when))
    if one.answer:
        lines.append(QCoreApplication.translate("Inquiry", "回覆：{answer}").format(answer=one.answer))
    return "\n".join(lines)


def right_name(right: DataRight) -> str:
    """What may be asked."""
    return {
        DataRight.ACCESS: QCoreApplication.translate("Inquiry", "查詢、閱覽或複製本"),
        DataRight.CORRECTION: QCoreApplication.translate("Inquiry", "補充或更正"),
        DataRight.STOP: QCoreApplication.translate("Inquiry", "停止蒐集、處理或利用"),
        DataRight.DELETION: QCoreApplication.translate("Inquiry", "刪除"),
    }[right]


def period_name(period: Period) -> str:
    """A part of the day."""
    return {
        Period.ANY: QCoreApplication.translate("Inquiry", "不限時段"),
        Period.MORNING: QCoreApplication.translate("Inquiry", "上午 9–12 時"),
        Period.AFTERNOON: QCoreApplication.translate("Inquiry", "下午 13–18 時"),
    }[period]


def time_name(on: date | None, period: Period) -> str:
    """A day and a part of it."""
    day = QCoreApplication.translate("Inquiry", "不限日期") if on is None else words.day(on)
    return f"{day}　{period_name(period)}"


def fault_text(fault: InquiryFault) -> str:
    """What is wrong, and what to do."""
    return {
        InquiryFault.NO_WORDS: QCoreApplication.translate("Inquiry", "請寫下想詢問的事"),
        InquiryFault.TOO_LONG: QCoreApplication.translate("Inquiry", "超過 {most} 字，請縮短").format(
            most=LONGEST
        ),
        InquiryFault.NOWHERE_TO_ANSWER: QCoreApplication.translate(
            "Inquiry", "請填 Email，或勾選連同會員資料送出，才能回覆您"
        ),
        InquiryFault.EMAIL: QCoreApplication.translate(
            "Inquiry", "這不是可以寄信的 Email，請照 name@example.com 輸入"
        ),
        InquiryFault.DAY_PAST: QCoreApplication.translate("Inquiry", "這一天已經過了，請選今天以後的日期"),
        InquiryFault.NO_MEMBER: QCoreApplication.translate("Inquiry", "請先以憑證開啟帳戶總覽"),
        InquiryFault.FORM: QCoreApplication.translate("Inquiry", "有不能送出的文字，請刪除特殊符號後再試"),
    }[fault]
