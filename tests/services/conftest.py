import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jeepney import MatchRule, message_bus  # type: ignore[import-untyped]
from jeepney.io.blocking import Proxy, open_dbus_connection  # type: ignore[import-untyped]

from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.domain.programme import Programme
from kiosk.services.identity_device import DeviceIdentity
from kiosk.storage.database import KEY_BYTES, Database, open_database
from tests.services.counter import Counter, TestClock, programme
from tests.services.small_central import Listener, SmallCentral, listening

DATABASE_KEY = bytes(range(KEY_BYTES))


@pytest.fixture(scope="session")
def rules() -> Programme:
    return programme()


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "data" / "kiosk.db", DATABASE_KEY)
    yield opened
    opened.close()


@pytest.fixture
def device() -> DeviceIdentity:
    return DeviceIdentity("00000000-0000-7000-8000-000000000001", "訓練處", "K1", "http://127.0.0.1:9")


@pytest.fixture
def counter(database: Database, rules: Programme, clock: TestClock, device: DeviceIdentity) -> Counter:
    return Counter(database, rules, clock, device)


@pytest.fixture(scope="session")
def training_cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Training authorities and the cards they gave out: `trust/*.der`, `cards/<holder>/`."""
    folder = tmp_path_factory.mktemp("training")
    make_training_cards(folder)
    return folder


@pytest.fixture(scope="session")
def central_listener() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


@pytest.fixture
def central(central_listener: Listener, rules: Programme, clock: TestClock) -> SmallCentral:
    """A small central service with nothing in it."""
    central_listener.current = SmallCentral(rules, clock, url=central_listener.url)
    return central_listener.current


@contextmanager
def _bus(folder: Path) -> Iterator[None]:
    """A session bus of our own, in this process's environment while the block lasts."""
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:path={folder / 'bus'}"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert bus.stdout is not None
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().decode().strip())
            patch.setenv("XDG_RUNTIME_DIR", str(folder))
            patch.setenv("XDG_DATA_HOME", str(folder))
            yield
    finally:
        bus.terminate()
        bus.wait(timeout=10)
        bus.stdout.close()


@contextmanager
def _keyring_daemon() -> Iterator[None]:
    """An unlocked Secret Service on that bus."""
    with open_dbus_connection("SESSION") as connection:
        taken = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        taken.add_arg_condition(0, "org.freedesktop.secrets")
        Proxy(message_bus, connection).AddMatch(taken)
        with connection.filter(taken) as signals:
            daemon = subprocess.Popen(
                ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            try:
                assert daemon.stdin is not None
                daemon.stdin.write(b"of these tests")
                daemon.stdin.close()
                connection.recv_until_filtered(signals, timeout=20)
                yield
            finally:
                daemon.terminate()
                daemon.wait(timeout=10)


@pytest.fixture
def secret_service(tmp_path: Path) -> Iterator[None]:
    """A Secret Service of one test's own, unlocked."""
    with _bus(tmp_path), _keyring_daemon():
        yield
