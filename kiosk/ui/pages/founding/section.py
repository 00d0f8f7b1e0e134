"""The base of a case's pages: what is entered is looked at as one types, and kept with the next button."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout

from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.record import Record
from kiosk.services.founding.desk import FoundingView
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.told import show_findings
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.widgets import Banner, BannerKind

_SHOWN = 8


class SectionPage(PlacePage):
    """A part of a case. Subclasses fill `content` and give the record as it now is."""

    def __init__(self, scene: FoundingView, context: Context, name: str) -> None:
        super().__init__(context, name, wide=True)
        self.view = scene
        self.rules = context.services.founding.rules
        self._found = QVBoxLayout()

    def name_section(self, title: str, lead: str) -> None:
        """Title and lead; the next button keeps."""
        self.head(title, lead, next_text=QCoreApplication.translate("Founding", "儲存"))

    def record(self) -> Record:
        """The whole record with what stands on this page."""
        raise NotImplementedError

    def findings(self, record: Record) -> Iterable[Finding]:
        """What is to be told here of `record`."""
        raise NotImplementedError

    def place_findings(self) -> None:
        """Findings stand here, in the order of the content."""
        self.content.addLayout(self._found)

    def look(self) -> None:
        """Tell what is found in what stands on the page."""
        found = tuple(self.findings(self.record()))
        show_findings(self._found, found[:_SHOWN], self.rules, self.context, f"{self.objectName()}.finding")
        if not found:
            right = QCoreApplication.translate("Founding", "這一部分符合規定")
            self._found.addWidget(Banner(BannerKind.SUCCESS, right, object_name=f"{self.objectName()}.right"))
        elif len(found) > _SHOWN:
            more = QCoreApplication.translate("Founding", "還有 {count} 項").format(count=len(found) - _SHOWN)
            self._found.addWidget(Banner(BannerKind.INFO, more, object_name=f"{self.objectName()}.more"))

    def keep(self, record: Record, then: str = "founding_case") -> None:
        """Keep `record` off the Qt thread, then go on to the place `then`."""
        desk, case_id = self.context.services.founding, self.view.case_id
        doing = QCoreApplication.translate("Founding", "儲存中")
        self.context.run(self, doing, lambda: desk.keep(case_id, record), lambda _: self.went.emit(then, ""))

    def go_on(self) -> None:
        """Keep, then back to the case."""
        self.keep(self.record())
