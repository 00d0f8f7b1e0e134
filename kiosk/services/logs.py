"""The counter's log: JSON lines in files of its own, at most five days and 50 MB of them."""

import faulthandler
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from os import O_APPEND, O_CREAT, O_RDWR, fdopen
from os import open as open_file
from pathlib import Path

from kiosk.contract.log_lines import JsonLines

KEPT_FOR = timedelta(days=5)
MOST_BYTES = 50_000_000

FILE, FATAL = "kiosk.jsonl", "fatal.txt"
"""The file that is written now (older ones end with .1, .2 …); where a crash of the interpreter is told."""

_FILES = 5  # a day at most in each
_log = logging.getLogger(__name__)


class Level(StrEnum):
    """From which level on records are kept; the names are those of the settings' file."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    DEBUG = "debug"


class _DayFiles(RotatingFileHandler):
    """A new file each day and past a fifth of the room. What cannot be written holds up nobody."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, maxBytes=MOST_BYTES // _FILES, backupCount=_FILES - 1, encoding="utf-8")
        self.setFormatter(JsonLines())
        self.drop_old()

    def drop_old(self) -> None:
        """Delete files that nothing was written to for as long as they are kept."""
        before = time.time() - KEPT_FOR.total_seconds()
        for file in log_files(Path(self.baseFilename).parent):
            with suppress(OSError):
                if file.stat().st_mtime < before:
                    file.unlink()

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802 - its name
        """Whether the day or the file's room is over."""
        with suppress(OSError):
            begun = self._first_day()
            if begun is not None and begun != _day(record.created):
                return True
        return bool(super().shouldRollover(record))

    def doRollover(self) -> None:  # noqa: N802 - its name
        """Begin a new file."""
        super().doRollover()
        self._begun = None
        self.drop_old()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - its name
        """A full disk is told by those who have something to lose by it."""

    _begun: str | None = None

    def _first_day(self) -> str | None:
        """The day that the file was begun on, by its first line."""
        if self._begun is None:
            with Path(self.baseFilename).open(encoding="utf-8") as file:
                _, found, rest = file.readline().rpartition('"timestamp": "')
            self._begun = rest[:10] if found else None
        return self._begun

    def _open(self) -> TextIOWrapper:
        return fdopen(open_file(self.baseFilename, O_APPEND | O_CREAT | O_RDWR, 0o600), "a", encoding="utf-8")


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def log_files(folder: Path) -> tuple[Path, ...]:
    """The log's files in `folder`, the newest first."""
    names = (FILE, *(f"{FILE}.{number}" for number in range(1, _FILES)))
    return tuple(folder / name for name in names if (folder / name).is_file())


def keep_from(level: Level) -> None:
    """From now on the log that is kept has what is of this level, or graver."""
    numeric = logging.getLevelNamesMapping()[level.value.upper()]
    root = logging.getLogger()
    for handler in root.handlers:
        if isinstance(handler, _DayFiles):
            handler.setLevel(numeric)
            root.setLevel(min(numeric, root.level))


@contextmanager
def kept_log(folder: Path, level: Level = Level.INFO) -> Iterator[None]:
    """Keep the log in `folder` as long as the block runs, and what ended it where that was unexpected.

    Without a folder that can be written to there is no log: the counter itself tells of the disk.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = _DayFiles(folder / FILE)
    except OSError:
        yield
        return
    root = logging.getLogger()
    before = root.level
    numeric = logging.getLevelNamesMapping()[level.value.upper()]
    handler.setLevel(numeric)
    root.addHandler(handler)
    root.setLevel(min(numeric, before or numeric))
    own = not faulthandler.is_enabled()
    with (folder / FATAL).open("ab") as fatal:
        if own:
            faulthandler.enable(fatal)
        try:
            _log.info("the program begins")
            yield
            _log.info("the program ends")
        finally:
            if own:
                faulthandler.disable()
            root.removeHandler(handler)
            root.setLevel(before)
            handler.close()
