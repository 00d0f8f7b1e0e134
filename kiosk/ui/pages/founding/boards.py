"""理事會與監事會: how many, for how long, and who was elected."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout

from kiosk.domain.founding import papers
from kiosk.domain.founding.case import Boards
from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.record import Record
from kiosk.domain.founding.roll import post_word, read_officers
from kiosk.services.founding.desk import FoundingView
from kiosk.ui.entries import Entry
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.section import SectionPage
from kiosk.ui.pages.founding.told import label_of, number_of
from kiosk.ui.widgets import Banner, BannerKind, TextArea, TextField

_NUMBERS = (
    "directors",
    "supervisors",
    "alternate_directors",
    "alternate_supervisors",
    "director_years",
    "supervisor_years",
)


class BoardsPage(SectionPage):
    """理事、監事."""

    def __init__(self, scene: FoundingView, context: Context) -> None:
        super().__init__(scene, context, "founding_boards")
        self.name_section(
            self.tr("理事、監事"), self.tr("人數與任期寫在章程裡；選出後填上姓名，帶入理監事名冊。")
        )
        self._fields: dict[str, TextField] = {}
        grid = QGridLayout()
        for place, name in enumerate(_NUMBERS):
            label = label_of(self.rules.words[f"boards.{name}"], context)
            field = TextField(
                label, object_name=f"founding_boards.{name}", longest=4, kind=Entry.NUMBER, optional=True
            )
            value = getattr(scene.record.case.boards, name)
            field.text = "" if value is None else str(value)
            field.edited.connect(lambda _: self.look())
            self._fields[name] = field
            grid.addWidget(field, place // 2, place % 2)
        self.content.addLayout(grid)
        self.place_findings()
        self._elected = TextArea(
            self.tr("選出的理監事（一列一位：職務 姓名）"),
            object_name="founding_boards.elected",
            kind=Entry.NAME,
            hint=self.tr("職務：理事主席、理事、候補理事、監事主席、監事、候補監事"),
            placeholder="理事主席 林曉明",
            lines=6,
        )
        self._elected.text = "\n".join(f"{post_word(one.post)} {one.name}" for one in scene.record.officers)
        self._elected.edited.connect(self.look)
        self.content.addWidget(self._elected)
        self._wrong = Banner(BannerKind.WARNING, "", object_name="founding_boards.wrong")
        self.content.addWidget(self._wrong)
        self.first_focus = self._fields["directors"]
        self.look()

    def record(self) -> Record:
        """With what stands here."""
        numbers = {name: number_of(field.value) for name, field in self._fields.items()}
        officers, _ = read_officers(self._elected.text)
        record = self.view.record
        return replace(record, case=replace(record.case, boards=Boards(**numbers)), officers=officers)

    def findings(self, record: Record) -> Iterable[Finding]:
        """Of the boards."""
        return papers.boards(record.case, self.rules)

    def look(self) -> None:
        """Tell the lines that are no post and name, too; they are not lost, but not kept either."""
        super().look()
        _, faults = read_officers(self._elected.text)
        self._wrong.setVisible(bool(faults))
        lines = "、".join(str(fault.line) for fault in faults)
        told = self.tr("第 {lines} 列看不出職務與姓名").format(lines=lines)
        self._wrong.show_message(
            BannerKind.WARNING, told, self.tr("請照「理事 林曉明」填寫，職務在前、姓名在後。")
        )
        numbers = all(not field.text or number_of(field.value) is not None for field in self._fields.values())
        self.valid = numbers and not faults and self._elected.fits
