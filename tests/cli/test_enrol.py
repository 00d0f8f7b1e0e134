"""`kiosk enrol`, typed and scanned, against the central service itself; keys in a real keyring."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from typer.testing import CliRunner, Result

from kiosk.cli import application
from kiosk.contract import as_root
from kiosk.contract.clock import system_clock
from kiosk.contract.signed_documents import public_text
from kiosk.services.folders import Folders
from kiosk.services.identity_device import device_key, load_identity
from kiosk.services.secrets import database_key, keyring_secrets
from kiosk.storage.database import open_database
from tests.services.conftest import rules, secret_service, training_cards
from tests.services.sync.region import Region, region

__all__ = ["region", "rules", "secret_service", "training_cards"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def enrol(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(application, ["enrol", *words], input=typed)


@pytest.mark.keyring
@pytest.mark.usefixtures("secret_service")
def test_a_counter_is_enrolled_and_enrolled_anew(region: Region, data: Path) -> None:
    ticket = region.ticket()
    told = enrol(ticket.text(), "--json")
    assert told.exit_code == 0, told.output
    first = json.loads(told.stdout)
    assert (first["office"], first["terminal"], first["central_key"]) == ("臺北", "K7", ticket.mark)
    again = enrol("--central", region.url, "--json", typed=f"{region.ticket().code}\n")
    assert again.exit_code == 0, again.output
    second = json.loads(again.stdout.splitlines()[-1])
    assert second["device_id"] != first["device_id"]
    folders = Folders.of_counter()
    secrets = keyring_secrets(f"cooperative-kiosk {folders.root}")
    file = folders.kiosk / "kiosk.db"
    database = open_database(file, database_key(secrets, file))
    identity = load_identity(database)
    assert identity.device_id == second["device_id"]
    assert public_text(device_key(secrets, identity.public_key)) == identity.public_key
    database.close()
    used = enrol(ticket.text())
    assert used.exit_code == 4
    assert "K-API-04" in used.output


@pytest.mark.keyring
@pytest.mark.usefixtures("secret_service")
def test_the_other_commands_are_about_this_counter_from_then_on(
    region: Region, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*words: str) -> Result:
        return CliRunner().invoke(application, list(words))

    region.clock.move_to(system_clock())
    monkeypatch.setenv("KIOSK_DATA", str(tmp_path / "counter"))
    monkeypatch.setenv("KIOSK_CENTRAL", region.url)
    before = run("sync", "status")
    assert (before.exit_code, "no counter is enrolled here" in before.output) == (4, True)
    assert enrol(region.ticket().code, "--json").exit_code == 0
    now = run("sync", "now", "--json")
    assert (now.exit_code, json.loads(now.stdout)["failure"]) == (0, None), now.output
    assert json.loads(run("sync", "status", "--json").stdout)["waiting"] == 0
    up = tmp_path / "up.bundle"
    assert run("bundle", "export", str(up), "--json").exit_code == 0
    assert up.exists()
    found = {one["probe"]: one for one in json.loads(run("doctor", "--json").stdout)}
    assert found["central service"]["ok"]
    assert found["keyring"]["ok"]
    assert run("doctor", "backups").output.strip() == "no backups"
    monkeypatch.setenv("KIOSK_CENTRAL", "http://central.example")
    wrong = run("sync", "status")
    assert (wrong.exit_code, "K-SET-01" in wrong.output) == (4, True)


@pytest.mark.parametrize("words", [("nonsense",), ("ABCD-EFGH-JKLM-NPQR",), ("kiosk-enrol:ABCD",)])
def test_what_is_no_code(data: Path, words: tuple[str, ...]) -> None:
    told = enrol(*words)
    assert told.exit_code == 4
    assert "K-SYNC-35" in told.output


def test_with_the_window_open(data: Path) -> None:
    folders = Folders.of_counter()
    folders.create()
    lock = QLockFile(str(folders.root / "kiosk.lock"))
    assert lock.tryLock(0)
    told = enrol("ABCD-EFGH-JKLM-NPQR", "--central", "https://central.example")
    lock.unlock()
    assert told.exit_code == 4
    assert "K-DATA-05" in told.output


@pytest.mark.parametrize(
    "words",
    [["enrol", "2222-3333"], ["sync", "now"], ["sync", "status"], ["bundle", "export", "stick"],
     ["doctor", "rekey"], ["doctor", "backups"], ["run"]],
    ids=" ".join,
)  # fmt: skip
def test_root_is_sent_to_the_counter_s_own_user(
    data: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """Else what root writes could not be opened by the counter any more."""
    folders = Folders.of_counter()
    folders.create()
    folders.kiosk.mkdir(parents=True, exist_ok=True)
    (folders.kiosk / "kiosk.db").touch()
    monkeypatch.setattr(as_root, "runs_as_root", lambda: True)
    told = CliRunner().invoke(application, words)
    assert told.exit_code in {4, 5}, told.output
    assert "K-SET-10" in told.output
    assert [one.name for one in folders.kiosk.iterdir()] == ["kiosk.db"]
