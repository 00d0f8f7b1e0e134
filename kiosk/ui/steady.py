"""Keeps the Qt thread answering while others work, where the interpreter itself would hold it up."""

import gc
import sys

_SWITCH_SECONDS = 0.001  # Python's own 5 ms would be waited for at many a call of Qt


def keep_steady() -> None:
    """Call once everything has been made that stays until the end.

    A full collection of garbage looks at every object while all threads stand still: a quarter of a second
    with the window's and the libraries' own. They are looked at once, now, and then no more.
    """
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
