"""Versions of the tables: migrations bear theirs in their file's name, so that to ask costs no Alembic."""

from pathlib import Path

import sqlalchemy as sa

_MIGRATIONS = Path(__file__).parent / "migrations" / "versions"
_TABLE = "alembic_version"


def known_versions() -> frozenset[str]:
    """All versions that this program can bring up to its own."""
    return frozenset(path.name.partition("_")[0] for path in _MIGRATIONS.glob("[0-9]*_*"))


def head_version() -> str:
    """The version of this program's tables."""
    return max(known_versions())


def current_version(connection: sa.Connection) -> str | None:
    """The version that the tables of a database have; None where there are none."""
    if not sa.inspect(connection).has_table(_TABLE):
        return None
    return connection.scalar(sa.select(sa.column("version_num", sa.String)).select_from(sa.table(_TABLE)))
