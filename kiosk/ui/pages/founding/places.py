"""The places of founding a cooperative."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from kiosk.domain.founding.case import Case
from kiosk.domain.founding.checklist import Topic
from kiosk.domain.founding.record import Record
from kiosk.services.bundle.sticks import Volume
from kiosk.services.failures import Failed
from kiosk.services.flows.flow import Flow
from kiosk.services.flows.founding_guide import FoundingGuide
from kiosk.services.flows.founding_paper import founding_paper
from kiosk.services.flows.paper import DrawnPaper, draw_paper
from kiosk.services.flows.registration import Registration
from kiosk.services.flows.services import Services
from kiosk.services.founding.desk import FoundingView, Opened
from kiosk.services.founding.failures import FoundingFailure
from kiosk.services.founding.joining import registration_of
from kiosk.services.founding.paper_files import facts_of, save_papers
from kiosk.services.founding.papers.kinds import PaperKind, paper
from kiosk.services.founding.papers.pdf import as_pdf
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.founding.articles import ArticlesPage
from kiosk.ui.pages.founding.boards import BoardsPage
from kiosk.ui.pages.founding.case import CasePage
from kiosk.ui.pages.founding.days import DaysPage
from kiosk.ui.pages.founding.founders import FoundersPage
from kiosk.ui.pages.founding.home import FoundingHome, FoundingHomePage
from kiosk.ui.pages.founding.leaving import DeletePage, JoinPage
from kiosk.ui.pages.founding.members import MembersPage
from kiosk.ui.pages.founding.name import NamePage
from kiosk.ui.pages.founding.opening import NewCasePage, OpenCasePage
from kiosk.ui.pages.founding.papers import (
    ChecklistPage,
    PaperPage,
    PapersPage,
    PapersScene,
    SavePage,
    SaveScene,
)
from kiosk.ui.pages.founding.plan import PlanPage
from kiosk.ui.pages.paper_ways import PaperWaysPage
from kiosk.ui.pages.place import PlacePage

_Make = Callable[[Callable[[], Flow]], None]
_SECTIONS: dict[Topic, Callable[[FoundingView, Context], PlacePage]] = {
    Topic.NAME: NamePage,
    Topic.FOUNDERS: FoundersPage,
    Topic.MEMBERS: MembersPage,
    Topic.BOARDS: BoardsPage,
    Topic.PLAN: PlanPage,
    Topic.ARTICLES: ArticlesPage,
    Topic.DAYS: DaysPage,
}


class FoundingPlaces:
    """`places` leads to each by its name. `show` shows a page, `travel` looks through a wizard, `begin`
    begins a case at the programme. `case_id` is the founding case that is worked on, None where none is.
    """

    def __init__(self, context: Context, show: Callable[..., None], travel: _Make, begin: _Make) -> None:
        self._context, self._show = context, show
        self.case_id: str | None = None
        self._guide: FoundingGuide | None = None
        self.places: dict[str, Callable[[str], None]] = {
            "founding": lambda _: self._home(),
            "founding_guide": lambda _: travel(self._begin_guide),
            "founding_new": lambda _: self._place(cache(self._begin_case), NewCasePage),
            "founding_open": lambda _: self._place(lambda: None, OpenCasePage),
            "founding_at": self._open,
            "founding_left": lambda _: self._home(),
            "founding_case": lambda _: self._case(CasePage, "founding"),
            "founding_papers": lambda _: self._inside(self._papers, PapersPage),
            "founding_paper": lambda kind: self._inside(
                cache(partial(self._paper, PaperKind(kind))), PaperPage, "founding_papers"
            ),
            "founding_checklist": lambda _: self._inside(
                cache(self._checklist), ChecklistPage, "founding_papers"
            ),
            "founding_ways": self._ways,
            "founding_save": lambda _: self._inside(
                self._sticks, partial(SavePage, save=self._save), "founding_papers"
            ),
            "founding_join": lambda _: self._case(JoinPage),
            "founding_delete": lambda _: self._case(DeletePage),
            "founding_register": lambda _: begin(self._registration),
            **{f"founding_{topic}": partial(self._section, page) for topic, page in _SECTIONS.items()},
        }

    def leave(self) -> None:
        """Whoever worked on a case, or read the guide, has left."""
        self.case_id = self._guide = None

    @property
    def _services(self) -> Services:
        return self._context.services

    def _home(self) -> None:
        self.case_id = None
        guide = self._services.founding.guide
        self._show(lambda: FoundingHome(guide), FoundingHomePage, back_to=("home", ""))

    def _begin_guide(self) -> FoundingGuide:
        self._guide = FoundingGuide(self._services)
        return self._guide

    def _begin_case(self) -> Opened:
        """Once, for the page is read again when something may have changed; with what the guide was told."""
        entered = Case() if self._guide is None else self._guide.entered
        opened = self._services.founding.open(Record(case=entered))
        self._guide = None
        self.case_id = opened.case_id
        return opened

    def _open(self, case_id: str) -> None:
        """With what other counters have kept since, asked for once, as the case is opened."""
        self.case_id = case_id
        look = cache(self._look_at_central)

        def read() -> FoundingView:
            look()
            return self._services.founding.view(self._at)

        self._inside(read, CasePage, "founding")

    def _look_at_central(self) -> None:
        if not self._context.online:
            return
        try:
            self._services.founding.refresh(self._at)
        except Failed as failed:
            if failed.failure is FoundingFailure.CASE_GONE:
                raise
            # central cannot be asked now: what is here counts

    def _section(self, page: Callable[[Any, Context], PlacePage], _about: str) -> None:
        self._case(page)

    def _case(self, page: Callable[[Any, Context], PlacePage], back_to: str = "founding_case") -> None:
        self._inside(lambda: self._services.founding.view(self._at), page, back_to)

    def _inside(
        self,
        read: Callable[[], Any],
        page: Callable[[Any, Context], PlacePage],
        back_to: str = "founding_case",
    ) -> None:
        """A page about the case that is worked on; without one, where cases are opened."""
        if self.case_id is None:
            self._home()
        else:
            self._show(read, page, back_to=(back_to, ""))

    @property
    def _at(self) -> str:
        """The case that is worked on, which there is. Raises LookupError."""
        if self.case_id is None:
            raise LookupError("no founding case is open")
        return self.case_id

    def _papers(self) -> PapersScene:
        desk = self._services.founding
        forms = desk.guide.forms
        return PapersScene(desk.read(self._at).case.name or "", forms.zh, forms.en, desk.guide.portal)

    def _checklist(self) -> DrawnPaper:
        """Made once for the page; another only where the case says something else than today's last one."""
        services, founding = self._services, self._services.founding
        case, training = founding.read(self._at).case, services.training is not None
        make = founding_paper(case, founding.rules, training=training)
        return draw_paper(services, services.desk.issue(None, make))

    def _ways(self, number: str) -> None:
        back_to = ("founding_checklist", "")
        read = partial(self._services.printing.ways, int(number))
        self._show(read, partial(PaperWaysPage, back_to=back_to), back_to=back_to)

    def _paper(self, kind: PaperKind) -> tuple[PaperKind, bytes]:
        return kind, as_pdf(paper(kind, facts_of(self._services.founding, self._at)))

    def _sticks(self) -> SaveScene:
        return SaveScene(tuple(self._services.sticks.volumes()))

    def _save(self, volume: Volume) -> bool:
        facts = facts_of(self._services.founding, self._at)
        return save_papers(facts, self._services.sticks, volume, PaperKind)

    def _place(self, read: Callable[[], Any], page: Callable[[Any, Context], PlacePage]) -> None:
        self._show(read, page, back_to=("founding", ""))

    def _registration(self) -> Registration:
        return registration_of(self._services, self._at)
