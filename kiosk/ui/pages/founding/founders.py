"""發起人: each entered once, typed or with the name read from the founder's own card."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.founding import people
from kiosk.domain.founding.case import Founder
from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.record import Record, with_founder
from kiosk.services.flows.cards import PresentCard
from kiosk.services.founding.desk import FoundingView
from kiosk.services.masking import mask_id, mask_name
from kiosk.ui.entries import Entry, digits_of, name_of
from kiosk.ui.pages import words
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.founding.day_field import DayField
from kiosk.ui.pages.founding.section import SectionPage
from kiosk.ui.widgets import Banner, BannerKind, Button, ButtonKind, Panel, Text, TextField


class FoundersPage(SectionPage):
    """The list, then a form for one more."""

    def __init__(self, scene: FoundingView, context: Context) -> None:
        super().__init__(scene, context, "founding_founders")
        self.name_section(
            self.tr("發起人"),
            self.tr("至少 {least} 位，每人一次。可插入本人的自然人憑證帶入姓名，不需要 PIN 碼。").format(
                least=self.rules.figures.founders_at_least
            ),
        )
        self.next_text = self.tr("回案件")
        self._card: PresentCard | None = None
        self._offered: PresentCard | None = None
        self._list()
        self._note = Banner(
            BannerKind.INFO, "", object_name="founding_founders.card", action=self.tr("帶入姓名")
        )
        self._note.triggered.connect(self._take_card)
        self._note.hide()
        self.content.addWidget(self._note)
        self._form()
        self.place_findings()
        self.look()

    def record(self) -> Record:
        """As it is kept: the form counts once it is added."""
        return self.view.record

    def findings(self, record: Record) -> Iterable[Finding]:
        """Of the founders."""
        return people.founders(record.case, self.rules, self.view.on)

    def card_changed(self, state: CardState) -> None:
        """Offer the name on a citizen's card."""
        self._offered = state.present
        self.failure = None
        shown = state.present is not None
        self._note.setVisible(shown)
        if state.present is None:
            return
        holder = state.present.holder
        name = self.tr("讀到 {name} 的卡片").format(name=mask_name(holder.name))
        tail = "" if holder.id_tail is None else self.tr("證號末四碼 {tail}").format(tail=holder.id_tail)
        self._note.show_message(BannerKind.INFO, name, tail)

    def go_on(self) -> None:
        """Back to the case, with what stands in the form where anything does."""
        if not self.go_back():
            self.went.emit("founding_case", "")

    def go_back(self) -> bool:
        """Whoever stands in the form is added first."""
        filled = any(field.text.strip() for field in (self._name, self._number, self._born))
        if filled:
            self._add()
        return filled

    def _list(self) -> None:
        panel = Panel(self.tr("已加入 {count} 位").format(count=len(self.view.record.case.founders)))
        panel.content.setSpacing(0)
        for place, founder in enumerate(self.view.record.case.founders):
            row = QHBoxLayout()
            told = "　".join(
                (
                    mask_name(founder.name or "—"),
                    mask_id(founder.id_number or "") or "—",
                    words.day(founder.birth_date),
                )
            )
            row.addWidget(Text(f"{place + 1}. {told}", object_name=f"founding_founders.{place}"), 1)
            for name, text, act in (
                ("edit", self.tr("修改"), self._edit),
                ("remove", self.tr("移除"), self._remove),
            ):
                button = Button(text, object_name=f"founding_founders.{place}.{name}", kind=ButtonKind.QUIET)
                button.clicked.connect(lambda _checked=False, act=act, place=place: act(place))
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            panel.content.addLayout(row)
        self.content.addWidget(panel)

    def _form(self) -> None:
        self._editing: int | None = None
        panel = Panel(self.tr("加入發起人"))
        self._name = TextField(
            self.tr("姓名"), object_name="founding_founders.name", kind=Entry.NAME, optional=True, longest=60
        )
        self._number = TextField(
            self.tr("身分證統一編號"),
            object_name="founding_founders.id_number",
            kind=Entry.CODE,
            optional=True,
            longest=20,
        )
        self._born = DayField(self.tr("出生日期"), None, object_name="founding_founders.birth_date")
        fields = QHBoxLayout()
        for field in (self._name, self._number, self._born):
            fields.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        panel.content.addLayout(fields)
        add = Button(self.tr("加入並儲存"), object_name="founding_founders.add", icon="check")
        add.clicked.connect(self._add)
        panel.content.addWidget(add, 0, Qt.AlignmentFlag.AlignLeft)
        self.content.addWidget(panel)

    def _take_card(self) -> None:
        """Fill in what the card tells."""
        if self._offered is None:
            return
        holder = self._offered.holder
        fault = self.context.services.founding.card_fault(self.view.record, holder)
        if fault is not None:
            self.failure = self.context.words(fault)
            return
        self._card = self._offered
        self._name.text = holder.name
        self._number.setFocus()

    def _add(self) -> None:
        number, name = digits_of(self._number.text).upper(), self._name.value
        if not self._born.is_right:
            self._born.tell()
        if not (self._born.is_right and self._name.fits and self._number.fits):
            return
        holder = None if self._card is None else self._card.holder
        if holder is not None and name != name_of(holder.name):
            holder = None  # somebody else is entered than the card is of
        tail = None if holder is None else holder.id_tail
        if tail and number and not number.endswith(tail):
            self._number.set_error(self.tr("與卡片的證號末四碼 {tail} 不符").format(tail=tail))
            return
        founder = Founder(name or None, number or None, self._born.day)
        if founder == Founder():
            self._name.set_error(self.tr("請輸入姓名"))
            return
        card = None if holder is None else holder.holder_id
        self.keep(with_founder(self.view.record, self._editing, founder, card), "founding_founders")

    def _edit(self, place: int) -> None:
        founder = self.view.record.case.founders[place]
        self._editing, self._card = place, None
        self._name.text = founder.name or ""
        self._number.text = founder.id_number or ""
        self._born.text = f"{founder.birth_date:%Y/%m/%d}" if founder.birth_date else ""
        self._name.setFocus()

    def _remove(self, place: int) -> None:
        self.keep(with_founder(self.view.record, place, None, None), "founding_founders")
