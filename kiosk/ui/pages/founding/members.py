"""社員與社股: the value of a share, the calculator, and the roll as it is pasted from a spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.founding import people
from kiosk.domain.founding.capital import capital, shares_for
from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.record import Record
from kiosk.domain.founding.roll import MOST_LINES, Fault, LineFault, Roll, read_roll, write_roll
from kiosk.domain.founding.rules import FoundingRules
from kiosk.domain.founding.wording import Language, Wording
from kiosk.services.founding.desk import FoundingView
from kiosk.ui.entries import Entry
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.section import SectionPage
from kiosk.ui.pages.founding.told import number_of, term
from kiosk.ui.widgets import Button, KeyValueTable, TextArea, TextField

_MOST_PASTED = 100 * MOST_LINES
"""How many characters of a roll are taken at once."""


class MembersPage(SectionPage):
    """社員與社股."""

    def __init__(self, scene: FoundingView, context: Context) -> None:
        super().__init__(scene, context, "founding_members")
        self.name_section(
            self.tr("社員與社股"), self.tr("訂每股金額、試算股金，並從試算表貼上社員名冊；可先存一部分。")
        )
        self._members = scene.record.case.members
        self._unread = False
        self._fields: dict[str, TextField] = {}
        self._ask_amounts()
        self._capital = KeyValueTable(
            object_name="founding_members.capital", heading=self.tr("股金試算"), figures=True
        )
        self.content.addWidget(self._capital)
        self._ask_roll()
        self.place_findings()
        self.look()

    def record(self) -> Record:
        """With value, expectations and roll."""
        record = self.view.record
        return replace(
            record,
            case=replace(record.case, share_value=self._number("value"), members=self._members),
            plan=replace(
                record.plan, members=self._number("members"), capital=self._number("capital_target")
            ),
        )

    def findings(self, record: Record) -> Iterable[Finding]:
        """Of shares and members."""
        yield from people.shares(record.case, self.rules)
        yield from people.members(record.case, self.rules, self.view.on)

    def look(self) -> None:
        """Reckon, too."""
        super().look()
        self._reckon()
        self.valid = all(
            not field.text or self._number(name) is not None for name, field in self._fields.items()
        )

    def _number(self, name: str) -> int | None:
        return number_of(self._fields[name].value)

    def _ask_amounts(self) -> None:
        record, figures = self.view.record, self.rules.figures
        row = QHBoxLayout()
        for name, label, hint, value in (
            (
                "value",
                self.tr("每股金額（元）"),
                self.tr("{least} 到 {most} 元").format(
                    least=figures.share_value_least, most=figures.share_value_most
                ),
                record.case.share_value,
            ),
            (
                "members",
                self.tr("預估社員人數"),
                self.tr("至少 {least} 人").format(least=figures.founders_at_least),
                record.plan.members,
            ),
            ("capital_target", self.tr("預估股金總額（元）"), "", record.plan.capital),
        ):
            line = f"founding_members.{name}"
            field = TextField(
                label, object_name=line, hint=hint, longest=12, kind=Entry.NUMBER, optional=True
            )
            field.text = "" if value is None else str(value)
            field.edited.connect(lambda _: self.look())
            self._fields[name] = field
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.content.addLayout(row)

    def _ask_roll(self) -> None:
        self._paste = TextArea(
            self.tr("社員名冊（從試算表複製後貼上，一列一位）"),
            object_name="founding_members.paste",
            hint=self.tr(
                "欄位順序：姓名、身分證統一編號、出生日期、認購股數、已繳股款；也可連同標題列貼上。"
            ),
            placeholder="林曉明\tA123456789\t1990/02/28\t10\t250",
            lines=5,
            longest=_MOST_PASTED,
        )
        self._paste.edited.connect(self._pasted)
        self.content.addWidget(self._paste)
        row = QHBoxLayout()
        for name, text, icon, act in (
            ("take", self.tr("讀入並檢查"), "check", self._take),
            ("edit", self.tr("取出目前名冊修改"), "document", self._take_out),
        ):
            button = Button(text, object_name=f"founding_members.{name}", icon=icon)
            button.clicked.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        self.content.addLayout(row)
        self._roll = KeyValueTable(object_name="founding_members.roll", heading=self.tr("名冊"))
        self.content.addWidget(self._roll)
        self._report = TextArea(
            self.tr("逐列檢查結果"), object_name="founding_members.report", lines=7, read_only=True
        )
        self._report.hide()
        self.content.addWidget(self._report)
        self._show_roll()

    def go_on(self) -> None:
        """Keep; what was pasted and not read yet is read first, so that its report is seen."""
        if self._unread:
            self._take()
        else:
            super().go_on()

    def go_back(self) -> bool:
        """The same on the way back."""
        if self._unread:
            self._take()
            return True
        return super().go_back()

    def _pasted(self) -> None:
        self._unread = bool(self._paste.text.strip())

    def _take(self) -> None:
        """Read what was pasted, and report line by line."""
        roll = read_roll(self._paste.text)
        self._members, self._unread = roll.members, False
        case = self.record().case
        lines = report(roll, tuple(self.findings(self.record())), self.rules, self.context)
        told = self.tr("全部 {count} 列都沒有問題").format(count=len(case.members))
        self._report.text = "\n".join(lines) or told
        self._report.show()
        self._show_roll()
        self.look()

    def _take_out(self) -> None:
        """The roll that is kept, to be changed and read again."""
        self._paste.text = write_roll(self._members)
        self._unread = False

    def _show_roll(self) -> None:
        self._roll.clear()
        shares = sum(one.shares or 0 for one in self._members)
        paid = sum(one.paid_in or 0 for one in self._members)
        self._roll.add_row(self.tr("社員"), f"{len(self._members):,}", object_name="founding_members.count")
        self._roll.add_row(self.tr("認購股數合計"), f"{shares:,}")
        self._roll.add_row(self.tr("已繳股款合計"), words.money(paid))

    def _reckon(self) -> None:
        """What value, members and target come to, once all of them are there."""
        self._capital.clear()
        value, members, target = (self._number(name) for name in ("value", "members", "capital_target"))
        if not value or not members or not target:
            self._capital.add_row(self.tr("填好上面三格即可試算"), "")
            return
        shares = shares_for(target, value)
        told = capital(value, shares, members, self.rules.figures)
        self._capital.add_row(self.tr("總股數"), f"{shares:,}")
        self._capital.add_row(self.tr("股金總額"), words.money(told.total))
        self._capital.add_row(self.tr("平均每位股數"), f"{-(-shares // members):,}")
        percent, parts = self.rules.figures.shares_percent_most, self.rules.figures.first_payment_parts
        self._capital.add_row(
            self.tr("每位最多股數（{percent}%）").format(percent=percent), f"{told.most_each:,}"
        )
        self._capital.add_row(
            self.tr("第一次至少應繳（1/{parts}）").format(parts=parts), words.money(told.first_payment)
        )
        if not told.enough_shares:
            told_off = self.tr(
                "不可行：每位至少 1 股、最多 {percent}%（合作社法 §17），請調整人數或金額"
            ).format(percent=percent)
            self._capital.add_row(told_off, "")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


def report(
    roll: Roll, findings: Iterable[Finding], rules: FoundingRules, context: Context
) -> tuple[str, ...]:
    """What is wrong with each line of what was pasted, in the order of the lines."""
    wording = Wording(rules, Language(context.language))
    told = [_Line(fault.line, _fault(fault, rules, context)) for fault in roll.faults]
    for finding in findings:
        name, _, line = finding.place.partition(".")
        if name == "members" and line:
            words_of = wording.told(finding)
            article = rules.findings[finding.what].article
            told.append(_Line(roll.lines[int(line)], f"{words_of.title}（{article}）{words_of.remedy}"))
    at = QCoreApplication.translate("Founding", "第 {number} 列：{text}")
    ordered = sorted(told, key=lambda one: one.number)
    return tuple(at.format(number=one.number, text=one.text) for one in ordered)


def _fault(fault: LineFault, rules: FoundingRules, context: Context) -> str:
    cell = rules.words.get(f"#.{fault.cell}")
    name = "" if cell is None else term(cell, context)
    return {
        Fault.DAY: QCoreApplication.translate(
            "Founding", "{cell}不是存在的日期，請照 1990/02/28 或 79/02/28 填寫"
        ),
        Fault.NUMBER: QCoreApplication.translate("Founding", "{cell}不是整數"),
        Fault.LONG: QCoreApplication.translate("Founding", "{cell}太長，沒有讀入"),
        Fault.COLUMNS: QCoreApplication.translate("Founding", "欄位太多，多出的沒有讀入"),
        Fault.LINES: QCoreApplication.translate("Founding", "超過可讀入的列數，以下沒有讀入"),
    }[fault.fault].format(cell=name)
