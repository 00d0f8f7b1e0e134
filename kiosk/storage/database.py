"""The kiosk's encrypted database: opening it, and its transactions."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.schema import bring_to_head

KEY_BYTES = 32
# SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode that two connections write to.
_SQLITE_NEEDED = (3, 51, 3)
_BUSY_SECONDS = 10
_FAILURES = {
    sqlcipher.SQLITE_FULL: StorageFailure.DISK_FULL,
    sqlcipher.SQLITE_NOTADB: StorageFailure.DATABASE_UNREADABLE,
    sqlcipher.SQLITE_CORRUPT: StorageFailure.DATABASE_UNREADABLE,
    sqlcipher.SQLITE_CANTOPEN: StorageFailure.DATABASE_UNREADABLE,
    sqlcipher.SQLITE_IOERR: StorageFailure.DATABASE_UNREADABLE,
    sqlcipher.SQLITE_READONLY: StorageFailure.DATABASE_UNREADABLE,
}
_PRIMARY_CODE = 0xFF  # SQLite's extended result codes keep the kind of error in the lowest byte


class Database:
    """The kiosk's database. Any thread may use it; each session belongs to the thread that opened it."""

    def __init__(self, engine: Engine) -> None:
        self._writing = engine
        self._reading = engine.execution_options(begin="BEGIN")

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction that may write: it is committed at the end of the block, undone by an exception.

        It takes the place of the one writer at its start, so that what it reads stays true until its commit.
        Raises `StorageError` for what is wrong with the disk or the file.
        """
        with _told_as_failures(), Session(self._writing) as session, session.begin():
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """One transaction that reads a state of one moment and hinders no writer. Raises `StorageError`."""
        with _told_as_failures(), Session(self._reading) as session:
            yield session

    def close(self) -> None:
        """Close the connections; the database may not be used any more."""
        self._writing.dispose()


def open_database(file: Path, key: bytes) -> Database:
    """The database in `file`, made where there is none, with its tables brought up to date.

    `key` is the raw key of 32 bytes. The file is for its owner only (0600), a folder that is made too (0700).
    Raises `StorageError`: DATABASE_UNREADABLE (another key, no database, no right to it), DISK_FULL,
    SQLITE_TOO_OLD, DATABASE_NEWER (a newer version of the kiosk has changed its tables).
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    if sqlcipher.sqlite_version_info < _SQLITE_NEEDED:
        raise StorageError(StorageFailure.SQLITE_TOO_OLD)
    _make_for_the_owner_only(file)
    engine = _engine(file, key)
    try:
        with _told_as_failures(), engine.begin() as connection:
            bring_to_head(connection)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def _make_for_the_owner_only(file: Path) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))  # its journal files take over these rights
    except OSError as error:
        full = error.errno == errno.ENOSPC
        raise StorageError(
            StorageFailure.DISK_FULL if full else StorageFailure.DATABASE_UNREADABLE
        ) from error


def _engine(file: Path, key: bytes) -> Engine:
    def connect() -> sqlcipher.Connection:
        connection = sqlcipher.connect(
            str(file), isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
        )
        try:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is told by an exception
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite+pysqlite://", module=sqlcipher, creator=connect, poolclass=QueuePool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE"))


@contextmanager
def _told_as_failures() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        failure = _FAILURES.get(getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE)
        if failure is None:
            raise
        raise StorageError(failure) from error
