"""日程: the days of the steps, what they set a date to, and who was present at the founding meeting."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout

from kiosk.domain.founding import steps
from kiosk.domain.founding.case import Attendance, Step
from kiosk.domain.founding.findings import Finding, What
from kiosk.domain.founding.guide import DeadlineName
from kiosk.domain.founding.record import Record
from kiosk.services.founding.desk import FoundingView
from kiosk.ui.entries import Entry
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.day_field import DayField
from kiosk.ui.pages.founding.section import SectionPage
from kiosk.ui.pages.founding.told import day_in_full, label_of, number_of, term
from kiosk.ui.widgets import KeyValueTable, TextField


class DaysPage(SectionPage):
    """日程與創立會."""

    def __init__(self, scene: FoundingView, context: Context) -> None:
        super().__init__(scene, context, "founding_days")
        self.name_section(
            self.tr("日程與創立會"), self.tr("填上已辦或預定的日子，期限會自動算出；創立會後填出席人數。")
        )
        case = scene.record.case
        self._days: dict[Step, DayField] = {}
        grid = QGridLayout()
        for place, step in enumerate(Step):
            label = label_of(self.rules.words[f"days.{step}"], context)
            field = DayField(label, case.day(step), object_name=f"founding_days.{step}")
            field.edited.connect(lambda _: self.look())
            self._days[step] = field
            grid.addWidget(field, place // 2, place % 2)
        self.content.addLayout(grid)
        self._due = KeyValueTable(object_name="founding_days.due", heading=self.tr("期限"))
        self.content.addWidget(self._due)
        self._present: dict[str, TextField] = {}
        people = QGridLayout()
        for place, name in enumerate(("members", "present", "agreed")):
            label = label_of(self.rules.words[f"attendance.{name}"], context)
            number = TextField(
                label,
                object_name=f"founding_days.attendance_{name}",
                kind=Entry.NUMBER,
                optional=True,
                longest=8,
            )
            value = getattr(case.attendance, name)
            number.text = "" if value is None else str(value)
            number.edited.connect(lambda _: self.look())
            self._present[name] = number
            people.addWidget(number, 0, place)
        self.content.addLayout(people)
        self.place_findings()
        self.look()

    def record(self) -> Record:
        """With what stands here."""
        days = {step: field.day for step, field in self._days.items() if field.day is not None}
        numbers = {name: number_of(field.value) for name, field in self._present.items()}
        record = self.view.record
        return replace(record, case=replace(record.case, days=days, attendance=Attendance(**numbers)))

    def findings(self, record: Record) -> Iterable[Finding]:
        """Of the days and of the founding meeting; a step that is still to come is no news."""
        case = record.case
        yield from (one for one in steps.order(case) if one.what is not What.STEP_MISSING)
        yield from steps.timely(case, self.rules, self.view.on)
        yield from steps.attendance(case)

    def look(self) -> None:
        """Reckon the deadlines, too."""
        super().look()
        self._due.clear()
        by = steps.deadlines(self.record().case, self.rules)
        guide = self.context.services.founding.guide
        for name in DeadlineName:
            told, due = guide.deadlines[name], getattr(by, name)
            label = f"{term(told.what, self.context)}（{told.article}）"
            value = term(told.reckoned, self.context) if due is None else day_in_full(due, self.context)
            self._due.add_row(label, value, object_name=f"founding_days.due.{name}")
        numbers = all(
            not field.text or number_of(field.value) is not None for field in self._present.values()
        )
        self.valid = numbers and all(field.is_right for field in self._days.values())
