"""Random schedules of bad network over three kiosks and central: all converge, and each command counts once.

Most are played without sockets, where one takes a fraction of a second; some over a proxy on real ones. A
schedule is its seed, which a failure names. `make proof` plays 1,000.
"""

import socket
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from central.serving import listen
from kiosk.domain.programme import Programme
from tests.proof.office import Office, office_of
from tests.proof.proxy import Proxy
from tests.proof.schedules import Played, play
from tests.proof.scope import LONG, SCHEDULES, SCHEDULES_ON_SOCKETS
from tests.proof.sockets import office_on
from tests.proof.weather import Sky

_PARTS = 4
_KINDS = 14
_KIOSKS = 3
_PATIENCE = timedelta(seconds=0.5)
_TRIES = 20

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


@pytest.fixture(scope="module")
def listening() -> Iterator[socket.socket]:
    with listen("127.0.0.1", 0) as listening:
        yield listening


@pytest.fixture(scope="module")
def proxy(listening: socket.socket) -> Iterator[Proxy]:
    with Proxy(listening.getsockname()).running() as proxy:
        yield proxy


@pytest.fixture(scope="module")
def proxied(
    training_cards: Path, programme: Programme, listening: socket.socket, proxy: Proxy
) -> Iterator[Office]:
    addresses = [proxy.url] * _KIOSKS
    with office_on(training_cards, programme, listening, addresses, _PATIENCE) as (office, _):
        yield office


def play_all(seeds: Iterable[int], play_one: Callable[[int], Played]) -> tuple[Counter[str], str]:
    """The weather of all, and a line that tells of them."""
    weather: Counter[str] = Counter()
    schedules = commands = 0
    for seed in seeds:
        try:
            played = play_one(seed)
        except Exception as error:
            raise AssertionError(f"schedule {seed} does not hold") from error
        schedules, commands, weather = schedules + 1, commands + played.commands, weather + played.weather
    told = f"{schedules} schedules, {commands} commands, {weather.total()} requests: {dict(weather)}"
    print(told)
    return weather, told


@pytest.mark.parametrize("part", range(_PARTS))
def test_whatever_the_network_does_all_come_to_the_same(
    office: Office, part: int, record_property: Callable[[str, object], None]
) -> None:
    air = Air(office)
    weather, told = play_all(
        range(part, SCHEDULES, _PARTS), lambda seed: play(office, seed, air, office.straight)
    )
    record_property("proof", told)
    assert len(weather) == _KINDS, "every kind of weather was there"


def test_the_same_over_real_sockets(
    proxied: Office, proxy: Proxy, record_property: Callable[[str, object], None]
) -> None:
    _, told = play_all(
        range(SCHEDULES_ON_SOCKETS), lambda seed: play(proxied, seed, proxy, proxy.straight, _TRIES)
    )
    record_property("proof", f"over sockets: {told}")
