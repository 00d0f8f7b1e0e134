"""On a real screen, by real keys: nothing leads out of the counter."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.window

LEADING_OUT = (
    "alt+F4", "alt+Tab", "super", "super+d", "ctrl+q", "ctrl+w", "ctrl+alt+F2", "ctrl+alt+t", "alt+F2",
    "alt+space", "ctrl+Escape", "Escape", "F11", "Print", "alt+Print", "Menu", "shift+F10", "shift+F1",
    "ctrl+o", "ctrl+p",
)  # fmt: skip
_SECONDS = 20


class Screen:
    """The window on the screen, and a keyboard."""

    def __init__(self, program: subprocess.Popen[str], display: str) -> None:
        self._program, self._environment = program, {**os.environ, "DISPLAY": display}

    def told(self) -> dict[str, Any]:
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write("\n")
        self._program.stdin.flush()
        told: dict[str, Any] = json.loads(self._program.stdout.readline())
        return told

    def until(self, so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        end = time.monotonic() + _SECONDS
        while not so(told := self.told()):
            assert time.monotonic() < end, told
        return told

    def press(self, *keys: str) -> None:
        subprocess.run(["xdotool", "key", *keys], env=self._environment, check=True)

    def act(self, *command: str) -> None:
        subprocess.run(["xdotool", *command], env=self._environment, check=True)

    def does_nothing_with(self, *keys: str) -> None:
        """Press the keys, then F2, which changes the language: when it has, they were all there before."""
        before = self.told()
        self.press(*keys, "F2")
        after = self.until(lambda told: told["language"] != before["language"])
        assert {**after, "language": ""} == {**before, "language": ""}


@pytest.fixture
def opens(tmp_path: Path, xvfb_display: str) -> Iterator[Callable[[str], Screen]]:
    """Opens the window as one stands at it; it ends with the test."""
    with ExitStack() as ends:

        def opened(mode: str) -> Screen:
            program = subprocess.Popen(
                [sys.executable, "-m", "tests.ui.held_window", str(tmp_path), mode],
                env={**os.environ, "DISPLAY": xvfb_display, "QT_QPA_PLATFORM": "xcb"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            ends.enter_context(program)
            ends.callback(program.kill)
            screen = Screen(program, xvfb_display)
            screen.until(lambda told: told["covers"] and told["page"] in {"attract", "sign_in"})
            return screen

        yield opened


@pytest.fixture
def window_manager(xvfb_display: str) -> Iterator[None]:
    """A desktop's: Alt+F4 closes, Alt+Tab and Super+D lead to other windows."""
    environment = {**os.environ, "DISPLAY": xvfb_display}
    with subprocess.Popen(["openbox", "--sm-disable"], env=environment) as manager:
        end = time.monotonic() + _SECONDS
        while "window id" not in _told_of_the_screen(environment):
            assert time.monotonic() < end
        yield
        manager.terminate()


def _told_of_the_screen(environment: dict[str, str]) -> str:
    asked = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
    return subprocess.run(asked, env=environment, check=True, capture_output=True, text=True).stdout


@pytest.mark.usefixtures("window_manager")
def test_a_desktop_s_keys_do_nothing_while_the_counter_is_locked(opens: Callable[[str], Screen]) -> None:
    screen = opens("counter")
    screen.does_nothing_with(*LEADING_OUT)


def test_alone_on_the_screen_nothing_happens_but_what_is_ours(opens: Callable[[str], Screen]) -> None:
    screen = opens("self-service")
    screen.does_nothing_with(*LEADING_OUT)
    screen.act("mousemove", "600", "400", "click", "3")
    screen.does_nothing_with()
