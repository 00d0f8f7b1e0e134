"""The program on the desktop: one instance, the training set-up behind it, the window, and a tidy end."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

from kiosk.services.failures import FailureCatalogue, Trouble, code_of
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.training.set_up import TrainingSetUp, start_training

if TYPE_CHECKING:
    from kiosk.app import Counter
    from kiosk.ui.window import KioskWindow


class NotStarted(Exception):
    """The counter could not open; the message is for the person who started it, in Chinese."""


def run_training(
    folders: Folders,
    scenario: str | None,
    then: "Callable[[KioskWindow, Counter], None] | None" = None,
) -> int:
    """Open the training counter in its window and stay until it is closed. The exit code.

    `scenario` names the card that lies in the reader at the start; `then` is called once the window is shown.
    Raises `NotStarted`.
    """
    folders.create()
    lock = QLockFile(str(folders.root / "kiosk.lock"))
    if not lock.tryLock(0):
        raise NotStarted(_words(Trouble.ALREADY_RUNNING.value, {}))
    try:
        with ThreadPoolExecutor(max_workers=1) as background:
            starting = background.submit(start_training, folders, scenario)
            try:
                # The window's half takes a second to import; the set-up comes up meanwhile.
                from kiosk.counter_window import open_window

                return open_window(folders, starting.result, then)
            except Exception as error:
                known = code_of(error)
                if known is None:
                    raise
                raise NotStarted(_words(*known)) from error
            finally:
                _end(starting.result)
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
