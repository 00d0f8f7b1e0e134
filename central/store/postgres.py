"""PostgreSQL 15 or newer, for more than one process and more than a small office."""

from urllib.parse import unquote

import sqlalchemy as sa

from central.store.database import Database, DatabaseUnreadable, open_database

_CONNECTIONS = 10
_MORE_AT_MOST = 10
_SECONDS_FOR_A_CONNECTION = 10
_OLDEST_SERVER = 150000
# No statement and no lock waits for ever. A transaction that does nothing ends: as long as it is there, no
# event that came after it is given out.
_OPTIONS = (
    "-c statement_timeout=30s -c lock_timeout=10s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"
)


def open_postgres(url: str) -> Database:
    """The database at `url` (postgresql://…), with all migrations done. Raises `DatabaseUnreadable`."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
            version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one())
        if encoding != "UTF8":
            raise DatabaseUnreadable("the database's encoding is not UTF8")
        if version < _OLDEST_SERVER:
            raise DatabaseUnreadable("PostgreSQL is older than 15")
        return open_database(engine)
    except sa.exc.DBAPIError as error:
        engine.dispose()
        # The driver's text would name the host and the user, and may be long; the class says what is wrong.
        raise DatabaseUnreadable(f"PostgreSQL does not let us in: {type(error.orig).__name__}") from error
    except DatabaseUnreadable:
        engine.dispose()
        raise


def address_of(url: str) -> sa.URL:
    """What `url` says, its database's name with %20 for a blank, as elsewhere in an address.

    Raises `DatabaseUnreadable` for what is no address of PostgreSQL.
    """
    try:
        told = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise DatabaseUnreadable("not postgresql://USER@HOST/DATABASE") from None
    if told.drivername not in {"postgresql", "postgresql+psycopg"}:
        raise DatabaseUnreadable("not postgresql://USER@HOST/DATABASE")
    return told.set(drivername="postgresql+psycopg", database=unquote(told.database or ""))


def _engine(url: str) -> sa.Engine:
    return sa.create_engine(
        address_of(url),
        connect_args={"options": _OPTIONS, "application_name": "central", "connect_timeout": 10},
        pool_size=_CONNECTIONS,
        max_overflow=_MORE_AT_MOST,
        pool_timeout=_SECONDS_FOR_A_CONNECTION,
        pool_use_lifo=True,
        hide_parameters=True,  # they are personal data, and errors go to the log
    )
