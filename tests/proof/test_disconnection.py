"""A cable that is really cut: central on one machine, the kiosk on another, the kernel's TCP between them."""

import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest

from kiosk.domain.commands import RequestExpert
from kiosk.domain.programme import Programme
from kiosk.services.failures import Trouble
from kiosk.services.sync.report import SyncReport
from tests.proof.namespaces import CENTRAL_ADDRESS, Cable, why_not
from tests.proof.office import Office, ProofKiosk
from tests.proof.promises import require_all, require_told_truth, truth
from tests.proof.sockets import Gate, office_on, serving

PATIENCE = timedelta(seconds=1)
_TRIES = 10

_REASON = why_not()
pytestmark = pytest.mark.skipif(_REASON is not None, reason=str(_REASON))

AWAY = Trouble.CENTRAL_UNREACHABLE.value
SLOW = Trouble.CENTRAL_SLOW.value


@pytest.fixture(scope="module")
def cable() -> Iterator[Cable]:
    with Cable().laid() as laid:
        yield laid


@pytest.fixture(scope="module")
def listening(cable: Cable) -> Iterator[socket.socket]:
    with cable.listen() as listening:
        yield listening


@pytest.fixture(scope="module")
def made(
    training_cards, programme: Programme, cable: Cable, listening: socket.socket
) -> Iterator[tuple[Office, Gate]]:
    address = f"http://{CENTRAL_ADDRESS}:{listening.getsockname()[1]}"
    with cable.at_the_kiosk(), office_on(training_cards, programme, listening, [address], PATIENCE) as made:
        yield made


@pytest.fixture
def office(made: tuple[Office, Gate]) -> Iterator[Office]:
    office, _ = made
    office.begin()
    yield office
    office.end()


@pytest.fixture
def gate(made: tuple[Office, Gate]) -> Gate:
    return made[1]


@pytest.fixture
def kiosk(office: Office, gate: Gate, cable: Cable) -> Iterator[ProofKiosk]:
    """With two commands that wait.

    Central is at another port each time: what a cut has left on the way belongs to nobody any more.
    """
    (kiosk,) = office.kiosks
    with cable.listen() as listening, serving(gate, listening):
        kiosk.client.close()
        kiosk.wire_to(f"http://{CENTRAL_ADDRESS}:{listening.getsockname()[1]}", PATIENCE)
        assert kiosk.sync.once().failure is None  # its connection is open
        ask(office, kiosk, 0)
        ask(office, kiosk, 1)
        yield kiosk
        kiosk.client.close()


def ask(office: Office, kiosk: ProofKiosk, theme: int) -> None:
    themes = office.programme.questionnaire.themes
    kiosk.submit(office.members["organisation"], RequestExpert((themes[theme].theme_id,)))


def fails(kiosk: ProofKiosk) -> SyncReport:
    """A round ends by itself within the client's patience, is told, and the next try is named."""
    report = kiosk.sync.once()
    assert report.failure is not None
    status = kiosk.sync.status()
    require_told_truth(kiosk)
    assert (status.why, status.next_try) == (report.failure, report.next_try)
    assert report.next_try is not None
    kiosk.clock.move_to(report.next_try)
    return report


def gets_through(kiosk: ProofKiosk) -> None:
    """Soon after the cable is back a round succeeds."""
    for _ in range(_TRIES):
        report = kiosk.sync.once()
        if report.failure is None:
            return
        assert report.next_try is not None
        kiosk.clock.move_to(report.next_try)
    raise AssertionError("it does not recover")


def recovers(office: Office, kiosk: ProofKiosk) -> None:
    """Soon after the cable is back everything is where it belongs, once."""
    gets_through(kiosk)
    require_all(office.central, office.kiosks)
    ours = [event for event in truth(office.central).events if event.kind == "expert_requested"]
    assert len(ours) == len({event.command_id for event in ours}) == 2


def test_cut_before_anything_is_sent(office: Office, kiosk: ProofKiosk, cable: Cable) -> None:
    """The open connection is half-open: nobody has told the kiosk, and its request gets no answer."""
    cable.cut()
    assert fails(kiosk).failure == SLOW
    assert fails(kiosk).failure == AWAY  # by then it tries a new one
    assert kiosk.sync.status().waiting == 2
    cable.join()
    recovers(office, kiosk)


def test_cut_at_the_kiosks_own_end(office: Office, kiosk: ProofKiosk, cable: Cable) -> None:
    cable.cut(at_the_kiosk=True)
    assert fails(kiosk).failure in {AWAY, SLOW}
    assert fails(kiosk).failure == AWAY
    cable.join()
    recovers(office, kiosk)


def test_cut_while_central_decides(office: Office, gate: Gate, kiosk: ProofKiosk, cable: Cable) -> None:
    """The commands have taken effect, and their answer goes nowhere: the next sending gets it."""
    gate.at_request = cable.cut
    assert fails(kiosk).failure == SLOW
    assert kiosk.sync.status().waiting == 2
    cable.join()
    recovers(office, kiosk)


def test_cut_in_the_middle_of_an_answer(
    office: Office, gate: Gate, kiosk: ProofKiosk, cable: Cable
) -> None:
    gate.in_answer = cable.cut
    assert fails(kiosk).failure == SLOW
    assert kiosk.sync.status().waiting == 2
    cable.join()
    recovers(office, kiosk)


def test_a_cut_shorter_than_the_patience_is_no_trouble(
    office: Office, gate: Gate, kiosk: ProofKiosk, cable: Cable
) -> None:
    """TCP sends again by itself; whether that is in time or not, nothing happens twice."""

    def flicker() -> None:
        cable.cut()
        cable.join()

    gate.at_request = flicker
    kiosk.sync.once()
    recovers(office, kiosk)


def test_a_central_that_was_switched_off_and_on_knows_nothing_of_the_connection(
    office: Office, gate: Gate, kiosk: ProofKiosk, cable: Cable
) -> None:
    """Its end of the open connection went without a word: the kiosk finds out when it sends."""
    with cable.listen() as first, serving(gate, first):
        port = first.getsockname()[1]
        kiosk.client.close()
        kiosk.wire_to(f"http://{CENTRAL_ADDRESS}:{port}", PATIENCE)
        gets_through(kiosk)
        ask(office, kiosk, 2)
        cable.cut()
    with cable.listen(port) as again, serving(gate, again):
        cable.join()
        gets_through(kiosk)
        require_all(office.central, office.kiosks)
