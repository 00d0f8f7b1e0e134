"""The programme's own words on the screen: names of states, kinds and amounts."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from kiosk.domain.calendar import TAIPEI
from kiosk.domain.commands import Checker
from kiosk.domain.events import CancelledBy
from kiosk.domain.identity import IdentityKind
from kiosk.domain.membership import Eligibility, GrantState, Order, OrderState
from kiosk.domain.plans import Category
from kiosk.domain.programme import Figures


def money(amount: int) -> str:
    """Whole NT$: NT$60,000."""
    return f"NT${amount:,}"


def points(amount: int) -> str:
    """Points: 30,000 點."""
    return QCoreApplication.translate("Words", "{amount} 點").format(amount=f"{amount:,}")


def months(count: int) -> str:
    """A term: 6 個月."""
    if count == 1:
        return QCoreApplication.translate("Words", "1 個月")
    return QCoreApplication.translate("Words", "{count} 個月").format(count=count)


def day(on: date | None) -> str:
    """A day as people read it: 2026/01/20; a dash for none."""
    return "—" if on is None else f"{on:%Y/%m/%d}"


def until(on: date | None) -> str:
    """A day whose end is the limit."""
    return QCoreApplication.translate("Words", "至 {day} 24:00 止").format(day=day(on))


def moment(at: datetime) -> str:
    """A moment in Asia/Taipei to the minute."""
    return f"{at.astimezone(TAIPEI):%Y/%m/%d %H:%M}"


def identity(kind: IdentityKind) -> str:
    """How the holder identifies, in the brochure's words."""
    return {
        IdentityKind.ORGANISATION_CERTIFICATE: QCoreApplication.translate("Words", "組織及團體憑證"),
        IdentityKind.CITIZEN_CERTIFICATE: QCoreApplication.translate("Words", "負責人之自然人憑證"),
        IdentityKind.MOBILE_CITIZEN_CERTIFICATE: QCoreApplication.translate(
            "Words", "負責人之行動自然人憑證"
        ),
    }[kind]


def category(kind: Category) -> str:
    """One of the six categories of cloud tools."""
    return {
        Category.MARKETING: QCoreApplication.translate("Words", "行銷推廣"),
        Category.ONLINE_SHOP: QCoreApplication.translate("Words", "網路開店"),
        Category.MARKET_ANALYSIS: QCoreApplication.translate("Words", "市場分析"),
        Category.REMOTE_WORK: QCoreApplication.translate("Words", "遠距辦公與文書"),
        Category.CUSTOMER_SERVICE: QCoreApplication.translate("Words", "客戶服務"),
        Category.MANAGEMENT: QCoreApplication.translate("Words", "企業管理"),
    }[kind]


def order_state(order: Order) -> str:
    """Where an order stands (brochure: 訂單狀態)."""
    if order.state is OrderState.CANCELLED:
        return _cancelled(order.cancelled_by)
    return {
        OrderState.AWAITING_VENDOR: QCoreApplication.translate("Words", "資訊服務廠商確認中"),
        OrderState.AWAITING_PAYMENT: QCoreApplication.translate("Words", "付款中"),
        OrderState.PAID: QCoreApplication.translate("Words", "已付款"),
        OrderState.IN_SERVICE: QCoreApplication.translate("Words", "服務中"),
        OrderState.COMPLETED: QCoreApplication.translate("Words", "期程已結束"),
        OrderState.REFUNDED: QCoreApplication.translate("Words", "已退訂"),
    }[order.state]


def _cancelled(by: CancelledBy | None) -> str:
    return {
        CancelledBy.VENDOR: QCoreApplication.translate("Words", "資訊服務廠商取消訂單"),
        CancelledBy.VENDOR_DEADLINE: QCoreApplication.translate(
            "Words", "資訊服務廠商逾期未確認，訂單已取消"
        ),
        CancelledBy.PAYMENT_DEADLINE: QCoreApplication.translate("Words", "逾期未付款，訂單已取消"),
    }.get(by or CancelledBy.BUYER, QCoreApplication.translate("Words", "中小企業取消訂購"))


def vendor_confirms(figures: Figures) -> str:
    """How long the vendor has to confirm: 2 天, or 2 個工作天 where the version says so."""
    if figures.vendor_confirms_in_working_days:
        text = QCoreApplication.translate("Words", "{days} 個工作天")
    else:
        text = QCoreApplication.translate("Words", "{days} 天")
    return text.format(days=figures.vendor_confirms_days)


