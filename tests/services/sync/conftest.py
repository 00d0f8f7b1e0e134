from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from kiosk.domain.programme import Programme
from kiosk.services.central import CentralClient
from kiosk.services.enrolment import enrol
from kiosk.services.identity_device import device_key
from kiosk.services.secrets import MemorySecrets
from kiosk.services.sync.engine import Sync
from kiosk.storage.database import open_database
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import Counter, TestClock
from tests.services.small_central import SmallCentral


class SyncedCounter(Counter):
    """A counter that is enrolled with central."""

    sync: Sync


class MakeKiosk(Protocol):
    """Makes a counter in a folder of this name; `patience` is how long it waits for an answer."""

    def __call__(self, name: str, patience: timedelta = ...) -> SyncedCounter: ...


@pytest.fixture
def make_kiosk(
    tmp_path: Path, central: SmallCentral, rules: Programme, clock: TestClock
) -> Iterator[MakeKiosk]:
    with ExitStack() as stack:

        def make(name: str, patience: timedelta = timedelta(seconds=15)) -> SyncedCounter:
            database = open_database(tmp_path / name / "kiosk.db", DATABASE_KEY)
            stack.callback(database.close)
            secrets = MemorySecrets()
            device = enrol(database, secrets, central.url, central.enrolment_code, timedelta(seconds=5))
            client = stack.enter_context(
                CentralClient(central.url, device.device_id, device_key(secrets), clock, patience)
            )
            counter = SyncedCounter(database, rules, clock, device)
            counter.sync = Sync(database, client, rules, clock, lambda: 0.0)
            return counter

        yield make


@pytest.fixture
def kiosk(make_kiosk: MakeKiosk) -> SyncedCounter:
    return make_kiosk("one")
