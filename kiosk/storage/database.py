"""The kiosk's encrypted database: opening it, and its transactions."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from kiosk.storage.audit import Keeper, begin, info_for
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.schema import bring_to_head

KEY_BYTES = 32
# SQLite 3.7.0 to 3.51.2 can corrupt a database in WAL mode that two connections write to.
_SQLITE_NEEDED = (3, 51, 3)
_BUSY_SECONDS = 10
_FAILURES = {
    sqlcipher.SQLITE_FULL: StorageFailure.DISK_FULL,
    sqlcipher.SQLITE_BUSY: StorageFailure.DATABASE_BUSY,
    sqlcipher.SQLITE_LOCKED: StorageFailure.DATABASE_BUSY,
    sqlcipher.SQLITE_NOTADB: StorageFailure.DATABASE_UNREADABLE,
    sqlcipher.SQLITE_CANTOPEN: StorageFailure.DATABASE_UNREADABLE,
    sqlcipher.SQLITE_CORRUPT: StorageFailure.DATABASE_DAMAGED,  # a page's HMAC does not hold
    sqlcipher.SQLITE_READONLY: StorageFailure.READ_ONLY,
}
_OS_FAILURES = {
    errno.ENOSPC: StorageFailure.DISK_FULL,
    errno.EDQUOT: StorageFailure.DISK_FULL,
    errno.EROFS: StorageFailure.READ_ONLY,
    errno.EACCES: StorageFailure.READ_ONLY,
    errno.EPERM: StorageFailure.READ_ONLY,
    errno.EIO: StorageFailure.DATABASE_DAMAGED,
}
_TRIAL_BYTES = 65_536  # more than a small file system can hide in what it keeps for itself
_PRIMARY_CODE = 0xFF  # SQLite's extended result codes keep the kind of error in the lowest byte


class Database:
    """The kiosk's database. Any thread may use it; each session belongs to the thread that opened it."""

    def __init__(self, engine: Engine, file: Path) -> None:
        self._file = file
        self._writing = engine
        self._keeper: Keeper | None = None
        self._reading = engine.execution_options(begin="BEGIN")

    def keep_audit(self, keeper: Keeper, who: str) -> None:
        """Write the audit log as this keeper from now on; `who` let its key be the log's, where it is not."""
        with self.session() as session:
            begin(session, keeper, who)
        self._keeper = keeper

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction that may write: it is committed at the end of the block, undone by an exception.

        It takes the place of the one writer at its start, so that what it reads stays true until its commit.
        Raises `StorageError` for what is wrong with the disk or the file.
        """
        with told_as_failures(self._file), self._session() as session, session.begin():
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """One transaction that reads a state of one moment and hinders no writer. Raises `StorageError`."""
        with told_as_failures(self._file), Session(self._reading) as session:
            yield session

    def _session(self) -> Session:
        return Session(self._writing, info=info_for(self._keeper))

    def copy_to(self, file: Path) -> None:
        """Write the database as of one moment into the empty `file`, encrypted with the same key.

        Writers need not wait. Raises `StorageError`, DATABASE_DAMAGED where a page cannot be verified.
        """
        with told_as_failures(self._file), closing(self._writing.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(file),))

    def forget_what_was_deleted(self) -> None:
        """Empty the write-ahead log, which still holds pages as they were. Raises `StorageError`.

        While somebody reads an older state it is left as it is.
        """
        with told_as_failures(self._file), closing(self._writing.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @property
    def bytes_on_disk(self) -> int:
        """The size of the file. Raises `StorageError`."""
        try:
            return self._file.stat().st_size
        except OSError as error:
            raise of_the_system(error) from error

    def close(self) -> None:
        """Close the connections; the database may not be used any more."""
        self._writing.dispose()


def open_database(file: Path, key: bytes) -> Database:
    """The database in `file`, made where there is none, with its tables brought up to date.

    `key` is the raw key of 32 bytes. The file is for its owner only (0600), a folder that is made too (0700).
    Raises `StorageError`: DATABASE_UNREADABLE (another key, no database), DATABASE_DAMAGED, DATABASE_BUSY,
    DISK_FULL, READ_ONLY (the file system, or no right to write), SQLITE_TOO_OLD, DATABASE_NEWER (a newer
    version of the kiosk has changed its tables).
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key has {KEY_BYTES} bytes")
    if sqlcipher.sqlite_version_info < _SQLITE_NEEDED:
        raise StorageError(StorageFailure.SQLITE_TOO_OLD)
    _make_for_the_owner_only(file)
    engine = _engine(file, key)
    try:
        with told_as_failures(file), engine.begin() as connection:
            bring_to_head(connection)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine, file)


def _make_for_the_owner_only(file: Path) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))  # its journal files take over these rights
    except OSError as error:
        raise of_the_system(error) from error


def of_the_system(error: OSError) -> StorageError:
    """What the operating system says of a file, as a failure of the kiosk's."""
    return StorageError(_OS_FAILURES.get(error.errno or 0, StorageFailure.DATABASE_UNREADABLE))


def keyed(file: Path, key: bytes, *, read_only: bool = False) -> sqlcipher.Connection:
    """A connection of the library's own to the database in `file`, which is there. Raises its errors."""
    connection = sqlcipher.connect(
        f"{file.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=_BUSY_SECONDS,
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")  # a wrong key is told by an exception
    except BaseException:
        connection.close()
        raise
    return connection


def _engine(file: Path, key: bytes) -> Engine:
    def connect() -> sqlcipher.Connection:
        connection = keyed(file, key)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not just let go
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
def told_as_failures(file: Path) -> Iterator[None]:
    """Let what SQLite says of the database in `file` be raised as `StorageError`, but for bugs."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(cause, "sqlite_errorcode", 0) & _PRIMARY_CODE
        failure = _of_the_disk(file) if code == sqlcipher.SQLITE_IOERR else _FAILURES.get(code)
        if failure is None:
            raise
        raise StorageError(failure) from error


def _of_the_disk(file: Path) -> StorageFailure:
    """Why a disk failed SQLite, which does not tell: a page beside the database is written to see."""
    try:
        with tempfile.TemporaryFile(dir=file.parent, buffering=0) as trial:
            trial.write(bytes(_TRIAL_BYTES))
            os.fsync(trial)
    except OSError as error:
        return of_the_system(error).failure
    return StorageFailure.DATABASE_DAMAGED
