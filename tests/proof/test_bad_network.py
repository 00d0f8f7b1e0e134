"""Random schedules of bad network over three kiosks and central: all converge, and each command counts once.

A schedule is its seed, which a failure names. Here they are played without sockets, where one takes a
fraction of a second; `test_proxy` plays some on real ones. `make proof` plays 1,000.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.domain.programme import Programme
from tests.proof.office import Office, office_of
from tests.proof.schedules import play, play_all
from tests.proof.scope import LONG, SCHEDULES
from tests.proof.weather import Sky

_PARTS = 4 if LONG else 2
_KINDS = 13 + 1  # of faults, and none
_KIOSKS = 3

pytestmark = pytest.mark.timeout(3000 if LONG else 300)


class Air:
    """No sockets: the office's own wire."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def begin(self, sky: Sky) -> None:
        for kiosk in self._office.kiosks:
            self._office.ways[kiosk.host] = sky

    def well(self) -> None:
        for kiosk in self._office.kiosks:
            self._office.ways[kiosk.host] = self._office.straight


@pytest.fixture(scope="module")
def office(training_cards: Path, programme: Programme) -> Iterator[Office]:
    with office_of(training_cards, programme, _KIOSKS) as made:
        yield made


@pytest.mark.parametrize("part", range(_PARTS))
def test_whatever_the_network_does_all_come_to_the_same(
    office: Office, part: int, record_property: Callable[[str, object], None]
) -> None:
    air = Air(office)
    weather, told = play_all(
        range(part, SCHEDULES, _PARTS), lambda seed: play(office, seed, air, office.straight)
    )
    record_property("proof", f"bad network: {told}")
    assert len(weather) == _KINDS, "every kind of weather was there"
