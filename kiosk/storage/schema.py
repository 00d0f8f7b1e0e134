"""Which version the tables have, and bringing them up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from kiosk.storage.failures import StorageError, StorageFailure

_MIGRATIONS = Path(__file__).parent / "migrations"


def bring_to_head(connection: Connection) -> None:
    """Run the migrations that are missing, inside of the connection's transaction.

    Raises `StorageError` (DATABASE_NEWER) where the tables have a version that this program does not know.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    script = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == script.get_current_head():
        return
    if current is not None and current not in {revision.revision for revision in script.walk_revisions()}:
        raise StorageError(StorageFailure.DATABASE_NEWER)
    command.upgrade(config, "head")
