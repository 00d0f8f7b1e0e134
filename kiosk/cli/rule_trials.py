"""What the rule book answers to each command in each stage: found by asking it, on an invented membership."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from kiosk.domain import commands as asked
from kiosk.domain.calendar import TAIPEI, taipei_day
from kiosk.domain.decide import decide
from kiosk.domain.events import Event
from kiosk.domain.evolve import fold
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.membership import Grant, GrantState, Membership, OrderState
from kiosk.domain.money import most_points
from kiosk.domain.ordering import refund_quote
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused

_HOLDER = HolderId("O=invented", "invented")
_NUMBER = "20260115100000000001"
_MUCH_LATER = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Trial:
    """A command given in a stage: the events and the state after it, or why it was refused."""

    command: asked.Command
    events: tuple[Event, ...]
    after: Membership
    refusal: Refusal | None


class Trials:
    """Tries commands by `programme`, as if it were not paused, on day `today` (Asia/Taipei)."""

    def __init__(self, programme: Programme, today: date) -> None:
        self._programme = replace(programme, pauses=(), budget=None)
        self._at = datetime.combine(today, time(12), TAIPEI).astimezone(UTC)
        questions = [one for theme in programme.questionnaire.themes for one in theme.questions]
        terms = next(iter(programme.plans.values())).terms
        figures = programme.figures_on(today)
        points = min(figures.grant, most_points(terms.price, figures.points_share, figures.own_share))
        own = terms.price - points
        self._open = asked.OpenMembership(
            IdentityKind.ORGANISATION_CERTIFICATE, "訓練用合作社", "12345675", "notice", self._at, _HOLDER
        )
        self._apply = asked.Apply(tuple(asked.Condition), True, "訓練用聯絡人", "someone@example.com", "")
        self._confirm_email = asked.ConfirmEmail(self._apply.email)
        self._approve = asked.DecideEligibility((), "")
        self._not_approve = asked.DecideEligibility((asked.Condition.COOPERATIVE,), "")
        self._assess = asked.CompleteAssessment(
            programme.questionnaire.version, {one.question_id: 0 for one in questions}
        )
        self._expert = asked.RequestExpert((programme.questionnaire.themes[0].theme_id,))
        self._place = asked.PlaceOrder(_NUMBER, terms, points, own, _HOLDER)
        self._cancel = asked.CancelOrder(_NUMBER, _HOLDER)
        self._confirm = asked.ConfirmOrder(_NUMBER, "https://pay.example.com")
        self._decline = asked.DeclineOrder(_NUMBER)
        self._pay = asked.RecordPayment(_NUMBER, own)
        self._invoice = asked.IssueInvoice(_NUMBER, "invented")
        self._start = asked.StartService(_NUMBER, today)

    def joining(self) -> dict[str, tuple[Trial, ...]]:
        """Each stage of 加入會員 and 獲得點數, and what becomes of each command in it."""
        opened = self._after(Membership(), self._open)
        applied = self._after(opened, self._apply)
        confirmed = self._after(applied, self._confirm_email)
        stages = {
            "nothing yet": Membership(),
            "identified": opened,
            "applied": applied,
            "e-mail confirmed": confirmed,
            "assessed, not approved": self._after(confirmed, self._assess),
            "approved, not assessed": self._after(confirmed, self._approve),
            "not approved": self._after(confirmed, self._not_approve),
            "points granted": self._after(confirmed, self._approve, self._assess),
        }
        commands = (
            self._open, self._apply, self._confirm_email, self._approve, self._not_approve, self._assess,
            self._expert, self._place,
        )  # fmt: skip
        return {name: self._try(state, commands) for name, state in stages.items()}

    def orders(self) -> dict[OrderState, tuple[Trial, ...]]:
        """Each state of an order, and what becomes of each command in it."""
        granted = self._after(
            Membership(), self._open, self._apply, self._confirm_email, self._approve, self._assess
        )
        placed = self._after(granted, self._place)
        paid = self._after(placed, self._confirm, self._pay)
        started = self._after(paid, self._start)
        over = self._at + _MUCH_LATER
        completed = fold(decide(started, asked.ApplyDeadlines(), over, self._programme), started)
        stages = (
            placed,
            self._after(placed, self._confirm),
            paid,
            started,
            self._after(placed, self._cancel),
            self._after(paid, self._refund(paid, self._at)),
        )
        tried = {self._state(stage): self._try(stage, self._of_order(stage, self._at)) for stage in stages}
        last = tuple(self._one(completed, command, over) for command in self._of_order(completed, over))
        return {**tried, self._state(completed): last}

    @staticmethod
    def _state(stage: Membership) -> OrderState:
        return stage.orders[_NUMBER].state

    def _of_order(self, state: Membership, at: datetime) -> tuple[asked.Command, ...]:
        return (
            self._confirm, self._decline, self._cancel, self._pay, self._invoice, self._start,
            self._refund(state, at),
        )  # fmt: skip

    def _refund(self, state: Membership, at: datetime) -> asked.RequestRefund:
        """A refund of exactly what it gives back on the day, of nothing where nothing is given back."""
        try:
            quote = refund_quote(state.orders[_NUMBER], taipei_day(at), self._programme)
        except Refused:
            return asked.RequestRefund(_NUMBER, 0, 0, _HOLDER)
        return asked.RequestRefund(_NUMBER, quote.own_refund, quote.points_refund, _HOLDER)

    def _after(self, state: Membership, *commands: asked.Command) -> Membership:
        for command in commands:
            state = fold(decide(state, command, self._at, self._programme), state)
        return state

    def _try(self, state: Membership, commands: Iterable[asked.Command]) -> tuple[Trial, ...]:
        tried = [self._one(state, command, self._at) for command in commands]
        return (*tried, self._one(state, asked.ApplyDeadlines(), self._at + _MUCH_LATER))

    def _one(self, state: Membership, command: asked.Command, at: datetime) -> Trial:
        try:
            events = decide(state, command, at, self._programme)
        except Refused as refused:
            return Trial(command, (), state, refused.refusal)
        return Trial(command, events, fold(events, state), None)


def grant_days(grant: Grant) -> tuple[tuple[date, GrantState, GrantState], ...]:
    """The days on which the state of points changes, with it: not activated, and activated at once."""
    days = (
        grant.granted_on,
        grant.activate_by,
        grant.activate_by + timedelta(days=1),
        grant.valid_to,
        grant.valid_to + timedelta(days=1),
    )
    return tuple(
        (day, grant.state_on(day, activated=False), grant.state_on(day, activated=True)) for day in days
    )
