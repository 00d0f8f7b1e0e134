"""取消訂單: what is given up, the signature, what was taken."""

from kiosk.services.flows.cancel import CancellationAgreed, CancelScene
from kiosk.ui.pages import statement, words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import outcome_banner
from kiosk.ui.pages.signing import SigningPage
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import CheckRow, KeyValueTable, Text


class ReviewPage(StepPage):
    """The order, what becomes of it and of its points, and one tick."""

    def __init__(self, scene: CancelScene, context: Context) -> None:
        super().__init__(context, "cancel.review")
        assert scene.signing is not None
        self._number = scene.order.order_number
        self.head(
            self.tr("取消訂單"),
            self.tr("付款前取消不收任何費用，保留的點數會釋出；已付款的訂單請改辦退訂。"),
            next_text=self.tr("前往簽章"),
        )
        terms = scene.order.terms
        self.content.addWidget(
            KeyValueTable(
                (
                    (self.tr("訂單編號"), scene.order.order_number),
                    (self.tr("方案名稱"), terms.plan_name),
                    (self.tr("資訊服務廠商"), terms.vendor_name),
                    (self.tr("訂單狀態"), words.order_state(scene.order)),
                    (self.tr("不需支付的自付款"), words.money(scene.order.own)),
                    (self.tr("釋出的數位點數"), words.points(scene.order.points)),
                ),
                object_name="cancel.review.order",
                heading=self.tr("要取消的訂單"),
            )
        )
        for rule in statement.rules(scene.signing, context.services.programme):
            self.content.addWidget(Text(rule, "strong"))
        agree = CheckRow(self.tr("我要取消這筆訂單"), object_name="cancel.review.agree")
        agree.toggled.connect(lambda checked: setattr(self, "valid", checked))
        self.content.addWidget(agree)
        self.valid = False

    def answer(self) -> CancellationAgreed:
        """It was read and is wanted."""
        return CancellationAgreed(self._number)


class CancelledPage(StepPage):
    """The cancellation is taken."""

    def __init__(self, scene: CancelScene, context: Context) -> None:
        super().__init__(context, "cancel.done", illustration="success")
        self.head(
            self.tr("訂單已取消"),
            self.tr("不需付款；訂單保留的點數已釋出。"),
            next_text=self.tr("前往帳戶總覽"),
        )
        assert scene.signed is not None
        pending = scene.view.pending_of(scene.signed.command_id)
        if pending is not None and pending.turned_down:
            self.head(
                self.tr("訂單未取消"),
                self.tr("中央未接受這次取消；訂單以帳戶總覽所列為準。"),
                next_text=self.tr("前往帳戶總覽"),
            )
        self.content.addWidget(outcome_banner(pending, context, "cancel.done.outcome"))
        table = KeyValueTable(object_name="cancel.done.summary")
        table.add_row(self.tr("訂單編號"), scene.order.order_number)
        table.add_row(self.tr("釋出的數位點數"), words.points(scene.order.points))
        self.content.addWidget(table)


def cancel_pages(scene: CancelScene, context: Context) -> StepPage:
    """The page of a step."""
    if scene.step == "pin" and scene.signing is not None:
        return SigningPage(context, scene.signing)
    return {"review": ReviewPage, "done": CancelledPage}[scene.step](scene, context)
