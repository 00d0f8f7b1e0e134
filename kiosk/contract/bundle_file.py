"""A bundle as a file: it appears under its name once it is whole and on the disk."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.contract.bundle import BundleRefused, Kind, read_header

SUFFIX = ".bundle"


class FileInTheWay(Exception):
    """There is something else under the name already, and it is left alone."""


@contextmanager
def written_whole(file: Path, kind: Kind) -> Iterator[BinaryIO]:
    """Where to write a new bundle, which takes the place of one of its own kind.

    When the block has ended the file and its name are on the medium; when it fails there is only what was
    there before. Raises `FileInTheWay`, OSError.
    """
    require_free(file, kind)
    scratch = file.with_name(f".{file.name}.part")  # always the same: what a power cut left is taken away
    scratch.unlink(missing_ok=True)
    # Exclusive: a stick of somebody else's may hold a link there that leads to a file of this machine.
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        scratch.replace(file)
    except BaseException:
        _forget(scratch)
        raise
    _sync_folder(file.parent)


def require_free(file: Path, kind: Kind) -> None:
    """Raises `FileInTheWay` where something lies there that is no bundle of this kind, and no empty file."""
    try:
        there = file.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(there.st_mode):
        raise FileInTheWay
    if there.st_size and _kind_of(file) is not kind:
        raise FileInTheWay


def _kind_of(file: Path) -> Kind | None:
    try:
        with file.open("rb") as stream:
            return read_header(stream).kind
    except BundleRefused:
        return None


def _forget(scratch: Path) -> None:
    try:
        scratch.unlink(missing_ok=True)
    except OSError:  # the medium is gone, and why is told already
        return


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
