"""Commands: once, in order, never stuck, one answer for ever."""

from collections.abc import Callable
from typing import Any

import pytest

from kiosk.contract.api import Rejection
from kiosk.contract.codec import command_body
from kiosk.domain.commands import ApplyDeadlines, Command, ConfirmEmail, DecideEligibility, RecordPayment
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal
from tests.central.conftest import HandClock
from tests.central.kiosk import (
    Kiosk,
    SoftCard,
    application,
    assessment,
    new_id,
    opening,
    placing,
)
from tests.central.postgres import both_databases

ACCEPTED = ("accepted", "")

database = both_databases


def rejected(why: Rejection) -> tuple[str, str]:
    return "rejected", why.value


def refused(why: Refusal) -> tuple[str, str]:
    return "refused", why.value


@pytest.fixture
def member(kiosk: Kiosk, organisation: SoftCard, clock: HandClock) -> str:
    """A membership that is open and has applied."""
    membership = new_id()
    opened = kiosk.command(opening(organisation, clock()), membership, organisation)
    assert kiosk.send(opened, kiosk.command(application(), membership)) == [ACCEPTED, ACCEPTED]
    return membership


def test_the_first_answer_comes_back_byte_for_byte(
    kiosk: Kiosk, organisation: SoftCard, clock: HandClock
) -> None:
    membership = new_id()
    envelopes = [
        kiosk.command(opening(organisation, clock()), membership, organisation),
        kiosk.command(opening(organisation, clock()), membership, organisation),
        kiosk.command(ApplyDeadlines(), membership),
    ]
    first = kiosk.post(*envelopes)
    events = kiosk.events()["events"]
    assert [one["status"] for one in first.json()["answers"]] == ["accepted", "refused", "rejected"]
    clock.move(minutes=3)
    again = kiosk.post(*envelopes)
    assert (again.status_code, again.content) == (200, first.content)
    assert kiosk.events()["events"] == events


def test_a_known_id_with_other_bytes_is_a_conflict_and_harms_nothing(kiosk: Kiosk, member: str) -> None:
    envelope = kiosk.command(application(), member)
    first = kiosk.send(envelope)
    other = envelope.model_copy(update={"signature": "other"})
    answer = kiosk.post(other)
    assert answer.status_code == 409
    assert answer.json()["answers"][0]["code"] == Rejection.OTHER_BYTES.value
    assert kiosk.send(envelope) == first
    assert kiosk.send(kiosk.command(application("other@coop.example"), member)) == [ACCEPTED]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"device_seq": 5}, id="gap"),
        pytest.param({"device_seq": 1}, id="fork"),
        pytest.param({"previous": "ab" * 32}, id="other chain"),
        pytest.param({"device_seq": 2**52}, id="far away"),
    ],
)
def test_a_broken_chain_puts_the_device_into_quarantine(
    kiosk: Kiosk, member: str, change: dict[str, Any]
) -> None:
    events = kiosk.events()["events"]
    broken = kiosk.envelope(kiosk.statement(application("new@coop.example"), member), **change)
    assert kiosk.send(broken) == [rejected(Rejection.CHAIN_BROKEN)]
    # Nothing was kept of it, and nothing more is taken, not even what would fit.
    fitting = kiosk.command(application("new@coop.example"), member)
    assert kiosk.send(fitting) == [rejected(Rejection.CHAIN_BROKEN)]
    assert kiosk.events()["events"] == events


def test_a_lost_answer_does_not_look_like_a_fork(kiosk: Kiosk, member: str) -> None:
    first = kiosk.command(application("one@coop.example"), member)
    second = kiosk.command(application("two@coop.example"), member)
    assert kiosk.send(first) == [ACCEPTED]
    assert kiosk.send(first, second) == [ACCEPTED, ACCEPTED]


def test_a_refusal_blocks_nothing(kiosk: Kiosk, member: str) -> None:
    empty = application("no address")
    assert kiosk.send(
        kiosk.command(empty, member),
        kiosk.command(application("two@coop.example"), member),
    ) == [refused(Refusal.EMAIL_INVALID), ACCEPTED]


