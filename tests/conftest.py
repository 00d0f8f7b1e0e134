"""What every test stands on: no window on the desk, nobody's own data, no unexpected warning."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = [
    "pytester",
    "tests.plugins.expected_logs",
    "tests.plugins.migrated_once",
    "tests.plugins.one_reader",
    "tests.plugins.parsed_once",
    "tests.plugins.proofs",
    "tests.plugins.qt_threads",
    "tests.plugins.small_disk",
]

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Without a session bus nothing can reach the keyring of whoever runs the tests.
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)

settings.register_profile("ci", deadline=None, derandomize=True)
settings.register_profile("desk", deadline=None)
# `make fuzz`: 100,000 cases in five tests
settings.register_profile("fuzz", deadline=None, max_examples=20_000, suppress_health_check=list(HealthCheck))
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point the XDG folders at a temporary place, for this process and those it starts."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        yield


@pytest.fixture(scope="session")
def xvfb_display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a virtual screen of 1366 x 768 and return its name (":7"): for DISPLAY of a program under test.

    That program also needs QT_QPA_PLATFORM=xcb in its environment, since the tests' own default is offscreen.
    """
    log: Path = tmp_path_factory.mktemp("xvfb") / "log"
    reading, writing = os.pipe()
    with log.open("wb") as output:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp",
             "-noreset"],  # in which it would lose whoever comes meanwhile
            pass_fds=[writing], stdout=output, stderr=output,
        )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answer:
            number = answer.readline().decode().strip()  # ends with the server, if that cannot start
        if not number:
            pytest.fail(f"Xvfb did not start: {log.read_text(errors='replace')}")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(timeout=10)
