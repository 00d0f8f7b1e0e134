"""A small disk of a test's own, which can truly be filled up and truly becomes read-only."""

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

_MEGABYTES = 8
_SCRAP = 4096


@dataclass
class SmallDisk:
    """A file system of a few megabytes, mounted at `path`."""

    path: Path

    @property
    def _filler(self) -> Path:
        return self.path / "filler"

    def fill(self) -> None:
        """Leave no room for anything."""
        before = -1
        while (now := self._filler.stat().st_size if self._filler.exists() else 0) > before:
            before = now  # what was promised room is only counted once it is written
            with suppress(OSError), self._filler.open("ab", buffering=0) as filler:
                while True:
                    filler.write(bytes(_SCRAP))
            subprocess.run(["sync", "-f", str(self.path)], check=True)

    def make_room(self) -> None:
        """Take away what filled it up."""
        self._filler.unlink()

    def refuse_writing(self) -> None:
        """What the kernel does where a disk fails: read-only from now on, also for files that are open."""
        _run("mount", "-o", "remount,abort", str(self.path))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """Skips where the machine lets no loop device be mounted, which root alone may do."""
    image, path = tmp_path / "disk.img", tmp_path / "disk"
    path.mkdir()
    with image.open("wb") as file:
        file.truncate(_MEGABYTES << 20)
    try:
        # Without blocks kept for root, who would otherwise never find it full.
        _run("mke2fs", "-q", "-t", "ext4", "-m", "0", str(image))
        _run("mount", "-o", "loop", str(image), str(path))
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no loop device can be mounted here: {type(error).__name__}")
    try:
        yield SmallDisk(path)
    finally:
        _run("umount", "--lazy", str(path))
