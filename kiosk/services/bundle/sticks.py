"""USB sticks: which are there, a bundle onto one, an answer from one, and taking leave of it."""

import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from kiosk.contract.bundle import BundleRefused, Kind, read_header
from kiosk.contract.bundle_file import SUFFIX
from kiosk.services.bundle.desk import BundleDesk, Exported, Progress, TakenAnswers
from kiosk.services.bundle.failures import BundleTrouble, reading_told
from kiosk.services.failures import Failed

PLACES = (Path("/media"), Path("/run/media"), Path("/mnt"))
"""Where desktops and administrators mount what is plugged in."""

_UNMOUNT_SECONDS = 120
_ODD = re.compile(r"[^A-Za-z0-9-]")


@dataclass(frozen=True, slots=True)
class Volume:
    """A mounted stick: where, on which device, and how many bytes are free."""

    folder: Path
    device: str
    free: int
    read_only: bool


@dataclass(frozen=True, slots=True)
class WrittenToStick:
    """A bundle on a stick. `released`: the system has let go of it, and it may be pulled out."""

    exported: Exported
    file_name: str
    released: bool


class Sticks:
    """Bundles by USB stick.

    `volumes` finds the sticks that are mounted, `release` lets go of one and says whether it could.
    """

    def __init__(
        self,
        desk: BundleDesk,
        terminal: str,
        volumes: Callable[[], Sequence[Volume]],
        release: Callable[[Volume], bool],
    ) -> None:
        self._desk, self._release = desk, release
        self._file_name = f"kiosk-{_ODD.sub('_', terminal)}{SUFFIX}"
        self.volumes = volumes

    def write(self, volume: Volume, progress: Progress) -> WrittenToStick:
        """Write what waits to the stick, in the place of this kiosk's last bundle, and let go of the stick.

        Raises as `BundleDesk.export` does.
        """
        self._require_there(volume)
        exported = self._desk.export(volume.folder / self._file_name, progress)
        return WrittenToStick(exported, self._file_name, self._release(volume))

    def read(self, volume: Volume) -> TakenAnswers:
        """Take the newest answer to this kiosk that lies at the top of the stick.

        Raises `Failed` (NO_ANSWER where there is none), and as `BundleDesk.take` does.
        """
        self._require_there(volume)
        with reading_told():
            found = [file for file in volume.folder.glob(f"*{SUFFIX}") if self._answers_us(file)]
            newest = max(found, key=lambda file: file.stat().st_mtime, default=None)
        if newest is None:
            raise Failed(BundleTrouble.NO_ANSWER)
        return self._desk.take(newest)

    def let_go(self, volume: Volume) -> bool:
        """Whether the system has let go of the stick, so that it may be pulled out."""
        return self._release(volume)

    def _require_there(self, volume: Volume) -> None:
        """The folder of a stick that was pulled out may still be there, on this machine's own disk."""
        there = {(one.folder, one.device) for one in self.volumes()}
        if (volume.folder, volume.device) not in there:
            raise Failed(BundleTrouble.MEDIUM_GONE)

    def _answers_us(self, file: Path) -> bool:
        if not file.is_file():  # a pipe would keep one waiting
            return False
        try:
            with file.open("rb") as stream:
                header = read_header(stream)
        except BundleRefused:
            return False
        return header.kind is Kind.ANSWERS and self._desk.is_ours(header.recipient)


def mounted_volumes() -> Sequence[Volume]:
    """The sticks that are mounted now, by where they are mounted."""
    found = []
    for one in psutil.disk_partitions(all=False):
        folder = Path(one.mountpoint)
        if any(place in folder.parents for place in PLACES):
            try:
                free = shutil.disk_usage(folder).free
            except OSError:  # just pulled out
                continue
            found.append(Volume(folder, one.device, free, "ro" in one.opts.split(",")))
    return sorted(found, key=lambda volume: volume.folder)


def unmounted(volume: Volume) -> bool:
    """Unmount a stick with the desktop's disk service; False where there is none, or it is in use."""
    program = shutil.which("udisksctl")
    if program is None:
        return False
    command = [program, "unmount", "--no-user-interaction", "--block-device", volume.device]
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=_UNMOUNT_SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
