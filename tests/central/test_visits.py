"""A holder comes with the card to another office's counter."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest

from kiosk.contract.api import Rejection
from kiosk.contract.envelopes import Statement
from kiosk.contract.identification import identification
from kiosk.domain.commands import CancelOrder
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening
from tests.central.postgres import both_databases

ACCEPTED = ("accepted", "")
SOUTH = "訓練用南區服務據點"

database = both_databases


@pytest.fixture
def member(kiosk: Kiosk, organisation: SoftCard, clock: HandClock) -> str:
    """A membership of the north, open and applied for."""
    membership = new_id()
    opened = kiosk.command(opening(organisation, clock()), membership, organisation)
    assert kiosk.send(opened, kiosk.command(application(), membership)) == [ACCEPTED, ACCEPTED]
    return membership


@pytest.fixture
def south(new_kiosk: Callable[..., Kiosk]) -> Kiosk:
    return new_kiosk(SOUTH)


def show(kiosk: Kiosk, statement: Statement, signature: str) -> httpx2.Response:
    body = json.dumps({"statement": statement.model_dump(mode="json"), "signature": signature}).encode()
    return kiosk.request("POST", "/v1/visits", body)


def comes(kiosk: Kiosk, card: SoftCard, at: datetime | None = None) -> httpx2.Response:
    statement = identification(kiosk.device_id, at or kiosk.clock())
    return show(kiosk, statement, card.sign(statement.canonical_bytes()))


def history(kiosk: Kiosk, membership: str) -> list[str]:
    answer = kiosk.request("GET", f"/v1/events?membership_id={membership}")
    return [one["kind"] for one in answer.json()["events"]]


def code(answer: httpx2.Response) -> Any:
    return answer.json()["code"]


def test_who_proves_the_card_goes_on_elsewhere_and_both_offices_know_the_same(
    kiosk: Kiosk, south: Kiosk, member: str, organisation: SoftCard, clock: HandClock
) -> None:
    assert (history(south, member), south.events()["events"]) == ([], [])
    assert comes(south, organisation).json() == {"membership_id": member}
    assert history(south, member) == ["membership_opened", "applied"]
    assert south.send(south.command(application("other@coop.example"), member)) == [ACCEPTED]
    told = south.events()
    assert [one["membership_seq"] for one in told["events"]] == [1, 2, 3]
    assert told["guests"] == [member]
    cursor = told["cursor"]
    kiosk.send(kiosk.command(application("third@coop.example"), member))
    news = south.events(cursor)
    assert [one["membership_seq"] for one in news["events"]] == [4]
    own = kiosk.events()
    assert [one["event_id"] for one in own["events"]] == [
        one["event_id"] for one in (*told["events"], *news["events"])
    ]
    assert "guests" not in own
    assert south.events(news["cursor"])["events"] == []


def test_own_and_guests_come_in_one_order_page_by_page(
    kiosk: Kiosk, south: Kiosk, member: str, organisation: SoftCard, citizen: SoftCard, clock: HandClock
) -> None:
    comes(south, organisation)
    own = new_id()
    south.send(south.command(opening(citizen, clock(), ubn="04595257"), own, citizen))
    for number in range(3):
        kiosk.send(kiosk.command(application(f"{number}@coop.example"), member))
        south.send(south.command(application(f"{number}@south.example"), own))
    found, cursor, more = [], "", True
    while more:
        page = south.events(cursor, limit=2)
        found += [(one["membership_id"], one["membership_seq"]) for one in page["events"]]
        cursor, more = page["cursor"], page["more"]
    assert len(found) == len(set(found)) == 9
    for membership in (member, own):
        seqs = [seq for which, seq in found if which == membership]
        assert seqs == sorted(seqs)


def test_a_holder_without_a_membership(south: Kiosk, member: str, citizen: SoftCard) -> None:
    assert comes(south, citizen).json() == {"membership_id": None}
    assert history(south, member) == []


def test_at_the_own_office_it_is_only_found(kiosk: Kiosk, member: str, organisation: SoftCard) -> None:
    assert comes(kiosk, organisation).json() == {"membership_id": member}
    assert "guests" not in kiosk.events()


def test_nobody_else_is_shown_anything(
    kiosk: Kiosk, south: Kiosk, member: str, organisation: SoftCard, citizen: SoftCard, clock: HandClock
) -> None:
    statement = identification(south.device_id, clock())
    good = organisation.sign(statement.canonical_bytes())
    elsewhere = identification(kiosk.device_id, clock())
    cancelling = CancelOrder("0" * 20, signer=organisation.holder)
    order = south.statement(cancelling, new_id())
    minutes = timedelta(minutes=1)
    refused = (
        show(south, statement, citizen.sign(statement.canonical_bytes()) + "x"),
        show(south, statement, good[:-4] + "AAAA"),
        show(south, statement, "no signature"),
        show(south, elsewhere, organisation.sign(elsewhere.canonical_bytes())),  # shown to another device
        show(south, order, organisation.sign(order.canonical_bytes())),  # signed for something else
        comes(south, organisation, clock() - 6 * minutes),
        comes(south, organisation, clock() + 6 * minutes),
    )
    assert [(one.status_code, code(one)) for one in refused] == [(403, "K-API-60")] * len(refused)
    assert history(south, member) == []
    assert south.send(south.command(application("x@coop.example"), member)) == [
        ("rejected", Rejection.OTHER_OFFICE.value)
    ]
    assert south.ask_code(member).status_code == 404


def test_who_joins_signs_once_and_is_found_by_that(
    south: Kiosk, member: str, organisation: SoftCard, citizen: SoftCard, clock: HandClock
) -> None:
    def joins(card: SoftCard, minutes: int = 0) -> httpx2.Response:
        at = clock() - timedelta(minutes=minutes)
        statement = south.statement(opening(card, clock()), new_id(), at=at)
        return show(south, statement, card.sign(statement.canonical_bytes()))

    for old in (31, -11):
        assert code(joins(organisation, old)) == "K-API-60"
    assert history(south, member) == []
    assert joins(citizen).json() == {"membership_id": None}
    assert joins(organisation, 29).json() == {"membership_id": member}
    assert history(south, member) == ["membership_opened", "applied"]
    assert south.send(south.command(application("x@coop.example"), member)) == [ACCEPTED]


def test_what_identifies_is_no_command(south: Kiosk, organisation: SoftCard, clock: HandClock) -> None:
    statement = identification(south.device_id, clock())
    signed = organisation.sign(statement.canonical_bytes())
    assert south.send(south.envelope(statement, signed)) == [("rejected", Rejection.KIND_UNKNOWN.value)]


def test_a_revoked_card_proves_nothing(south: Kiosk, cards: Any) -> None:
    revoked = SoftCard(cards / "cards" / "revoked")
    assert code(comes(south, revoked)) == "K-API-60"
