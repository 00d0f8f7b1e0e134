"""我的個人資料: what one may ask, by when it is answered, what was asked before; then that it was taken."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from kiosk.domain.data_rights import DataRight
from kiosk.domain.inquiry import LONGEST
from kiosk.services.flows.privacy import PrivacyScene, RightAsked
from kiosk.services.masking import mask_email
from kiosk.ui.entries import lines_of
from kiosk.ui.pages import inquiries, words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.inquiries import right_name
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import ChoiceGroup, KeyValueTable, Panel, Text, TextArea


class PrivacyAskPage(StepPage):
    """One of the four, with the day by which it is answered, and words where they are needed."""

    def __init__(self, scene: PrivacyScene, context: Context) -> None:
        super().__init__(context, "privacy.ask")
        self.head(
            self.tr("我的個人資料"),
            self.tr("您可依個人資料保護法提出下列請求，不收費用；沒有網路也能受理，期限自今日起算。"),
            next_text=self.tr("送出請求"),
        )
        self._rights = ChoiceGroup(object_name="privacy.ask.right", columns=2)
        for right in DataRight:
            self._rights.add_choice(right.value, right_name(right), _until(scene.due[right]))
        self._words = TextArea(
            self.tr("請說明（更正請寫明哪一項、正確內容為何）"),
            object_name="privacy.ask.words",
            lines=3,
            longest=LONGEST,
        )
        if scene.asked is not None:
            self._rights.choose(scene.asked.right.value)
            self._words.text = scene.asked.words
        self._rights.chosen.connect(self._check)
        self._words.edited.connect(self._check)
        self.content.addWidget(self._rights)
        self.content.addWidget(self._words)
        deletion = self.tr(
            "曾獲發點數或有訂單者，紀錄依告知事項保存至計畫結束後 5 年，期間內刪除請求將附理由答覆。"
        )
        self.content.addWidget(Text(deletion, "caption"))
        if scene.before:
            self.content.addWidget(self._before(scene))
        self._check()

    @property
    def doing(self) -> str:
        """What is being done."""
        return self.tr("送出請求")

    def answer(self) -> RightAsked:
        """What was chosen."""
        return RightAsked(DataRight(self._rights.value or ""), lines_of(self._words.text))

    def _before(self, scene: PrivacyScene) -> Panel:
        panel = Panel(self.tr("先前的請求"), object_name="privacy.ask.before")
        for one in scene.before:
            panel.content.addWidget(Text(f"{words.moment(one.sent_at)}　{inquiries.headline(one)}", "strong"))
            panel.content.addWidget(Text(inquiries.detail(one), "caption"))
        return panel

    def _check(self) -> None:
        written = lines_of(self._words.text)
        chosen = self._rights.value
        enough = chosen != DataRight.CORRECTION.value or bool(written.strip())
        self.valid = bool(chosen) and enough and self._words.fits and len(written) <= LONGEST


class PrivacyTakenPage(StepPage):
    """It is taken; a receipt follows."""

    def __init__(self, scene: PrivacyScene, context: Context) -> None:
        super().__init__(context, "privacy.done", illustration="success")
        assert scene.asked is not None
        self.head(
            self.tr("已受理您的請求"),
            self.tr("答覆會列在「我的通知」。若需延長，會書面告知原因。"),
            next_text=self.tr("看受理回執"),
        )
        table = KeyValueTable(object_name="privacy.done.summary")
        table.add_row(self.tr("請求事項"), right_name(scene.asked.right))
        table.add_row(self.tr("答覆期限"), words.day(scene.due[scene.asked.right]))
        if scene.contact is not None and scene.email_confirmed:
            table.add_row(self.tr("電子郵件"), mask_email(scene.contact.email))
        self.content.addWidget(table)


def _until(day: date) -> str:
    return QCoreApplication.translate("Privacy", "{day} 前答覆").format(day=words.day(day))


def privacy_pages(scene: PrivacyScene, context: Context) -> StepPage:
    """The page of a step."""
    return {"ask": PrivacyAskPage, "done": PrivacyTakenPage}[scene.step](scene, context)
