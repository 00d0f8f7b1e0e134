"""A day in bad weather: people at three counters and at central, and a network that loses and doubles."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Protocol

from kiosk.services.sync.report import SyncReport
from tests.proof.office import HOLDERS, Office, ProofKiosk
from tests.proof.people import People
from tests.proof.promises import require_all, require_told_truth
from tests.proof.weather import Sky
from tests.proof.wire import Way


class Network(Protocol):
    """What lies between the kiosks and central."""

    def begin(self, sky: Sky) -> None:
        """The weather of a schedule."""

    def well(self) -> None:
        """All is well from now on."""


@dataclass
class Played:
    """What a schedule had in it."""

    weather: Counter[str]
    commands: int


def play(office: Office, seed: int, network: Network, straight: Way, tries: int = 1) -> Played:
    """Play the schedule of `seed` from the office's first state to its end, where all must be the same.

    `straight` is the way to central in good weather; a round in good weather succeeds within so many `tries`.
    """
    chance = Random(seed)
    office.begin()
    try:
        sky = Sky(straight, chance, badness=chance.choice([0.3, 0.6, 0.9]))
        network.begin(sky)
        commands = _day(office, People(office, chance), chance)
        sky.clear()
        network.well()
        _settle(office, tries)
        require_all(office.central, office.kiosks)
        require_listed(office.kiosks)
    finally:
        office.end()
    return Played(sky.seen, commands)


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


def _day(office: Office, people: People, chance: Random) -> int:
    commands = 0
    for _ in range(chance.randint(12, 20)):
        kiosk = chance.choice(office.kiosks)
        match chance.choice(["ask", "ask", "sync", "sync", "sync", "vendor", "time"]):
            case "ask":
                commands += people.at_the_counter(kiosk, chance.choice(list(HOLDERS)))
            case "sync":
                _tried(kiosk, office)
            case "vendor":
                people.at_the_vendor()
            case _:
                office.clock.move(seconds=chance.choice([1, 60, 400, 4000, 90_000]))
                people.at_the_authority()
    return commands


def _tried(kiosk: ProofKiosk, office: Office) -> SyncReport:
    """One round: whatever became of it is told, and waited for by the clock."""
    before, report = kiosk.sync.status(), kiosk.sync.once()
    status = kiosk.sync.status()
    require_told_truth(kiosk)
    assert status.waiting == before.waiting - report.sent
    if report.failure is None:
        assert (status.why, status.next_try, status.last_success) == ("", None, office.clock())
    else:
        assert report.next_try is not None
        assert (status.why, status.next_try) == (report.failure, report.next_try)
        assert timedelta(0) < report.next_try - office.clock() <= timedelta(seconds=300)
        office.clock.move_to(report.next_try)
    return report


def _settle(office: Office, tries: int) -> None:
    """All send what waits, then those before the last fetch what came after."""
    for kiosk in (*office.kiosks, *office.kiosks[:-1]):
        failures = []
        for _ in range(tries):
            report = kiosk.sync.once()
            if report.failure is None:
                break
            failures.append(report.failure)
        assert len(failures) < tries, failures


def require_listed(kiosks: list[ProofKiosk]) -> None:
    """Promise 3: what central turned down is on the list of the counter that took it, with its reason."""
    for kiosk in kiosks:
        attended = kiosk.desk.things_to_attend()
        assert all(one.code for one in attended)
        for one in attended:
            assert one in kiosk.desk.view(one.membership_id).pending
