"""申請專家服務: what one wants advice on, and what happens then."""

from kiosk.services.flows.expert import ExpertScene, ThemesChosen
from kiosk.services.masking import mask_email
from kiosk.ui.pages.assessment import theme_name
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import outcome_banner
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import CheckRow, KeyValueTable


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
            row = CheckRow(
                theme_name(theme, context), detail, object_name=f"expert.themes.{theme.theme_id}"
            )
            row.setChecked(theme.theme_id in scene.chosen)
            row.toggled.connect(self._check)
            self._rows[theme.theme_id] = row
            self.content.addWidget(row)
        self._check()

    @property
    def doing(self) -> str:
        """What is being done."""
        return self.tr("送出申請")

    def answer(self) -> ThemesChosen:
        """The themes that were ticked."""
        return ThemesChosen(tuple(theme for theme, row in self._rows.items() if row.isChecked()))

    def _check(self) -> None:
        self.valid = any(row.isChecked() for row in self._rows.values())


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
        names = [theme_name(theme, context) for theme in scene.themes if theme.theme_id in scene.chosen]
        table = KeyValueTable(object_name="expert.done.summary")
        table.add_row(self.tr("諮詢主題"), "\n".join(names))
        if scene.contact is not None:
            table.add_row(self.tr("電子郵件"), mask_email(scene.contact.email))
        self.content.addWidget(table)


def expert_pages(scene: ExpertScene, context: Context) -> StepPage:
    """The page of a step."""
    return {"themes": ThemesPage, "done": RequestedPage}[scene.step](scene, context)
