"""The stage that a walk stands on is real and private, and goes away with it."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from kiosk.services.screen import has_display
from kiosk.walk.stage import Stage, StageError

pytestmark = [pytest.mark.window, pytest.mark.keyring]


def test_a_secret_can_be_kept_on_the_stage(tmp_path: Path) -> None:
    script = "import keyring; keyring.set_password('a', 'b', 'c'); print(keyring.get_password('a', 'b'))"
    with Stage(tmp_path / "keyring", own_screen=True) as stage:
        ran = subprocess.run(
            [sys.executable, "-c", script], env=stage.environment, capture_output=True, text=True, check=True
        )
    assert ran.stdout == "c\n"
    assert any((tmp_path / "keyring").rglob("*.keyring"))


def test_nothing_of_the_stage_is_left(tmp_path: Path) -> None:
    before = {child.pid for child in psutil.Process().children()}
    with Stage(tmp_path / "keyring", own_screen=True) as stage:
        assert stage.virtual_screen
        assert {child.pid for child in psutil.Process().children()} - before
    assert {child.pid for child in psutil.Process().children()} == before


def test_a_missing_program_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StageError, match="Xvfb"):
        Stage(tmp_path / "keyring", own_screen=True)


def test_a_real_screen_is_told_from_none() -> None:
    assert has_display({"DISPLAY": ":0"})
    assert has_display({"WAYLAND_DISPLAY": "wayland-0"})
    assert not has_display({"DISPLAY": ""})
    assert has_display({}, "win32")
