"""What the start page knows: whose card lies in the reader, and which wizard was left half-finished."""

from dataclasses import dataclass

from kiosk.domain.calendar import taipei_day
from kiosk.domain.identity import HolderId
from kiosk.domain.programme import Programme
from kiosk.services.admission import Advice
from kiosk.services.attending import TurnedDownRegistration
from kiosk.services.drafts import Draft
from kiosk.services.failures import Failed, Trouble
from kiosk.services.flows.assessment import Assessment, route_of
from kiosk.services.flows.cancel import ROUTE as CANCEL
from kiosk.services.flows.cancel import Cancelling
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.expert import ROUTE as EXPERT
from kiosk.services.flows.expert import ExpertRequesting
from kiosk.services.flows.flow import Flow, Route
from kiosk.services.flows.order import ROUTE as ORDER
from kiosk.services.flows.order import Ordering
from kiosk.services.flows.privacy import ROUTE as PRIVACY
from kiosk.services.flows.privacy import PrivacyRequesting
from kiosk.services.flows.refund import ROUTE as REFUND
from kiosk.services.flows.refund import Refunding
from kiosk.services.flows.registration import ROUTE as REGISTRATION
from kiosk.services.flows.registration import CardRecognised, Registration
from kiosk.services.flows.services import Services
from kiosk.services.overview import Overview, overview
from kiosk.services.sync.standing import SyncStanding

_BEFORE_THE_CARD = frozenset({"identity", "consent", "card"})


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A wizard that was left: the heading it stands under, from 0."""

    draft: Draft
    heading: int


@dataclass(frozen=True, slots=True)
class StartScene:
    """`overview` is there where the card in the reader belongs to a member known here.

    `advice` is what is to be said before anybody begins; `programme` what the counter goes by. `away` is that
    member's id where what was known was purged and cannot be fetched now. `troubles` are codes of what the
    staff has to see to. `turned_down` is the holder's registration where central did not accept that.
    `standing` is how it stands with central, where that goes before all else.
    """

    unfinished: Unfinished | None
    card: CardRecognised | None
    overview: Overview | None
    advice: tuple[Advice, ...] = ()
    programme: Programme | None = None
    away: str | None = None
    troubles: tuple[str, ...] = ()
    turned_down: TurnedDownRegistration | None = None
    standing: SyncStanding | None = None


def start_scene(services: Services, card: PresentCard | None) -> StartScene:
    """What the start page shows now."""
    holder = None if card is None else CardRecognised.of(card)
    member = None if holder is None else services.desk.find(holder.holder)
    seen = None if member is None else _seen(services, member)
    turned_down = None
    if holder is not None and member is None:
        turned_down = services.attending.registration_of(holder.holder)
    return StartScene(
        unfinished=_unfinished(services, holder, member),
        card=holder,
        overview=seen,
        advice=services.desk.advice(),
        programme=services.programme,
        away=member if seen is None else None,
        troubles=services.upkeep.troubles(),
        turned_down=turned_down,
    )


def _seen(services: Services, member: str) -> Overview | None:
    """The member's overview, fetched from central first where it was purged here; None where that fails."""
    today = taipei_day(services.clock())
    try:
        return overview(services.desk.view(member), today)
    except Failed as failed:
        if failed.failure is not Trouble.HISTORY_PURGED:
            raise
    try:
        services.upkeep.fetch_history(member)
    except Failed:
        return None  # the page says that the network is needed
    return overview(services.desk.view(member), today)


def resumed(services: Services, draft: Draft) -> Flow:
    """The wizard of `draft`, where it was left. Raises `DraftUnusable`."""
    membership_id = draft.membership_id or ""
    flow: Flow
    match draft.flow:
        case "registration":
            flow = Registration(services)
        case "assessment":
            flow = Assessment(services, membership_id)
        case "order":
            flow = Ordering(services, membership_id)
        case "cancel":
            flow = Cancelling(services, membership_id, "")
        case "expert":
            flow = ExpertRequesting(services, membership_id)
        case "privacy":
            flow = PrivacyRequesting(services, membership_id)
        case _:
            flow = Refunding(services, membership_id, "")
    flow.resume(draft)
    return flow


def _unfinished(services: Services, holder: CardRecognised | None, member: str | None) -> Unfinished | None:
    routes = _routes(services)
    for draft in services.drafts.open_drafts():
        if _belongs(draft, holder, member):
            try:
                return Unfinished(draft, routes[draft.flow].step(draft.step).heading)
            except LookupError:
                continue  # of another version of the wizard: it cannot be gone on with
    return None


def _belongs(draft: Draft, holder: CardRecognised | None, member: str | None) -> bool:
    """Whether who stands here may have left the draft: nobody sees or goes on with somebody else's.

    Without a card, only a registration that has not come to its card yet: there is nothing of anybody in it.
    One that was signed by phone is gone on with by the same person's card.
    """
    card = draft.data.get("answers", {}).get("card")
    if draft.flow == "registration" and card is None and draft.step in _BEFORE_THE_CARD:
        return True
    if holder is None:
        return False
    if draft.membership_id is not None and draft.membership_id == member:
        return True
    return card is not None and HolderId(**card["holder"]) == holder.holder


def _routes(services: Services) -> dict[str, Route]:
    assessment = route_of(services.programme.questionnaire)
    return {route.flow: route for route in (REGISTRATION, assessment, EXPERT, PRIVACY, ORDER, CANCEL, REFUND)}
