"""Pages on which somebody of the staff uses their own card: the pad stands beside what is told."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QStackedLayout, QWidget

from kiosk.services.flows.cards import PresentCard
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.widgets import Illustration, PinPad

_PAD_WIDTH = 324  # three keys of the least width in a row


class OwnCardPage(PlacePage):
    """Asks for the PIN while a card lies in the reader; what `use` does with it is the page's."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__(context, name, wide=True)
        beside = QWidget()
        beside.setFixedWidth(_PAD_WIDTH)
        self._beside = QStackedLayout(beside)
        self._waiting = Illustration("card-insert")
        self._beside.addWidget(self._waiting)
        self._pad: PinPad | None = None
        self._policy: tuple[int, int] | None = None
        self._present: PresentCard | None = None
        self._attempt: Exception | None = None
        self.put_beside(beside)
        self.valid = False

    def use(self, card: PresentCard, pin: bytearray) -> Callable[[], Any]:
        """What is done with card and PIN, off the Qt thread; it wipes the PIN."""
        raise NotImplementedError

    def used(self, result: Any) -> None:
        """It was done."""
        raise NotImplementedError

    def go_on(self) -> None:
        """Use the card; with a PIN pad on the reader the PIN is typed there."""
        card = self._present
        if card is None:
            return
        pin = bytearray() if card.reading.pin_pad or self._pad is None else self._pad.take()
        doing = (
            self.tr("請在讀卡機上輸入 PIN 碼，再按確認鍵；請勿抽出卡片")
            if card.reading.pin_pad
            else self.tr("卡片簽章中，請勿抽出卡片")
        )
        self.context.run(self, doing, self.use(card, pin), self.used, self._refused)

    def card_changed(self, state: CardState) -> None:
        """Show the pad for a card that can be used."""
        if state.present is None and state.error is None:
            return  # it is being read
        if state.present is not self._present:
            self._attempt = None if self._present is None else self._attempt
        self._present = state.present
        if state.present is None:
            self._wipe()
            self._beside.setCurrentWidget(self._waiting)
        elif not state.present.reading.pin_pad:
            self._show_pad(state.present)
        error = self._attempt or state.error
        self.failure = None if error is None else self.context.words(error)
        self._check()

    def leave(self) -> None:
        """Wipe what was typed."""
        self._wipe()

    def _show_pad(self, card: PresentCard) -> None:
        policy = card.reading.pin.minimum, card.reading.pin.maximum
        if self._pad is None or self._policy != policy:
            if self._pad is not None:
                self._pad.wipe()
                self._beside.removeWidget(self._pad)
                self._pad.deleteLater()
            self._policy = policy
            self._pad = PinPad(object_name="pin", minimum=policy[0], maximum=policy[1])
            self._pad.changed.connect(self._typed)
            self._beside.addWidget(self._pad)
        self._pad.set_tries_left(card.tries_left)
        self._beside.setCurrentWidget(self._pad)
        self._pad.setFocus()

    def _refused(self, error: Exception) -> None:
        self._attempt = error
        self.failure = self.context.words(error)
        self._check()
        self.context.look_again()

    def _typed(self) -> None:
        if self._pad is not None and self._pad.count:
            self._attempt = None
            self.failure = None
        self._check()

    def _wipe(self) -> None:
        if self._pad is not None:
            self._pad.wipe()

    def _check(self) -> None:
        card = self._present
        typed = card is not None and (card.reading.pin_pad or (self._pad is not None and self._pad.complete))
        self.valid = typed
