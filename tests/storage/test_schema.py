import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

from kiosk.storage import schema
from kiosk.storage.database import Database, open_database
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.storage.schema import bring_to_head
from kiosk.storage.tables import Base
from tests.storage.conftest import KEY

MIGRATIONS = Path(schema.__file__).parent / "migrations"

pytestmark = pytest.mark.usefixtures("real_migrations")


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_the_newest_migration_equals_the_models(connection: Connection) -> None:
    bring_to_head(connection)
    context = MigrationContext.configure(connection, opts={"compare_server_default": True})
    assert compare_metadata(context, Base.metadata) == []


def test_checks_are_those_of_the_models(connection: Connection) -> None:
    """Alembic does not compare check constraints."""
    bring_to_head(connection)
    migrated = "\n".join(connection.scalars(text("SELECT sql FROM sqlite_master WHERE sql LIKE '%CHECK%'")))
    checks = [
        check
        for table in Base.metadata.tables.values()
        for check in table.constraints
        if hasattr(check, "sqltext")
    ]
    assert len(checks) == migrated.count("CHECK")
    assert [str(check.sqltext) for check in checks if str(check.sqltext) not in migrated] == []


def test_migrations_bear_their_versions_in_their_names() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert {one.revision for one in script.walk_revisions()} == schema.known_versions()
    assert script.get_current_head() == max(schema.known_versions())


def test_coming_to_head_again_changes_nothing(connection: Connection) -> None:
    bring_to_head(connection)
    before = connection.execute(text("SELECT database_id FROM device")).all()
    bring_to_head(connection)
    assert connection.execute(text("SELECT database_id FROM device")).all() == before
    assert len(before) == 1


def test_two_databases_have_ids_of_their_own(tmp_path: Path) -> None:
    ids = set()
    for name in ("one", "two"):
        database = open_database(tmp_path / name, KEY)
        with database.snapshot() as session:
            ids.add(session.scalar(text("SELECT database_id FROM device")))
        database.close()
    assert len(ids) == 2


def test_tables_of_a_newer_kiosk_are_left_alone(file: Path, database: Database) -> None:
    with database.session() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(StorageError) as raised:
        open_database(file, KEY)
    assert raised.value.failure is StorageFailure.DATABASE_NEWER


def test_a_migration_broken_off_leaves_nothing_behind(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade = command.upgrade

    def cut_off_at_the_end(config: Config, revision: str) -> None:
        upgrade(config, revision)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(command, "upgrade", cut_off_at_the_end)
        with pytest.raises(KeyboardInterrupt):
            open_database(file, KEY)
    database = open_database(file, KEY)
    with database.snapshot() as session:
        assert session.scalar(text("SELECT count(*) FROM device")) == 1
    database.close()


@pytest.mark.parametrize("script", sorted(MIGRATIONS.rglob("*.py")), ids=lambda path: path.name)
def test_migrations_import_nothing_of_the_project(script: Path) -> None:
    tree = ast.parse(script.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= {"alembic", "sqlalchemy", "uuid"}
