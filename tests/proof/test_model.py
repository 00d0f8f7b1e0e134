"""Any history of several counters, central and time: people, syncs, bad weather, crashes, copied machines."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from central.store.quarantine import quarantined_devices, release
from central.store.tables import doubted_command
from kiosk.domain.programme import Programme
from kiosk.storage.tables import EventRow, OutboxRow, OutboxState, Standing
from tests.proof.office import HOLDERS, Office, ProofKiosk, office_of
from tests.proof.people import People
from tests.proof.promises import require_all, require_purses, require_told_truth, truth
from tests.proof.scope import LONG
from tests.proof.weather import Sky
from tests.proof.wire import Answer, Sent

COUNTERS = st.integers(0, 9)
COOPERATIVES = st.sampled_from(list(HOLDERS))
CHANCES = st.randoms(use_true_random=False)
_MOST_COPIES = 2


class PowerCut(BaseException):
    """The machine stops."""


class Days(RuleBasedStateMachine):
    """Two counters, and copies of their machines, over one central."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        office = self.office
        office.begin()
        self.people = People(office, Random(0))
        self.counters: list[ProofKiosk] = list(office.kiosks)
        self.keyrings = [kiosk.secrets for kiosk in self.counters]
        for kiosk in self.counters:
            kiosk.asks_how_it_stands = True
            kiosk.wire()
        self.copies: list[ProofKiosk] = []
        self.taken: dict[int, dict[str, bytes]] = {}

    def counter(self, number: int) -> ProofKiosk:
        return self.counters[number % len(self.counters)]

    @rule(number=COUNTERS, cooperative=COOPERATIVES, chance=CHANCES)
    def somebody_comes(self, number: int, cooperative: str, chance: Random) -> None:
        self.people.chance = chance
        kiosk = self.counter(number)
        self.people.at_the_counter(kiosk, cooperative)
        assert kiosk.sync.status().standing is Standing.ACTIVE or self.copies, "nobody was copied"

    @rule(number=COUNTERS)
    def sync(self, number: int) -> None:
        kiosk = self.counter(number)
        assert kiosk.sync.once().failure is None
        status = kiosk.sync.status()
        assert status.waiting == 0 or status.standing is not Standing.ACTIVE

    @rule(number=COUNTERS, chance=CHANCES)
    def sync_in_bad_weather(self, number: int, chance: Random) -> None:
        kiosk, sky = self.counter(number), Sky(self.office.straight, chance, badness=0.6)
        self.office.ways[kiosk.host] = sky
        kiosk.sync.once()
        self.office.ways[kiosk.host] = self.office.straight
        sky.clear()

    @rule(number=COUNTERS, requests=st.integers(0, 2), answered=st.booleans())
    def power_cut(self, number: int, requests: int, answered: bool) -> None:
        """In the middle of a sync; then it starts again."""
        kiosk, left = self.counter(number), requests

        def cut(sent: Sent) -> Answer:
            nonlocal left
            if left == 0 and not answered:
                raise PowerCut
            answer = self.office.straight(sent)
            if left == 0:
                raise PowerCut
            left -= 1
            return answer

        self.office.ways[kiosk.host] = cut
        with suppress(PowerCut):
            kiosk.sync.once()
        self.office.ways[kiosk.host] = self.office.straight
        kiosk.database.close()
        kiosk.wire()

    @precondition(lambda self: len(self.copies) < _MOST_COPIES)
    @rule(number=COUNTERS)
    def copy_the_machine(self, number: int) -> None:
        """Keyring and all: both go on as the same device."""
        self.copies.append(self.office.clone(self.counter(number), len(self.copies)))
        self.counters.append(self.copies[-1])

    @rule()
    def somebody_has_looked(self) -> None:
        """Devices in quarantine may go on."""
        with self.office.central.store.database.writing() as connection:
            for one in quarantined_devices(connection):
                release(connection, one.device_id)

    @rule(chance=CHANCES)
    def vendor(self, chance: Random) -> None:
        self.people.chance = chance
        self.people.at_the_vendor()

    @rule(hours=st.sampled_from([1, 5, 20, 24, 72, 24 * 10, 24 * 29]), deadlines=st.booleans())
    def time_passes(self, hours: int, deadlines: bool) -> None:
        self.office.clock.move(hours=hours)
        if deadlines:
            self.people.at_the_authority()

    @invariant()
    def points_and_money_add_up(self) -> None:
        require_purses(truth(self.office.central).events)

    @invariant()
    def every_counter_tells_the_truth(self) -> None:
        for kiosk in self.counters:
            require_told_truth(kiosk)

    @invariant()
    def what_was_taken_stays_as_it_was_taken(self) -> None:
        for number, kiosk in enumerate(self.counters):
            with kiosk.database.snapshot() as session:
                rows = session.execute(sa.select(OutboxRow.command_id, OutboxRow.envelope)).all()
            now = {row.command_id: row.envelope for row in rows}
            assert now.items() >= self.taken.get(number, {}).items()
            self.taken[number] = now

    @invariant()
    def no_counter_has_a_gap_in_what_happened(self) -> None:
        there = {event.event_id for event in truth(self.office.central).events}
        for kiosk in self.counters:
            with kiosk.database.snapshot() as session:
                last = sa.func.max(EventRow.membership_seq)
                count = sa.func.count(EventRow.event_id)
                query = sa.select(count, last).group_by(EventRow.membership_id)
                assert all(number == highest for number, highest in session.execute(query))
                assert there.issuperset(session.scalars(sa.select(EventRow.event_id)))

    def teardown(self) -> None:
        """In the end everybody syncs, all promises hold, and no command is lost, on whichever branch."""
        try:
            anew = [device for kiosk in self.counters if (device := self._enrolled_anew(kiosk)) is not None]
            for kiosk in self.counters * 2:
                assert kiosk.sync.once().failure is None
            require_all(self.office.central, self.counters, anew)
            self._nothing_is_lost()
        finally:
            for kiosk, keyring in zip(self.office.kiosks, self.keyrings, strict=True):
                kiosk.secrets = keyring
            for kiosk in self.copies:
                kiosk.stop()
            self.office.end()

    def _enrolled_anew(self, kiosk: ProofKiosk) -> str | None:
        """The new device that a kiosk becomes which central takes nothing from; None for any other."""
        assert kiosk.sync.once().failure is None
        if kiosk.sync.status().standing is Standing.ACTIVE:
            return None
        kiosk.enrol_anew(self.office.new_code())
        return kiosk.device.device_id

    def _nothing_is_lost(self) -> None:
        with self.office.central.store.database.reading() as connection:
            doubted = set(connection.scalars(sa.select(doubted_command.c.command_id)))
        taken = truth(self.office.central).sent
        for kiosk in self.counters:
            with kiosk.database.snapshot() as session:
                for row in session.scalars(sa.select(OutboxRow)):
                    assert row.state != OutboxState.WAITING
                    assert row.command_id in doubted or _same_statement(taken[row.command_id], row.envelope)


def _same_statement(one: bytes, other: bytes) -> bool:
    """A statement and its signature stay, in whichever device's chain they come."""
    kept, sent = json.loads(one), json.loads(other)
    return (kept["statement"], kept["signature"]) == (sent["statement"], sent["signature"])


@pytest.fixture(scope="module")
def office(training_cards: Path, programme: Programme) -> Iterator[Office]:
    with office_of(training_cards, programme, 2) as made:
        yield made


@pytest.mark.timeout(3000 if LONG else 300)
def test_any_history_keeps_the_promises(office: Office) -> None:
    Days.office = office
    run_state_machine_as_test(
        Days,
        settings=settings(
            max_examples=400 if LONG else 8,
            stateful_step_count=40 if LONG else 25,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
