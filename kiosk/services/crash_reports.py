"""A bug's report on this disk: where it happened, and nothing of what anybody entered."""

import json
import logging
import traceback
from collections.abc import Callable
from datetime import UTC
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kiosk.contract.clock import Clock

_log = logging.getLogger(__name__)

KEPT = 50
"""How many reports are kept; the oldest go first."""

_PACKAGE = "cooperative-kiosk"
_PROGRAM = Path(__file__).resolve().parents[2]


class CrashReports:
    """Reports in `folder`, readable by their owner only, each named by its time (UTC) and code.

    `also` is told of each error, for the audit log.
    """

    def __init__(
        self, folder: Path, clock: Clock, also: Callable[[BaseException], None] = lambda _error: None
    ) -> None:
        self._folder, self._clock, self._also = folder, clock, also

    def write(self, code: str, error: BaseException, page: str) -> Path | None:
        """Keep a report of `error` on the page of that name; None where the disk does not take it.

        Kinds of errors and places in the program are told: an error's own words and the values in its frames
        may hold what somebody entered, and are left out.
        """
        self._also(error)
        at = self._clock().astimezone(UTC)
        told = {
            "code": code,
            "at": at.isoformat(timespec="seconds"),
            "version": version(_PACKAGE),
            "page": page,
            "errors": [_told(one) for one in _chain(error)],
        }
        file = self._folder / f"{at:%Y%m%dT%H%M%S}-{code}.json"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)
            file.write_text(json.dumps(told, indent=1), encoding="utf-8")
            for old in sorted(self._folder.glob("*.json"))[:-KEPT]:
                old.unlink()
        except OSError as failed:
            _log.warning("no report of %s: %s", code, type(failed).__name__)
            return None
        return file


def _chain(error: BaseException) -> list[BaseException]:
    """The error, then what it came of."""
    found: list[BaseException] = []
    now: BaseException | None = error
    while now is not None and now not in found:
        found.append(now)
        now = now.__cause__ or now.__context__
    return found


def _told(error: BaseException) -> dict[str, Any]:
    return {
        "kind": type(error).__name__,
        "frames": [
            f"{_place(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ],
    }


def _place(filename: str) -> str:
    """A file of the program from its root on, any other by its last two parts: no user's folder is told."""
    path = Path(filename)
    if path.is_relative_to(_PROGRAM / "kiosk"):
        return path.relative_to(_PROGRAM).as_posix()
    return "/".join(path.parts[-2:])
