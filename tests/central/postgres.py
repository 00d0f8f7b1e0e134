"""A private PostgreSQL: a cluster in a temporary folder, reached by a socket of the file system alone."""

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import psycopg
import pytest

PATIENCE = 30.0
_OWNER = "postgres"  # the server refuses to run as root


class PostgresServer:
    """A cluster of its own. `options` are the server's settings, as in postgresql.conf."""

    def __init__(self, options: Sequence[str] = ()) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="central-pg-", dir="/tmp"))
        self._options = ("listen_addresses=", f"unix_socket_directories={self._folder}", *options)
        versions = Path("/usr/lib/postgresql").glob("*/bin")
        self._programs = max(versions, key=lambda path: int(path.parent.name))
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        if os.getuid() == 0:
            shutil.chown(self._folder, _OWNER, _OWNER)
        made = [str(self._data), "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        self._run("initdb", "--no-sync", "-D", *made)
        self.start()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def url(self, database: str) -> str:
        """The address of a database of this cluster."""
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def new_database(self, template: str = "template1") -> str:
        """The address of a new database, empty or like `template`."""
        name = f"central_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return self.url(name)

    def start(self) -> None:
        """Start it, and wait until it lets somebody in."""
        settings = itertools.chain.from_iterable(("-c", option) for option in self._options)
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-D", str(self._data), *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                **_as_owner(),
            )
        deadline = time.monotonic() + PATIENCE
        while not self._lets_in():
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() < deadline, (self._folder / "log").read_text()
            Event().wait(0.02)

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast`, or `immediate` as in a crash."""
        if self._process is not None:
            self._run("pg_ctl", "stop", "-D", str(self._data), "-m", mode)
            self._process.wait(PATIENCE)
            self._process = None

    def remove(self) -> None:
        """Stop it, and leave nothing."""
        self.stop("immediate")
        shutil.rmtree(self._folder)

    def _lets_in(self) -> bool:
        try:
            psycopg.connect(self.url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, **_as_owner())


def _as_owner() -> dict[str, Any]:
    return {"user": _OWNER, "group": _OWNER, "extra_groups": [], "cwd": "/"} if os.getuid() == 0 else {}


@pytest.fixture(params=["sqlite", "postgresql"])
def both_databases(request: pytest.FixtureRequest) -> str:
    """A module that takes this for its `database` runs its tests on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return ""
    new: Callable[[], str] = request.getfixturevalue("new_postgres_database")
    return new()


def servers(options: Sequence[str] = ()) -> Iterator[PostgresServer]:
    """One cluster, gone afterwards."""
    server = PostgresServer(options)
    try:
        yield server
    finally:
        server.remove()
