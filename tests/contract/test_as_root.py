import os
from pathlib import Path

import pytest

from kiosk.contract.as_root import runs_as_root


@pytest.mark.parametrize(
    ("user", "in_container", "refused"), [(0, False, True), (0, True, False), (1000, False, False)]
)
def test_root_is_refused_but_in_a_container(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: int, in_container: bool, refused: bool
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert runs_as_root([tmp_path if in_container else tmp_path / "none"]) is refused
