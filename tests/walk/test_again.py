"""Many walks in one process: each from the start, and the memory told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.services.folders import Folders
from kiosk.walk import again
from kiosk.walk.again import play_again
from kiosk.walk.walk import DONE, STUCK


class Walks:
    """What was walked, and on which folders; the walk numbered `stuck` does not come to its end."""

    def __init__(self, stuck: int = 0) -> None:
        self.stuck, self.folders = stuck, list[Path]()

    def __call__(self, folders: Folders, _out: Path, _language: str, tell: Callable[[str], None]) -> int:
        folders.root.mkdir(parents=True)
        self.folders.append(folders.root)
        tell(f"walk {len(self.folders)}")
        return STUCK if len(self.folders) == self.stuck else DONE


def walked(monkeypatch: pytest.MonkeyPatch, folder: Path, walks: Walks, times: int) -> tuple[int, list[str]]:
    monkeypatch.setattr(again, "play", walks)
    told: list[str] = []
    return play_again(folder / "data", folder / "out", "zh", times, told.append), told


def test_one_tells_as_it_goes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    walks = Walks()
    assert walked(monkeypatch, tmp_path, walks, 1) == (DONE, ["walk 1"])
    assert walks.folders == [tmp_path / "data"]


@pytest.mark.usefixtures("qapp")
def test_of_many_the_memory_is_told_ten_times(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    walks = Walks()
    ended, told = walked(monkeypatch, tmp_path, walks, 20)
    *memory, last = told
    assert ended == DONE
    assert [line.partition(" walks: ")[0] for line in memory] == ["1", *map(str, range(2, 21, 2))]
    assert all("MB since the first" in line for line in memory)
    assert last == "walk 20"
    assert len(set(walks.folders)) == 20
    assert not any(folder.exists() for folder in walks.folders)


@pytest.mark.usefixtures("qapp")
def test_one_that_is_stuck_ends_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ended, told = walked(monkeypatch, tmp_path, Walks(stuck=3), 20)
    assert ended == STUCK
    assert told[-1] == "walk 3"
