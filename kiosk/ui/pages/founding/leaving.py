"""How a case ends: it becomes a registration, or it is deleted."""

from dataclasses import replace

from kiosk.domain.founding.case import Step
from kiosk.domain.founding.record import Registered
from kiosk.domain.identifiers import is_ubn
from kiosk.services.founding.desk import FoundingView
from kiosk.ui.entries import Entry
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.day_field import DayField
from kiosk.ui.pages.founding.told import label_of
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.widgets import Banner, BannerKind, KeyValueTable, TextField


class JoinPage(PlacePage):
    """登記證與統一編號: once they are there, the registration begins with all that is known."""

    def __init__(self, scene: FoundingView, context: Context) -> None:
        super().__init__(context, "founding_join", illustration="success")
        self.head(
            self.tr("加入臺灣雲市集"),
            self.tr("領到登記證並辦妥營業登記後，填上登記證字號與統一編號，就能直接註冊，不必重填。"),
            next_text=self.tr("開始註冊"),
        )
        self._view = scene
        registered, case = scene.record.registered, scene.record.case
        self._certificate = TextField(
            self.tr("成立登記證字號"), object_name="founding_join.certificate", kind=Entry.NAME, longest=60
        )
        self._certificate.text = registered.certificate
        day = label_of(context.services.founding.rules.words[f"days.{Step.REGISTRATION}"], context)
        self._day = DayField(day, case.day(Step.REGISTRATION), object_name="founding_join.day")
        self._ubn = TextField(
            self.tr("統一編號"),
            object_name="founding_join.ubn",
            kind=Entry.NUMBER,
            hint=self.tr("8 位數字，在稅籍登記上"),
            longest=16,
        )
        self._ubn.text = registered.ubn
        for field in (self._certificate, self._day, self._ubn):
            field.edited.connect(lambda _: self._check())
            self.content.addWidget(field)
        table = KeyValueTable(object_name="founding_join.known", heading=self.tr("將帶入註冊的資料"))
        table.add_row(self.tr("合作社名稱"), case.name or "—")
        contact = scene.record.contact
        table.add_row(self.tr("聯絡人姓名"), contact.name or "—")
        table.add_row(self.tr("電子郵件"), contact.email or "—")
        table.add_row(self.tr("聯絡電話"), contact.phone or "—")
        self.content.addWidget(table)
        self.first_focus = self._certificate
        self._check()

    def go_on(self) -> None:
        """Keep them, then register."""
        desk, view = self.context.services.founding, self._view
        registered = Registered(self._certificate.value, self._ubn.value)
        days = {**view.record.case.days, Step.REGISTRATION: self._day.day}
        record = replace(view.record, case=replace(view.record.case, days=days), registered=registered)
        self.context.run(
            self,
            self.tr("儲存中"),
            lambda: desk.keep(view.case_id, record, view.record),
            lambda _: self.went.emit("founding_register", ""),
        )

    def _check(self) -> None:
        number = self._ubn.value
        right = is_ubn(number)
        wrong = len(number) >= 8 and not right
        self._ubn.set_error(self.tr("這組統一編號的檢查碼不符，請對照稅籍登記再輸入一次") if wrong else "")
        self.valid = right and bool(self._certificate.value) and self._day.day is not None


class DeletePage(PlacePage):
    """刪除案件, asked on a page of its own."""

    def __init__(self, scene: FoundingView, context: Context) -> None:
        super().__init__(context, "founding_delete", illustration="document")
        self.head(self.tr("刪除設立案件"), scene.record.case.name or "", next_text=self.tr("確定刪除"))
        self._case_id = scene.case_id
        self.content.addWidget(
            Banner(
                BannerKind.WARNING,
                self.tr("刪除後無法復原"),
                self.tr(
                    "發起人、社員名冊與所有填寫的內容會從櫃台與中央刪除，只留送件紀錄備查。要保留時，請先存出書表。"
                ),
                object_name="founding_delete.note",
            )
        )

    def go_on(self) -> None:
        """Delete it."""
        desk, case_id = self.context.services.founding, self._case_id
        self.context.run(
            self,
            self.tr("刪除中"),
            lambda: desk.delete(case_id),
            lambda _: self.went.emit("founding_left", ""),
        )
