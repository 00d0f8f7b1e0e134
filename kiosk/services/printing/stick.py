"""A file on a USB stick: a paper, or a report."""

import errno
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from kiosk.services.failures import Failed
from kiosk.services.printing.failures import PrintFailure

_FAILURES = {
    errno.ENOSPC: PrintFailure.STICK_FULL,
    errno.EDQUOT: PrintFailure.STICK_FULL,
    errno.EROFS: PrintFailure.STICK_READ_ONLY,
    errno.EACCES: PrintFailure.STICK_READ_ONLY,
    errno.EPERM: PrintFailure.STICK_READ_ONLY,
}


@dataclass(frozen=True, slots=True)
class FileOnStick:
    """A file that was written. `released`: the system has let go of the stick, and it may be pulled out."""

    file_name: str
    released: bool


def write_to_stick(folder: Path, stem: str, content: bytes, suffix: str = ".pdf") -> str:
    """Write `content` into `folder`; the file's name: `stem`, `suffix`. No other file is touched.

    It has its name once it is whole and on the stick; when this fails there is nothing of it. Raises `Failed`
    (STICK_GONE, STICK_FULL, STICK_READ_ONLY).
    """
    scratch = folder / f".{stem}.part"
    try:
        scratch.unlink(missing_ok=True)  # what a pulled stick has left
        # Exclusive: a stick of somebody else's may hold a link there that leads to a file of this machine.
        descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            file = _free_name(folder, stem, suffix)
            scratch.rename(file)
        except BaseException:
            _forget(scratch)
            raise
        _sync_folder(folder)
    except OSError as error:
        raise Failed(_FAILURES.get(error.errno or 0, PrintFailure.STICK_GONE)) from error
    return file.name


def _free_name(folder: Path, stem: str, suffix: str) -> Path:
    file, number = folder / f"{stem}{suffix}", 1
    while os.path.lexists(file):
        number += 1
        file = folder / f"{stem}-{number}{suffix}"
    return file


def _forget(scratch: Path) -> None:
    try:
        scratch.unlink(missing_ok=True)
    except OSError:  # the stick is gone, and why is told already
        return


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # it opens no folder, and its file systems note names themselves
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
