"""Signing in with a real signature under a training authority's certificate, as the program is wired."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.contract.trust import TrustStore, Untrusted
from kiosk.services.failures import Failed
from kiosk.services.staff.failures import StaffFailure
from kiosk.services.staff.staff import CardWays, Staff
from kiosk.staff_parts import card_ways
from tests.central.kiosk import SoftCard
from tests.services.counter import Counter
from tests.services.flows.hall import PIN
from tests.services.staff.conftest import FIRST, PASSWORDS, Office


def staff_with(office: Office, counter: Counter, card: SoftCard, trust: Path, *, training: bool) -> Staff:
    store = TrustStore.from_folder(trust, training=training)
    ways = card_ways(
        lambda statement, _reading, _pin: card.sign(statement.canonical_bytes()),
        store,
        counter.clock,
        counter.device,
    )
    return wired(office, ways)


def wired(office: Office, ways: CardWays) -> Staff:
    return Staff(
        office.database, lambda: tuple(office.listed.values()), office.counter.clock, ways,
        lambda: office.staff.policy, attended=True, passwords=PASSWORDS,
    )  # fmt: skip


def test_a_training_card_is_bound_and_signs_in(
    office: Office, counter: Counter, training_cards: Path
) -> None:
    card = SoftCard(training_cards / "cards" / "citizen")
    staff = staff_with(office, counter, card, training_cards / "trust", training=True)
    staff.sign_in("a01", FIRST)
    staff.bind_card(office.card.reading(), bytearray(PIN))
    staff.sign_out("key")
    assert staff.sign_in_by_card(office.card.reading(), bytearray(PIN)).staff_id == "a01"
    other = SoftCard(training_cards / "cards" / "rare-name")
    staff = staff_with(office, counter, other, training_cards / "trust", training=True)
    with pytest.raises(Failed) as raised:
        staff.sign_in_by_card(office.card.reading(), bytearray(PIN))
    assert raised.value.failure is StaffFailure.CARD_UNKNOWN


def test_a_signature_under_something_else_signs_nobody_in(
    office: Office, counter: Counter, training_cards: Path
) -> None:
    """One that a card gave before, or for another purpose, is worth nothing."""
    card = SoftCard(training_cards / "cards" / "citizen")
    staff = staff_with(office, counter, card, training_cards / "trust", training=True)
    staff.sign_in("a01", FIRST)
    staff.bind_card(office.card.reading(), bytearray(PIN))
    replayed = replace(staff._cards, sign=lambda _statement, _reading, _pin: card.sign(b"of before"))
    with pytest.raises(Failed) as raised:
        wired(office, replayed).sign_in_by_card(office.card.reading(), bytearray(PIN))
    assert raised.value.failure is StaffFailure.CARD_UNKNOWN


def test_a_card_that_no_authority_vouches_for_is_refused(
    office: Office, counter: Counter, training_cards: Path
) -> None:
    card = SoftCard(training_cards / "cards" / "citizen")
    staff = staff_with(office, counter, card, training_cards / "trust", training=False)
    staff.sign_in("a01", FIRST)
    with pytest.raises(Untrusted):
        staff.bind_card(office.card.reading(), bytearray(PIN))
