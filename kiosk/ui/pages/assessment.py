"""自評: a page for each theme, then the picture, the plans that fit, the points."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from kiosk.domain.assessment import Recommendation, Theme
from kiosk.domain.membership import Eligibility
from kiosk.domain.programme import Figures
from kiosk.services.flows.assessment import AssessmentScene, Seen, ThemeAnswered
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import outcome_banner, paused_banner
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import (
    AnchorChoice,
    Banner,
    BannerKind,
    KeyValueTable,
    Panel,
    RadarChart,
    Text,
)
from kiosk.ui.widgets.fitting import lay_in_columns

_MOST_RECOMMENDED, _MOST_COLUMNS = 6, 3
_LEAST_LETTERS = 13  # in a column
_CHART_HEIGHT = 420


class ThemePage(StepPage):
    """The questions of one theme, each answered by the sentence that describes one best."""

    def __init__(self, scene: AssessmentScene, context: Context) -> None:
        super().__init__(context, "assessment.theme", wide=True)
        assert scene.theme is not None
        number = scene.themes.index(scene.theme) + 1
        self.head(
            self.tr("主題 {number}／{total}：{theme}").format(
                number=number, total=len(scene.themes), theme=theme_name(scene.theme, context)
            ),
            self.tr("請選最接近貴社現況的一項；沒有對錯，也不影響補助點數。"),
        )
        paused = paused_banner(context, scene.today)
        if paused is not None and number == 1:
            self.content.addWidget(paused)
        self._choices: dict[str, AnchorChoice] = {}
        for question in scene.theme.questions:
            choice = AnchorChoice(
                context.pick(question.text, question.text_en),
                question.anchors_en if context.language == "en" else question.anchors,
                object_name=f"assessment.{question.question_id}",
            )
            if question.question_id in scene.answered:
                choice.choose(scene.answered[question.question_id])
            choice.chosen.connect(self._check)
            self._choices[question.question_id] = choice
            self.content.addWidget(choice)
        self._check()

    def answer(self) -> ThemeAnswered:
        """All answers of the theme."""
        return ThemeAnswered({key: choice.value or 0 for key, choice in self._choices.items()})

    def _check(self) -> None:
        self.valid = all(choice.value is not None for choice in self._choices.values())


class ResultPage(StepPage):
    """The picture of the result, and the same in figures."""

    def __init__(self, scene: AssessmentScene, context: Context) -> None:
        super().__init__(context, "assessment.result", wide=True)
        self.head(
            self.tr("貴社的數位自評結果"),
            self.tr("分數越低的主題，越適合先用雲端方案補強。"),
            next_text=self.tr("看推薦方案"),
        )
        pending = scene.view.pending_of(scene.command_id)
        names = [theme_name(theme, context) for theme in scene.themes]
        scores = [scene.scores[theme.theme_id] for theme in scene.themes]
        chart = RadarChart(object_name="assessment.result.radar", name=self.tr("八個主題的自評分數"))
        chart.set_values(names, scores)
        average = round(sum(scores) / len(scores))
        chart.set_average(self.tr("八主題平均 {score}").format(score=average), average)
        chart.setFixedHeight(_CHART_HEIGHT)
        table = KeyValueTable(object_name="assessment.result.scores", figures=True)
        for name, score in sorted(zip(names, scores, strict=True), key=lambda pair: pair[1]):
            table.add_row(name, self.tr("{score} 分").format(score=score), strong=False)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(chart, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(table, 2)
        self.content.addLayout(row)
        self.content.addWidget(outcome_banner(pending, context, "assessment.result.outcome"))

    def answer(self) -> Seen:
        """Nothing is asked."""
        return Seen()


class RecommendedPage(StepPage):
    """Plans that fit, each with the theme it helps."""

    def __init__(self, scene: AssessmentScene, context: Context) -> None:
        super().__init__(context, "assessment.plans", wide=True)
        self.head(
            self.tr("依您的自評，推薦這些方案"),
            self.tr("以分數最低的主題優先；選購時可看全部方案。方案皆為範例。"),
        )
        self._grid, self._columns = QGridLayout(), 0
        self._grid.setSpacing(16)
        self._panels: list[Panel] = []
        for found in scene.recommended[:_MOST_RECOMMENDED]:
            terms = found.plan.terms
            panel = Panel(object_name=f"assessment.plans.{terms.plan_id}")
            panel.content.setSpacing(6)
            panel.content.addWidget(Text(words.category(found.plan.category), "caption"))
            panel.content.addWidget(Text(terms.plan_name, "strong"))
            panel.content.addWidget(Text(terms.vendor_name, "caption"))
            panel.content.addWidget(Text(reason(found, context), "label"))
            panel.content.addWidget(
                Text(f"{words.money(terms.price)}・{words.months(terms.months)}", "strong")
            )
            panel.content.addStretch(1)
            self._panels.append(panel)
        self._arrange(_MOST_COLUMNS)
        self.content.addLayout(self._grid)
        if not scene.recommended:
            self.content.addWidget(
                Banner(
                    BannerKind.SUCCESS,
                    self.tr("各主題都已達滿分"),
                    self.tr("仍可依需要選購任何方案。"),
                    object_name="assessment.plans.none",
                )
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer columns where they would be too narrow to read."""
        super().resizeEvent(event)
        least = _LEAST_LETTERS * active_theme().type.body
        self._arrange(min(_MOST_COLUMNS, max(self.width() // least, 1)))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        lay_in_columns(self._grid, self._panels, columns)

    def answer(self) -> Seen:
        """Nothing is asked."""
        return Seen()


class PointsPage(StepPage):
    """獲得點數: what was granted and until when, or what it waits for."""

    def __init__(self, scene: AssessmentScene, context: Context) -> None:
        grant = scene.view.shown.grant
        figures = context.services.programme.figures_on(scene.today)
        super().__init__(
            context, "assessment.points", illustration="success" if grant is not None else "phone"
        )
        if grant is None:
            self.head(
                self.tr("點數待資格確認"),
                self.tr("自評已完成。資格確認約需 {days} 個工作天，點數發給後會以 Email 通知您採購。").format(
                    days=figures.eligibility_working_days
                ),
                next_text=self.tr("前往帳戶總覽"),
            )
            pending = scene.view.pending_of(scene.command_id)
            self.content.addWidget(outcome_banner(pending, context, "assessment.points.outcome"))
            self._waiting(scene, figures)
            return
        self.head(
            self.tr("獲得數位點數"),
            self.tr("1 點折抵新臺幣 1 元，點數與自付款 {points}:{own}，可分次購買。").format(
                points=figures.points_share, own=figures.own_share
            ),
            next_text=self.tr("前往帳戶總覽"),
        )
        pending = scene.view.pending_of(scene.command_id)
        self.content.addWidget(outcome_banner(pending, context, "assessment.points.outcome"))
        panel = Panel(self.tr("我的點數"))
        panel.content.addWidget(
            Text(words.points(grant.points), "figure", object_name="assessment.points.granted")
        )
        self.content.addWidget(panel)
        table = KeyValueTable(object_name="assessment.points.dates")
        table.add_row(self.tr("啟用期限（下第一筆訂單）"), words.until(grant.activate_by))
        table.add_row(self.tr("有效期限"), words.until(grant.valid_to))
        self.content.addWidget(table)

    def _waiting(self, scene: AssessmentScene, figures: Figures) -> None:
        shown = scene.view.shown
        table = KeyValueTable(object_name="assessment.points.waiting", heading=self.tr("點數發給條件"))
        done, wanting = self.tr("已完成"), self.tr("尚未完成")
        table.add_row(self.tr("驗證Email"), done if shown.email_confirmed else wanting)
        table.add_row(self.tr("數位自評"), done if shown.assessment is not None else wanting)
        approved = shown.eligibility is Eligibility.APPROVED
        table.add_row(
            self.tr("申請資格"), done if approved else words.eligibility(shown.eligibility, figures)
        )
        self.content.addWidget(table)


def theme_name(theme: Theme, context: Context) -> str:
    """A theme in the language of the moment."""
    return context.pick(theme.name, theme.name_en)


def reason(found: Recommendation, context: Context) -> str:
    """Why a plan fits: what is weak, and what of the plan helps there."""
    return QCoreApplication.translate("Assessment", "「{theme}」{score} 分，可用{kinds}補強").format(
        theme=theme_name(found.theme, context), score=found.score, kinds=kind_names(found.kinds, context)
    )


def kind_names(kinds: Iterable[str], context: Context) -> str:
    """Kinds of tools, by the brochure's names or in English."""
    english = {kind.name: kind.name_en for kind in context.services.programme.kinds}
    return context.pick("、".join(kinds), ", ".join(english[kind] for kind in kinds))


def assessment_pages(scene: AssessmentScene, context: Context) -> StepPage:
    """The page of a step."""
    if scene.theme is not None:
        return ThemePage(scene, context)
    return {"result": ResultPage, "plans": RecommendedPage, "points": PointsPage}[scene.step](scene, context)
