"""A stage for real windows, and a training set-up that outlives the kiosk under test."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.contract.clock import TrainingClock
from kiosk.services.folders import Folders
from kiosk.services.training.desk import nine_in_the_morning
from kiosk.services.training.set_up import TrainingSetUp, start_training
from kiosk.walk.stage import Stage

SECONDS = 100


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A virtual screen and a keyring, for all tests of this worker."""
    with Stage(tmp_path_factory.mktemp("stage"), own_screen=True) as built:
        yield built


@dataclass(frozen=True)
class Training:
    """A set-up that runs: central, PC/SC service, virtual reader without a card."""

    folders: Folders
    set_up: TrainingSetUp
    environment: dict[str, str]
    pictures: Path

    def start(self, scene: str, *, stdin: bool = False) -> subprocess.Popen[str]:
        """Start the kiosk and hand it to `scene` (MODULE:FUNCTION), which may read its standard input."""
        program = [sys.executable, "-m", "tests.e2e.program"]
        command = [*program, str(self.folders.root), str(self.pictures), scene]
        return subprocess.Popen(
            command,
            env=self.environment,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def play(self, scene: str) -> str:
        """Play `scene` to its end. What it printed; fails the test where the scene failed."""
        process = self.start(scene)
        try:
            printed, _ = process.communicate(timeout=SECONDS)
        finally:
            process.kill()
        assert process.returncode == 0, printed
        return printed


@pytest.fixture
def new_training(tmp_path_factory: pytest.TempPathFactory, stage: Stage) -> Iterator[Callable[[], Training]]:
    """Makes a training set-up with data of its own, on Monday 2026-01-05 at nine; ends the one before."""
    with ExitStack() as ends:

        def new() -> Training:
            ends.close()
            place = tmp_path_factory.mktemp("training")
            folders = Folders(place / "data")
            folders.create()
            TrainingClock(folders.clock).move_to(nine_in_the_morning(2026, 1, 5))
            set_up = start_training(folders, None)
            ends.callback(set_up.stop)
            return Training(folders, set_up, {**os.environ, **stage.environment}, place / "pictures")

        yield new


@pytest.fixture
def training(new_training: Callable[[], Training]) -> Training:
    """A training set-up of its own."""
    return new_training()
