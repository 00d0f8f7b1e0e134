"""A database of an older version keeps what it has; on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import central.store.migrations
from central.store.database import Database, DatabaseUnreadable, open_database
from central.store.document_versions import shared_versions
from central.store.offices import offices
from tests.central.postgres import PostgresServer

MIGRATIONS = Path(str(next(iter(central.store.migrations.__path__))))


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> sa.Engine:
    if request.param == "sqlite":
        return sa.create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}")
    server: PostgresServer = request.getfixturevalue("postgres")
    return sa.create_engine(server.new_database().replace("postgresql://", "postgresql+psycopg://"))


def _bring(engine: sa.Engine) -> Callable[[str], None]:
    def to(version: str) -> None:
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, version)

    return to


def test_offices_that_were_are_offices(engine: sa.Engine) -> None:
    bring = _bring(engine)
    bring("0004")
    with engine.begin() as connection:
        for number, office in enumerate(("北區", "北區", "南區")):
            connection.execute(
                sa.text(
                    "INSERT INTO enrolment_code (code_hash, office, terminal, expires_at)"
                    " VALUES (:hash, :office, 'T1', '2026-03-02 02:00:00+00:00')"
                ),
                {"hash": str(number), "office": office},
            )
    bring("0005")
    with Database(engine).reading() as connection:
        assert [(one.name, one.county) for one in offices(connection)] == [("北區", None), ("南區", None)]
        assert dict(shared_versions(connection)) == {"calendar": 1, "catalogue": 1, "programme": 1}
    engine.dispose()


def test_a_newer_programs_tables_are_left_alone(engine: sa.Engine) -> None:
    _bring(engine)("head")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseUnreadable, match="newer program"):
        open_database(engine)
    with Database(engine).reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM membership").scalar() == 0
    engine.dispose()
