"""The calm page that a bug leads to."""

from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.widgets import Panel, Text


class CrashPage(PlacePage):
    """What is safe, what to do, and a code to tell."""

    def __init__(self, code: str, context: Context) -> None:
        super().__init__(context, "crash", illustration="network-off")
        self.head(
            self.tr("畫面發生問題"),
            self.tr("很抱歉，這不是您的操作造成的。"),
            next_text=self.tr("回首頁"),
        )
        safe = Panel(self.tr("已送出的都安全"))
        safe.content.addWidget(
            Text(self.tr("已簽章送出的事項與收據都已保存；填到一半的內容，可從首頁的「上次未完成」繼續。"))
        )
        self.content.addWidget(safe)
        told = Panel(self.tr("請告訴服務人員這組代碼"))
        told.content.addWidget(Text(code, "figure", object_name="crash.code"))
        told.content.addWidget(Text(self.tr("客服諮詢專線 0809-092-091"), "caption"))
        self.content.addWidget(told)

    def go_on(self) -> None:
        """Back to the start."""
        self.went.emit("home", "")
