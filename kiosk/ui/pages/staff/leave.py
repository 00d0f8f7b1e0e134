"""結束櫃台程式: a technician leaves the counter, for the desktop or the machine's own sign-in."""

from functools import partial

from PySide6.QtCore import Qt

from kiosk.services.flows.services import Services
from kiosk.services.sync.report import SyncStatus
from kiosk.ui.entries import Entry
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.staff.sign_in import LONGEST_ID, LONGEST_PASSWORD, staff_of
from kiosk.ui.widgets import Banner, BannerKind, KeyValueTable, TextField


def read_waiting(services: Services) -> SyncStatus:
    """What has not been sent yet."""
    return services.sync.status()


class LeavePage(PlacePage):
    """What stays here, and the button; in self-service, where nobody has signed in, id and password too."""

    def __init__(self, scene: SyncStatus, context: Context) -> None:
        super().__init__(context, "leave", illustration="staff")
        self.head(
            self.tr("結束櫃台程式"),
            self.tr("結束後本櫃台停止服務，直到技術人員再次開啟。"),
            next_text=self.tr("結束程式"),
        )
        self._lines: tuple[TextField, ...] = ()
        if not staff_of(context.services).attended:
            self._ask_who()
        table = KeyValueTable(object_name="leave.table")
        table.add_row(self.tr("等候送出"), self.tr("{count} 筆").format(count=f"{scene.waiting:,}"))
        self.content.addWidget(table)
        if scene.waiting:
            self.content.addWidget(
                Banner(
                    BannerKind.WARNING,
                    self.tr("還有資料等候送出"),
                    self.tr("資料保存在本機，再次開啟後自動送出。"),
                    object_name="leave.waiting",
                )
            )

    def go_on(self) -> None:
        """Note who ends it, then end."""
        told = [one.text for one in self._lines]
        self.leave()
        end = partial(staff_of(self.context.services).end_program, *told)
        self.context.run(self, self.tr("處理中，請稍候"), end, lambda _: self.context.leave(), self._refused)

    def leave(self) -> None:
        """Wipe what was typed."""
        for one in self._lines[1:]:
            one.wipe()

    def _ask_who(self) -> None:
        self._lines = (
            TextField(
                self.tr("技術人員帳號"), object_name="leave.id", kind=Entry.CODE, longest=LONGEST_ID
            ),
            TextField(
                self.tr("密碼"), object_name="leave.password", kind=Entry.HIDDEN, longest=LONGEST_PASSWORD
            ),
        )
        for one in self._lines:
            one.edited.connect(lambda _text: self._check())
            self.content.addWidget(one)
        self.first_focus = self._lines[0]
        self._check()

    def _refused(self, error: Exception) -> None:
        self.failure = self.context.words(error)
        for one in self._lines[1:]:
            one.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check(self) -> None:
        self.valid = all(one.text.strip() for one in self._lines)
