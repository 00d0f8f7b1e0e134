"""10,000 kiosks come back after a night without network: how long until all are in step, by simulation.

`python -m tests.benchmarks.coming_back` writes the table of docs/scaling.md anew. What decides is the
kiosks' own: the waits of `backoff`, the batches of `BatchSize`, the client's patience, the pause between
rounds, and what a round asks for (`ROUND`, which a test counts at a kiosk). What central takes for a request
is measured on one core (`make bench ONLY=central`) and stands in `CENTRAL`; a request that nobody waits for
any more is decided all the same.
"""

import random
import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import simpy

from kiosk.services import condition
from kiosk.services.central import PATIENCE
from kiosk.services.sync import loop
from kiosk.services.sync.backoff import delay
from kiosk.services.sync.batches import BatchSize

Steps = Generator[simpy.Event, Any, Any]

ROUND = ("standing", "documents/limits", "inquiries", "events")
"""What a kiosk asks for in a round after what it sends; the limits only where points moved meanwhile."""

AFTER_ROUND = ("audit", "device/condition")
"""What it tells then: new lines of its audit log, and how it is (each `condition.EVERY` at least)."""

PAGE = Path(__file__).parents[2] / "docs/scaling.md"


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds of one core: a request as such, a command in it, an event that goes back."""

    request: float = 0.0035
    command: float = 0.0006
    event: float = 0.00003


@dataclass(frozen=True, slots=True)
class Fleet:
    """How many kiosks come back after so many failures in a row, with how many commands each (mean).

    `patience` and the `pause` between two rounds are seconds. `jitter`: whether chance spreads them.
    """

    failures: int
    jitter: bool = True
    kiosks: int = 10_000
    commands: float = 20.0
    patience: float = PATIENCE.total_seconds()
    pause: float = loop.EVERY.total_seconds()
    report: float = condition.EVERY.total_seconds()


CENTRAL = Costs()


@dataclass
class Told:
    """What was seen: when each kiosk was in step (seconds), how long answers took, who gave up waiting."""

    in_step: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    given_up: int = 0
    most_waiting: int = 0
    busy: float = 0.0

    def line(self, processes: int) -> str:
        """A row of the table."""
        done, times = sorted(self.in_step), sorted(self.answered)
        share = self.busy / (done[-1] * processes)
        return (
            f"| {processes} | {_minutes(done[len(done) // 2])} | {_minutes(done[len(done) * 99 // 100])} "
            f"| {_minutes(done[-1])} | {times[len(times) * 99 // 100]:.1f} s | {self.most_waiting:,} "
            f"| {self.given_up:,} | {share:.0%} |"
        )


class Simulation:
    """One coming back. `chance` gives numbers from 0 to 1."""

    def __init__(self, processes: int, fleet: Fleet, costs: Costs, chance: Callable[[], float]) -> None:
        self._fleet, self._costs, self._chance = fleet, costs, chance
        self._world = simpy.Environment()
        self._central = simpy.Resource(self._world, capacity=processes)
        self.told = Told()

    def run(self) -> Told:
        """Play until every kiosk is in step."""
        kiosks = [self._world.process(self._kiosk()) for _ in range(self._fleet.kiosks)]
        self._world.run(until=self._world.all_of(kiosks))
        return self.told

    def _kiosk(self) -> Steps:
        """It notices the network at its next try, sends what waits, fetches what came of it."""
        waiting = round(self._chance() * 2 * self._fleet.commands)
        to_fetch = waiting
        size, failures = BatchSize(), 0
        wait = delay(self._fleet.failures, self._chance() if self._fleet.jitter else 0.0)
        since = self._chance() if self._fleet.jitter else 0.0  # of that wait, when the network comes back
        yield self._world.timeout((1 - since) * wait.total_seconds())
        while waiting:
            sent = min(waiting, size.commands)
            if (yield from self._ask(self._costs.request + sent * self._costs.command)):
                failures = 0
                waiting -= sent
                size.grow()
            else:
                failures += 1
                size.halve()
                yield self._world.timeout(delay(failures, self._chance()).total_seconds())
        while not (yield from self._round(to_fetch)):
            failures += 1
            yield self._world.timeout(delay(failures, self._chance()).total_seconds())
        self.told.in_step.append(self._world.now)
        self._world.process(self._idle())

    def _round(self, events: int) -> Steps:
        """Whether all that it asks for was answered; the last answer has `events`."""
        for asked in ROUND:
            more = events * self._costs.event if asked == ROUND[-1] else 0.0
            if not (yield from self._ask(self._costs.request + more)):
                return False
        return True

    def _idle(self) -> Steps:
        """It tells what it did meanwhile, and goes on asking, as kiosks that are in step do."""
        for _ in AFTER_ROUND:
            yield from self._ask(self._costs.request)
        told, failures = self._world.now, 0
        while True:
            wait = delay(failures, self._chance()).total_seconds() if failures else self._fleet.pause
            yield self._world.timeout(wait)
            failures = 0 if (yield from self._round(0)) else failures + 1
            if not failures and self._world.now - told >= self._fleet.report:
                told = self._world.now
                yield from self._ask(self._costs.request)

    def _ask(self, seconds: float) -> Steps:
        """Whether the answer to a request came within the client's patience."""
        began = self._world.now
        answer = self._world.process(self._decide(seconds))
        yield answer | self._world.timeout(self._fleet.patience)
        if not answer.processed:
            self.told.given_up += 1
            return False
        self.told.answered.append(self._world.now - began)
        return True

    def _decide(self, seconds: float) -> Steps:
        with self._central.request() as turn:
            self.told.most_waiting = max(self.told.most_waiting, len(self._central.queue))
            yield turn
            self.told.busy += seconds
            yield self._world.timeout(seconds)


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


_COLUMNS = (
    "after", "processes", "half in step", "99 %", "all", "99 % of answers within", "most waiting", "given up",
    "busy",
)  # fmt: skip


def table() -> str:
    """The table, and how busy the fleet keeps central when nothing happens."""
    stories = {
        "a night": (Fleet(failures=150), (6, 8, 12)),
        "central away for a minute": (Fleet(failures=6), (8, 12)),
        "a night, no jitter": (Fleet(failures=150, jitter=False), (8,)),
    }
    lines = [
        f"| {' | '.join(_COLUMNS)} |",
        "|---" * 9 + "|",
    ]
    for name, (fleet, processes) in stories.items():
        for number in processes:
            told = Simulation(number, fleet, CENTRAL, random.Random(1).random).run()
            lines.append(f"| {name} {told.line(number)}")
    return "\n".join(lines)


def idle_requests(kiosks: int) -> float:
    """Requests a second of so many kiosks that stand idle."""
    fleet = Fleet(failures=0)
    return kiosks * (len(ROUND) / fleet.pause + 1 / fleet.report)


def main() -> None:
    """Write the page's table anew."""
    page = PAGE.read_text(encoding="utf-8")
    written = re.sub(r"\| after \|.*?(?=\n\n)", lambda _: table(), page, count=1, flags=re.DOTALL)
    PAGE.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
