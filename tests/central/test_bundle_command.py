"""`central bundle` as one types it: lines, JSON, exit codes."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from central.app import Central
from central.settings import Settings, save_settings
from central.store import devices
from kiosk.contract.bundle import BundleFailure, Kind, read_header
from tests.central.conftest import START
from tests.central.direct import DirectKiosk
from tests.central.kiosk import SoftCard, application, new_id, opening
from tests.central.process import run
from tests.central.test_bundles import bundle


@pytest.fixture
def data(central: Central, settings: Settings, tmp_path: Path) -> Path:
    """The data folder of a central that has served."""
    save_settings(tmp_path / "data", settings)
    return tmp_path / "data"


@pytest.fixture
def kiosk(central: Central) -> DirectKiosk:
    return DirectKiosk(central)


@pytest.fixture
def file(kiosk: DirectKiosk, organisation: SoftCard, tmp_path: Path) -> Path:
    """A bundle of two commands."""
    member = new_id()
    first = kiosk.command(opening(organisation, START), member, organisation)
    up = tmp_path / "up.bundle"
    up.write_bytes(bundle(kiosk, first, kiosk.command(application(), member)).getvalue())
    return up


def kind_of(file: Path) -> Kind:
    with file.open("rb") as stream:
        return read_header(stream).kind


def test_a_stick_goes_there_and_back(data: Path, file: Path, kiosk: DirectKiosk, tmp_path: Path) -> None:
    down, again = tmp_path / "down.bundle", tmp_path / "again.bundle"
    told = run("bundle", "import", str(file), "--data", str(data), "--answer", str(down), "--json")
    assert (told.exit_code, json.loads(told.stdout)) == (0, {
        "device_id": kiosk.device_id, "commands": {"accepted": 2, "refused": 0, "rejected": 0, "later": 0},
        "file": str(down), "answers": 2, "events": 2,
    })  # fmt: skip
    told = run("bundle", "export", str(again), "--device", kiosk.device_id, "--data", str(data))
    assert (told.exit_code, told.stdout.count("\n")) == (0, 1)
    assert "answers 2  events 2" in told.stdout
    assert kind_of(down) is kind_of(again) is Kind.ANSWERS
    told = run("bundle", "import", str(file), "--data", str(data))
    assert told.stdout == f"device_id {kiosk.device_id}  accepted 2  refused 0  rejected 0  later 0\n"


def test_refused_with_the_failures_words(
    data: Path, file: Path, central: Central, kiosk: DirectKiosk
) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    told = run("bundle", "import", str(file), "--data", str(data))
    assert (told.exit_code, told.stdout.count("\n")) == (1, 1)
    assert told.stdout.startswith("K-SYNC-61  封存檔不完整  ")
    told = run("bundle", "import", str(file), "--data", str(data), "--json")
    assert json.loads(told.stdout) == {"refused": BundleFailure.CUT_OFF.value}
    file.write_bytes(whole)
    with central.store.database.writing() as connection:
        devices.revoke(connection, kiosk.device_id, central.clock())
    told = run("bundle", "import", str(file), "--data", str(data))
    assert (told.exit_code, told.stdout[:8]) == (1, "K-API-24")


def test_an_answer_that_cannot_be_written(data: Path, file: Path, kiosk: DirectKiosk, tmp_path: Path) -> None:
    letter = tmp_path / "letter.odt"
    letter.write_bytes(b"Dear all")
    export = ("bundle", "export", str(letter), "--data", str(data), "--device")
    told = run(*export, kiosk.device_id)
    assert (told.exit_code, "no bundle of this kiosk" in told.output) == (2, True)
    told = run("bundle", "import", str(file), "--data", str(data), "--answer", str(letter))
    assert (told.exit_code, letter.read_bytes()) == (2, b"Dear all")
    assert kiosk.device.last_seq == 0
    assert run(*export, new_id()).exit_code == 1
    assert run("bundle", "import", str(file), "--data", str(data)).exit_code == 0
    nowhere = str(tmp_path / "nowhere" / "down.bundle")
    told = run("bundle", "export", nowhere, "--data", str(data), "--device", kiosk.device_id)
    assert (told.exit_code, "No such file" in told.output) == (2, True)


def test_a_file_that_is_not_there(data: Path, tmp_path: Path) -> None:
    told = run("bundle", "import", str(tmp_path / "nothing"), "--data", str(data))
    assert (told.exit_code, "No such file" in told.output) == (2, True)
    told = run("bundle", "import", str(tmp_path / "nothing"), "--data", str(tmp_path / "nowhere"))
    assert told.exit_code == 2


def test_what_cannot_be_decided_yet(
    data: Path, file: Path, settings: Settings, tmp_path: Path, kiosk: DirectKiosk
) -> None:
    (tmp_path / "no-lists").mkdir()
    save_settings(data, replace(settings, revocation=tmp_path / "no-lists"))
    down = tmp_path / "down.bundle"
    told = run("bundle", "import", str(file), "--data", str(data), "--answer", str(down), "--json")
    assert told.exit_code == 1
    assert json.loads(told.stdout)["undecided"] == "K-API-12"
    assert kind_of(down) is Kind.ANSWERS
