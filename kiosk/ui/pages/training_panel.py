"""The training panel's buttons: what the card, the authority, the vendor and the calendar do."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGridLayout

from kiosk.services.flows import training as acts
from kiosk.services.training.desk import Mail, TrainingCard, TrainingDesk
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.sheet import Sheet
from kiosk.ui.shell import Shell
from kiosk.ui.widgets import Button, Panel, Text

_COLUMNS = 3
_WIDTH_OF_CARDS = 1200


class TrainingPanel(QObject):
    """Adds the buttons to the shell; `member` tells who stands there, `done` is called after each act.

    `end_requested` where training shall end.
    """

    end_requested = Signal()

    def __init__(
        self,
        shell: Shell,
        context: Context,
        training: TrainingDesk,
        member: Callable[[], str | None],
        done: Callable[[], None],
    ) -> None:
        super().__init__(shell)
        self._shell, self._context, self._training = shell, context, training
        self._member, self._done = member, done
        self.fill()

    def fill(self) -> None:
        """Put the buttons there, in the language of the moment."""
        self._shell.training_menu.clear()
        services, training = self._context.services, self._training
        vendor = partial(acts.vendor, services, training)
        for text, name, callback in (
            (self.tr("插入／更換卡片"), "insert", self._choose_card),
            (self.tr("拔出卡片"), "remove", lambda: self._act(training.remove_card)),
            (
                self.tr("機關核可"),
                "approve",
                lambda: self._act(partial(acts.approve, services, training, self._member())),
            ),
            (self.tr("廠商接單"), "confirm", lambda: self._act(partial(vendor, self._member(), "confirm"))),
            (self.tr("付款"), "pay", lambda: self._act(partial(vendor, self._member(), "pay"))),
            (self.tr("開立發票"), "invoice", lambda: self._act(partial(vendor, self._member(), "invoice"))),
            (self.tr("開通服務"), "start", lambda: self._act(partial(vendor, self._member(), "start"))),
            (
                self.tr("手機：同意"),
                "phone_agrees",
                lambda: self._act(partial(training.hold_phone, agrees=True)),
            ),
            (
                self.tr("手機：拒絕"),
                "phone_refuses",
                lambda: self._act(partial(training.hold_phone, agrees=False)),
            ),
            (self.tr("過 1 天"), "day", lambda: self._act(partial(acts.advance, services, training, days=1))),
            (
                self.tr("過 1 個月"),
                "month",
                lambda: self._act(partial(acts.advance, services, training, months=1)),
            ),
            (
                self.tr("過 2 個月"),
                "two_months",
                lambda: self._act(partial(acts.advance, services, training, months=2)),
            ),
            (self.tr("顯示信件"), "mails", self._show_mails),
            (self.tr("結束訓練"), "end", self.end_requested.emit),
        ):
            self._shell.add_training_action(text, f"training.{name}", callback)

    def _act(self, function: Callable[[], Any]) -> None:
        self._context.run(None, "", function, lambda _: self._done(), self._tell)

    def _tell(self, error: Exception) -> None:
        failure = self._context.words(error)
        self._shell.confirm(failure.title, failure.remedy, self.tr("知道了"), "", lambda _: None)
        self._done()

    def _choose_card(self) -> None:
        title = self.tr("插入哪一張訓練卡片？")
        sheet = Sheet(self._shell, title, object_name="training.cards", width=_WIDTH_OF_CARDS)
        headings = {
            "good": self.tr("可以辦理的卡片"),
            "refused": self.tr("會被拒絕的卡片"),
            "trouble": self.tr("卡片或讀卡機的狀況"),
        }
        for group, cards in self._training.cards().items():
            sheet.content.addWidget(Text(headings[group], "heading"))
            grid = QGridLayout()
            grid.setSpacing(0)
            for column in range(_COLUMNS):
                grid.setColumnStretch(column, 1)
            for place, card in enumerate(cards):
                grid.addWidget(self._button_of(card, sheet), place // _COLUMNS, place % _COLUMNS)
            sheet.content.addLayout(grid)
        sheet.content.addStretch(1)

    def _button_of(self, card: TrainingCard, sheet: Sheet) -> Button:
        words = self._context.pick(card.zh, card.en)
        button = Button(words, object_name=f"training.card.{card.name}", icon="card", compact=True)
        button.clicked.connect(lambda: self._insert(sheet, card.name))
        return button

    def _insert(self, sheet: Sheet, scenario: str) -> None:
        sheet.close_sheet()
        self._act(partial(acts.insert_card, self._context.services, self._training, scenario))

    def _show_mails(self) -> None:
        self._context.run(None, "", self._training.mails, self._list_mails, self._tell)

    def _list_mails(self, mails: list[Mail]) -> None:
        sheet = Sheet(self._shell, self.tr("訓練信箱收到的信件"), object_name="training.mailbox")
        if not mails:
            sheet.content.addWidget(Text(self.tr("還沒有信件"), "lead"))
        for index, mail in enumerate(reversed(mails)):
            panel = Panel(mail.subject)
            panel.content.addWidget(Text(self.tr("收件人 {to}").format(to=mail.to), "caption"))
            panel.content.addWidget(Text(mail.body, object_name=f"training.mail.{index}"))
            sheet.content.addWidget(panel)
        sheet.content.addStretch(1)
