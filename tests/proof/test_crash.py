"""The main job stopped at each of its steps: every write, every commit, every request, at kiosk and central.

SIGKILL ends the process there, or the connection is cut there; it starts again from its files and goes on.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.proof.crash.clerk import STAGES
from tests.proof.crash.lives import FIRST_START
from tests.proof.office import fast_folder
from tests.proof.scope import LONG

STEPS_AT_LEAST = 250


class Harness:
    """A process of its own, which can be forked: it rehearses the job and stops it where it is asked to."""

    def __init__(self, folder: Path, cards: Path) -> None:
        # What is killed has nothing to say about coverage, and being traced takes its time.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.proof.crash.trial", str(folder), str(cards)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        self.counts: dict[str, dict[str, int]] = self._told()

    def try_all(self, stage: str) -> Any:
        """Every step of a stage."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{stage}\n")
        self._process.stdin.flush()
        return self._told()

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _told(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@pytest.fixture(scope="module")
def harness(training_cards: Path) -> Iterator[Harness]:
    with fast_folder() as folder:
        made = Harness(folder, training_cards)
        yield made
        made.end()


def steps_of(counts: dict[str, int]) -> int:
    """The steps of a stage: those on the network are both a kill and a cut."""
    return sum(counts.values()) + counts.get("network", 0)


@pytest.mark.timeout(900 if LONG else 300)
@pytest.mark.parametrize("stage", [FIRST_START, *STAGES])
def test_stopped_at_any_step_the_job_goes_on_and_all_promises_hold(
    harness: Harness, stage: str, record_property
) -> None:
    done = harness.try_all(stage)
    told = f"{stage}: stopped at each of {done['tried']} steps ({harness.counts[stage]})"
    print(told)
    record_property("proof", told)
    assert not done["wrong"], "\n".join(done["wrong"])
    assert done["tried"] == steps_of(harness.counts[stage])


def test_no_step_of_the_job_is_left_out(harness: Harness, record_property) -> None:
    steps = sum(map(steps_of, harness.counts.values()))
    print(f"the main job has {steps} steps")
    record_property("proof", f"the main job has {steps} steps: {harness.counts}")
    assert list(harness.counts) == [FIRST_START, *STAGES]
    assert steps >= STEPS_AT_LEAST
