from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.storage.database import KEY_BYTES, Database, open_database

KEY = bytes(range(KEY_BYTES))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "kiosk.db"


@pytest.fixture
def database(file: Path) -> Iterator[Database]:
    opened = open_database(file, KEY)
    yield opened
    opened.close()
