"""There is one PC/SC service and one virtual reader on a machine: the tests that need them share one worker.

xdist's own `loadgroup` writes the group into an item's private node id, which pytest 9 has no more: it does
nothing there. What goes to a worker as a whole begins first, the largest part first.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

FOLDERS = ("tests/cardreader/", "tests/e2e/")
"""Where tests marked `pcsc` may stand."""

LONG = (
    "tests/proof/",
    "tests/central/test_faults.py",
    "tests/central/test_concurrency.py",
    "tests/central/api/test_openapi.py",
    "tests/central/backoffice/",
    "tests/domain/test_speed.py",
    "tests/services/printing/test_cups.py",
    "tests/services/sync/test_broken_disks.py",
    "tests/services/upkeep/test_going_back.py",
    "tests/ui/test_sync_page.py",
)
"""Files that take long. They begin first: in the end, no worker waits for the other's last one.

Each goes to one worker as a whole, since some share what takes many seconds to make: a rehearsal, a browser.
"""


class OneReader(LoadScopeScheduling):  # type: ignore[misc]
    """Everything in `FOLDERS` goes to one worker, in order, and each file of `LONG`; the rest anywhere."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(FOLDERS):
            return "reader"
        return nodeid.partition("::")[0] if nodeid.startswith(LONG) else nodeid


class SharedReader:
    """The two hooks; registered only where xdist is there."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> OneReader:
        """Distribute by `OneReader`."""
        return OneReader(config, log)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put long ones first. Refuse a test that needs the reader where tests run on any worker."""
        items.sort(key=lambda item: not item.nodeid.startswith(LONG))
        for item in items:
            if item.get_closest_marker("pcsc") is not None and not item.nodeid.startswith(FOLDERS):
                raise pytest.UsageError(f"{item.nodeid} is marked pcsc and stands in none of {FOLDERS}")


def pytest_configure(config: pytest.Config) -> None:
    """Register the hooks."""
    if config.pluginmanager.hasplugin("xdist"):
        config.pluginmanager.register(SharedReader(), "one_reader")
