"""What a message to the help desk is about, chosen from cards where there is no keyboard to write it on."""

from PySide6.QtWidgets import QWidget

from kiosk.ui.widgets import ChoiceGroup


class Topics(ChoiceGroup):
    """The topics; `text` is what is sent for the one that is chosen, empty before one is."""

    def __init__(self, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(object_name="message.topics", columns=columns, parent=parent)
        self._titles = {
            "card": self.tr("卡片或 PIN 碼"),
            "joining": self.tr("註冊與資格"),
            "points": self.tr("自評與點數"),
            "orders": self.tr("訂單與付款"),
            "refund": self.tr("退訂與返還"),
            "other": self.tr("其他，請與我聯絡"),
        }
        for key, title in self._titles.items():
            self.add_choice(key, title)

    @property
    def text(self) -> str:
        """What the help desk reads."""
        chosen = self.value
        return "" if chosen is None else self.tr("自助櫃台留言：{topic}").format(topic=self._titles[chosen])