def checker(who: Checker) -> str:
    """Who checks a condition."""
    return {
        Checker.TAX_REGISTRATION: QCoreApplication.translate("Words", "以稅籍登記資料查核"),
        Checker.AGENCY: QCoreApplication.translate("Words", "由主辦及執行單位查核"),
        Checker.PLATFORM: QCoreApplication.translate("Words", "由臺灣雲市集平台紀錄查核"),
    }[who]


def eligibility(state: Eligibility, figures: Figures) -> str:
    """Where the authority's check stands. `figures` are the programme's of today."""
    checking = QCoreApplication.translate("Words", "資格確認中（約 {days} 個工作天）")
    return {
        Eligibility.PENDING: checking.format(days=figures.eligibility_working_days),
        Eligibility.APPROVED: QCoreApplication.translate("Words", "資格已確認"),
        Eligibility.REFUSED: QCoreApplication.translate("Words", "資格不符"),
    }[state]


def grant_state(state: GrantState) -> str:
    """Where the points stand."""
    return {
        GrantState.ISSUED: QCoreApplication.translate("Words", "已發給，尚未啟用"),
        GrantState.ACTIVE: QCoreApplication.translate("Words", "使用中"),
        GrantState.RETURNED: QCoreApplication.translate("Words", "未啟用，已全數返還"),
        GrantState.EXPIRED: QCoreApplication.translate("Words", "已到期，剩餘點數已收回"),
    }[state]


def flow(name: str) -> str:
    """What a wizard is called."""
    return {
        "registration": QCoreApplication.translate("Words", "註冊"),
        "assessment": QCoreApplication.translate("Words", "數位自評"),
        "expert": QCoreApplication.translate("Words", "申請專家服務"),
        "privacy": QCoreApplication.translate("Words", "我的個人資料"),
        "founding_guide": QCoreApplication.translate("Words", "如何設立合作社"),
        "order": QCoreApplication.translate("Words", "選購方案"),
        "cancel": QCoreApplication.translate("Words", "取消訂單"),
        "refund": QCoreApplication.translate("Words", "退訂"),
        "identify": QCoreApplication.translate("Words", "查詢"),
    }[name]


def headings(name: str) -> tuple[str, ...]:
    """The headings of a wizard's steps."""
    return {
        "registration": (
            QCoreApplication.translate("Words", "選擇認證方式"),
            QCoreApplication.translate("Words", "同意告知事項"),
            QCoreApplication.translate("Words", "身分驗證"),
            QCoreApplication.translate("Words", "授權與聲明"),
            QCoreApplication.translate("Words", "聯絡人"),
            QCoreApplication.translate("Words", "驗證Email"),
            QCoreApplication.translate("Words", "完成"),
        ),
        "assessment": (
            QCoreApplication.translate("Words", "填寫自評"),
            QCoreApplication.translate("Words", "自評結果"),
            QCoreApplication.translate("Words", "方案推薦"),
            QCoreApplication.translate("Words", "獲得點數"),
        ),
        "founding_guide": (
            QCoreApplication.translate("Words", "發起組織"),
            QCoreApplication.translate("Words", "主管機關受理申請"),
            QCoreApplication.translate("Words", "成立籌備會"),
            QCoreApplication.translate("Words", "召開創立會"),
            QCoreApplication.translate("Words", "辦理登記、開展業務"),
        ),
        "privacy": (
            QCoreApplication.translate("Words", "請求事項"),
            QCoreApplication.translate("Words", "完成"),
        ),
        "expert": (
            QCoreApplication.translate("Words", "諮詢主題"),
            QCoreApplication.translate("Words", "完成"),
        ),
        "order": (
            QCoreApplication.translate("Words", "選擇方案"),
            QCoreApplication.translate("Words", "點數與自付款"),
            QCoreApplication.translate("Words", "確認內容"),
            QCoreApplication.translate("Words", "簽章"),
            QCoreApplication.translate("Words", "完成"),
        ),
        "cancel": (
            QCoreApplication.translate("Words", "確認內容"),
            QCoreApplication.translate("Words", "簽章"),
            QCoreApplication.translate("Words", "完成"),
        ),
        "refund": (
            QCoreApplication.translate("Words", "退訂試算"),
            QCoreApplication.translate("Words", "確認內容"),
            QCoreApplication.translate("Words", "簽章"),
            QCoreApplication.translate("Words", "完成"),
        ),
        "identify": (
            QCoreApplication.translate("Words", "證明身分"),
            QCoreApplication.translate("Words", "查詢結果"),
        ),
    }[name]
