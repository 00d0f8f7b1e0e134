"""A paper on the screen, as it is printed."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.services.flows.paper import DrawnPaper
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import ConfirmationMark
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.print_panel import PrintPanel
from kiosk.ui.widgets import PaperView, Text

_LOWEST_PAPER = 240
_BELOW = 24  # the gap that every page keeps below its content


class ReceiptPage(PlacePage):
    """訂購收據 or 退訂退款通知單, both copies."""

    next_place = "account"
    ways_place = "paper_ways"

    def __init__(self, scene: DrawnPaper, context: Context) -> None:
        super().__init__(context, "receipt")
        receipt = scene.receipt
        name = paper_name(receipt.kind)
        self.head(
            name,
            {
                "shift": self.tr("單聯，由辦理單位存查。本櫃台不收付任何款項。"),
                "founding": self.tr("一式兩聯：發起人收執聯、辦理單位存查聯。"),
            }.get(receipt.kind, self.tr("一式兩聯：合作社收執聯、辦理單位存查聯。本櫃台不收付任何款項。")),
            next_text={
                "account": self.tr("回帳戶總覽"),
                "attend": self.tr("回待處理"),
                "sync": self.tr("回同步"),
                "founding_papers": self.tr("回書表"),
            }[self.next_place],
        )
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Text(paper_number(receipt.number), "strong", object_name="receipt.number", wrap=False))
        head.addWidget(
            ConfirmationMark(
                provisional=receipt.provisional,
                turned_down=receipt.turned_down,
                object_name="receipt.mark",
            )
        )
        self._print = PrintPanel(context, self, receipt.number, self.ways_place)
        self._print.went.connect(self.went)
        self._print.changed.connect(self._fit)
        head.addWidget(self._print.state, 1)
        top = QHBoxLayout()
        top.addLayout(head, 1)
        top.addWidget(self._print.buttons)
        self._view = PaperView(object_name="receipt.paper", name=name)
        self._view.show_pdf(scene.pdf)
        self._sheet = QWidget()
        self._column = column = QVBoxLayout(self._sheet)
        column.setContentsMargins(5, 0, 5, 0)
        column.addLayout(top)
        column.addWidget(self._print)
        column.addWidget(self._view)
        self._view.setMinimumHeight(_LOWEST_PAPER)
        self.content.addWidget(self._sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The paper scrolls by itself: it takes the height that is there."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where what is told of the print leaves too little of a paper, the page scrolls as well."""
        needed = self._column.totalMinimumHeightForWidth(self._sheet.width())
        self._sheet.setFixedHeight(max(self.height() - _BELOW, needed))

    def leave(self) -> None:
        """Close the paper."""
        self._print.leave()
        self._view.clear()

    def printing_moved(self) -> None:
        """Its own print may be the one."""
        self._print.look()

    def go_on(self) -> None:
        """Back to the overview, or to the staff's list."""
        self.went.emit(self.next_place, "")


def paper_name(kind: str) -> str:
    """What a kind of paper is called."""
    return {
        "order": QCoreApplication.translate("Paper", "訂購收據"),
        "refund": QCoreApplication.translate("Paper", "退訂退款通知單"),
        "cancelled": QCoreApplication.translate("Paper", "訂單取消通知單"),
        "payment": QCoreApplication.translate("Paper", "付款及發票通知單"),
        "registration": QCoreApplication.translate("Paper", "註冊受理回執"),
        "points": QCoreApplication.translate("Paper", "數位點數明細表"),
        "assessment": QCoreApplication.translate("Paper", "數位自評報告"),
        "shift": QCoreApplication.translate("Paper", "值班報表"),
        "founding": QCoreApplication.translate("Paper", "合作社設立檢核表"),
        "data_request": QCoreApplication.translate("Paper", "個人資料請求受理回執"),
    }[kind]


def paper_number(number: int) -> str:
    """A paper's running number."""
    return QCoreApplication.translate("Paper", "第 {number} 號").format(number=number)
