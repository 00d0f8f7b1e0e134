from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.programme import Programme
from kiosk.services.identity_device import DeviceIdentity
from kiosk.storage.database import KEY_BYTES, open_database
from kiosk.ui.theme import COUNTER, apply_theme
from tests.services.counter import Counter, programme
from tests.ui.pages.case import Case, HandClock


@pytest.fixture(scope="session")
def rules() -> Programme:
    """The programme as it is delivered."""
    return programme()


@pytest.fixture
def case(tmp_path: Path, rules: Programme, qapp: QApplication) -> Iterator[Case]:
    """A cooperative at a desk of its own, which knows nothing of it yet; the pages are dressed."""
    apply_theme(qapp, COUNTER)
    database = open_database(tmp_path / "kiosk.db", bytes(range(KEY_BYTES)))
    device = DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")
    clock = HandClock()
    yield Case(Counter(database, rules, cast("Any", clock), device), clock)
    database.close()
