"""待處理: what central did not accept, and below what is closed; nothing ever leaves the list."""

from kiosk.services.attending import AttendCase
from kiosk.services.staff_list import StaffList
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.staff.case_row import CaseRow
from kiosk.ui.pages.staff.case_words import kind_of
from kiosk.ui.widgets import EmptyState, Text


class AttendPage(PlacePage):
    """The staff's list."""

    def __init__(self, scene: StaffList, context: Context) -> None:
        super().__init__(context, "attend", wide=True)
        self.head(
            self.tr("待處理"),
            self.tr("這些事項已在本櫃台受理，但中央未接受。請與當事人聯繫，選擇後續作法。"),
            next_text=self.tr("回同步"),
        )
        if not scene.waiting:
            self.content.addWidget(
                EmptyState(
                    self.tr("沒有待處理的案件"),
                    self.tr("中央未接受的事項會列在這裡。"),
                    object_name="attend.none",
                    icon="success",
                )
            )
        for case in scene.waiting:
            self._add(case)
        if scene.closed:
            self.content.addSpacing(12)
            self.content.addWidget(Text(self.tr("已結案"), "heading", object_name="attend.closed"))
        for case in scene.closed:
            self._add(case)

    def go_on(self) -> None:
        """Back to how sync stands."""
        self.went.emit("sync", "")

    def _add(self, case: AttendCase) -> None:
        failure = self.context.services.failures.text(case.code, self.context.language)
        whose = case.cooperative_name or self.tr("（合作社資料未成立）")
        row = CaseRow(
            whose,
            f"{kind_of(case.statement.kind)}　{words.moment(case.statement.issued_at)}",
            failure.title,
            closed=case.closed,
            object_name=f"attend.case.{case.command_id}",
        )
        row.clicked.connect(lambda _checked=False: self.went.emit("attend_case", case.command_id))
        self.content.addWidget(row)
