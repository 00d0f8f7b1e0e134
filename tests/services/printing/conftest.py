import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.domain.programme import Programme
from kiosk.services.identity_device import DeviceIdentity
from kiosk.storage.database import Database, open_database
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import Counter, TestClock, order_receipt
from tests.services.printing.print_service import PrintService, RawPrinter, print_service


@pytest.fixture(scope="session")
def one_receipt(tmp_path_factory: pytest.TempPathFactory, rules: Programme) -> Path:
    """A database that holds an order's receipt, number 1; made once, for each test gets a copy."""
    file = tmp_path_factory.mktemp("one-receipt") / "kiosk.db"
    device = DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")
    with closing(open_database(file, DATABASE_KEY)) as database:
        counter = Counter(database, rules, TestClock(), device)
        submitted = counter.submit(counter.register(), counter.order(), order_receipt)
        assert submitted.receipt_id == 1
    return file


@pytest.fixture
def database(tmp_path: Path, one_receipt: Path) -> Iterator[Database]:
    """With the receipt number 1."""
    file = tmp_path / "data" / "kiosk.db"
    file.parent.mkdir()
    shutil.copy(one_receipt, file)
    with closing(open_database(file, DATABASE_KEY)) as opened:
        yield opened


@pytest.fixture
def cups() -> Iterator[PrintService]:
    with print_service() as service:
        yield service


@pytest.fixture
def raw_printer() -> Iterator[RawPrinter]:
    printer = RawPrinter()
    yield printer
    printer.stop()
