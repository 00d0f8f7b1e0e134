from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from central.store.sqlite import open_sqlite
from kiosk.storage.database import open_database
from tests.plugins.migrated_once import Made, once

KEY = bytes(range(32))


def _kiosk(file: Path) -> Made:
    database = open_database(file, KEY)
    with database.session() as session:
        made = Made.of(session.connection())
    database.close()
    return made


def _central(file: Path) -> Made:
    database = open_sqlite(file, KEY)
    with database.writing() as connection:
        made = Made.of(connection)
    database.close()
    return made


def _ids(made: Made) -> list[Any]:
    return [there for name, there in made.rows if name == "device"]


@pytest.mark.usefixtures("real_migrations")
@pytest.mark.parametrize("open_in", [_kiosk, _central])
def test_a_replayed_database_is_like_a_migrated_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_in: Callable[[Path], Made]
) -> None:
    real = open_in(tmp_path / "real.db")
    runs: list[str] = []
    upgrade = command.upgrade

    def counted(config: Any, revision: str) -> None:
        runs.append(revision)
        upgrade(config, revision)

    monkeypatch.setattr(command, "upgrade", once(counted))
    migrated, replayed = open_in(tmp_path / "first.db"), open_in(tmp_path / "second.db")
    assert runs == ["head"]
    assert replayed.tables == migrated.tables
    assert replayed.rest == migrated.rest
    assert _in_order(migrated) == _in_order(real)
    assert _without_ids(replayed) == _without_ids(migrated) == _without_ids(real)
    if _ids(real):
        assert _ids(replayed) != _ids(migrated) != _ids(real)


def _in_order(made: Made) -> list[list[str]]:
    """Its statements, with their parts in one order: Alembic copies a table's constraints in any."""
    return sorted(sorted(line.strip(" ,") for line in sql.splitlines()) for sql in made.tables + made.rest)


def _without_ids(made: Made) -> dict[str, list[Any]]:
    return {name: there for name, there in made.rows if name != "device"}


def test_what_is_not_empty_is_migrated() -> None:
    runs: list[str] = []
    upgrade = once(lambda _config, revision: runs.append(revision))
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE there (one)")
        config = Config()
        config.attributes["connection"] = connection
        upgrade(config, "head")
        upgrade(config, "r0001")
    engine.dispose()
    assert runs == ["head", "r0001"]
