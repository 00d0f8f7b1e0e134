"""The window of a machine that central does not know yet: a technician enrols it with a one-time code."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from kiosk.services.enrolment import Enrolled, enrol_machine, ticket_at
from kiosk.services.failures import Failure, FailureCatalogue, code_of
from kiosk.services.flows.services import FAILURES
from kiosk.services.secrets import Secrets
from kiosk.ui.entries import Entry
from kiosk.ui.page import Page
from kiosk.ui.shell import Shell
from kiosk.ui.translation import Language, Translation
from kiosk.ui.widgets import KeyValueTable, TextField
from kiosk.ui.workers import Workers

_CLOSED, _ENROLLED = 0, 1
_LONGEST_TICKET = 2_000


class EnrolPage(Page):
    """登錄這部機器: the code, typed or scanned, and central's address where the settings do not tell it."""

    def __init__(self, central: str) -> None:
        super().__init__(
            self.tr("登錄這部機器"),
            self.tr(
                "中央還不認識這部機器。請主管單位在中央後台的「裝置」製作登錄碼；"
                "登錄碼只能用一次，24 小時內有效。"
            ),
            object_name="enrol",
            next_text=self.tr("登錄"),
            illustration="document",
        )
        self._central = central
        self._code = TextField(
            self.tr("登錄碼"),
            object_name="enrol.code",
            kind=Entry.CODE,
            hint=self.tr("請以掃描器掃 QR 碼，或輸入 16 位登錄碼"),
            longest=_LONGEST_TICKET,
        )
        self._address = TextField(
            self.tr("中央服務的網址"),
            object_name="enrol.address",
            kind=Entry.CODE,
            optional=True,
            hint=self.tr("以 https:// 開頭；掃 QR 碼時不必填"),
        )
        self.content.addWidget(self._code)
        if central:
            table = KeyValueTable(object_name="enrol.central")
            table.add_row(self.tr("中央服務的網址"), central)
            self.content.addWidget(table)
        else:
            self.content.addWidget(self._address)
        for field in (self._code, self._address):
            # A scanner types like a keyboard: no input method may make other characters of it.
            field.line.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            field.edited.connect(self._check)
        self.first_focus = self._code
        self.valid = False

    @property
    def entered(self) -> tuple[str, str]:
        """The code, or what the QR code says, and central's address."""
        return self._code.value, self._address.value

    def enter(self, code: str, address: str) -> None:
        """Take over what was entered, as on the same page in another language."""
        self._code.text, self._address.text = code, address

    def try_again(self, failure: Failure) -> None:
        """Say what is wrong; the next scan takes the place of what was entered."""
        self.failure = failure
        self._code.line.selectAll()
        self._code.setFocus()

    def _check(self) -> None:
        self.valid = bool(self._code.text.strip())


class EnrolledPage(Page):
    """登錄完成: which counter this is now, to compare with what central's office shows."""

    def __init__(self, enrolled: Enrolled) -> None:
        super().__init__(
            self.tr("登錄完成"),
            self.tr("請與中央後台顯示的據點和櫃檯核對；不同時請關閉視窗，通知主管單位停用這部機器。"),
            object_name="enrol.done",
            next_text=self.tr("開啟櫃台"),
            illustration="success",
        )
        table = KeyValueTable(object_name="enrol.device")
        table.add_row(self.tr("據點"), enrolled.identity.office)
        table.add_row(self.tr("櫃檯"), enrolled.identity.terminal)
        table.add_row(self.tr("中央服務"), enrolled.identity.central_url)
        table.add_row(self.tr("中央金鑰識別"), _in_groups(enrolled.central_key))
        if enrolled.waiting:
            table.add_row(self.tr("等候傳送"), self.tr("{count} 筆").format(count=enrolled.waiting))
        self.content.addWidget(table)


class EnrolWindow(Shell):
    """Stays until the machine is enrolled, or the window is closed.

    `file` is where the database is, or will be; `central` the address in the settings, if it is there.
    """

    def __init__(
        self,
        application: QApplication,
        failures: FailureCatalogue,
        file: Path,
        secrets: Secrets,
        central: str,
    ) -> None:
        super().__init__()
        self._application, self._failures = application, failures
        self._file, self._secrets, self._central = file, secrets, central
        self._enrolled: Enrolled | None = None
        self._translation = Translation(application)
        self._workers = Workers(expected=FAILURES, parent=self)
        self._help.hide()
        self._message.hide()
        self._top.show_language_alone()
        self.next_requested.connect(self._go_on)
        self.language_requested.connect(self._switch_language)
        self._show(EnrolPage(central))

    def enrols(self) -> bool:
        """Stay until somebody has done it, or has closed the window; whether it was done."""
        self.showMaximized()
        done = self._application.exec() == _ENROLLED
        self.hide()
        self._workers.stop(0)
        self._translation.switch(Language.CHINESE)
        self.deleteLater()
        return done

    def _go_on(self) -> None:
        if self._enrolled is not None:
            self._application.exit(_ENROLLED)
            return
        page = self.page
        assert isinstance(page, EnrolPage)
        page.failure = None
        page.busy = self.tr("正在向中央登錄")
        self._workers.run(
            partial(self._enrol, *page.entered),
            on_result=self._done,
            on_failure=self._failed,
            on_bug=self._bug,
        )

    def _enrol(self, code: str, address: str) -> Enrolled:
        return enrol_machine(self._file, self._secrets, ticket_at(code, address, self._central))

    def _done(self, enrolled: Enrolled) -> None:
        self._enrolled = enrolled
        self._show(EnrolledPage(enrolled))

    def _failed(self, error: Exception) -> None:
        page = self.page
        assert isinstance(page, EnrolPage)
        page.busy = None
        known = code_of(error)
        assert known is not None
        language = "en" if self._translation.language is Language.ENGLISH else "zh"
        page.try_again(self._failures.text(known[0], language, known[1]))

    def _bug(self, error: Exception) -> None:
        raise error

    def _switch_language(self) -> None:
        chinese = self._translation.language is Language.CHINESE
        self._translation.switch(Language.ENGLISH if chinese else Language.CHINESE)
        if self._enrolled is not None:
            self._show(EnrolledPage(self._enrolled))
            return
        before = self.page
        assert isinstance(before, EnrolPage)
        page = EnrolPage(self._central)
        page.enter(*before.entered)
        self._show(page)

    def _show(self, page: Page) -> None:
        self.show_page(page, can_go_back=False, can_cancel=False)


def _in_groups(mark: str) -> str:
    return " ".join(mark[at : at + 4] for at in range(0, len(mark), 4))
