"""Looking into a database as it is, for who examines it: nothing in it is changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher  # type: ignore[import-untyped]
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import Session

from kiosk.storage.database import keyed, told_as_failures
from kiosk.storage.schema import TablesVersion, tables_version


@contextmanager
def look_into(file: Path, key: bytes) -> Iterator[tuple[Session, TablesVersion]]:
    """The database in `file` as of one moment, to be read alone; and the version of its tables, left at it.

    Whoever has it open is not hindered. Raises `StorageError`, DATABASE_NEWER too.
    """
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=partial(keyed, file, key, read_only=True),
        poolclass=NullPool,
        hide_parameters=True,
    )
    try:
        with told_as_failures(file), Session(engine) as session:
            session.connection().exec_driver_sql("BEGIN")  # what is written meanwhile is not seen by half
            yield session, tables_version(session.connection())
    finally:
        engine.dispose()
