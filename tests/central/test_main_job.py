"""The main job as central sees it, from enrolment to refund."""

from collections.abc import Callable

import pytest

from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk, SoftCard, application, assessment, new_id, opening, placing, refund

ACCEPTED = ("accepted", "")
NUMBER = "20260302100000000001"


@pytest.fixture
def membership(
    kiosk: Kiosk,
    organisation: SoftCard,
    programme: Programme,
    clock: HandClock,
    code_of: Callable[[str], str],
) -> str:
    """A membership with the brochure's order, in service from today."""
    membership = new_id()
    assert kiosk.send(
        kiosk.command(opening(organisation, clock()), membership, organisation),
        kiosk.command(application(), membership),
    ) == [ACCEPTED, ACCEPTED]
    code = code_of(membership)
    assert kiosk.check_code(membership, code).status_code == 204
    assert kiosk.check_code(membership, code).status_code == 204
    assert kiosk.send(kiosk.command(assessment(programme.questionnaire), membership)) == [ACCEPTED]
    kiosk.training("agency/approve", {"membership_id": membership})

    terms = next(
        plan.terms
        for plan in programme.plans.values()
        if (plan.terms.price, plan.terms.months) == (60_000, 6)
    )
    order = placing(NUMBER, terms, organisation.holder, 30_000)
    assert kiosk.send(kiosk.command(order, membership, organisation)) == [ACCEPTED]
    confirmed = kiosk.training("vendor/confirm", {"order_number": NUMBER})
    assert confirmed["payment_url"] == f"https://central.example/pay/{NUMBER}"
    page = kiosk.http.get(f"/pay/{NUMBER}")
    assert page.status_code == 200
    assert "訓練" in page.text
    assert "NT$30,000" in page.text
    for act in ("pay", "invoice", "start"):
        kiosk.training(f"vendor/{act}", {"order_number": NUMBER})

    return membership


def test_from_registration_to_refund(
    kiosk: Kiosk, organisation: SoftCard, clock: HandClock, membership: str
) -> None:
    clock.move(days=58)
    asked = refund(NUMBER, 20_000, 20_000, organisation.holder)
    assert kiosk.send(kiosk.command(asked, membership, organisation)) == [ACCEPTED]
    assert kiosk.kinds(membership) == [
        "membership_opened",
        "applied",
        "email_confirmed",
        "assessment_completed",
        "eligibility_approved",
        "points_granted",
        "order_placed",
        "order_confirmed",
        "order_paid",
        "invoice_issued",
        "service_started",
        "order_refunded",
    ]
    seqs = [one["membership_seq"] for one in kiosk.events()["events"]]
    assert seqs == list(range(1, 13))


def test_a_refund_counts_from_its_signature(
    kiosk: Kiosk, organisation: SoftCard, clock: HandClock, membership: str
) -> None:
    clock.move(days=30)  # the last day of the first month
    signed = kiosk.command(refund(NUMBER, 25_000, 25_000, organisation.holder), membership, organisation)
    clock.move(days=8)  # the second month has begun when the network is back
    assert kiosk.send(signed) == [ACCEPTED]


def test_a_refund_signed_too_long_ago_counts_from_its_arrival(
    kiosk: Kiosk, organisation: SoftCard, clock: HandClock, membership: str
) -> None:
    signed = kiosk.command(refund(NUMBER, 25_000, 25_000, organisation.holder), membership, organisation)
    clock.move(days=31)
    assert kiosk.send(signed) == [("refused", Refusal.QUOTE_CHANGED.value)]
