"""From place to place: which page or wizard is shown, and for whom."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.domain.calendar import taipei_day
from kiosk.domain.membership import OrderState
from kiosk.services.flows.assessment import Assessment
from kiosk.services.flows.cancel import Cancelling
from kiosk.services.flows.expert import ExpertRequesting
from kiosk.services.flows.flow import Flow
from kiosk.services.flows.identify import Identifying
from kiosk.services.flows.order import Ordering
from kiosk.services.flows.paper import draw_paper
from kiosk.services.flows.privacy import PrivacyRequesting
from kiosk.services.flows.refund import Refunding
from kiosk.services.flows.registration import Registration
from kiosk.services.flows.services import Services
from kiosk.services.flows.start import StartScene, resumed, start_scene
from kiosk.services.folders import RESOURCES
from kiosk.services.help import Help, progress_of, read_help, shipped_texts
from kiosk.services.overview import OrderDetail, Overview, order_detail, overview
from kiosk.services.sync.standing import sync_standing
from kiosk.ui.pages.about import AboutPage, AboutScene, ApplyPage, TransformPage
from kiosk.ui.pages.bundle import BundlePage, Exchanged, read_bundle_scene
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.pages.founding.places import FoundingPlaces
from kiosk.ui.pages.help import HelpPage
from kiosk.ui.pages.identify import IdentifyAwayPage
from kiosk.ui.pages.journey import Journey
from kiosk.ui.pages.member import MemberPage
from kiosk.ui.pages.order_detail import OrderDetailPage
from kiosk.ui.pages.overview import OverviewPage
from kiosk.ui.pages.papers import PapersPage, read_papers
from kiosk.ui.pages.place import Place, PlacePage
from kiosk.ui.pages.receipt import ReceiptPage
from kiosk.ui.pages.staff.gate import Gate
from kiosk.ui.pages.staff.places import StaffPlaces
from kiosk.ui.pages.staff.sign_in import SignInScene
from kiosk.ui.pages.start import StartPage
from kiosk.ui.pages.wizards import PAGES
from kiosk.ui.shell import Shell

_SUBMITS = {"order": "place_order", "cancel": "cancel_order", "refund": "request_refund"}
"""What a wizard asks for in the end, where that depends on the date."""


class Routes(QObject):
    """Leads to a place by its name.

    `member` is the membership of who stands here; `nobody` when that person left, `staff_changed` when
    somebody has signed in, or out.
    """

    nobody = Signal()
    staff_changed = Signal()

    def __init__(self, context: Context, shell: Shell) -> None:
        super().__init__(shell)
        self._context, self._shell = context, shell
        self.current: Journey | Place | None = None
        self.member: str | None = None
        self._exchanged = Exchanged()
        self._founding = FoundingPlaces(context, self.place, self._travel, self._begin)
        self._staff = StaffPlaces(context, self.place, lambda about: self._correct(None, about))
        self.gate = Gate(context, shell, self.place, self.show_now, self._locked)

    @property
    def _services(self) -> Services:
        return self._context.services

    def go(self, place: str, about: str = "") -> None:
        """Go to a place; those that are about a membership ask for its card first."""
        if place == "home":
            self.home()
            return
        self._take_the_latest()
        self.staff_changed.emit()  # also where the place cannot be shown, right after somebody has signed in
        if not self.gate.lets(place):
            return
        open_places, members_places = self.open_places(), self.members_places()
        if place in open_places:
            open_places[place](about)
        elif self.member is None:
            self.place(lambda: (place, about), MemberPage, back_to=("home", ""))
        else:
            members_places[place](self.member, about)

    def open_places(self) -> dict[str, Callable[[str], None]]:
        """What leads to each place that needs no membership, by its name; it gets what the place is about."""
        return {
            "register": lambda _: self._begin(lambda: Registration(self._services)),
            "resume": self._resume,
            "discard": self._discard,
            "contact": lambda _: self._help(),
            "about": lambda _: self.place(self._read_about, AboutPage, back_to=("home", "")),
            "apply_how": lambda _: self.place(self._read_about, ApplyPage, back_to=("about", "")),
            "transform": lambda _: self.place(self._read_about, TransformPage, back_to=("about", "")),
            "bundle": self._bundle,
            "identify": self._identify,
            **self._staff.places,
            **self.gate.places,
            **self._founding.places,
        }

    def members_places(self) -> dict[str, Callable[[str, str], None]]:
        """The same for the places about a membership; it gets the membership first."""
        return {
            "apply": lambda member, _: self._continue(member, "declaration"),
            "confirm_email": lambda member, _: self._continue(member, "email_code"),
            "assess": lambda member, _: self._begin(lambda: Assessment(self._services, member)),
            "plans": lambda member, _: self._begin(lambda: Ordering(self._services, member)),
            "expert": lambda member, _: self._begin(lambda: ExpertRequesting(self._services, member)),
            "privacy": lambda member, _: self._begin(lambda: PrivacyRequesting(self._services, member)),
            "cancel": lambda member, number: self._begin(lambda: Cancelling(self._services, member, number)),
            "refund": lambda member, number: self._begin(lambda: Refunding(self._services, member, number)),
            **dict.fromkeys(("account", "orders"), lambda member, _: self._account(member)),
            "papers": lambda member, _: self.place(
                partial(read_papers, self._services, member), PapersPage, back_to=("account", "")
            ),
            "order": self._order,
            "pay": lambda member, _: self._pay(member),
            "attend_correct": self._correct,
            "receipt": lambda _member, number: self.place(
                partial(draw_paper, self._services, int(number)), ReceiptPage, back_to=("account", "")
            ),
        }

    def open(self) -> None:
        """The first page before anything is known, so that there is something to see at once."""
        if self.gate.staff is not None:
            self.gate.show_sign_in()
        else:
            self._place(self._read_start, StartPage).begin_with(StartScene(None, None, None))

    def show_now(self, read: Callable[[], Any], make_page: Callable[[Any, Context], PlacePage]) -> None:
        """Show a page in this very call; `read` waits for nothing."""
        self._place(read, make_page).begin_with(read())

    def forget(self) -> None:
        """Whoever stood here has left."""
        self._founding.leave()
        self.member = None
        self._exchanged = Exchanged()

    def home(self) -> None:
        """The start page. With no card in the reader, whoever stood here has left."""
        page = self._shell.page
        if isinstance(self.current, Journey) and page is not None and page.busy is not None:
            return  # what is being signed or sent comes to its end before one's eyes
        if self.gate.home != "home":
            self.go(self.gate.home)
            return
        if not self.gate.lets("home"):
            return
        if isinstance(self.current, Place):
            self._context.forget()  # what was still being read is not shown over the start page
        self._take_the_latest()
        self._founding.leave()
        came_in = isinstance(self.current, Place) and isinstance(self.current.scene, SignInScene)
        if self._context.card.present is None and not came_in:
            self.nobody.emit()
        self.place(self._read_start, StartPage)

    def _locked(self) -> None:
        """Whoever stood here is not shown to the next; a wizard's draft stays."""
        self.member = None
        self._founding.leave()
        self.staff_changed.emit()
        self.nobody.emit()

    def _read_start(self) -> StartScene:
        scene = start_scene(self._services, self._context.card.present)
        return replace(scene, standing=sync_standing(self._services)) if self._context.field else scene

    def back(self) -> None:
        """One step back, or to where one came from."""
        if isinstance(self.current, Journey):
            self.current.back()
        elif self.current is not None and self.current.back_to is not None and not self.current.back():
            self.go(*self.current.back_to)

    def refresh(self) -> None:
        """Something may have changed: what one only looks at is read again."""
        self.gate.look()
        if not isinstance(self.current, Journey):
            self._take_the_latest()
        if self.current is not None:
            self.current.refresh()

    def sync_moved(self) -> None:
        """A round of sync has come further."""
        if self.current is not None:
            self.current.sync_moved()

    def printing_moved(self) -> None:
        """A print has come further."""
        if isinstance(self.current, Place):
            self.current.printing_moved()

    def card_changed(self, state: CardState) -> None:
        """Who stands here follows the card; a wizard under way goes on waiting for its own card."""
        if isinstance(self.current, Journey):
            self.current.card_changed(state)
            return
        if state.present is not None:
            serving = self.gate.staff is None or self.gate.me is not None
            self.member = state.membership_id if serving else None
        elif state.error is not None and self.member is not None and self._founding.case_id is None:
            self.member = None
            self.home()  # who took the card out has left: what was shown is theirs
            return
        if self.current is not None:
            self.current.card_changed(state)
        self.refresh()

    def place(
        self,
        read: Callable[[], Any],
        make_page: Callable[[Any, Context], PlacePage],
        *,
        back_to: tuple[str, str] | None = None,
    ) -> None:
        """Show a page that one looks at."""
        self._place(read, make_page, back_to).begin()

    def _place(
        self,
        read: Callable[[], Any],
        make_page: Callable[[Any, Context], PlacePage],
        back_to: tuple[str, str] | None = None,
    ) -> Place:
        place = Place(read, make_page, self._context, self._shell, back_to=back_to)
        place.shown.connect(lambda: self._enter(place))
        place.went.connect(self.go)
        return place

    def _travel(self, make_flow: Callable[[], Flow]) -> None:
        """Make the flow off the Qt thread (it may read the database), then begin it."""

        def begin(flow: Flow) -> None:
            journey = Journey(flow, PAGES[flow.route.flow](flow), self._context, self._shell)
            journey.begun.connect(lambda: self._enter(journey))
            journey.ended.connect(lambda: self._arrived(flow))
            journey.given_up.connect(self.home)
            journey.put_aside.connect(self.home)
            journey.went.connect(self._leave_for)
            journey.begin()

        self._context.run(self._shell.page, self.tr("處理中，請稍候"), make_flow, begin)

    def _begin(self, make_flow: Callable[[], Flow]) -> None:
        """A new case: only where there is room, central would take it, and the day is known if it matters."""

        def make() -> Flow:
            self._services.upkeep.require_room()
            flow = make_flow()
            self._services.desk.require_admission(_SUBMITS.get(flow.route.flow, ""))
            return flow

        self._travel(make)

    def _leave_for(self, place: str, about: str) -> None:
        """From a wizard to a place: a membership that is only being made there is nobody's yet."""
        self.member = self._context.card.membership_id
        self.go(place, about)

    def _take_the_latest(self) -> None:
        """What central's documents say now counts from here on; a wizard goes on with what it began with."""
        self._context.services = self._context.services.by_the_latest()

    def _enter(self, now: Journey | Place) -> None:
        before, self.current = self.current, now
        self.staff_changed.emit()
        if before is not None and before is not now:
            before.deleteLater()
        if isinstance(now, Journey):
            self.member = self.member or now.flow.membership_id or None
        elif isinstance(now.scene, StartScene):
            # A card that joined here only now was nobody's when it was read.
            self.member = now.scene.overview.membership_id if now.scene.overview else now.scene.away
            self._context.card = replace(self._context.card, membership_id=self.member)

    def _arrived(self, flow: Flow) -> None:
        """A wizard's last page was left: on to what it made."""
        if isinstance(flow, Identifying):
            self.member = flow.membership_id or None
            self._identified(flow)
            return
        self.member = flow.membership_id or self.member
        self.go(*flow.leads_to)

    def _identify(self, about: str) -> None:
        """Who is a member elsewhere: prove the card and have the membership fetched, then on to `about`."""
        card = self._context.card.present
        if card is None:
            self.home()
        elif not self._context.online:
            self.place(lambda: None, IdentifyAwayPage, back_to=("home", ""))
        else:
            wanted = about or "account"
            self._travel(lambda: Identifying(self._services, card, (wanted, "")))

    def _identified(self, flow: Identifying) -> None:
        self._context.card = replace(self._context.card, membership_id=self.member)
        self.go(*(flow.wanted if self.member else ("register", "")))

    def _continue(self, member: str, step: str) -> None:
        self._travel(lambda: Registration.of_member(self._services, member, step))

    def _resume(self, draft_id: str) -> None:
        def make() -> Flow:
            draft = self._services.drafts.load(draft_id)
            if draft is None:
                raise LookupError(draft_id)
            flow = resumed(self._services, draft)
            self._services.desk.require_admission(_SUBMITS.get(flow.route.flow, ""))
            return flow

        self._travel(make)

    def _correct(self, member: str | None, command_id: str) -> None:
        """Begin anew what central did not accept, with the data that were given."""

        def make() -> Flow:
            draft = self._services.drafts.load(self._services.attending.correct(command_id, member))
            assert draft is not None
            return resumed(self._services, draft)

        self._begin(make)

    def _discard(self, draft_id: str) -> None:
        discard = partial(self._services.drafts.discard, draft_id)
        self._context.run(self._shell.page, self.tr("處理中，請稍候"), discard, lambda _: self.home())

    def _help(self) -> None:
        def read() -> Help:
            return read_help(RESOURCES, self._services.clock(), self._services.help_texts())

        self.place(read, HelpPage, back_to=("home", ""))

    def _read_about(self) -> AboutScene:
        today = taipei_day(self._services.clock())
        seen = None if self.member is None else overview(self._services.desk.view(self.member), today)
        texts = self._services.help_texts() or shipped_texts(RESOURCES)
        return AboutScene(texts, progress_of(seen), today)

    def _bundle(self, about: str) -> None:
        """The exchange by stick; what came of the last one is told only right after it."""
        if not about:
            self._exchanged = Exchanged()
        make = partial(BundlePage, exchanged=self._exchanged)
        self.place(partial(read_bundle_scene, self._services), make, back_to=("sync", ""))

    def _account(self, member: str) -> None:
        def read() -> Overview | StartScene:
            today = taipei_day(self._services.clock())
            asked = self._services.inquiries.of_membership(member)
            seen = overview(self._services.desk.view(member), today, asked)
            # A registration that central did not accept has no account: the start page says why.
            return self._read_start() if seen.account is None else seen

        def page(scene: Overview | StartScene, context: Context) -> PlacePage:
            made = StartPage if isinstance(scene, StartScene) else OverviewPage
            return made(scene, context)  # type: ignore[arg-type]

        self.place(read, page, back_to=("home", ""))

    def _order(self, member: str, number: str) -> None:
        def read() -> OrderDetail:
            return order_detail(
                self._services.desk.view(member),
                self._services.desk.receipts(member),
                number,
                taipei_day(self._services.clock()),
            )

        self.place(read, OrderDetailPage, back_to=("account", ""))

    def _pay(self, member: str) -> None:
        """The order that waits for its payment."""

        def find() -> str:
            orders = self._services.desk.view(member).shown.orders.values()
            waiting = (one.order_number for one in orders if one.state is OrderState.AWAITING_PAYMENT)
            return next(waiting, "")

        doing = self.tr("處理中，請稍候")
        self._context.run(self._shell.page, doing, find, partial(self._order, member))
