"""What can go wrong with a sealed bundle and the medium it is carried on."""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum

from kiosk.contract.bundle import BundleRefused
from kiosk.contract.bundle_file import FileInTheWay
from kiosk.services.failures import Failed


class BundleTrouble(Enum):
    """Failures on the kiosk's side. The value is the code of the entry in the catalogue."""

    KEYS_UNKNOWN = "K-SYNC-70"
    FILE_IN_THE_WAY = "K-SYNC-71"
    MEDIUM_GONE = "K-SYNC-72"
    MEDIUM_FULL = "K-SYNC-73"
    MEDIUM_READ_ONLY = "K-SYNC-74"
    FILE_UNREADABLE = "K-SYNC-75"
    EVENTS_MISSING = "K-SYNC-76"
    NO_ANSWER = "K-SYNC-77"


_WRITING = {
    errno.ENOSPC: BundleTrouble.MEDIUM_FULL,
    errno.EDQUOT: BundleTrouble.MEDIUM_FULL,
    errno.EFBIG: BundleTrouble.MEDIUM_FULL,
    errno.EROFS: BundleTrouble.MEDIUM_READ_ONLY,
    errno.EACCES: BundleTrouble.MEDIUM_READ_ONLY,
    errno.EPERM: BundleTrouble.MEDIUM_READ_ONLY,
}
_READING = dict.fromkeys(
    (errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EACCES, errno.EPERM), BundleTrouble.FILE_UNREADABLE
)


@contextmanager
def writing_told() -> Iterator[None]:
    """Let what goes wrong while a bundle is written be named as what it is."""
    with _told(_WRITING):
        yield


@contextmanager
def reading_told() -> Iterator[None]:
    """Let what goes wrong while a bundle is read be named as what it is."""
    with _told(_READING):
        yield


@contextmanager
def _told(names: Mapping[int, BundleTrouble]) -> Iterator[None]:
    try:
        yield
    except BundleRefused as refused:
        raise Failed(refused.failure) from refused
    except FileInTheWay as error:
        raise Failed(BundleTrouble.FILE_IN_THE_WAY) from error
    except OSError as error:
        raise Failed(names.get(error.errno or 0, BundleTrouble.MEDIUM_GONE)) from error
