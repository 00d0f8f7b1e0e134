"""Bad network over real sockets: a proxy between three kiosks' HTTP clients and central's server."""

import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from central.serving import listen
from kiosk.domain.programme import Programme
from tests.proof.office import Office
from tests.proof.proxy import Proxy
from tests.proof.schedules import play, play_all
from tests.proof.scope import LONG, SCHEDULES_ON_SOCKETS
from tests.proof.sockets import office_on

_KIOSKS = 3
_PATIENCE = timedelta(seconds=0.5)
_TRIES = 20  # a busy machine may be slower than the kiosks' patience

pytestmark = pytest.mark.timeout(3000 if LONG else 300)


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


def test_whatever_a_proxy_does_all_come_to_the_same(
    proxied: Office, proxy: Proxy, record_property: Callable[[str, object], None]
) -> None:
    _, told = play_all(
        range(SCHEDULES_ON_SOCKETS), lambda seed: play(proxied, seed, proxy, proxy.straight, _TRIES)
    )
    record_property("proof", f"bad network over sockets: {told}")
