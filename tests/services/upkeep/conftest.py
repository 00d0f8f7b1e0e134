from pathlib import Path

import pytest

from kiosk.services.central import CentralClient
from kiosk.services.upkeep.histories import Histories
from kiosk.services.upkeep.purging import Purging
from tests.services.sync.conftest import SyncedCounter, kiosk, make_kiosk

__all__ = ["kiosk", "make_kiosk"]


def client_of(kiosk: SyncedCounter) -> CentralClient:
    return kiosk.sync._client


class Kept:
    """A counter with what keeps its data in order."""

    def __init__(self, kiosk: SyncedCounter) -> None:
        self.purging = Purging(kiosk.database, lambda: kiosk.rules, kiosk.clock, lambda _now: True)
        self.histories = Histories(kiosk.database, client_of(kiosk), lambda: kiosk.rules, kiosk.clock)


@pytest.fixture
def kept(kiosk: SyncedCounter) -> Kept:
    return Kept(kiosk)


@pytest.fixture
def file(kiosk: SyncedCounter, tmp_path: Path) -> Path:
    """The counter's database."""
    return tmp_path / "one" / "kiosk.db"
