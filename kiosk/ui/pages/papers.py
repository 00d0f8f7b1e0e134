"""單據: every paper of a membership, and those that are made when somebody asks for them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from kiosk.services.desk import StoredReceipt
from kiosk.services.flows.member_papers import points_paper
from kiosk.services.flows.services import Services
from kiosk.ui.pages import words
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.marks import ConfirmationMark
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.receipt import paper_name, paper_number
from kiosk.ui.widgets import Button, EmptyState, Panel, Text


@dataclass(frozen=True, slots=True)
class PapersScene:
    """A membership's papers, newest first; `member` is its id, `points`: it has had points."""

    member: str
    papers: tuple[StoredReceipt, ...]
    points: bool


def read_papers(services: Services, member: str) -> PapersScene:
    """What the page shows. Raises `StorageError` and `Failed`."""
    grant = services.desk.view(member).shown.grant
    return PapersScene(member, services.desk.receipts(member), grant is not None)


class PapersPage(PlacePage):
    """A row for each paper; a press shows it."""

    def __init__(self, scene: PapersScene, context: Context) -> None:
        super().__init__(context, "papers")
        self.head(
            self.tr("單據"),
            self.tr("本櫃台為您開立的單據，可以再看一次；補印會註明次數。"),
            next_text=self.tr("回帳戶總覽"),
        )
        if scene.points:
            self.content.addWidget(self._to_be_made(scene.member))
        panel = Panel(self.tr("已開立"), object_name="papers.list")
        panel.content.setSpacing(8)
        for receipt in scene.papers:
            panel.content.addLayout(self._row(receipt))
        if not scene.papers:
            panel.content.addWidget(
                EmptyState(self.tr("還沒有單據"), object_name="papers.none", icon="document")
            )
        self.content.addWidget(panel)

    def go_on(self) -> None:
        """Back to the overview."""
        self.went.emit("account", "")

    def _to_be_made(self, member: str) -> Panel:
        panel = Panel(self.tr("可開立"), object_name="papers.to_be_made")
        services = self.context.services
        make = partial(services.desk.issue, member, points_paper(training=services.training is not None))
        button = Button(paper_name("points"), object_name="papers.make.points", icon="document")
        button.clicked.connect(lambda: make_paper(self, make))
        panel.content.addWidget(Text(self.tr("到今天為止的點數餘額與異動。"), "caption"))
        panel.content.addWidget(button)
        return panel

    def _row(self, receipt: StoredReceipt) -> QHBoxLayout:
        number = str(receipt.number)
        button = Button(
            f"{paper_name(receipt.kind)}　{paper_number(receipt.number)}",
            object_name=f"papers.{number}",
            icon="document",
        )
        button.clicked.connect(lambda _checked=False, number=number: self.went.emit("receipt", number))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(button, 1)
        about = QHBoxLayout()  # stays one line where the button stands above it
        about.setSpacing(12)
        about.addWidget(Text(words.moment(receipt.paper().issued_at), "caption", wrap=False))
        mark = ConfirmationMark(
            provisional=receipt.provisional,
            turned_down=receipt.turned_down,
            object_name=f"papers.{number}.mark",
        )
        about.addWidget(mark)
        about.addStretch(1)
        row.addLayout(about)
        return row


def make_paper(page: PlacePage, make: Callable[[], int], place: str = "receipt") -> None:
    """Make a paper off the Qt thread, and go to it."""
    page.context.run(page, page.doing, make, lambda number: page.went.emit(place, str(number)))
