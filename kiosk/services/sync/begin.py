"""Something that goes on while something else is done."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

_Result = TypeVar("_Result")


def begin(call: Callable[[], _Result]) -> Callable[[], _Result]:
    """Begin `call` on a thread of its own. What comes back waits for its result, or raises what it raised.

    The thread holds up no end of the program.
    """
    future: Future[_Result] = Future()

    def run() -> None:
        try:
            future.set_result(call())
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
            future.set_exception(error)

    threading.Thread(target=run, name="sync: sending", daemon=True).start()
    return future.result
