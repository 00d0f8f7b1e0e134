"""The PIN page: what is signed stands beside the pad; the PIN goes to the signing call and nowhere else.

The pad does not scroll: it is there whole, whatever there is to read. Where the reader has keys of its own,
the PIN is typed there, and this page says so in the pad's place. A member with a 自然人憑證 may sign by
phone.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from kiosk.services.failures import Failed
from kiosk.services.flows.phone import PhoneFailure
from kiosk.services.flows.signing import Signing, obstacle
from kiosk.ui.pages import statement
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.phone_panel import PhonePanel
from kiosk.ui.pages.step_page import Question, StepPage
from kiosk.ui.widgets import Button, Illustration, KeyValueTable, PinPad, Text, TriesLeft

_LAST_TRY = 1
_PAD_WIDTH = 324  # three keys of the least width in a row


class SigningPage(StepPage):
    """Asks for the PIN while the signer's card lies in the reader; recovers by itself when it comes back."""

    def __init__(self, context: Context, signing: Signing) -> None:
        super().__init__(context, "signing", wide=True)
        self.head(
            self.tr("以卡片簽章"),
            self.tr("請確認內容無誤，再輸入 PIN 碼。PIN 碼只在簽章當下使用，不會留存。"),
            next_text=self.tr("簽章送出"),
        )
        if signing.only_by_phone:
            self.head(
                self.tr("以手機簽章"),
                self.tr("請確認內容無誤，再以負責人手機上的行動自然人憑證簽章。"),
            )
        elif signing.by_phone:
            self.head(
                self.tr("簽章"),
                self.tr("請確認內容無誤，再以卡片的 PIN 碼，或手機的行動自然人憑證簽章。"),
                next_text=self.tr("簽章送出"),
            )
        self._signing = signing
        self._signature: str | None = None
        self._card = CardState()
        self._was_out = False
        self._usable = False
        self._attempt: Exception | None = None
        beside = QWidget()
        beside.setFixedWidth(_PAD_WIDTH)
        self._beside = QStackedLayout(beside)
        self._pad: PinPad | None = None
        self._policy: tuple[int, int] | None = None
        self._reader_keys = _ReaderKeys()
        self._waiting = Illustration("card-insert")
        self._nothing = QWidget()
        self._beside.addWidget(self._reader_keys)
        self._beside.addWidget(self._waiting)
        self._beside.addWidget(self._nothing)
        self.put_beside(beside)
        self._phone: PhonePanel | None = None
        self._by_phone = False
        if signing.by_phone:
            self._offer_phone()
        self.content.addWidget(self._statement(signing))
        self.valid = False
        if signing.only_by_phone:
            self._other_way.hide()
            self._change_way()

    @property
    def doing(self) -> str:
        """What is being done."""
        if self._by_phone:
            return self.tr("已收到手機簽章，送出中…")
        if self._on_reader:
            return self.tr("請在讀卡機上輸入 PIN 碼，再按確認鍵；請勿抽出卡片")
        return self.tr("卡片簽章中，請勿抽出卡片")

    def question(self) -> Question | None:
        """With one try left, ask once more before it is used."""
        present = self._card.present
        if self._by_phone or present is None or present.tries_left != _LAST_TRY:
            return None
        return Question(
            self.tr("只剩最後 1 次機會"),
            self.tr("如果這次 PIN 碼錯誤，卡片會鎖住，要到發證機關才能解開。確定現在輸入的 PIN 碼正確嗎？"),
            self.tr("確定送出"),
            self.tr("我再想想"),
        )

    def work(self, flow: Any) -> Callable[[], None]:
        """Sign with the card that lies in the reader; the pad hands its characters out once.

        By phone the signature is there already.
        """
        if self._by_phone:
            signature, self._signature = self._signature, None
            assert signature is not None
            return partial(flow.sign_by_phone, signature)
        assert self._card.present is not None
        if self._on_reader:
            return partial(flow.sign, self._card.present, bytearray())
        assert self._pad is not None
        return partial(flow.sign, self._card.present, self._pad.take())

    def refused(self, error: Exception) -> None:
        """The attempt failed: say so until something is typed, or a card is put in again.

        No PIN is taken before the card has told how many tries are left now.
        """
        if self._by_phone:
            self.valid = False
            self.failure = self.context.words(error)
            return
        self._attempt = error
        self._follow()
        self.busy = self.tr("正在讀取卡片…")
        self.context.look_again()

    def card_changed(self, state: CardState) -> None:
        """Ask for the PIN only of a card that can be used."""
        self._card = state
        if (state.present is not None or state.error is not None) and not self._by_phone:
            self.busy = None
        if state.error is not None:
            self._was_out = True
        elif state.present is not None and self._was_out:
            self._was_out, self._attempt = False, None
        self._follow()

    def leave(self) -> None:
        """Wipe what was typed, and wait for no phone."""
        self._wipe_pad()
        if self._phone is not None:
            self._phone.wipe()

    def _wipe_pad(self) -> None:
        if self._pad is not None:
            self._pad.wipe()

    def _offer_phone(self) -> None:
        self._phone = PhonePanel(self.context, self._signing, self)
        self._phone.signed.connect(self._signed_by_phone)
        self._beside.addWidget(self._phone)
        self._other_way = Button(self.tr("改用行動自然人憑證"), object_name="signing.other_way", icon="phone")
        self._other_way.clicked.connect(self._change_way)
        self.content.addWidget(self._other_way, 0, Qt.AlignmentFlag.AlignLeft)

    def _change_way(self) -> None:
        """From the card to the phone, or back; what was typed for the one is wiped."""
        if self.busy is not None or self._phone is None:
            return
        self.leave()
        self._attempt, self._signature = None, None
        self._by_phone = not self._by_phone
        self.next_text = None if self._by_phone else self.tr("簽章送出")
        if not self._by_phone:
            self._other_way.set_text(self.tr("改用行動自然人憑證"))
            self._follow()
            return
        self._other_way.set_text(self.tr("改用卡片與 PIN 碼"))
        self._beside.setCurrentWidget(self._phone)
        self.valid = False
        away = None if self.context.online else Failed(PhoneFailure.OFFLINE)
        self.failure = None if away is None else self.context.words(away)
        self._phone.number.line.setFocus()
        self.changed.emit()

    def _signed_by_phone(self, signature: str) -> None:
        self._signature = signature
        self.valid = True
        self.advance.emit()

    def _statement(self, signing: Signing) -> KeyValueTable:
        table = KeyValueTable(
            statement.rows(signing), object_name="signing.statement", heading=statement.title(signing)
        )
        for rule in statement.rules(signing, self.context.services.programme):
            table.content.addWidget(Text(rule, "caption"))
        return table

    def _follow(self) -> None:
        if self._by_phone:
            return
        present = self._card.present
        hindered = self._card.error
        if present is not None:
            hindered = obstacle(self._signing, present)
        usable = present is not None and hindered is None
        if present is not None and usable and self._on_reader:
            self._wipe_pad()
            self._reader_keys.tries.set_tries_left(present.tries_left)
            self._beside.setCurrentWidget(self._reader_keys)
        elif present is not None and usable:
            self._show_pad(present.reading.pin.minimum, present.reading.pin.maximum)
            assert self._pad is not None
            self._pad.set_tries_left(present.tries_left)
            self._beside.setCurrentWidget(self._pad)
        else:
            self._wipe_pad()
            # A card that cannot sign has its picture beside the words that say why.
            self._beside.setCurrentWidget(self._waiting if present is None else self._nothing)
        error = self._attempt or hindered
        self.failure = None if error is None else self.context.words(error)
        self._usable = usable
        self._check()

    def _show_pad(self, minimum: int, maximum: int) -> None:
        if self._policy == (minimum, maximum):
            return
        if self._pad is not None:
            self._pad.wipe()
            self._beside.removeWidget(self._pad)
            self._pad.deleteLater()
        self._policy = minimum, maximum
        self._pad = PinPad(
            object_name="pin", minimum=minimum, maximum=maximum, shuffled=self.context.touch
        )
        self._pad.changed.connect(self._typed)
        self._beside.addWidget(self._pad)
        self.first_focus = self._pad
        self._pad.setFocus()

    def _typed(self) -> None:
        if self._pad is not None and self._pad.count and self._attempt is not None:
            self._attempt = None
            self.failure = None
        self._check()

    def _check(self) -> None:
        typed = self._on_reader or (self._pad is not None and self._pad.complete)
        self.valid = self._usable and typed

    @property
    def _on_reader(self) -> bool:
        """Whether the PIN is typed on the reader's own keys."""
        present = self._card.present
        return present is not None and present.reading.pin_pad


class _ReaderKeys(QWidget):
    """In the pad's place: the PIN is typed on the reader."""

    def __init__(self) -> None:
        super().__init__()
        self.tries = TriesLeft(object_name="signing.tries")
        column = QVBoxLayout(self)
        column.addWidget(self.tries)
        column.addWidget(Illustration("pin"), 1)
        column.addWidget(Text(self.tr("請在讀卡機上輸入 PIN 碼"), "heading", object_name="signing.on_reader"))
        column.addWidget(Text(self.tr("先按「簽章送出」，再依讀卡機的指示輸入，並按讀卡機上的確認鍵。")))
        column.addStretch(1)
