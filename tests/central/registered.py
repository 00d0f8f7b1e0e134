"""A membership brought to where a test begins, without HTTP."""

from datetime import timedelta
from typing import Any

from central.app import Central
from central.ruling import Case
from central.store.ledger import Ledger
from kiosk.domain.commands import Command, ConfirmEmail, DecideEligibility
from kiosk.domain.plans import PlanTerms
from kiosk.domain.programme import Programme
from tests.central.kiosk import SoftCard, application, assessment, new_id, opening, placing

OFFICE = "訓練用北區服務據點"


def rule(central: Central, membership: str, command: Command) -> None:
    with central.store.database.writing() as connection:
        ledger = Ledger(connection)
        central.ruling.rule(ledger, Case(new_id(), membership, OFFICE), command, central.clock())
        ledger.write()


def register(
    central: Central, card: SoftCard, programme: Programme, *, approved: bool = True, **changes: Any
) -> str:
    """A membership with its points granted now or, where it is not `approved` yet, waiting for its check."""
    membership, contact = new_id(), application()
    opened = opening(card, central.clock() - timedelta(minutes=1), **changes)
    for command in (
        opened,
        contact,
        ConfirmEmail(contact.email),
        assessment(programme.questionnaire),
        *([DecideEligibility((), "")] if approved else ()),
    ):
        rule(central, membership, command)
    return membership


def order(central: Central, membership: str, card: SoftCard, programme: Programme, number: str) -> None:
    """The brochure's plan, half of it in points."""
    rule(central, membership, placing(number, terms_of(programme), card.holder, 30_000))


def terms_of(programme: Programme) -> PlanTerms:
    """The brochure's plan."""
    plans = programme.plans.values()
    return next(plan.terms for plan in plans if (plan.terms.price, plan.terms.months) == (60_000, 6))
