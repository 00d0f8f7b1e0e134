"""What a command does to a membership, by the rules of the programme."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kiosk.domain import commands as asked
from kiosk.domain import joining, ordering
from kiosk.domain.deadlines import brought_by_time, due
from kiosk.domain.events import Event
from kiosk.domain.evolve import fold
from kiosk.domain.membership import Membership
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused

_Rule = Callable[[Membership, Any, datetime, Programme], tuple[Event, ...]]


def decide(
    state: Membership, command: asked.Command, at: datetime, programme: Programme
) -> tuple[Event, ...]:
    """The events that `command`, given at `at` (UTC), brings about; empty where everything is so already.

    What time alone has made due by then comes first, so that an answer never depends on how late a clock ran,
    and what the command itself has made due comes last, as when points come back past their last day.
    Raises `Refused` where a rule says no.
    """
    return outcome(state, command, at, programme)[0]


def outcome(
    state: Membership, command: asked.Command, at: datetime, programme: Programme
) -> tuple[tuple[Event, ...], Membership]:
    """The same events, and the membership after them."""
    overdue = brought_by_time(state, at, programme)
    before = fold(overdue, state)
    if before.erased and not isinstance(command, asked.ApplyDeadlines):
        raise Refused(Refusal.NOT_REGISTERED)
    brought = _RULES[type(command)](before, command, at, programme)
    after = fold(brought, before)
    made_due = due(after, at)
    return overdue + brought + made_due, fold(made_due, after)


def _apply_deadlines(
    _state: Membership, _command: asked.ApplyDeadlines, _at: datetime, _programme: Programme
) -> tuple[Event, ...]:
    return ()


_RULES: dict[type, _Rule] = {
    asked.OpenMembership: joining.open_membership,
    asked.Apply: joining.apply,
    asked.ConfirmEmail: joining.confirm_email,
    asked.DecideEligibility: joining.decide_eligibility,
    asked.CompleteAssessment: joining.complete_assessment,
    asked.RequestExpert: joining.request_expert,
    asked.PlaceOrder: ordering.place_order,
    asked.CancelOrder: ordering.cancel_order,
    asked.ConfirmOrder: ordering.confirm_order,
    asked.DeclineOrder: ordering.decline_order,
    asked.RecordPayment: ordering.record_payment,
    asked.IssueInvoice: ordering.issue_invoice,
    asked.StartService: ordering.start_service,
    asked.RequestRefund: ordering.request_refund,
    asked.ApplyDeadlines: _apply_deadlines,
}
