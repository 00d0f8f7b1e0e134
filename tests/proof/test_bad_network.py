"""Random schedules of bad network over three kiosks and central: all converge, and each command counts once.

A schedule is its seed: `play(office, seed)` repeats it. `PROOF=1` (make proof) plays 1,000 of them.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from kiosk.domain.programme import Programme
from tests.proof.office import Office, office_of
from tests.proof.schedules import play
from tests.proof.scope import LONG, SCHEDULES

_PARTS = 4


@pytest.fixture(scope="module")
def office(training_cards, programme: Programme) -> Iterator[Office]:
    with office_of(training_cards, programme, kiosks=3) as made:
        yield made


@pytest.mark.timeout(1200 if LONG else 120)
@pytest.mark.parametrize("part", range(_PARTS))
def test_whatever_the_network_does_all_come_to_the_same(office: Office, part: int, record_property) -> None:
    weather: Counter[str] = Counter()
    commands = 0
    seeds = range(part, SCHEDULES, _PARTS)
    for seed in seeds:
        try:
            played = play(office, seed)
        except Exception as error:
            raise AssertionError(f"schedule {seed} does not hold: play(office, {seed}) repeats it") from error
        weather += played.weather
        commands += played.commands
    told = f"{len(seeds)} schedules, {commands} commands, {sum(weather.values())} requests: {dict(weather)}"
    print(told)
    record_property("proof", told)
    assert len(weather) == 14, "every kind of weather was there"
