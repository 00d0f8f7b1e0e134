"""章程草案: the sixteen items of 合作社法 §9-1, each with its question."""

from collections.abc import Iterable
from dataclasses import replace

from kiosk.domain.founding import papers
from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.record import Record, checked
from kiosk.domain.founding.rules import Term
from kiosk.services.founding.desk import FoundingView
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.section import SectionPage
from kiosk.ui.pages.founding.told import label_of, term
from kiosk.ui.widgets import TextArea


class ArticlesPage(SectionPage):
    """章程草案."""

    def __init__(self, scene: FoundingView, context: Context) -> None:
        super().__init__(scene, context, "founding_articles")
        self.name_section(
            self.tr("章程草案"),
            self.tr("合作社法 §9-1 的 16 款。回答每一款的問題，就是章程草案的內容；可先存一部分。"),
        )
        questions = context.services.founding.guide.questions
        self._items: dict[int, TextArea] = {}
        for number, (item, question) in enumerate(zip(self.rules.articles, questions, strict=True), start=1):
            if item.only_for is not None and scene.record.case.liability not in {None, item.only_for}:
                continue
            area = TextArea(
                f"{number}. {label_of(Term(item.zh, item.en), context)}",
                object_name=f"founding_articles.{number}",
                hint=term(question, context),
                lines=2,
            )
            area.text = scene.record.texts.get(number, "")
            area.edited.connect(self.look)
            self._items[number] = area
            self.content.addWidget(area)
        self.place_findings()
        self.look()

    def record(self) -> Record:
        """With what stands here."""
        record = self.view.record
        hidden = {number: text for number, text in record.texts.items() if number not in self._items}
        written = {number: area.text.strip() for number, area in self._items.items() if area.text.strip()}
        return replace(record, texts={**hidden, **written})

    def look(self) -> None:
        """What is too long is told at its place, and not kept."""
        super().look()
        self.valid = all(area.fits for area in self._items.values())

    def findings(self, record: Record) -> Iterable[Finding]:
        """Of articles and register."""
        return papers.items(checked(record), self.rules)
