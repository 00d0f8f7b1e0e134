"""The guide's pages: what to do at a step, who does it, with which papers, until when, by which article."""

from dataclasses import replace
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.domain.founding import steps
from kiosk.domain.founding.case import Case, Step
from kiosk.domain.founding.cooperative import authority_of
from kiosk.domain.founding.findings import Finding, What
from kiosk.domain.founding.guide import DeadlineName, Part, cited
from kiosk.services.flows.founding_guide import GuideScene, PartAnswered
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.area_choice import AreaChoice
from kiosk.ui.pages.founding.day_field import DayField
from kiosk.ui.pages.founding.told import day_in_full, label_of, list_panel, show_findings, term
from kiosk.ui.pages.step_page import StepPage
from kiosk.ui.widgets import KeyValueTable, Panel, QrImage, Text

_LONGEST_SHOWN = 60
"""Characters of an address that are shown whole; a longer one is scanned."""


class GuidePage(StepPage):
    """One of the five steps."""

    def __init__(self, scene: GuideScene, context: Context) -> None:
        super().__init__(context, f"founding_guide.{scene.part.part}")
        self._scene = scene
        part = scene.part
        last = part.part is Part.REGISTRATION
        self.head(
            term(part.title, context),
            term(part.who, context),
            next_text=self.tr("看完了") if last else "",
        )
        self._fields: dict[Step, DayField] = {}
        self._area: AreaChoice | None = None
        tasks = [term(one, context) for one in part.tasks]
        self.content.addWidget(list_panel(self.tr("要做什麼"), tasks, "founding_guide.tasks"))
        self._ask_days()
        self._due = KeyValueTable(object_name="founding_guide.due", heading=self.tr("期限"))
        self.content.addWidget(self._due)
        self._due.setVisible(bool(part.deadlines))
        self._told = QVBoxLayout()
        self.content.addLayout(self._told)
        if part.part is Part.ORGANISE:
            self._ask_area()
        papers = [term(one, context) for one in part.documents]
        self.content.addWidget(list_panel(self.tr("文件"), papers, "founding_guide.documents"))
        self._where = KeyValueTable(object_name="founding_guide.where", heading=self.tr("機關、法條與表格"))
        self.content.addWidget(self._where)
        self._links()
        self._check()

    def answer(self) -> PartAnswered:
        """The days that exist, and the area."""
        days = {step: field.day for step, field in self._fields.items() if field.day is not None}
        return PartAnswered(days, self._area.area if self._area is not None else ())

    def _ask_area(self) -> None:
        panel = Panel(self.tr("組織區域（可複選）"), object_name="founding_guide.area_panel")
        scene = self._scene
        self._area = AreaChoice(scene.rules.counties, scene.case.area, object_name="founding_guide.area")
        self._area.changed.connect(self._check)
        panel.content.addWidget(self._area)
        self.content.addWidget(panel)

    def _ask_days(self) -> None:
        panel = Panel(self.tr("日期（可填預定的日子，隨時可改）"), object_name="founding_guide.days")
        for step in self._scene.part.days:
            label = label_of(self._scene.rules.words[f"days.{step}"], self.context)
            field = DayField(label, self._scene.case.day(step), object_name=f"founding_guide.day.{step}")
            field.edited.connect(lambda _: self._check())
            self._fields[step] = field
            panel.content.addWidget(field)
        self.content.addWidget(panel)

    def _case(self) -> Case:
        """All that was entered, with what stands on this page."""
        before, here = self._scene.case, self.answer()
        kept = {step: day for step, day in before.days.items() if step not in self._fields}
        return replace(before, area=here.area if self._area else before.area, days={**kept, **here.days})

    def _check(self) -> None:
        case = self._case()
        self._show_due(case)
        broken = [*_out_of_order(case), *_late(case, self._scene, self._scene.on)]
        show_findings(self._told, broken, self._scene.rules, self.context, "founding_guide.finding")
        self._show_where(case)
        self.valid = all(field.is_right for field in self._fields.values())

    def _show_due(self, case: Case) -> None:
        self._due.clear()
        by = steps.deadlines(case, self._scene.rules)
        for name in self._scene.part.deadlines:
            told = self._scene.guide.deadlines[name]
            due: date | None = getattr(by, name.value)
            value = term(told.reckoned, self.context)
            if due is not None:
                until = self.tr("{day} 前").format(day=day_in_full(due, self.context))
                value = f"{until}\n{value}"
            label = f"{term(told.what, self.context)}\n{told.article}"
            self._due.add_row(label, value, object_name=f"founding_guide.due.{name}")

    def _show_where(self, case: Case) -> None:
        guide, table = self._scene.guide, self._where
        table.clear()
        authority = authority_of(case, self._scene.rules)
        none = self.tr("一個縣市：該縣市政府；跨縣市：內政部（請在第 1 步選組織區域）")
        table.add_row(self.tr("主管機關"), authority or none, object_name="founding_guide.authority")
        table.add_row(self.tr("法條"), "、".join(self._scene.part.articles))
        desk = f"{term(guide.desk, self.context)}\n{'　'.join(guide.telephones)}"
        table.add_row(self.tr("諮詢專線"), desk, object_name="founding_guide.telephones")
        table.add_row(self.tr("表格"), f"{term(guide.forms, self.context)}\n{guide.portal}")

    def _links(self) -> None:
        """Where forms and laws are, to be read by a phone."""
        guide, part = self._scene.guide, self._scene.part
        articles = (*part.articles, *(guide.deadlines[one].article for one in part.deadlines))
        panel = Panel(self.tr("以手機掃描"), object_name="founding_guide.links")
        links = [
            (term(guide.forms, self.context), guide.portal),
            *((law.name, law.url) for law in cited(guide.laws, articles)),
        ]
        for number, (name, url) in enumerate(links):
            row, told = QHBoxLayout(), QVBoxLayout()
            told.addWidget(Text(name, "strong"))
            told.addWidget(Text(url if len(url) <= _LONGEST_SHOWN else url.partition("?")[0], "caption"))
            told.addStretch(1)
            row.addLayout(told, 1)
            row.addWidget(QrImage(url, object_name=f"founding_guide.qr.{number}", name=name))
            panel.content.addLayout(row)
        self.content.addWidget(panel)


def _out_of_order(case: Case) -> list[Finding]:
    """Steps whose day lies before that of an earlier step."""
    return [one for one in steps.order(case) if one.what is What.STEPS_OUT_OF_ORDER]


def _late(case: Case, scene: GuideScene, on: date) -> list[Finding]:
    """What of this step's deadlines is or was missed."""
    by = steps.deadlines(case, scene.rules)
    ours = (
        {getattr(by, name) for name in scene.part.deadlines} if scene.part.deadlines else set[DeadlineName]()
    )
    late = {What.CHAIRS_LATE, What.REGISTRATION_LATE, What.BUSINESS_LATE}
    return [one for one in steps.timely(case, scene.rules, on) if one.what in late and one.due in ours]


def guide_page(scene: GuideScene, context: Context) -> StepPage:
    """The page of a step."""
    return GuidePage(scene, context)
