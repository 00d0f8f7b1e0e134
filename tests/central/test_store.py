"""Migrations, the key of the file, and what may be written only once."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import central.store
from central.app import Central, open_store
from central.secret import ServerSecret
from central.store.database import DatabaseUnreadable
from central.store.sqlite import open_sqlite
from central.store.tables import metadata
from central.store.versions import head_version, known_versions
from tests.central.process import begin

MIGRATIONS = Path(central.store.__file__).parent / "migrations"
HEAD = ScriptDirectory(str(MIGRATIONS)).get_current_head()


@pytest.mark.usefixtures("real_migrations")
def test_the_migrations_lead_to_the_tables(central: Central) -> None:
    with central.store.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_bear_their_versions_in_their_names() -> None:
    script = ScriptDirectory(str(MIGRATIONS))
    assert {one.revision for one in script.walk_revisions()} == known_versions()
    assert head_version() == HEAD


@pytest.mark.usefixtures("real_migrations")
def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        store = open_store(tmp_path / "data")
        with store.database.reading() as connection:
            assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == HEAD
        store.database.close()


def test_many_that_start_at_once_agree(tmp_path: Path) -> None:
    begun = [
        begin("enrol", "--data", str(tmp_path / "data"), "--office", "o", "--terminal", "t") for _ in range(4)
    ]
    ended = [process.communicate(timeout=60) for process in begun]
    assert [process.returncode for process in begun] == [0] * 4, ended
    store = open_store(tmp_path / "data")
    with store.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM enrolment_code").scalar() == 4
    store.database.close()


def test_another_secret_opens_nothing(tmp_path: Path) -> None:
    open_store(tmp_path).database.close()
    with pytest.raises(DatabaseUnreadable):
        open_sqlite(tmp_path / "central.sqlite", bytes(32))


def test_purposes_have_keys_of_their_own(tmp_path: Path) -> None:
    secret = ServerSecret.of(tmp_path)
    assert secret.key("one") == ServerSecret.of(tmp_path).key("one")
    assert secret.key("one") != secret.key("two")


def test_an_exception_undoes_what_was_written(central: Central) -> None:
    insert = "INSERT INTO enrolment_code VALUES ('x', 'o', 't', '2026-01-01', NULL)"

    def write() -> None:
        with central.store.database.writing() as connection:
            connection.exec_driver_sql(insert)
            raise LookupError

    with pytest.raises(LookupError):
        write()
    with central.store.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM enrolment_code").scalar() == 0
