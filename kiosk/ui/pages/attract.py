"""自助的等候畫面: what one can do here, and how to begin."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Banner, BannerKind, Icon, Panel, Text

_ICON = 48


@dataclass(frozen=True, slots=True)
class AttractScene:
    """`forgotten`: a card of the person before still lies in the reader."""

    forgotten: bool


class AttractPage(PlacePage):
    """Touched anywhere, or with a card put in, it leads to the start page. It knows nobody."""

    def __init__(self, scene: AttractScene, context: Context) -> None:
        super().__init__(
            context, "attract", illustration="card-remove" if scene.forgotten else "card-insert"
        )
        self._forgotten = scene.forgotten
        self.valid = not scene.forgotten
        self.head(
            self.tr("合作社加入臺灣雲市集"),
            self.tr("請觸碰螢幕，或插入憑證卡片開始。"),
            next_text=self.tr("開始"),
        )
        if scene.forgotten:
            self.content.addWidget(
                Banner(
                    BannerKind.WARNING,
                    self.tr("讀卡機裡還有卡片"),
                    self.tr("請先取出卡片，交給服務人員；取出後就能開始。"),
                    object_name="attract.forgotten",
                )
            )
        offer = Panel(object_name="attract.offer")
        offer.content.addWidget(Text(self.tr("政府幫您出一半，最高補助 3 萬元"), "title"))
        for icon, line in (
            ("points", self.tr("註冊會員、數位自評、領取 30,000 點數位點數")),
            ("cloud", self.tr("選購六大類雲端方案，查詢付款、訂單與點數")),
            ("refund", self.tr("退訂試算與申請，如何設立合作社")),
        ):
            row = QHBoxLayout()
            row.setSpacing(active_theme().measures.wide)
            row.addWidget(Icon(icon, size=_ICON, ink="accent"), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(Text(line, "heading"), 1)
            offer.content.addLayout(row)
        self.content.addWidget(offer)
        bring = Panel(self.tr("請準備"), object_name="attract.bring")
        bring.content.addWidget(Text(self.tr("組織及團體憑證，或負責人的自然人憑證；能收 Email 的手機。")))
        self.content.addWidget(bring)

    def card_changed(self, state: CardState) -> None:
        """A card put in begins; one that was forgotten does not."""
        if not self._forgotten and state.present is not None:
            self.go_on()

    def go_on(self) -> None:
        """To the start page."""
        self.went.emit("home", "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Touched beside everything else."""
        super().mouseReleaseEvent(event)
        if self.valid:
            self.go_on()
