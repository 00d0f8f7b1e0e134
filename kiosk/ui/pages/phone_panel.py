"""In the PIN pad's place: signing by phone (行動自然人憑證), from the ID number to the signature."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.services.failures import Failed
from kiosk.services.flows import phone
from kiosk.services.flows.signing import Signing
from kiosk.ui.entries import Entry
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import Button, ButtonKind, QrImage, Text, TextField

_TICK_MS = 1000
_QR_SIDE = 312
_LONGEST_ID = 10
_INSET = 5  # where the faces of buttons and lines begin


class PhonePanel(QWidget):
    """Takes the ID number, shows the QR code and the time left, and waits.

    `signed` gives the member's signature; a failure stands on `page`. The ID number is kept nowhere.
    """

    signed = Signal(str)

    def __init__(self, context: Context, signing: Signing, page: StepPage) -> None:
        super().__init__()
        self._context, self._signing, self._page = context, signing, page
        self._ticket: phone.Ticket | None = None
        self._round = 0  # what comes back of an earlier one is not heard any more
        self._asking = False
        self._ask_at = context.services.clock()
        self._qr: QrImage | None = None
        self.timer = QTimer(self, interval=_TICK_MS)
        self.timer.timeout.connect(self.tick)
        self._build()
        self._show_state()

    def _build(self) -> None:
        self.number = TextField(
            self.tr("負責人的身分證統一編號"),
            object_name="phone.national_id",
            kind=Entry.HIDDEN_CODE,
            hint=self.tr("只用來找到手機，不會留存。"),
            longest=_LONGEST_ID,
        )
        self.number.edited.connect(lambda _text: self._show_state())
        self.number.line.returnPressed.connect(self._begin)
        self._start = Button(
            self.tr("顯示 QR Code"), object_name="phone.begin", kind=ButtonKind.PRIMARY, icon="phone"
        )
        self._start.clicked.connect(self._begin)
        self._waiting = Text(
            self.tr("請用行動自然人憑證 APP 掃描，等候手機簽章…"), object_name="phone.waiting"
        )
        self._left = Text("", "strong", object_name="phone.left")
        self._trouble = Text("", "caption", object_name="phone.trouble")
        self._stop = Button(self.tr("停止等候"), object_name="phone.stop")
        self._stop.clicked.connect(self.wipe)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.number, self._start, self._waiting, self._left, self._trouble, self._stop):
            self._column.addWidget(widget)
        for words in (self._waiting, self._left, self._trouble):
            words.setContentsMargins(_INSET, 0, _INSET, 0)
        self._column.addStretch(1)

    def wipe(self) -> None:
        """Forget the ID number and the ticket, and wait no longer: nobody asks for the phone's answer."""
        self._round += 1
        self._ticket, self._asking = None, False
        self.timer.stop()
        self.number.wipe()
        self._trouble.setText("")
        self._show_state()

    def tick(self) -> None:
        """Once a second: the time left, and every four seconds the question how it stands."""
        ticket = self._ticket
        if ticket is None:
            return
        self._tell_time(ticket)
        services = self._context.services
        if self._asking or services.clock() < self._ask_at:
            return
        self._asking = True
        self._ask_at = services.clock() + phone.BETWEEN_QUESTIONS
        of = self._round
        self._context.run(
            None,
            "",
            lambda: phone.look(services, ticket),
            lambda signature: self._looked(of, signature),
            lambda error: self._missed(of, ticket, error),
        )

    def _begin(self) -> None:
        if self._ticket is not None or not self._start.isEnabled() or self._page.busy is not None:
            return
        if not self._context.online:
            self._page.failure = self._context.words(Failed(phone.PhoneFailure.OFFLINE))
            return
        services, signing, number = self._context.services, self._signing, self.number.value.upper()
        self._round += 1
        of = self._round
        self._context.run(
            self._page,
            self.tr("正在連線行動自然人憑證系統…"),
            lambda: phone.begin(services, signing, number),
            lambda ticket: self._begun(of, ticket),
        )

    def _begun(self, of: int, ticket: phone.Ticket) -> None:
        if of != self._round:
            return
        self.number.wipe()
        self._ticket = ticket
        self._ask_at = self._context.services.clock() + phone.BETWEEN_QUESTIONS
        self._show_state()
        self._tell_time(ticket)
        self.timer.start()

    def _looked(self, of: int, signature: str | None) -> None:
        if of != self._round:
            return
        self._asking = False
        self._trouble.setText("")
        if signature is not None:
            self.wipe()
            self.signed.emit(signature)

    def _missed(self, of: int, ticket: phone.Ticket, error: Exception) -> None:
        if of != self._round:
            return
        self._asking = False
        end = phone.end_of(self._context.services, ticket, error)
        if end is None:
            trouble = self._context.words(error).title
            self._trouble.setText(self.tr("{trouble}；仍繼續等候。").format(trouble=trouble))
            return
        self.wipe()
        self._page.failure = self._context.words(end)

    def _tell_time(self, ticket: phone.Ticket) -> None:
        seconds = max(0, int((ticket.expires_at - self._context.services.clock()).total_seconds()))
        left = f"{seconds // 60}:{seconds % 60:02d}"
        self._left.setText(self.tr("剩餘時間 {left}").format(left=left))

    def _show_state(self) -> None:
        waits = self._ticket is not None
        self.number.setVisible(not waits)
        self._start.setVisible(not waits)
        self._start.setEnabled(len(self.number.value) == _LONGEST_ID)
        for widget in (self._waiting, self._left, self._trouble, self._stop):
            widget.setVisible(waits)
        if self._qr is not None:
            self._column.removeWidget(self._qr)
            self._qr.hide()
            self._qr.deleteLater()
            self._qr = None
        if self._ticket is not None:
            self._qr = QrImage(
                self._ticket.qr, object_name="phone.qr", name=self.tr("行動自然人憑證的 QR Code")
            )
            self._qr.setFixedSize(_QR_SIDE, _QR_SIDE)
            self._column.insertWidget(0, self._qr, 0, Qt.AlignmentFlag.AlignHCenter)
