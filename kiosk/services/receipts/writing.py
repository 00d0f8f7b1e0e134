"""A paper's PDF into a file: whole, or not at all."""

import contextlib
import os
from pathlib import Path

from kiosk.services.receipts.failures import PaperError, PaperFailure


def write_paper(pdf: bytes, file: Path) -> None:
    """Write the PDF under this name, in the place of what was there. What comes to `file` is on the disk.

    Raises PaperError (NOT_WRITTEN) where there is no room or no way to write: then what was there stays, and
    nothing half-written is left.
    """
    scratch = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with scratch.open("wb") as stream:
            stream.write(pdf)
            stream.flush()
            os.fsync(stream.fileno())
        scratch.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            scratch.unlink()
        raise PaperError(PaperFailure.NOT_WRITTEN) from None
