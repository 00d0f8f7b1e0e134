"""Neither program runs as root on a machine of its own: a fault of theirs would be one of the system's."""

import os
from collections.abc import Sequence
from pathlib import Path

_MARKS = (Path("/.dockerenv"), Path("/run/.containerenv"), Path("/run/systemd/container"))
"""What Docker, Podman and systemd leave in the containers that they make."""


def runs_as_root(marks: Sequence[Path] = _MARKS) -> bool:
    """Whether this program has all rights over the system; inside of a container root has none outside."""
    return os.name == "posix" and os.geteuid() == 0 and not any(mark.exists() for mark in marks)
