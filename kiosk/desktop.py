"""The program on the desktop: one instance, the training set-up behind it, the window, and a tidy end."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

from kiosk.services.failures import Failed, FailureCatalogue, Trouble, code_of
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.logs import kept_log
from kiosk.services.settings import Mode, read_settings
from kiosk.services.training.set_up import TrainingSetUp, start_training
from kiosk.storage.database import of_the_system
from kiosk.storage.failures import StorageError, StorageFailure

if TYPE_CHECKING:
    from kiosk.app import Counter
    from kiosk.ui.window import KioskWindow


UNOPENED = 5
"""Exit code where the counter could not open and its window was closed; the same as `kiosk run` gives."""


class NotStarted(Exception):
    """The counter could not open; the message is for the person who started it, in Chinese."""


def run_training(
    folders: Folders,
    scenario: str | None,
    then: "Callable[[KioskWindow, Counter], None] | None" = None,
    mode: Mode = Mode.COUNTER,
) -> int:
    """Open the training counter in its window and stay until it is closed. The exit code.

    `scenario` names the card that lies in the reader at the start; `then` is called once the window is shown.
    Where the counter cannot open, a window says why and what to do, and tries again when somebody presses;
    closed, the exit code is `UNOPENED`. With `then` nobody would press: it raises `NotStarted`, as it does
    where the counter is open already.
    """
    return _until_it_opens(lambda: _run(folders, scenario, then, mode), alone=then is not None, held=False)


def run_counter(config: Path | None, then: "Callable[[KioskWindow, Counter], None] | None" = None) -> int:
    """Open this machine's counter in its window and stay until it is closed. The exit code.

    Its settings are those of the environment and of the file `config` (see `read_settings`), read anew at
    each try. A machine that is not enrolled shows the page where that is done. Otherwise as `run_training`.
    """
    run = partial(_run_counter, config, then)
    return _until_it_opens(run, alone=then is not None, held=_is_self_service(config))


def _is_self_service(config: Path | None) -> bool:
    try:
        return read_settings(os.environ, config).mode is Mode.SELF_SERVICE
    except Failed:  # told where the counter opens
        return False


def _until_it_opens(run: Callable[[], int], *, alone: bool, held: bool) -> int:
    """Call `run` until it opens the counter or somebody gives up; `alone`: nobody would press anything.

    `held`: nobody gives up, for who stands there may not leave.
    """
    while True:
        try:
            return run()
        except Exception as error:
            known = code_of(error)
            if known is None:
                raise
            words = _words(*known)
            if alone:
                raise NotStarted(words) from error
            from kiosk.counter_window import wants_again

            sys.stderr.write(f"{words}\n")
            if not wants_again(*known, held):
                return UNOPENED


def _run_counter(config: Path | None, then: "Callable[[KioskWindow, Counter], None] | None") -> int:
    settings = read_settings(os.environ, config)
    with _alone_in(settings.folders), kept_log(settings.folders.logs, settings.log):
        from kiosk.counter_window import open_counter_window

        ended = open_counter_window(settings, then)
        return UNOPENED if ended is None else ended


def _run(
    folders: Folders,
    scenario: str | None,
    then: "Callable[[KioskWindow, Counter], None] | None",
    mode: Mode,
) -> int:
    with (
        _alone_in(folders),
        kept_log(folders.logs),
        ThreadPoolExecutor(max_workers=1) as background,
    ):
        starting = background.submit(start_training, folders, scenario)
        try:
            # The window's half takes a second to import; the set-up comes up meanwhile.
            from kiosk.counter_window import open_window

            return open_window(folders, starting.result, then, mode)
        finally:
            _end(starting.result)


@contextmanager
def _alone_in(folders: Folders) -> Iterator[None]:
    """Nobody else has the folders' data open. Raises `NotStarted`, and `StorageError` for the disk."""
    try:
        folders.create()
    except OSError as error:
        raise of_the_system(error) from error
    lock = QLockFile(str(folders.root / "kiosk.lock"))
    if not lock.tryLock(0):
        match lock.error():
            case QLockFile.LockError.LockFailedError:
                raise NotStarted(_words(Trouble.ALREADY_RUNNING.value, {}))
            case QLockFile.LockError.PermissionError:
                raise StorageError(StorageFailure.READ_ONLY)
            case _:
                raise StorageError(StorageFailure.DISK_FULL)
    try:
        yield
    finally:
        lock.unlock()


def _words(code: str, values: Mapping[str, str | int]) -> str:
    failure = FailureCatalogue(RESOURCES / "failures.toml").text(code, "zh", values)
    return f"{failure.title}：{failure.cause}{failure.remedy} ({failure.code})"


def _end(started: Callable[[], TrainingSetUp]) -> None:
    try:
        set_up = started()
    except Exception:  # noqa: BLE001 - what did not start has nothing to end, and was told already
        return
    set_up.stop()
