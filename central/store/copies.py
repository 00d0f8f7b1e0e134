"""Copies of the whole database, and putting one back."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from sqlcipher3 import dbapi2  # type: ignore[import-untyped]

from central.store.database import DatabaseUnreadable
from central.store.postgres import address_of

_SQLITE = "central.sqlite"
_BESIDE = ("-wal", "-shm")


class CopyFailed(Exception):
    """The copy was not made or not put back; says why, without any data."""


def copy_sqlite(folder: Path, key: bytes, to: Path) -> None:
    """Copy the data folder's database, as it stands at one moment, while it may be served from. Same key."""
    if not (folder / _SQLITE).exists():
        raise CopyFailed("there is no database in the data folder")
    source, copy = _open(folder / _SQLITE, key), _open(to, key)
    try:
        source.backup(copy)
    except dbapi2.DatabaseError:
        raise CopyFailed("the data folder's secret does not open its database") from None
    finally:
        source.close()
        copy.close()


def has_sqlite(folder: Path) -> bool:
    """Whether there is a database in the data folder."""
    return (folder / _SQLITE).exists()


def put_back_sqlite(copy: Path, folder: Path, key: bytes) -> None:
    """Make a copy the data folder's database, in place of one that there may be. It is checked first."""
    opened = _open(copy, key)
    try:
        sound = opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    except dbapi2.DatabaseError:
        sound = False
    finally:
        opened.close()
    if not sound:
        raise CopyFailed("the copy is damaged, or another secret made it")
    with copy.open("rb+") as stream:
        os.fsync(stream.fileno())
    for ending in _BESIDE:
        (folder / f"{_SQLITE}{ending}").unlink(missing_ok=True)
    copy.replace(folder / _SQLITE)


def copy_postgres(url: str, to: Path) -> None:
    """Copy a PostgreSQL database into PostgreSQL's own archive format."""
    _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def has_tables(url: str) -> bool:
    """Whether there is anything in a PostgreSQL database. Raises `CopyFailed`."""
    with _connected(url) as connection:
        query = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        row = connection.execute(query).fetchone()
    return row is not None and row[0] > 0


def put_back_postgres(copy: Path, url: str) -> None:
    """Make a copy the database's content, whole or not at all, in place of what there may be."""
    # One transaction: where the archive does not come in, what was there stays.
    script = copy.with_suffix(".sql")
    _run("pg_restore", "", "--no-owner", "--no-privileges", f"--file={script}", str(copy))
    with script.with_suffix(".all").open("wb") as whole, script.open("rb") as made:
        whole.write(b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n")
        shutil.copyfileobj(made, whole)
    _run(
        "psql", url, "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
        "--output=/dev/null", f"--file={script.with_suffix('.all')}",
    )  # fmt: skip


def _open(file: Path, key: bytes) -> dbapi2.Connection:
    connection = dbapi2.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _told(url: str) -> tuple[str, str | None]:
    """The address in libpq's own words, which every name of a database fits into, and apart the password."""
    try:
        told = address_of(url)
    except DatabaseUnreadable as error:
        raise CopyFailed(str(error)) from None
    others: dict[str, Any] = {
        name: one if isinstance(one, str) else ",".join(one) for name, one in told.query.items()
    }
    password = others.pop("password", None)
    named = {"user": told.username, "host": told.host, "port": told.port, "dbname": told.database or None}
    return make_conninfo(**{**named, **others}), told.password or password


def _connected(url: str) -> psycopg.Connection:
    told, password = _told(url)
    try:
        return psycopg.connect(told, password=password)
    except psycopg.OperationalError as error:
        raise CopyFailed(f"PostgreSQL does not let us in: {type(error).__name__}") from None


def _run(name: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; a password goes by the environment, which other users cannot read."""
    environment, database = dict(os.environ), []
    if url:
        told, password = _told(url)
        if password is not None:
            environment["PGPASSWORD"] = password
        database = [f"--dbname={told}"]
    done = subprocess.run(
        [_program(name), *database, *arguments], env=environment, capture_output=True, check=False
    )
    if done.returncode:
        # What it says may quote data: only that it failed is told on.
        raise CopyFailed(f"{name} ended with {done.returncode}")


def _program(name: str) -> str:
    """A program on PATH, or the newest of Debian's. Raises `CopyFailed`."""
    found = shutil.which(name)
    if found is not None:
        return found
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda one: int(one.parts[-3]))
    if not newest:
        raise CopyFailed(f"{name} of PostgreSQL's client programs is not installed")
    return str(newest[-1])
