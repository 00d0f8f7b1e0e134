"""請插入卡片: who wants to see or do something of a membership shows the card first."""

from kiosk.ui.pages.card_invitation import CardInvitation
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.marks import turned_down_words
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.widgets import Banner, BannerKind, Skeleton


class MemberPage(PlacePage):
    """Waits for a member's card, then leads where one wanted to go."""

    def __init__(self, scene: tuple[str, str], context: Context) -> None:
        super().__init__(context, "member", illustration="card-insert")
        self.head(
            self.tr("插入憑證卡片"),
            self.tr("請插入會員的憑證卡片，讀到後會自動帶您前往。"),
            next_text=self.tr("向中央查詢"),
        )
        self._wanted = scene
        self._invitation = CardInvitation(object_name="member.invitation")
        self._note = Banner(BannerKind.INFO, self.tr("正在讀取卡片…"), object_name="member.note")
        self._reading = Skeleton(self.tr("正在讀取卡片…"), object_name="member.reading")
        self.content.addWidget(self._invitation)
        self.content.addWidget(self._note)
        self.content.addWidget(self._reading)
        self.valid = False

    def card_changed(self, state: CardState) -> None:
        """Lead on, or say what is wrong with the card."""
        trouble = self._invitation.follow(state)
        self.failure = None if trouble is None else self.context.words(trouble)
        self._note.setVisible(state.error is None and state.membership_id is None)
        self._reading.setVisible(not state.settled)
        self.valid = state.present is not None and state.membership_id is None
        if state.membership_id is not None:
            self.went.emit(*self._wanted)
        elif state.turned_down is not None:
            told = turned_down_words(state.turned_down.code, self.context)
            self._note.show_message(BannerKind.WARNING, *told)
        elif state.present is not None:
            self._note.show_message(
                BannerKind.WARNING,
                self.tr("本櫃台沒有這張卡片的會員資料"),
                self.tr("已在別處註冊的，按「向中央查詢」就能在這裡繼續；還沒有註冊的，請先註冊成為會員。"),
            )
        else:
            self._note.show_message(BannerKind.INFO, self.tr("正在讀取卡片…"))

    def go_on(self) -> None:
        """A card that nobody has joined with here: central may know it."""
        self.went.emit("identify", self._wanted[0])
