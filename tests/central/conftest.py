"""Central as a service on a free loopback port, its data in a temporary folder, its clock in our hand."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import uvicorn

from central.app import Central, create_app, enrolment_of, open_central
from central.serving import listen
from central.settings import Settings
from central.store.postgres import open_postgres
from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.contract.clock import TrainingClock
from kiosk.contract.documents import read_programme
from kiosk.domain.programme import Programme
from tests.central.kiosk import Kiosk, SoftCard
from tests.central.postgres import PostgresServer, servers

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
PATIENCE = 30.0
START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday morning in Taipei


@pytest.fixture(scope="session")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Training authorities and cards: `trust/*.der`, `cards/<holder>/`."""
    folder = tmp_path_factory.mktemp("cards")
    make_training_cards(folder)
    return folder


@pytest.fixture(scope="session")
def organisation(cards: Path) -> SoftCard:
    return SoftCard(cards / "cards" / "organisation")


@pytest.fixture(scope="session")
def citizen(cards: Path) -> SoftCard:
    return SoftCard(cards / "cards" / "citizen")


@pytest.fixture(scope="session")
def programme() -> Programme:
    return read_programme(RESOURCES)


class HandClock(TrainingClock):
    """The training's clock, which also moves by spans."""

    def move(self, **span: float) -> None:
        self.move_to(self() + timedelta(**span))


@pytest.fixture
def clock(tmp_path: Path) -> HandClock:
    clock = HandClock(tmp_path / "clock.json")
    clock.move_to(START)
    return clock


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A private PostgreSQL; nothing of it outlives the tests, so it need not wait for the disk."""
    yield from servers(["fsync=off"])


@pytest.fixture(scope="session")
def _migrated(postgres: PostgresServer) -> str:
    """A database like which others are made: migrating each anew would take its time."""
    url = postgres.new_database()
    open_postgres(url).close()
    return sa.make_url(url).database or ""


@pytest.fixture
def new_postgres_database(postgres: PostgresServer, _migrated: str) -> Callable[[], str]:
    """Makes an empty database with central's tables, and gives its address."""
    return lambda: postgres.new_database(_migrated)


@pytest.fixture
def database() -> str:
    """Which database central gets: SQLite in its data folder, unless a module says otherwise."""
    return ""


@pytest.fixture
def settings(tmp_path: Path, cards: Path, clock: HandClock, database: str) -> Settings:
    return Settings(
        training=True,
        public_url="https://central.example",
        resources=RESOURCES,
        trust=cards / "trust",
        clock_file=tmp_path / "clock.json",
        smtp=None,
        sender="no-reply@training.example",
        revocation=cards / "revocation",
        database=database,
    )


@pytest.fixture
def central(tmp_path: Path, settings: Settings) -> Iterator[Central]:
    central = open_central(tmp_path / "data", settings)
    yield central
    central.store.database.close()


@dataclass(frozen=True)
class Service:
    """Central while it serves."""

    central: Central
    url: str

    def code(self, office: str = "訓練用北區服務據點") -> str:
        return enrolment_of(self.central.store, self.central.clock).new_code(office, "T1")


@pytest.fixture
def service(central: Central) -> Iterator[Service]:
    listening = listen("127.0.0.1", 0)
    config = uvicorn.Config(
        create_app(central), log_config=None, access_log=False, date_header=False, proxy_headers=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield Service(central, f"http://127.0.0.1:{listening.getsockname()[1]}")
    server.should_exit = True
    thread.join(PATIENCE)
    listening.close()
    assert not thread.is_alive()


@pytest.fixture
def new_kiosk(service: Service, clock: HandClock) -> Iterator[Callable[..., Kiosk]]:
    made: list[Kiosk] = []

    def make(office: str = "訓練用北區服務據點") -> Kiosk:
        kiosk = Kiosk(service.url, clock)
        made.append(kiosk)
        assert kiosk.enrol(service.code(office)).status_code == 200
        return kiosk

    yield make
    for kiosk in made:
        kiosk.http.close()


@pytest.fixture
def kiosk(new_kiosk: Callable[..., Kiosk]) -> Kiosk:
    return new_kiosk()


def until(found: Callable[[], object]) -> None:
    """Wait until `found` gives something true."""
    deadline = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < deadline, "nothing came"
        threading.Event().wait(0.02)


@pytest.fixture
def code_of(kiosk: Kiosk) -> Callable[[str], str]:
    """Ask for an e-mail code and read it in the training's mail sink."""

    def ask(membership_id: str) -> str:
        def mails() -> list[dict[str, str]]:
            found: list[dict[str, str]] = kiosk.http.get("/training/mails").json()
            return found

        before = len(mails())
        assert kiosk.ask_code(membership_id).status_code == 202
        until(lambda: len(mails()) > before)
        return next(line.split("：")[1] for line in mails()[-1]["body"].splitlines() if "驗證碼是：" in line)

    return ask
