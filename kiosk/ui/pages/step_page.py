"""The base of a wizard's pages."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit, QPlainTextEdit, QRadioButton, QWidget

from kiosk.services.flows.flow import Flow
from kiosk.ui.page import Page
from kiosk.ui.pages.context import CardState, Context


@dataclass(frozen=True)
class Question:
    """Something to ask once more before going on."""

    title: str
    text: str
    yes: str
    no: str


class StepPage(Page):
    """Shows one step of a flow and holds what is entered until the person goes on.

    `put_aside` asks to leave the wizard for later, `went` for another place; its draft stays.
    """

    put_aside = Signal()
    went = Signal(str, str)

    def __init__(
        self, context: Context, object_name: str, *, illustration: str = "", wide: bool = False
    ) -> None:
        super().__init__("", object_name=object_name, illustration=illustration, wide=wide)
        self.context = context

    def head(self, title: str, lead: str = "", *, next_text: str = "") -> None:
        """Set title, the sentence under it, and what 下一步 is called here."""
        self.title, self.lead, self.next_text = title, lead, next_text
        self.setAccessibleName(title)

    @property
    def doing(self) -> str:
        """What is being done while the answer is taken."""
        return self.tr("處理中，請稍候")

    def answer(self) -> Any:
        """The answer to the step; asked for only while the page is valid."""
        raise NotImplementedError

    def question(self) -> Question | None:
        """What to ask before going on, if anything."""
        return None

    def work(self, flow: Any) -> Callable[[], None]:
        """What going on does, off the Qt thread."""
        assert isinstance(flow, Flow)
        return partial(flow.apply, self.answer())

    def refused(self, error: Exception) -> None:
        """Going on failed: by default it is told above the content."""
        self.failure = self.context.words(error)

    def entered(self) -> None:
        """The page was reached and stands on the screen (not when it is only shown anew)."""

    def takes_over(self, before: "StepPage") -> None:
        """The same page was made anew, as in another language: what was entered on the one before stays."""
        copy_inputs(before, self)

    def card_changed(self, state: CardState) -> None:
        """A card was put in, read, or taken out."""

    def printing_moved(self) -> None:
        """A print has come further."""

    def sync_moved(self) -> None:
        """A round of sync is under way, and has come further; `context.sync` knows how far."""


def copy_inputs(before: QWidget, after: QWidget) -> None:
    """Bring what was entered on one page to the same page made anew (in another language)."""
    for line in before.findChildren(QLineEdit):
        twin = after.findChild(QLineEdit, line.objectName())
        if twin is not None and line.echoMode() is QLineEdit.EchoMode.Normal:
            twin.setText(line.text())
    for area in before.findChildren(QPlainTextEdit):
        same = after.findChild(QPlainTextEdit, area.objectName())
        if same is not None and not area.isReadOnly():
            same.setPlainText(area.toPlainText())
    for button in before.findChildren(QAbstractButton):
        pair = after.findChild(QAbstractButton, button.objectName())
        if pair is not None and isinstance(button, QCheckBox | QRadioButton) and button.isChecked():
            pair.setChecked(True)
