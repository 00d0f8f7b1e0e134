"""What went wrong, what to do, who can help: beside a picture of reader or card where it is about them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.theme import RESOURCES, active_theme
from kiosk.ui.widgets.painting import repolish
from kiosk.ui.widgets.pictures import Icon, Illustration
from kiosk.ui.widgets.text import Text

_BESIDE_FROM = 520  # px; narrower, the drawing would leave the words no room


class FailurePanel(QFrame):
    """A failure in words. The code stands last and small: it is for the one who is called."""

    def __init__(self, *, object_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(object_name)
        self.setProperty("banner", "error")
        self._picture = Illustration()
        self._picture.setFixedSize(176, 132)
        self._title = Text("", "heading", object_name=f"{object_name}.title")
        self._cause = Text("")
        self._remedy = Text("", "strong", object_name=f"{object_name}.remedy")
        self._who = Text("", "caption")
        self._code = Text("", "caption", object_name=f"{object_name}.code", wrap=False)
        self._code_text = ""

        heading = QHBoxLayout()
        heading.setSpacing(12)
        self._icon = Icon("error", size=30, ink="error")
        heading.addWidget(self._icon)
        heading.addWidget(self._title, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._who, 1)
        foot.addWidget(self._code, 0, Qt.AlignmentFlag.AlignBottom)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addLayout(heading)
        words.addWidget(self._cause)
        words.addWidget(self._remedy)
        words.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 18, 20, 18)
        row.setSpacing(24)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_failure(self, title: str, cause: str, remedy: str, who: str, code: str, picture: str) -> None:
        """Show one failure; ``picture`` names an illustration and may be empty."""
        self._title.setText(title)
        for label, text in ((self._cause, cause), (self._remedy, remedy), (self._who, who)):
            label.setText(text)
            label.setVisible(bool(text))
        self._code_text = code
        self._retranslate()
        drawn = bool(picture) and (RESOURCES / "icons" / "illustrations" / f"{picture}.svg").is_file()
        self._picture.set_picture(picture if drawn else "")
        self._picture.setVisible(bool(self._picture.name) and self.width() >= _BESIDE_FROM)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(part for part in (cause, remedy, who) if part))

    def set_calm(self, calm: bool) -> None:
        """Whether it only asks for something: no red, no drawing, nobody to call and no code to tell them."""
        self.setProperty("banner", "info" if calm else "error")
        repolish(self)
        colours = active_theme().colours
        self._icon.set_icon("card" if calm else "error", colours.accent if calm else colours.error)
        self._code.setVisible(not calm)
        if calm:
            for widget in (self._picture, self._cause, self._who):
                widget.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawing gives way to the words."""
        super().resizeEvent(event)
        calm = self.property("banner") == "info"
        self._picture.setVisible(bool(self._picture.name) and self.width() >= _BESIDE_FROM and not calm)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._code.setText(self.tr("代碼 {code}").format(code=self._code_text))
