"""責任、業務、組織區域與社名, and the address: checked as one types."""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.domain.founding import cooperative
from kiosk.domain.founding.case import Business, Liability
from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.record import Record
from kiosk.services.founding.desk import FoundingView
from kiosk.ui.entries import Entry
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.area_choice import AreaChoice
from kiosk.ui.pages.founding.section import SectionPage
from kiosk.ui.pages.founding.told import term
from kiosk.ui.widgets import CheckRow, ChoiceGroup, KeyValueTable, Panel, Text, TextField


class NamePage(SectionPage):
    """社名與業務."""

    def __init__(self, scene: FoundingView, context: Context) -> None:
        super().__init__(scene, context, "founding_name")
        self.name_section(
            self.tr("社名、業務與區域"), self.tr("社名要看得出責任與一種主要業務；一邊輸入一邊檢查。")
        )
        case = scene.record.case
        self._name = TextField(
            self.tr("社名"),
            object_name="founding_name.name",
            kind=Entry.NAME,
            optional=True,
            placeholder="有限責任○○消費合作社",
            longest=60,
        )
        self._name.text = case.name or ""
        self._name.edited.connect(lambda _: self.look())
        self.content.addWidget(self._name)
        self.place_findings()
        self._liability = ChoiceGroup(object_name="founding_name.liability", columns=3)
        for liability in Liability:
            self._liability.add_choice(liability.value, term(self.rules.liabilities[liability], context))
        self._put(self.tr("責任"), self._liability)
        self._main = ChoiceGroup(object_name="founding_name.main", columns=3)
        for business in Business:
            self._main.add_choice(business.value, term(self.rules.businesses[business], context))
        self._put(self.tr("主要業務"), self._main)
        self._others: dict[Business, CheckRow] = {}
        self._add_others()
        self._area = AreaChoice(self.rules.counties, case.area, object_name="founding_name.area")
        self._put(self.tr("組織區域（可複選）"), self._area)
        self._address = TextField(
            self.tr("社址"), object_name="founding_name.address", kind=Entry.NAME, optional=True, longest=120
        )
        self._address.text = scene.record.address
        self.content.addWidget(self._address)
        self._authority = KeyValueTable(object_name="founding_name.where")
        self.content.addWidget(self._authority)
        if case.liability is not None:
            self._liability.choose(case.liability.value)
        if case.main_business is not None:
            self._main.choose(case.main_business.value)
        self._liability.chosen.connect(lambda _: self.look())
        self._main.chosen.connect(lambda _: self.look())
        self._area.changed.connect(self.look)
        self.first_focus = self._name
        self.look()

    def record(self) -> Record:
        """With what stands here."""
        record = self.view.record
        chosen, main = self._liability.value, self._main.value
        case = replace(
            record.case,
            name=self._name.value or None,
            liability=Liability(chosen) if chosen else None,
            main_business=Business(main) if main else None,
            other_businesses=frozenset(one for one, row in self._others.items() if row.isChecked()),
            area=self._area.area,
        )
        return replace(record, case=case, address=self._address.value)

    def findings(self, record: Record) -> Iterable[Finding]:
        """Of kind, name and area."""
        yield from cooperative.name(record.case, self.rules)
        yield from cooperative.kind(record.case, self.rules)
        yield from cooperative.area(record.case, self.rules)

    def look(self) -> None:
        """Tell the authority, too."""
        super().look()
        self._authority.clear()
        authority = cooperative.authority_of(self.record().case, self.rules)
        self._authority.add_row(self.tr("主管機關"), authority or "—", object_name="founding_name.authority")

    def _put(self, heading: str, widget: ChoiceGroup | AreaChoice) -> None:
        self.content.addWidget(Text(heading, "heading"))
        self.content.addWidget(widget)

    def _add_others(self) -> None:
        panel = Panel(self.tr("其他業務（可複選，寫在章程裡）"))
        panel.content.setSpacing(0)
        for business in Business:
            row = CheckRow(
                term(self.rules.businesses[business], self.context),
                object_name=f"founding_name.other.{business}",
            )
            row.setChecked(business in self.view.record.case.other_businesses)
            row.toggled.connect(lambda _: self.look())
            self._others[business] = row
            panel.content.addWidget(row)
        self.content.addWidget(panel)