def test_a_cooperative_joins_once(
    new_kiosk: Callable[..., Kiosk], member: str, organisation: SoftCard, citizen: SoftCard, clock: HandClock
) -> None:
    kiosk = new_kiosk("訓練用南區服務據點")
    same_card = opening(organisation, clock(), ubn="04595257")
    same_ubn = opening(citizen, clock())
    assert kiosk.send(
        kiosk.command(same_card, new_id(), organisation),
        kiosk.command(same_ubn, new_id(), citizen),
        kiosk.command(opening(citizen, clock(), ubn="04595257"), new_id(), citizen),
    ) == [refused(Refusal.ALREADY_REGISTERED), refused(Refusal.ALREADY_REGISTERED), ACCEPTED]


def test_another_office_cannot_touch_a_membership(new_kiosk: Callable[..., Kiosk], member: str) -> None:
    kiosk = new_kiosk("訓練用南區服務據點")
    assert kiosk.send(kiosk.command(application("x@coop.example"), member)) == [
        rejected(Rejection.OTHER_OFFICE)
    ]
    assert kiosk.events()["events"] == []


def test_what_a_kiosk_may_not_ask(kiosk: Kiosk, member: str) -> None:
    commands: list[Command] = [
        ConfirmEmail("office@coop.example"),
        DecideEligibility((), ""),
        RecordPayment("20260302100000000001", 1),
        ApplyDeadlines(),
    ]
    envelopes = [kiosk.command(command, member) for command in commands]
    assert kiosk.send(*envelopes) == [rejected(Rejection.NOT_FOR_A_KIOSK)] * len(commands)


def test_commands_without_form(
    kiosk: Kiosk, member: str, organisation: SoftCard, citizen: SoftCard, clock: HandClock
) -> None:
    naive = command_body(opening(citizen, clock())) | {"notice_shown_at": "2026-01-01T00:00:00"}
    statements = [
        kiosk.statement(application(), member, body={}),
        kiosk.statement(opening(citizen, clock()), new_id(), body=naive),
        kiosk.statement(opening(citizen, clock(), identity=organisation.identity), new_id()),
    ]
    for statement in statements:
        signature = citizen.sign(statement.canonical_bytes())
        assert kiosk.send(kiosk.envelope(statement, signature)) == [rejected(Rejection.MALFORMED)]
    assert kiosk.send(kiosk.command(application("two@coop.example"), member)) == [ACCEPTED]


def test_a_kiosk_whose_clock_runs_ahead_registers_all_the_same(
    kiosk: Kiosk, organisation: SoftCard, clock: HandClock
) -> None:
    now = clock()
    ahead = now.replace(minute=now.minute + 2)
    command = opening(organisation, now, notice_shown_at=ahead)
    assert kiosk.send(kiosk.command(command, new_id(), organisation, at=ahead)) == [ACCEPTED]


def test_order_numbers(
    kiosk: Kiosk,
    member: str,
    organisation: SoftCard,
    citizen: SoftCard,
    programme: Programme,
    clock: HandClock,
) -> None:
    terms = next(iter(programme.plans.values())).terms
    second = new_id()
    number = "20260302100000000001"

    def order(number: str, membership: str, card: SoftCard) -> list[tuple[str, str]]:
        return kiosk.send(kiosk.command(placing(number, terms, card.holder, 0), membership, card))

    assert kiosk.send(
        kiosk.command(opening(citizen, clock(), ubn="04595257"), second, citizen),
        kiosk.command(application(), second),
    ) == [ACCEPTED, ACCEPTED]
    assert order(number, member, organisation) == [ACCEPTED]
    assert order(number, second, citizen) == [refused(Refusal.ORDER_NUMBER_TAKEN)]
    assert order("../../etc", second, citizen) == [rejected(Rejection.MALFORMED)]
    assert order(number[:-1] + "2", second, citizen) == [ACCEPTED]
    assert order(number[:-1] + "3", second, organisation) == [refused(Refusal.NOT_THE_HOLDER)]


def test_points_come_when_all_three_are_there(
    kiosk: Kiosk, member: str, programme: Programme, code_of: Callable[[str], str]
) -> None:
    assert kiosk.send(kiosk.command(assessment(programme.questionnaire), member)) == [ACCEPTED]
    answer = kiosk.http.post("/training/agency/approve", json={"membership_id": member})
    assert (answer.status_code, answer.json()["code"]) == (409, Refusal.EMAIL_NOT_CONFIRMED.value)
    assert kiosk.check_code(member, code_of(member)).status_code == 204
    assert "points_granted" not in kiosk.kinds(member)
    kiosk.training("agency/approve", {"membership_id": member})
    assert kiosk.kinds(member)[-2:] == ["eligibility_approved", "points_granted"]
