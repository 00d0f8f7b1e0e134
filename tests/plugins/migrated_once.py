"""A new SQLite database gets its tables from those that migrations made once, not by all of them again.

Each worker runs the migrations of kiosk and of central for real, once; what they made is replayed in the
next empty databases: the same statements, the same rows. `real_migrations` is for tests about migrating.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config


@dataclass(frozen=True)
class Made:
    """What migrations made of an empty database: its tables, their rows, then indices and triggers."""

    tables: tuple[str, ...]
    rows: tuple[tuple[str, list[tuple[Any, ...]]], ...]
    rest: tuple[str, ...]

    @classmethod
    def of(cls, connection: sa.Connection) -> "Made":
        """What there is now."""
        execute = _driver(connection).execute
        found = execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
        tables = [(name, sql) for kind, name, sql in found if kind == "table"]
        rows = [(name, execute(f'SELECT * FROM "{name}"').fetchall()) for name, _ in tables]
        return cls(
            tuple(sql for name, sql in tables if not name.startswith("sqlite_")),
            tuple((name, there) for name, there in rows if there),
            tuple(sql for kind, _, sql in found if kind != "table"),
        )

    def replay(self, connection: sa.Connection) -> None:
        """The same in an empty database, which gets an id of its own where databases have one."""
        driver = _driver(connection)
        driver.execute("PRAGMA defer_foreign_keys = ON")
        for sql in self.tables:
            driver.execute(sql)
        for name, there in self.rows:
            places = ", ".join("?" * len(there[0]))
            driver.executemany(f'INSERT INTO "{name}" VALUES ({places})', there)
            if name == "device":
                driver.execute("UPDATE device SET database_id = ?", (str(uuid.uuid4()),))
        for sql in self.rest:
            driver.execute(sql)


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


def _is_empty(connection: sa.Connection) -> bool:
    return not _driver(connection).execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def once(upgrade: Callable[..., None]) -> Callable[..., None]:
    """Alembic's `upgrade`, which replays what it has made of an empty SQLite database before."""
    known: dict[str, Made] = {}

    def replaying(config: Config, revision: str, *more: Any, **options: Any) -> None:
        connection: Any = config.attributes.get("connection")
        whole = revision == "head" and not more and not options and connection is not None
        if not whole or connection.dialect.name != "sqlite" or not _is_empty(connection):
            upgrade(config, revision, *more, **options)
            return
        place = config.get_main_option("script_location") or ""
        made = known.get(place)
        if made is None:
            upgrade(config, revision)
            known[place] = Made.of(connection)
        else:
            made.replay(connection)

    return replaying


_UPGRADE = command.upgrade


@pytest.fixture(scope="session", autouse=True)
def _migrated_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "upgrade", once(_UPGRADE))
        yield


@pytest.fixture
def real_migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every migration runs, in this test."""
    monkeypatch.setattr(command, "upgrade", _UPGRADE)
