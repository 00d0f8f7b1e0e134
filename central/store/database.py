"""The database: SQLite through SQLCipher, which brings a SQLite without the WAL fault of Debian 12's own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

_WAIT_FOR_THE_OTHER_WRITER = 10.0  # seconds


class DatabaseUnreadable(Exception):
    """The file is no database of ours, or the server's secret is not the one it was made with."""


class Database:
    """Transactions on one database. Writers take turns; readers see what was committed when they began."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that may write: committed at the end, undone by an exception."""
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads."""
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()


def open_database(file: Path, key: bytes) -> Database:
    """The database in `file` (made 0600 where there is none), with all migrations done.

    `key` is its 32-byte key. Raises `DatabaseUnreadable`.
    """
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    engine = sa.create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: _connect(file, key),
        poolclass=sa.QueuePool,
        hide_parameters=True,  # they are personal data, and errors go to the log
    )
    sa.event.listen(engine, "begin", _begin)
    database = Database(engine)
    try:
        with database.writing() as connection:
            _migrate(connection)
    except sa.exc.DatabaseError as error:
        raise DatabaseUnreadable(file.name) from error
    return database


def _connect(file: Path, key: bytes) -> dbapi2.Connection:
    connection = dbapi2.connect(
        str(file), isolation_level=None, check_same_thread=False, timeout=_WAIT_FOR_THE_OTHER_WRITER
    )
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _begin(connection: sa.Connection) -> None:
    # A writer takes its turn at once: one that began by reading could not become one without a conflict.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
