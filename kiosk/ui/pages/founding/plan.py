"""籌組計畫: why, for whom, how it is run, and the first year's plan and budget (年度概算)."""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.record import BudgetLine, Contact, Record
from kiosk.domain.founding.roll import read_budget
from kiosk.domain.identifiers import is_email
from kiosk.services.founding.desk import FoundingView
from kiosk.ui.entries import Entry
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.section import SectionPage
from kiosk.ui.widgets import Banner, BannerKind, KeyValueTable, TextArea, TextField


class PlanPage(SectionPage):
    """籌組計畫書與年度概算."""

    def __init__(self, scene: FoundingView, context: Context) -> None:
        super().__init__(scene, context, "founding_plan")
        self.name_section(
            self.tr("籌組計畫與概算"),
            self.tr("說明發起緣由與第一年怎麼做；概算一列一項，最後寫金額。可先存一部分。"),
        )
        plan = scene.record.plan
        self._texts: dict[str, TextArea] = {}
        for name, label, value in (
            ("reason", self.tr("發起緣由"), plan.reason),
            ("need", self.tr("共同需求與合作意願"), plan.need),
            ("conduct", self.tr("業務項目與經營方式"), plan.conduct),
            ("first_year", self.tr("第一年業務計畫"), plan.first_year),
        ):
            self._texts[name] = self._area(name, label, value, 3)
        self._money: dict[str, TextArea] = {}
        for name, label, lines in (
            ("income", self.tr("年度收入概算（項目 金額）"), plan.income),
            ("expense", self.tr("年度支出概算（項目 金額）"), plan.expense),
        ):
            self._money[name] = self._area(name, label, _written(lines), 4)
        self._totals = KeyValueTable(object_name="founding_plan.totals", figures=True)
        self.content.addWidget(self._totals)
        self._wrong = Banner(BannerKind.WARNING, "", object_name="founding_plan.wrong")
        self.content.addWidget(self._wrong)
        self._contact = self._ask_contact(scene.record.contact)
        self.look()

    def record(self) -> Record:
        """With what stands here."""
        texts = {name: area.text.strip() for name, area in self._texts.items()}
        money = {name: read_budget(area.text)[0] for name, area in self._money.items()}
        contact = Contact(
            name=self._contact["name"].value,
            email=self._contact["email"].value,
            phone=self._contact["phone"].value,
        )
        record = self.view.record
        plan = replace(
            record.plan,
            reason=texts["reason"],
            need=texts["need"],
            conduct=texts["conduct"],
            first_year=texts["first_year"],
            income=money["income"],
            expense=money["expense"],
        )
        return replace(record, plan=plan, contact=contact)

    def findings(self, record: Record) -> Iterable[Finding]:
        """No article asks for more: there is nothing to tell."""
        return ()

    def look(self) -> None:
        """Add up, and tell the lines without an amount."""
        record = self.record()
        self._totals.clear()
        income, expense = record.plan.income_total, record.plan.expense_total
        self._totals.add_row(
            self.tr("收入合計"), words.money(income), object_name="founding_plan.income_total"
        )
        self._totals.add_row(self.tr("支出合計"), words.money(expense))
        self._totals.add_row(self.tr("收支相抵"), words.money(income - expense), strong=True)
        wrong = [
            (area.edit.accessibleName(), fault.line)
            for area in self._money.values()
            for fault in read_budget(area.text)[1]
        ]
        self._wrong.setVisible(bool(wrong))
        told = "；".join(self.tr("{what}第 {line} 列").format(what=what, line=line) for what, line in wrong)
        self._wrong.show_message(
            BannerKind.WARNING, told, self.tr("每列最後要有整數金額，例如「社員股金 150,000」。")
        )
        email = self._contact["email"].value
        self._contact["email"].set_error(
            "" if not email or is_email(email) else self.tr("這不是完整的電子郵件地址")
        )
        fits = all(area.fits for area in (*self._texts.values(), *self._money.values()))
        self.valid = fits and not wrong and (not email or is_email(email))

    def _area(self, name: str, label: str, value: str, lines: int) -> TextArea:
        area = TextArea(label, object_name=f"founding_plan.{name}", lines=lines)
        area.text = value
        area.edited.connect(self.look)
        self.content.addWidget(area)
        return area

    def _ask_contact(self, contact: Contact) -> dict[str, TextField]:
        fields = {}
        for name, kind, label, value in (
            ("name", Entry.NAME, self.tr("聯絡人姓名"), contact.name),
            ("email", Entry.CODE, self.tr("電子郵件"), contact.email),
            ("phone", Entry.NUMBER, self.tr("聯絡電話"), contact.phone),
        ):
            field = TextField(
                label, object_name=f"founding_plan.contact_{name}", kind=kind, optional=True, longest=120
            )
            field.text = value
            field.edited.connect(lambda _: self.look())
            fields[name] = field
            self.content.addWidget(field)
        return fields


def _written(lines: Iterable[BudgetLine]) -> str:
    return "\n".join(f"{line.item} {line.amount}" for line in lines)
