"""文字客服: a message to the help desk, written over any page, which stays as it is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from kiosk.domain.inquiry import LONGEST, InquiryFault, SendInquiry, Subject
from kiosk.services.folders import RESOURCES
from kiosk.services.help import read_help
from kiosk.ui.entries import Entry, lines_of
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.inquiries import fault_text
from kiosk.ui.pages.message_topics import Topics
from kiosk.ui.widgets import Banner, BannerKind, Button, ButtonKind, CheckRow, Text, TextArea, TextField, Veil
from kiosk.ui.widgets.touch_keys import TouchKeys
from kiosk.ui.workers import Job

_WIDTH, _WIDE = 860, 1180
_LONGEST_TOPIC = 100
_OF_EMAIL = {InquiryFault.EMAIL, InquiryFault.NOWHERE_TO_ANSWER}


class MessageForm(Veil):
    """Words, whether the membership goes with them, where the answer goes; then whether it is kept.

    With nothing but the screen to type on, a topic may stand for words, and the keys are its own.
    `page` is the name of the page it is written on; `member` who stands here, where that is known.
    """

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        page: str,
        member: str | None,
        on_shut: Callable[[], None],
    ) -> None:
        wide = context.touch and parent.width() > _WIDE
        super().__init__(parent, object_name="message", width=_WIDE if wide else _WIDTH)
        self._context, self._page, self._member, self._on_shut = context, page, member, on_shut
        self.setAccessibleName(self.tr("文字客服"))
        self._sending = False
        self._typed_on: QLineEdit | QPlainTextEdit | None = None
        self._job: Job | None = None
        self._trouble = Banner(BannerKind.WARNING, "", object_name="message.trouble")
        self._trouble.hide()
        self._topics = Topics(3 if wide else 2) if context.touch else None
        self._words = self._lines()
        self._agree = CheckRow(
            self.tr("連同會員資料送出"),
            self.tr("客服看得到是哪一家合作社；回覆會出現在「我的通知」，並寄到已驗證的 Email。"),
            object_name="message.agree",
        )
        if member is None:
            self._agree.hide()
        self._email = TextField(
            self.tr("回覆用的 Email"),
            object_name="message.email",
            kind=Entry.CODE,
            optional=True,
            placeholder="name@example.com",
        )
        self._hint = Text("", "caption")
        self._no = Button(self.tr("取消"), object_name="message.cancel")
        self._yes = Button(self.tr("送出"), object_name="message.send", kind=ButtonKind.PRIMARY, icon="mail")
        self._keys = TouchKeys() if context.touch else None
        self._build()
        if context.touch:
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            application.focusChanged.connect(self._focus_moved)
        self._agree.toggled.connect(lambda _: self._look())
        self._no.clicked.connect(self.away)
        self._yes.clicked.connect(self._send)
        self._look()
        self.open()
        if self._topics is None:
            self._words.left.connect(self._tell_empty)
            self._words.setFocus()

    def _lines(self) -> TextArea:
        touch = self._topics is not None
        longest = LONGEST - _LONGEST_TOPIC if touch else LONGEST
        hint = self.tr("請不要寫 PIN 碼或身分證統一編號；最多 {most} 字。").format(most=longest)
        return TextArea(
            self.tr("補充說明，或直接寫下想詢問的事") if touch else self.tr("想詢問的事"),
            object_name="message.text",
            kind=Entry.WORDS,
            hint="" if touch else hint,
            placeholder=hint if touch else "",
            lines=2 if touch else 3,
            longest=longest,
        )

    def member_is(self, member: str | None) -> None:
        """Who stands here is known anew. Where the one before has left, it closes: the words are theirs."""
        if self._member is None:
            self._member = member
            self._agree.setVisible(member is not None)
        elif member != self._member:
            self.away()

    def away(self) -> None:
        """Close it; what is on its way is kept all the same."""
        if self._job is not None:
            self._job.cancel()
        self.shut()
        self._on_shut()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it; Enter presses the button that has the focus."""
        focused = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_Escape and not self._sending:
            self.away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QPushButton):
            focused.click()

    def _in_order(self) -> list[QWidget]:
        topics = [] if self._topics is None else self._topics.findChildren(QRadioButton)
        return [*topics, self._words.edit, self._agree, self._email.line, self._no, self._yes]

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """The keys take the place of everything but what is typed on."""
        assert self._keys is not None
        assert self._topics is not None
        if self._no.isHidden():  # it is sent
            return
        on: QLineEdit | QPlainTextEdit | None = None
        if now is self._email.line or now is self._words.edit:
            on = self._email.line if now is self._email.line else self._words.edit
        if on is self._typed_on:
            return
        self._typed_on = on
        self._keys.serve(on)
        self._topics.setVisible(on is None)
        self._words.setVisible(on is not self._email.line)
        self._agree.setVisible(on is None and self._member is not None)
        self._email.setVisible(on is not self._words.edit)

    def _build(self) -> None:
        self.inside.addWidget(Text(self.tr("文字客服"), "heading"))
        self._lead = Text(self._hours())
        for widget in (self._lead, self._trouble, *self._asking(), self._hint):
            self.inside.addWidget(widget)
        if self._keys is not None:
            self.below.addWidget(self._keys)
            for widget in (self._lead, self._hint):  # fingers need the room
                widget.hide()
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._no)
        buttons.addWidget(self._yes)
        self.below.addLayout(buttons)

    def _asking(self) -> list[QWidget]:
        """What is filled in, from above."""
        topics = [] if self._topics is None else [self._topics]
        return [*topics, self._words, self._agree, self._email]

    def _hours(self) -> str:
        services = self._context.services
        today = read_help(RESOURCES, services.clock(), services.help_texts()).today
        if today.open_now:
            return self.tr("客服會看到您的問題與目前所在的頁面，並儘快回覆。")
        return self.tr("現在不是服務時段；客服會看到您的問題與目前所在的頁面，在服務時段回覆。")

    def _look(self) -> None:
        with_member = self._agree.isChecked()
        self._hint.setText(
            self.tr("可以不填；填了就寄到這個信箱。") if with_member else self.tr("回覆會寄到這個信箱。")
        )

    def _asked(self) -> SendInquiry:
        agreed = self._member is not None and self._agree.isChecked()
        topic = "" if self._topics is None else self._topics.text
        return SendInquiry(
            subject=Subject.MESSAGE,
            text="\n".join(filter(None, (topic, lines_of(self._words.text)))),
            page=self._page,
            membership_id=self._member if agreed else None,
            email=self._email.value,
        )

    def _send(self) -> None:
        if self._context.touch:
            for line in (self._email.line, self._words.edit):
                line.clearFocus()  # what is wrong is told where the keys stand
        if not (self._words.fits and self._email.fits):
            return  # which it is, and why, stands there
        asked, inquiries = self._asked(), self._context.services.inquiries
        faults = inquiries.faults(asked)
        self._tell(faults)
        if faults:
            return
        self._be_busy(busy=True)
        self._job = self._context.run(
            None, "", lambda: inquiries.send(asked), lambda _: self._sent(), self._failed
        )

    def _tell(self, faults: Sequence[InquiryFault]) -> None:
        """What is wrong with the words above them, in place of what is told there; else with the address."""
        of_words = [one for one in faults if one not in _OF_EMAIL]
        of_email = [one for one in faults if one in _OF_EMAIL and not of_words]
        self._lead.setVisible(not of_words and self._keys is None)
        self._trouble.setVisible(bool(of_words))
        if of_words:
            unsaid = self._topics is not None and of_words[0] is InquiryFault.NO_WORDS
            told = self.tr("請選一項，或寫下想詢問的事") if unsaid else fault_text(of_words[0])
            self._trouble.show_message(BannerKind.WARNING, told)
        self._email.set_error(fault_text(of_email[0]) if of_email else "")
        self._hint.setVisible(not of_email and self._keys is None)

    def _tell_empty(self) -> None:
        if not lines_of(self._words.text):
            self._words.set_error(fault_text(InquiryFault.NO_WORDS))

    def _be_busy(self, *, busy: bool) -> None:
        self._sending = busy
        for widget in (*self._asking(), self._no, self._yes):
            widget.setEnabled(not busy)

    def _failed(self, error: Exception) -> None:
        self._be_busy(busy=False)
        failure = self._context.words(error)
        self._lead.hide()
        self._trouble.show_message(BannerKind.ERROR, failure.title, f"{failure.remedy} ({failure.code})")
        self._trouble.show()

    def _sent(self) -> None:
        self._be_busy(busy=False)
        agreed = self._agree.isChecked()
        for widget in (*self._asking(), self._hint, self._no):
            widget.hide()
        self._words.text = ""
        told = (
            self.tr("回覆會出現在「我的通知」，並寄到 Email。")
            if agreed
            else self.tr("回覆會寄到您填的 Email。")
        )
        online = self._context.online
        self._lead.show()
        self._lead.setText(told if online else self.tr("目前沒有網路，恢復後會自動送出。") + told)
        self._trouble.show_message(BannerKind.SUCCESS, self.tr("訊息已保存，將送給客服"))
        self._trouble.show()
        self._yes.clicked.disconnect(self._send)
        self._yes.clicked.connect(self.away)
        self._yes.set_text(self.tr("知道了"))
        self._yes.setFocus()
