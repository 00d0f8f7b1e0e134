"""申請專家服務: what one wants advice on, when one can be reached, and what happens then."""

from kiosk.domain.inquiry import LONGEST, InquiryFault, Period
from kiosk.services.flows.expert import ExpertScene, ThemesChosen
from kiosk.services.masking import mask_email
from kiosk.ui.entries import Entry, lines_of
from kiosk.ui.pages.assessment import theme_name
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.day_field import DayField
from kiosk.ui.pages.inquiries import fault_text, period_name, time_name
from kiosk.ui.pages.marks import outcome_banner
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import CheckRow, ChoiceGroup, KeyValueTable, Panel, TextArea


class ThemesPage(StepPage):
    """The eight themes, the weakest first, each ticked by itself."""

    def __init__(self, scene: ExpertScene, context: Context) -> None:
        super().__init__(context, "expert.themes")
        self.head(
            self.tr("申請專家服務"),
            self.tr("請勾選想請專家協助的主題；專家會以 Email 與聯絡人聯繫。"),
            next_text=self.tr("送出申請"),
        )
        self._rows: dict[str, CheckRow] = {}
        for theme in scene.themes:
            score = scene.scores.get(theme.theme_id)
            detail = "" if score is None else self.tr("自評 {score} 分").format(score=score)
            row = CheckRow(theme_name(theme, context), detail, object_name=f"expert.themes.{theme.theme_id}")
            row.setChecked(theme.theme_id in scene.chosen.themes)
            row.toggled.connect(self._check)
            self._rows[theme.theme_id] = row
            self.content.addWidget(row)
        self._scene = scene
        self._ask_time()
        self._check()

    @property
    def doing(self) -> str:
        """What is being done."""
        return self.tr("送出申請")

    def answer(self) -> ThemesChosen:
        """The themes that were ticked."""
        return ThemesChosen(
            themes=tuple(theme for theme, row in self._rows.items() if row.isChecked()),
            preferred_on=self._day.day,
            preferred_period=Period(self._period.value or Period.ANY),
            words=lines_of(self._words.text),
        )

    def _ask_time(self) -> None:
        chosen = self._scene.chosen
        panel = Panel(self.tr("希望的時間（可不填）"), object_name="expert.themes.time")
        self._day = DayField(self.tr("哪一天方便聯繫"), chosen.preferred_on, object_name="expert.themes.day")
        self._day.edited.connect(lambda _: self._check())
        self._period = ChoiceGroup(object_name="expert.themes.period", columns=3)
        for period in Period:
            self._period.add_choice(period, period_name(period))
        self._period.choose(chosen.preferred_period)
        self._words = TextArea(
            self.tr("想先讓顧問知道的事（可不填）"),
            object_name="expert.themes.words",
            kind=Entry.WORDS,
            lines=3,
            longest=LONGEST,
        )
        self._words.text = chosen.words
        self._words.edited.connect(self._check)
        for widget in (self._day, self._period, self._words):
            panel.content.addWidget(widget)
        self.content.addWidget(panel)

    def _check(self) -> None:
        day = self._day.day
        past = day is not None and day < self._scene.today
        if past:
            self._day.set_error(fault_text(InquiryFault.DAY_PAST))
        too_long = not self._words.fits or len(lines_of(self._words.text)) > LONGEST
        themes = any(row.isChecked() for row in self._rows.values())
        self.valid = themes and self._day.is_right and not past and not too_long


class RequestedPage(StepPage):
    """The request is kept: on what, and where the answer goes."""

    def __init__(self, scene: ExpertScene, context: Context) -> None:
        super().__init__(context, "expert.done", illustration="success")
        self.head(
            self.tr("已申請專家服務"),
            self.tr("專家會以 Email 與聯絡人聯繫；申請紀錄列在我的通知。"),
            next_text=self.tr("前往帳戶總覽"),
        )
        pending = scene.view.pending_of(scene.command_id)
        self.content.addWidget(outcome_banner(pending, context, "expert.done.outcome"))
        chosen = scene.chosen
        names = [theme_name(theme, context) for theme in scene.themes if theme.theme_id in chosen.themes]
        table = KeyValueTable(object_name="expert.done.summary")
        table.add_row(self.tr("諮詢主題"), "\n".join(names))
        table.add_row(self.tr("希望時間"), time_name(chosen.preferred_on, chosen.preferred_period))
        if scene.contact is not None:
            table.add_row(self.tr("電子郵件"), mask_email(scene.contact.email))
        self.content.addWidget(table)


def expert_pages(scene: ExpertScene, context: Context) -> StepPage:
    """The page of a step."""
    return {"themes": ThemesPage, "done": RequestedPage}[scene.step](scene, context)
