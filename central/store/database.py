"""Transactions on central's database: SQLite through SQLCipher in the data folder, or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from central.store.transactions import keep_rising
from central.store.versions import current_version, head_version, known_versions

_IN_THE_WAY = {"40P01", "40001", "55P03"}  # deadlock, serialization failure, lock not to be had in time


class DatabaseUnreadable(Exception):
    """No database of ours, one that another secret opens, or one that does not answer; says which."""


class Database:
    """Transactions on one database. Readers see what was committed when they began.

    Writers take turns: in SQLite all of them, in PostgreSQL those that lock the same rows.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        reads = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        in_postgresql = engine.dialect.name == "postgresql"
        self._reads = engine.execution_options(**(reads if in_postgresql else {}))
        self._looks = engine.execution_options(**({"isolation_level": "AUTOCOMMIT"} if in_postgresql else {}))
        self._writes = engine.execution_options(writes=True)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that may write: committed at the end, undone by an exception."""
        with self._writes.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads."""
        with self._reads.begin() as connection:
            yield connection

    @contextmanager
    def looking(self) -> Iterator[sa.Connection]:
        """For a single statement that only reads, without the cost of a transaction around it."""
        with self._looks.connect() as connection:
            yield connection

    def close(self) -> None:
        """Let go of the file, or of the connections."""
        self._engine.dispose()


def open_database(engine: sa.Engine) -> Database:
    """The database of `engine`, with all migrations done; many processes may begin at once.

    Raises `DatabaseUnreadable` where a newer program was there, and what the engine's driver raises.
    """
    database = Database(engine)
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
        _migrate(connection)
        keep_rising(connection)
    return database


_MIGRATING = 0x63656E7472616C  # any number that nobody else takes: "central"


def got_in_the_way(error: Exception) -> bool:
    """Whether another transaction did: the same once more may well succeed."""
    return isinstance(error, sa.exc.DBAPIError) and getattr(error.orig, "sqlstate", None) in _IN_THE_WAY


def _migrate(connection: sa.Connection) -> None:
    current = current_version(connection)
    if current == head_version():
        return  # Alembic takes a tenth of a second and of the memory
    if current is not None and current not in known_versions():
        raise DatabaseUnreadable("a newer program has changed its tables: run that one, or restore a backup")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
