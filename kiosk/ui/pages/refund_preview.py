"""退訂試算: what comes back today, next month and past half of the term, before anything is decided."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout

from kiosk.domain.refund import RefundQuote
from kiosk.services.flows.refund import OrderSelected, RefundScene
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.refund_quotes import QuoteCard, points_note
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Panel, RefundBar, RefundChart, Text

_BESIDE_FROM = 46  # letters; narrower than this, the picture stands under the figures
_AROUND_PICTURE = 52  # the panel's edges: the picture is seen whole, the words under it may follow
_LOWEST_PICTURE = 260
_HIGHEST_PICTURE = 440


class PreviewPage(StepPage):
    """The figures of three days, and the months of the term as a picture."""

    def __init__(self, scene: RefundScene, context: Context) -> None:
        super().__init__(context, "refund.preview", wide=True)
        self._scene = scene
        self._chart: RefundChart | None = None
        self.head(
            self.tr("退訂試算：{plan}").format(plan=scene.order.terms.plan_name),
            self._standing(),
            next_text=self.tr("我要退訂"),
        )
        figures = QVBoxLayout()
        figures.setSpacing(10)
        for card in self._cards():
            figures.addWidget(card)
        figures.addWidget(points_note(scene))
        figures.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(16)
        self._row.addLayout(figures, 5)
        if scene.preview.months:
            self._row.addWidget(self._picture(), 6, Qt.AlignmentFlag.AlignTop)
        self.content.addLayout(self._row)

    def answer(self) -> OrderSelected:
        """The order it is about."""
        return OrderSelected(self._scene.order.order_number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose between beside and below."""
        super().resizeEvent(event)
        wide = self.width() >= _BESIDE_FROM * active_theme().type.body
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        if self._chart is not None:
            height = event.size().height() - _AROUND_PICTURE
            self._chart.setFixedHeight(min(max(height, _LOWEST_PICTURE), _HIGHEST_PICTURE))

    def _standing(self) -> str:
        order, today = self._scene.order, self._scene.preview.today
        if order.started_on is None:
            return self.tr("服務尚未開通，退訂可全數返還。這裡只是試算，還不會送出任何申請。")
        return self.tr(
            "{start} 開通，期限 {months}，至今已用 {used}（未滿一個月以一個月計算）。"
            "這裡只是試算，還不會送出任何申請。"
        ).format(
            start=words.day(order.started_on),
            months=words.months(order.terms.months),
            used=words.months(today.months_used),
        )

    def _cards(self) -> list[QuoteCard]:
        preview = self._scene.preview
        days = [(self.tr("今天退訂"), words.day(preview.today.on), preview.today)]
        if preview.next_month is not None:
            begins = self.tr("{day} 當天").format(day=words.day(preview.next_month.on))
            days.append((self.tr("下個月退訂"), begins, preview.next_month))
        past_half = preview.past_half
        if past_half is not None and past_half.on > preview.today.on:
            begins = self.tr("{day} 起").format(day=words.day(past_half.on))
            days.append((self.tr("超過期限 1/2 後"), begins, past_half))
        return [
            QuoteCard(
                heading,
                when,
                own=quote.own_refund,
                points=quote.points_refund,
                points_note=self._late(quote),
                current=number == 1,
                object_name=f"refund.preview.{number}",
            )
            for number, (heading, when, quote) in enumerate(days, 1)
        ]

    def _late(self, quote: RefundQuote) -> str:
        valid_to: date | None = self._scene.points_valid_to
        if valid_to is None or quote.on <= valid_to or not quote.points_refund:
            return ""
        return self.tr("點數期限 {day} 已過，返還後立即收回").format(day=words.day(valid_to))

    def _picture(self) -> Panel:
        preview = self._scene.preview
        panel = Panel()
        panel.content.setSpacing(8)
        chart = RefundChart(object_name="refund.preview.chart")
        chart.set_bars(
            [
                RefundBar(month, quote.own_refund, quote.points_refund)
                for month, quote in enumerate(preview.months, 1)
            ],
            preview.today.months_used,
        )
        panel.content.addWidget(chart)
        self._chart = chart
        if preview.past_half is not None:
            panel.content.addWidget(
                Text(
                    self.tr(
                        "各月以該月最後一天計，本月以今天計。自 {day} 起使用超過期限的 1/2，自付款不予返還。"
                    ).format(day=words.day(preview.past_half.on)),
                    "caption",
                    object_name="refund.preview.half",
                )
            )
        return panel
