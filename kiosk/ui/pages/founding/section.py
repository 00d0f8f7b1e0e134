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
        desk, case_id, before = self.context.services.founding, self.view.case_id, self.view.record
        doing = QCoreApplication.translate("Founding", "儲存中")
        self.context.run(
            self, doing, lambda: desk.keep(case_id, record, before), lambda _: self.went.emit(then, "")
        )

    def go_back(self) -> bool:
        """What was entered is kept first."""
        changed = self.valid and self.record() != self.view.record
        if changed:
            self.keep(self.record())
        return changed

    def leave(self) -> None:
        """The same as one goes elsewhere."""
        record, before, case_id = self.record(), self.view.record, self.view.case_id
        if self.valid and record != before:
            desk = self.context.services.founding
            # Where that fails, as on a full disk, what was kept before stays; the next page tells.
            self.context.run(None, "", lambda: desk.keep(case_id, record, before), _kept, _not_kept)

    def go_on(self) -> None:
        """Keep, then back to the case."""
        self.keep(self.record())


def _kept(_: None) -> None:
    """There is nothing to say."""


def _not_kept(_error: Exception) -> None:
    """The page that asked is gone."""
