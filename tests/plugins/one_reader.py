"""There is one PC/SC service and one virtual reader on a machine: the tests that need them share one worker.

xdist's own `loadgroup` writes the group into an item's private node id, which pytest 9 has no more: it does
nothing there.
"""

from collections.abc import Sequence

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

FOLDERS = ("tests/cardreader/", "tests/e2e/")
"""Where tests marked `pcsc` may stand."""


class OneReader(LoadScopeScheduling):  # type: ignore[misc]
    """Everything in `FOLDERS` goes to one worker, in order; every other test goes wherever there is room."""

    def _split_scope(self, nodeid: str) -> str:
        return "reader" if nodeid.startswith(FOLDERS) else nodeid


class SharedReader:
    """The two hooks; registered only where xdist is there."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> OneReader:
        """Distribute by `OneReader`."""
        return OneReader(config, log)

    def pytest_collection_modifyitems(self, items: Sequence[pytest.Item]) -> None:
        """Refuse a test that needs the reader in a folder whose tests run on any worker."""
        for item in items:
            if item.get_closest_marker("pcsc") is not None and not item.nodeid.startswith(FOLDERS):
                raise pytest.UsageError(f"{item.nodeid} is marked pcsc and stands in none of {FOLDERS}")


def pytest_configure(config: pytest.Config) -> None:
    """Register the hooks."""
    if config.pluginmanager.hasplugin("xdist"):
        config.pluginmanager.register(SharedReader(), "one_reader")
