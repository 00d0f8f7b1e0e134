"""The embedded database: SQLite through SQLCipher, which brings one without the WAL fault of Debian 12's."""

import os
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from central.store.database import Database, DatabaseUnreadable, open_database

_WAIT_FOR_THE_OTHER_WRITER = 10.0  # seconds


def open_sqlite(file: Path, key: bytes) -> Database:
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
    try:
        return open_database(engine)
    except sa.exc.DatabaseError as error:
        engine.dispose()
        raise DatabaseUnreadable("the data folder's secret does not open its database") from error
    except DatabaseUnreadable:
        engine.dispose()
        raise


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
