"""退訂: the preview, all that is signed in words, what was taken."""

from collections.abc import Callable
from typing import Any

from kiosk.services.flows.refund import RefundScene, Reviewed
from kiosk.services.staff.second import of_refund, refund_needs_second
from kiosk.services.staff.staff import Approval
from kiosk.ui.pages import statement, words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import outcome_banner
from kiosk.ui.pages.refund_preview import PreviewPage
from kiosk.ui.pages.refund_quotes import points_note
from kiosk.ui.pages.signing import SigningPage
from kiosk.ui.pages.staff.second_person import SecondPerson
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import CheckRow, KeyValueTable, Text


class ReviewPage(StepPage):
    """Everything that will be signed, whole, and one tick."""

    def __init__(self, scene: RefundScene, context: Context) -> None:
        super().__init__(context, "refund.review")
        assert scene.signing is not None
        self.head(
            self.tr("請確認退訂內容"),
            self.tr("下一步以卡片簽署以下全部內容。"),
            next_text=self.tr("前往簽章"),
        )
        signed = KeyValueTable(
            statement.rows(scene.signing),
            object_name="refund.review.statement",
            heading=statement.title(scene.signing),
        )
        for rule in statement.rules(scene.signing, context.services.programme):
            signed.content.addWidget(Text(rule, "strong"))
        self.content.addWidget(signed)
        self.content.addWidget(points_note(scene))
        self.content.addWidget(self._order(scene))
        read = CheckRow(self.tr("我已確認退訂內容與返還金額"), object_name="refund.review.agree")
        read.toggled.connect(lambda _checked: self._check())
        self._read = read
        self._approval: Approval | None = None
        self._second = self._second_person(scene)
        if self._second is not None:
            self.content.addWidget(self._second)
        self.content.addWidget(read)
        self.valid = False

    def answer(self) -> Reviewed:
        """It was read."""
        return Reviewed()

    def work(self, flow: Any) -> Callable[[], None]:
        """Going on takes along who agreed."""
        flow.approval = self._approval
        return super().work(flow)

    def takes_over(self, before: StepPage) -> None:
        """Who agreed, too."""
        super().takes_over(before)
        if isinstance(before, ReviewPage) and self._second is not None:
            self._second.take_over(before._approval)

    def leave(self) -> None:
        """Forget what was typed."""
        if self._second is not None:
            self._second.wipe()

    def _second_person(self, scene: RefundScene) -> SecondPerson | None:
        """Who has to agree to a refund of so much."""
        assert scene.signing is not None
        body = scene.signing.statement.body
        own, points = body["own_refund"], body["points_refund"]
        staff = self.context.services.staff
        if staff is None or not refund_needs_second(self.context.services, own, points):
            return None
        told = self.tr("返還合計 {sum} 元以上的退訂，須由另一位主管輸入帳號與密碼。")
        why = told.format(sum=f"{staff.policy.second_person_from:,}")
        second = SecondPerson(self.context, self, of_refund(scene.order.order_number, own, points), why)
        second.agreed.connect(self._agreed)
        return second

    def _agreed(self, approval: Approval) -> None:
        self._approval = approval
        self._check()

    def _check(self) -> None:
        self.valid = self._read.isChecked() and (self._second is None or self._approval is not None)

    def _order(self, scene: RefundScene) -> KeyValueTable:
        order, quote = scene.order, scene.preview.today
        kept = f"{words.money(quote.own_kept)}、{words.points(quote.points_kept)}"
        return KeyValueTable(
            (
                (self.tr("方案名稱"), order.terms.plan_name),
                (self.tr("資訊服務廠商"), order.terms.vendor_name),
                (self.tr("原自付款"), words.money(order.own)),
                (self.tr("原使用點數"), words.points(order.points)),
                (self.tr("已使用"), words.months(quote.months_used)),
                (self.tr("不予返還"), kept),
                (self.tr("發票號碼"), order.invoice_number or self.tr("尚未開立")),
            ),
            object_name="refund.review.order",
            heading=self.tr("原訂單"),
        )


class RefundedPage(StepPage):
    """退訂 is taken: what comes back, and from whom."""

    def __init__(self, scene: RefundScene, context: Context) -> None:
        super().__init__(context, "refund.done", illustration="success")
        self.head(
            self.tr("退訂申請已送出"),
            self.tr("自付款由資訊服務廠商退還，點數返還至您的帳戶。本櫃台不收付任何款項。"),
            next_text=self.tr("看退訂退款通知單"),
        )
        assert scene.signed is not None
        pending = scene.view.pending_of(scene.signed.command_id)
        if pending is not None and pending.turned_down:
            self.head(
                self.tr("退訂未成立"),
                self.tr("中央未接受這次退訂；訂單以帳戶總覽所列為準。"),
                next_text=self.tr("看退訂退款通知單"),
            )
        self.content.addWidget(outcome_banner(pending, context, "refund.done.outcome"))
        quote = scene.preview.today
        table = KeyValueTable(object_name="refund.done.summary", figures=True)
        table.add_row(self.tr("訂單編號"), scene.order.order_number)
        table.add_row(self.tr("返還自付款"), words.money(quote.own_refund), strong=True)
        table.add_row(self.tr("返還數位點數"), words.points(quote.points_refund), strong=True)
        self.content.addWidget(table)
        self.content.addWidget(points_note(scene))


_PAGES = {"preview": PreviewPage, "review": ReviewPage, "done": RefundedPage}


def refund_pages(scene: RefundScene, context: Context) -> StepPage:
    """The page of a step."""
    if scene.step == "pin" and scene.signing is not None:
        return SigningPage(context, scene.signing)
    return _PAGES[scene.step](scene, context)
