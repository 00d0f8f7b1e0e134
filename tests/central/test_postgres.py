"""Central on PostgreSQL: what it refuses, what it outlives, and a copy of the data in another cluster."""

import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import sql

from central.app import Central, open_central
from central.backup import back_up
from central.settings import Settings, save_settings
from central.store.database import DatabaseUnreadable
from central.store.events import Cursor, events_after
from central.store.postgres import open_postgres
from central.store.tables import event, metadata
from central.store.versions import head_version
from kiosk.contract.api import ApiProblem
from kiosk.domain.programme import Programme
from tests.central.conftest import START, HandClock, Service, until
from tests.central.direct import DirectKiosk
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening
from tests.central.postgres import PostgresServer
from tests.central.process import begin, run, start
from tests.central.registered import OFFICE, order, register
from tests.plugins.expected_logs import ExpectedLogs

ACCEPTED = ("accepted", "")


@pytest.fixture
def database(new_postgres_database: Callable[[], str]) -> str:
    return new_postgres_database()


def test_the_migrations_lead_to_the_tables(central: Central) -> None:
    with central.store.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_reading_writes_nothing(central: Central) -> None:
    with pytest.raises(sa.exc.InternalError), central.store.database.reading() as connection:
        connection.exec_driver_sql("DELETE FROM event")


@pytest.mark.parametrize(
    "url", ["nonsense", "mysql://here/there", "postgresql://nobody@/nowhere?host=/tmp/no-such-folder"]
)
def test_an_address_that_leads_nowhere(url: str, tmp_path: Path) -> None:
    outcome = run("serve", "--data", str(tmp_path / "data"), "--database", url)
    assert (outcome.exit_code, "--database" in outcome.stderr) == (2, True)
    assert "Traceback" not in outcome.stderr


@pytest.mark.parametrize("url", ["nonsense", "postgresql://nobody@/nowhere?host=/tmp/no-such-folder"])
def test_nothing_is_put_back_into_nowhere(url: str, central: Central, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    back_up(tmp_path / "data", central.settings, backup, head_version(), START)
    outcome = run("restore", str(backup), "--data", str(tmp_path / "data"), "--database", url)
    assert outcome.exit_code == 2
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit)


def test_a_database_of_any_name_is_served_from_and_copied(
    postgres: PostgresServer, settings: Settings, tmp_path: Path
) -> None:
    name = "別的 'kiosk\\' 100%"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    settings = replace(settings, database=postgres.url(quote(name, safe="")))
    backup, data = tmp_path / "backup", tmp_path / "data"
    named = open_central(data, settings).store.database
    with named.reading() as connection:
        assert connection.exec_driver_sql("SELECT current_database()").scalar() == name
    named.close()
    back_up(data, settings, backup, head_version(), START)
    back = run("restore", str(backup), "--data", str(data), "--database", settings.database, "--replace")
    assert (back.exit_code, "0 memberships" in back.stdout) == (0, True), back.stderr


def test_a_database_that_is_not_in_utf_8(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(DatabaseUnreadable, match="UTF8"):
        open_postgres(postgres.url("latin"))


def test_a_copy_in_another_cluster_goes_on(
    central: Central, tmp_path: Path, settings: Settings, organisation: SoftCard
) -> None:
    """There transactions have lower numbers; a kiosk's cursor still finds what is new, and nothing twice."""
    kiosk, member = DirectKiosk(central), new_id()
    kiosk.send(kiosk.command(opening(organisation, START), member, organisation))
    with central.store.database.writing() as connection:  # as recorded by a cluster that had run for long
        connection.execute(sa.update(event).values(transaction_id=10**12))
    for number in range(2):
        again = open_central(tmp_path / "data", settings)
        database = again.store.database
        with database.looking() as connection:
            page = events_after(connection, OFFICE, Cursor(), 500)
        assert len(page.events) == number + 1
        assert kiosk.send(kiosk.command(application(), member)) == [ACCEPTED]
        with database.looking() as connection:
            more = events_after(connection, OFFICE, Cursor.of(str(page.cursor)), 500)
        assert [one.membership_seq for one in more.events] == [number + 2]
        database.close()


def test_what_is_asked_while_it_is_away(
    service: Service, kiosk: Kiosk, central: Central, expected_logs: ExpectedLogs
) -> None:
    """The kiosk hears that it should try again, and not that nobody knows it."""
    expected_logs.allow("central.api", "the database did not answer")
    with central.store.database.writing() as connection:
        name = connection.scalar(sa.text("SELECT current_database()"))
    url = sa.make_url(central.settings.database).set(database="postgres").render_as_string()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        connection.execute(ended, [name])
        for _ in range(2):
            answer = kiosk.request("GET", "/v1/events")
            assert (answer.status_code, answer.json()["code"]) == (503, ApiProblem.NOT_READY.value)
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())
    assert kiosk.request("GET", "/v1/events").status_code == 200


def _waiting_order(central: Central, card: SoftCard, programme: Programme, clock: HandClock) -> str:
    """A membership whose order's vendor has not answered in time."""
    member = register(central, card, programme)
    order(central, member, card, programme, "20260302100000000001")
    clock.move(days=3)
    return member


def _is_cancelled(central: Central, member: str) -> bool:
    cancelled = sa.select(event.c.event_id).where(
        event.c.membership_id == member, event.c.kind == "order_cancelled"
    )
    with central.store.database.looking() as connection:
        return connection.execute(cancelled).first() is not None


def test_the_clock_as_a_command_goes_on_until_it_is_stopped(
    central: Central, organisation: SoftCard, programme: Programme, clock: HandClock, tmp_path: Path
) -> None:
    save_settings(tmp_path / "data", central.settings)
    ticking = begin("clock", "--data", str(tmp_path / "data"), "--every", "1")
    try:
        member = _waiting_order(central, organisation, programme, clock)
        until(lambda: _is_cancelled(central, member))
    finally:
        ticking.send_signal(signal.SIGTERM)
        _, told = ticking.communicate(timeout=20)
    assert ticking.returncode == 0, told


def test_serving_keeps_the_clock(
    central: Central,
    organisation: SoftCard,
    programme: Programme,
    clock: HandClock,
    tmp_path: Path,
) -> None:
    member = _waiting_order(central, organisation, programme, clock)
    served = start(tmp_path, central.settings.trust, "--database", central.settings.database)
    try:
        until(lambda: _is_cancelled(central, member))
    finally:
        served.end()
