"""Which version the tables have, and bringing them up to date."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, String, column, inspect, select, table

from kiosk.storage.failures import StorageError, StorageFailure

_MIGRATIONS = Path(__file__).parent / "migrations"
_TABLE = "alembic_version"


@dataclass(frozen=True, slots=True)
class TablesVersion:
    """The version of the tables, None before there are any, and the newest that this program knows."""

    current: str | None
    newest: str


def tables_version(connection: Connection) -> TablesVersion:
    """Raises `StorageError` (DATABASE_NEWER) where it is one that this program does not know."""
    known, current = known_versions(), _version_of(connection)
    if current is not None and current not in known:
        raise StorageError(StorageFailure.DATABASE_NEWER)
    return TablesVersion(current, max(known))


def bring_to_head(connection: Connection) -> None:
    """Run the migrations that are missing, inside of the connection's transaction.

    Raises `StorageError` (DATABASE_NEWER) where the tables have a version that this program does not know.
    """
    version = tables_version(connection)
    if version.current == version.newest:
        return
    # Only when it is needed: Alembic takes a tenth of a second and of the memory.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def known_versions() -> frozenset[str]:
    """The versions that migrations of this program lead to: they stand in their files' names."""
    files = (_MIGRATIONS / "versions").glob("r[0-9]*_*")
    return frozenset(path.name.partition("_")[0].removeprefix("r") for path in files)


def _version_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_TABLE):
        return None
    return connection.scalar(select(column("version_num", String)).select_from(table(_TABLE)))
