"""查驗單據: a scanner types what a paper's code says; the page tells whether it is genuine."""

from functools import partial

from PySide6.QtCore import Qt

from kiosk.services.paper_check import CheckedPaper
from kiosk.services.receipts.verification import Compared
from kiosk.ui.entries import Entry
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.receipt import paper_name
from kiosk.ui.widgets import Banner, BannerKind, KeyValueTable, Text, TextField

_LONGEST = 2_300  # an address and the digits after it


class VerifyPage(PlacePage):
    """A field for the scanner, and below it what has to stand on the paper."""

    def __init__(self, scene: None, context: Context) -> None:
        super().__init__(context, "verify", illustration="printer")
        self.head(
            self.tr("查驗單據"),
            self.tr("掃描單據上的 QR 碼，或輸入檢查碼；不需要網路。"),
            next_text=self.tr("查驗"),
        )
        self.valid = False
        self._field = TextField(
            self.tr("QR 碼或檢查碼"),
            object_name="verify.code",
            kind=Entry.CODE,
            hint=self.tr("任何櫃台開立的單據都能以 QR 碼查驗；檢查碼只能查驗本櫃台開立的單據。"),
            longest=_LONGEST,
        )
        self._field.edited.connect(self._typed)
        self._field.line.returnPressed.connect(self.go_on)
        self.content.addWidget(self._field)
        self._outcome = Banner(BannerKind.INFO, "", object_name="verify.outcome")
        self._outcome.hide()
        self.content.addWidget(self._outcome)
        self._table = KeyValueTable(object_name="verify.paper")
        self._table.hide()
        self.content.addWidget(self._table)
        self._eyes = Text(self.tr("請逐項核對紙本；任何一項不同，就不是這張單據。"), "strong")
        self._eyes.hide()
        self.content.addWidget(self._eyes)
        self._field.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Check what stands in the field, and leave it to the next scan."""
        text = self._field.value
        check = self.context.services.check_paper
        if not text or check is None or self.busy is not None:
            return
        self._hide()
        self._field.line.selectAll()
        tell = partial(self.tell, VerifyPage._show_outcome)
        self.context.run(self, self.tr("查驗中，請稍候"), partial(check, text), tell, tell)

    def _typed(self, text: str) -> None:
        self.valid = bool(text.strip())

    def _hide(self) -> None:
        for part in (self._outcome, self._table, self._eyes):
            part.hide()

    def _show_outcome(self, outcome: CheckedPaper | Exception) -> None:
        self._hide()
        if isinstance(outcome, Exception):
            self._show_failure(outcome)
        else:
            self._show(outcome)

    def _show_failure(self, error: Exception) -> None:
        failure = self.context.words(error)
        told = f"{failure.cause}\n{failure.remedy}"
        self._outcome.show_message(BannerKind.ERROR, failure.title, told)
        self._outcome.show()

    def _show(self, found: CheckedPaper) -> None:
        if found.device_revoked_at is not None:
            kind, title = BannerKind.WARNING, self.tr("簽章相符，但開立的櫃台後來已停用：請向中央查證")
        elif found.here is not None and found.here.turned_down:
            kind, title = BannerKind.WARNING, self.tr("真實，但中央未接受：不生效")
        elif found.training:
            kind, title = BannerKind.WARNING, self.tr("訓練單據：不生效")
        else:
            kind, title = BannerKind.SUCCESS, self.tr("真實：由本系統的櫃台開立")
        told = (
            self.tr("簽章與內容相符。") if found.compared is Compared.CODE else self.tr("本櫃台有這張單據。")
        )
        self._outcome.show_message(kind, title, told)
        self._outcome.show()
        self._table.clear()
        for name, value in self._rows(found):
            if value:
                self._table.add_row(name, value)
        self._table.show()
        self._eyes.show()

    def _rows(self, found: CheckedPaper) -> list[tuple[str, str]]:
        amounts = found.kind in {"order", "refund", "cancelled", "payment"}
        revoked_at = found.device_revoked_at
        return [
            (self.tr("單據"), paper_name(found.kind)),
            (self.tr("收據編號"), found.number),
            (self.tr("開立時間"), words.moment(found.issued_at)),
            (self.tr("統一編號"), found.ubn),
            (self.tr("訂單編號"), found.order_number),
            (self.tr("自付款"), words.money(found.own) if amounts else ""),
            (self.tr("數位點數"), words.points(found.points) if amounts or found.kind == "points" else ""),
            (self.tr("開立櫃台停用於"), "" if revoked_at is None else words.moment(revoked_at)),
            (self.tr("檢查碼"), found.check_code),
            (self.tr("開立時"), self.tr("離線受理，待中央確認") if found.provisional else self.tr("已確認")),
        ]
