"""第二人核可: a supervisor, another than who works here, agrees to one thing with id and password."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.staff.staff import Approval
from kiosk.ui.entries import Entry
from kiosk.ui.page import Page
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.staff.sign_in import LONGEST_ID, LONGEST_PASSWORD, staff_of
from kiosk.ui.widgets import Banner, BannerKind, Button, Panel, Text, TextField


class SecondPerson(Panel):
    """The two lines and the button; `agreed` with the `Approval`."""

    agreed = Signal(object)

    def __init__(self, context: Context, page: Page, what: str, why: str) -> None:
        """`what` is what the approval is for, `why` tells the people."""
        super().__init__(object_name="second")
        self.setAccessibleName(self.tr("第二人核可"))
        self._context, self._page, self._what = context, page, what
        self.content.addWidget(Text(self.tr("第二人核可"), "heading"))
        self._why = Text(why)
        self.content.addWidget(self._why)
        self._id = TextField(
            self.tr("主管帳號"), object_name="second.id", kind=Entry.CODE, longest=LONGEST_ID
        )
        self._password = TextField(
            self.tr("主管密碼"),
            object_name="second.password",
            kind=Entry.HIDDEN,
            longest=LONGEST_PASSWORD,
        )
        self._agree = Button(self.tr("核可"), object_name="second.agree", icon="check")
        self._agree.clicked.connect(self._ask)
        self._agree.setEnabled(False)
        self._lines = QHBoxLayout()
        for one in (self._id, self._password):
            one.edited.connect(lambda _text: self._check())
            one.line.returnPressed.connect(self._ask)
            self._lines.addWidget(one, 1)
        self.content.addLayout(self._lines)
        row = QHBoxLayout()
        row.addWidget(self._agree)
        row.addStretch(1)
        self.content.addLayout(row)
        self._done = Banner(BannerKind.SUCCESS, "", object_name="second.done")
        self._done.hide()
        self.content.addWidget(self._done)

    def take_over(self, approval: Approval | None) -> None:
        """What was agreed to stays agreed to where the page is made anew: just this, nothing else."""
        if approval is not None and approval.what == self._what:
            self._agreed(approval)

    def wipe(self) -> None:
        """Forget what was typed."""
        self._password.wipe()

    def _check(self) -> None:
        self._agree.setEnabled(bool(self._id.text.strip()) and bool(self._password.text))

    def _ask(self) -> None:
        if not self._agree.isEnabled() or self._page.busy is not None:
            return
        staff = staff_of(self._context.services)
        ask = partial(staff.approve, self._id.value, self._password.text, self._what)
        self._password.wipe()
        self._context.run(self._page, self.tr("處理中，請稍候"), ask, self._agreed)

    def _agreed(self, approval: Approval) -> None:
        for widget in (self._why, self._id, self._password, self._agree):
            widget.hide()
        told = self.tr("主管 {by} 已核可").format(by=approval.by)
        self._done.show_message(BannerKind.SUCCESS, told)
        self._done.show()
        self.agreed.emit(approval)
