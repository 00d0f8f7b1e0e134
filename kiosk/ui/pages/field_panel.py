"""外勤: how it stands with central, and what can be done without a network, before anything else."""

from datetime import timedelta

from PySide6.QtCore import Signal

from kiosk.services.sync.standing import SyncStanding
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.widgets import Button, KeyValueTable, Text

_LONGEST = timedelta(days=30)


class FieldPanel(KeyValueTable):
    """`asked` where somebody wants to see more of sync."""

    asked = Signal()

    def __init__(self, scene: SyncStanding, context: Context) -> None:
        super().__init__(object_name="start.field", heading=self.tr("同步與離線"))
        status = scene.status
        never = self.tr("還沒有同步過")
        last = never if status.last_success is None else words.moment(status.last_success)
        self.add_row(self.tr("上次成功"), last, object_name="start.field.last")
        waiting = self.tr("{count} 筆").format(count=f"{status.waiting:,}")
        self.add_row(self.tr("等候送出"), waiting, object_name="start.field.waiting")
        if status.oldest is not None:
            limit = words.moment(status.oldest + _LONGEST)
            self.add_row(self.tr("最遲連線"), limit, strong=True, object_name="start.field.limit")
        self.content.addWidget(
            Text(
                self.tr(
                    "離線可受理註冊、自評、訂購與退訂（暫定），最長 30 天；"
                    "驗證碼、付款連結、手機簽章與查詢別處的會員要等連線。"
                ),
                "caption",
                object_name="start.field.offline",
            )
        )
        look = Button(self.tr("查看同步"), object_name="start.field.sync", icon="chevron-right")
        look.clicked.connect(self.asked)
        self.content.addWidget(look)
