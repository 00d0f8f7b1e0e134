"""設立案件: how far it is, what is due next, and where one goes on."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.founding.case import Step
from kiosk.domain.founding.checklist import Standing, Topic, TopicState, progress
from kiosk.domain.founding.rules import Severity
from kiosk.services.founding.desk import FoundingView
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.told import finding_banner, label_of
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.row_button import RowButton
from kiosk.ui.theme import active_theme
from kiosk.ui.widgets import (
    Banner,
    BannerKind,
    Button,
    ButtonKind,
    Icon,
    OrderTimeline,
    Panel,
    Text,
    TimelineEntry,
)
from kiosk.ui.widgets import Standing as Reached
from kiosk.ui.widgets.progress_line import ProgressLine

_ICONS = {TopicState.DONE: "success", TopicState.OPEN: "clock", TopicState.BROKEN: "error"}


class CasePage(PlacePage):
    """The hub of a case."""

    def __init__(self, scene: FoundingView, context: Context) -> None:
        super().__init__(context, "founding_case", wide=True)
        self._view = scene
        self._rules = context.services.founding.rules
        done, total = progress(scene.standings)
        self.head(
            scene.record.case.name or self.tr("設立案件"),
            self.tr("已完成 {done}／{total} 部分。每一部分都可以先存一半，之後再補。").format(
                done=done, total=total
            ),
            next_text=self.tr("書表"),
        )
        if scene.joined:
            told = self.tr("已註冊臺灣雲市集")
            how = self.tr("請插入合作社的憑證卡片，從首頁繼續辦理。案件不再需要時可以刪除。")
            self.content.addWidget(Banner(BannerKind.SUCCESS, told, how, object_name="founding_case.joined"))
        self.content.addWidget(ProgressLine(done, total, object_name="founding_case.progress"))
        for place, one in enumerate(self._reminders()):
            self.content.addWidget(one)
            if place == 1:
                break
        for standing in scene.standings:
            row = TopicRow(standing, self._told(standing))
            row.clicked.connect(
                lambda _checked=False, topic=standing.topic: self.went.emit(f"founding_{topic}", "")
            )
            self.content.addWidget(row)
        self._milestones()
        self._ways()

    def go_on(self) -> None:
        """To the papers."""
        self.went.emit("founding_papers", "")

    def _reminders(self) -> Iterator[Banner]:
        """What has a last day, the broken first."""
        due = [one for one in self._view.findings if one.due is not None]
        weight = {Severity.BROKEN: 0, Severity.MISSING: 1, Severity.REMINDER: 2}
        due.sort(key=lambda one: (weight[self._rules.findings[one.what].severity], one.due))
        for number, one in enumerate(due):
            yield finding_banner(one, self._rules, self.context, f"founding_case.due.{number}")

    def _told(self, standing: Standing) -> str:
        severities = [self._rules.findings[one.what].severity for one in standing.findings]
        broken, missing = severities.count(Severity.BROKEN), severities.count(Severity.MISSING)
        if standing.state is TopicState.DONE:
            return self.tr("符合規定")
        if standing.state is TopicState.BROKEN:
            return self.tr("{broken} 項不符規定，{missing} 項待補").format(broken=broken, missing=missing)
        if broken + missing == 0:
            return self.tr("待填寫")
        return self.tr("{missing} 項待補").format(missing=broken + missing)

    def _milestones(self) -> None:
        """The days of the steps, past and to come."""
        panel = Panel(self.tr("日程"), object_name="founding_case.milestones")
        case, on = self._view.record.case, self._view.on
        entries = []
        for step in Step:
            day = case.day(step)
            standing = Reached.DONE if day is not None and day <= on else Reached.AHEAD
            when = self.tr("未定") if day is None else words.day(day)
            entries.append(
                TimelineEntry(label_of(self._rules.words[f"days.{step}"], self.context), when, "", standing)
            )
        panel.content.addWidget(OrderTimeline(entries, object_name="founding_case.timeline"))
        self.content.addWidget(panel)

    def _ways(self) -> None:
        row = QHBoxLayout()
        ways = [("founding_delete", self.tr("刪除案件"), "close", ButtonKind.QUIET)]
        if not self._view.joined:
            join = ("founding_join", self.tr("登記後加入臺灣雲市集"), "cloud", ButtonKind.SECONDARY)
            ways.insert(0, join)
        for place, text, icon, kind in ways:
            button = Button(text, object_name=f"founding_case.{place}", icon=icon, kind=kind)
            button.clicked.connect(lambda _checked=False, place=place: self.went.emit(place, ""))
            row.addWidget(button)
        row.addStretch(1)
        self.content.addLayout(row)


class TopicRow(RowButton):
    """A part of the case: what it is called, how it stands."""

    def __init__(self, standing: Standing, told: str) -> None:
        title = topic_word(standing.topic)
        super().__init__(object_name=f"founding_case.{standing.topic}", name=title, description=told)
        c = active_theme().colours
        colour = {TopicState.DONE: c.success, TopicState.OPEN: c.muted, TopicState.BROKEN: c.error}
        self.left.addWidget(Text(title, "strong"))
        marked = QHBoxLayout()
        marked.setSpacing(8)
        marked.addWidget(Icon(_ICONS[standing.state], size=24, colour=colour[standing.state]))
        marked.addWidget(Text(told, "body"), 1)
        self.right.addLayout(marked)
        self.close_row(left=1, right=1)


def topic_word(topic: Topic) -> str:
    """What a part of a case is called."""
    return {
        Topic.NAME: QCoreApplication.translate("Founding", "社名、業務與區域"),
        Topic.FOUNDERS: QCoreApplication.translate("Founding", "發起人"),
        Topic.MEMBERS: QCoreApplication.translate("Founding", "社員與社股"),
        Topic.BOARDS: QCoreApplication.translate("Founding", "理事、監事"),
        Topic.PLAN: QCoreApplication.translate("Founding", "籌組計畫與概算"),
        Topic.ARTICLES: QCoreApplication.translate("Founding", "章程草案"),
        Topic.DAYS: QCoreApplication.translate("Founding", "日程與創立會"),
    }[topic]
