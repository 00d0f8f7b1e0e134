"""An empty reader is no failure: what is invited is said, with which card, how, and what is not asked for."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.services.flows.cards import is_no_card
from kiosk.ui.pages.context import CardState
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import Icon, Panel, Text

_ICON = 40


class CardInvitation(Panel):
    """Asks for a card in peace; shown while the reader is ready and empty."""

    def __init__(self, *, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__("", object_name=object_name, parent=parent)
        title = self.tr("讀卡機準備好了")
        self.setAccessibleName(title)
        self.content.addWidget(Text(title, "heading"))
        for icon, line in (
            ("card", self.tr("請用組織及團體憑證，或負責人的自然人憑證。")),
            ("reader", self.tr("晶片面朝上，插到底；讀到後會自動繼續。")),
            ("lock", self.tr("插卡只讀取憑證，簽章時才會請您輸入 PIN 碼。")),
        ):
            row = QHBoxLayout()
            row.setSpacing(active_theme().measures.wide)
            row.addWidget(Icon(icon, size=_ICON, ink="accent"))
            row.addWidget(Text(line, "lead"), 1)
            self.content.addLayout(row)

    def follow(self, state: CardState) -> Exception | None:
        """Be shown where the reader is empty; what else is wrong with the card or its reader."""
        invited = state.error is not None and is_no_card(state.error)
        self.setVisible(invited)
        return None if invited else state.error
