"""Versions of the tables."""

from pathlib import Path

from alembic.script import ScriptDirectory

_MIGRATIONS = Path(__file__).parent / "migrations"


def head_version() -> str:
    """The version of this program's tables."""
    return str(ScriptDirectory(str(_MIGRATIONS)).get_current_head())


def known_versions() -> frozenset[str]:
    """All versions that this program can bring up to its own."""
    return frozenset(one.revision for one in ScriptDirectory(str(_MIGRATIONS)).walk_revisions())
