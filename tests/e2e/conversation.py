"""A scene asks its test to do what only that can: the test owns the services that the kiosk stands on."""

import sys
from collections.abc import Callable, Mapping

from tests.e2e.conftest import Training

_ASKED = "please: "
_DONE = "done"


def ask(what: str) -> None:
    """In a scene: have the test do `what`, and wait until it is done."""
    print(f"{_ASKED}{what}", flush=True)
    answer = sys.stdin.readline().strip()
    assert answer == _DONE, f"asked in vain: {what}"


def play(training: Training, scene: str, acts: Mapping[str, Callable[[], None]]) -> None:
    """In a test: play `scene` to its end and do what it asks for. Fails the test where the scene failed."""
    printed = ""
    with training.start(scene, stdin=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith(_ASKED):
                acts[line.removeprefix(_ASKED).strip()]()
                process.stdin.write(f"{_DONE}\n")
                process.stdin.flush()
            else:
                printed += line
    assert process.returncode == 0, printed
