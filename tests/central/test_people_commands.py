"""Staff, keys and the log of changes at the command line, beside a central that has served."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from central.app import open_central
from central.settings import Settings, save_settings
from kiosk.contract import as_root
from kiosk.domain.programme import Programme
from tests.central.kiosk import SoftCard
from tests.central.process import run
from tests.central.registered import order, register

NUMBER = "20260302100000000001"


@pytest.fixture
def data(tmp_path: Path, settings: Settings) -> str:
    folder = tmp_path / "data"
    folder.mkdir()
    save_settings(folder, settings)
    return str(folder)


def test_staff_and_keys_are_shown_once(data: str) -> None:
    added = run("staff", "add", "承辦人員甲", "--role", "agency", "--data", data, "--json")
    assert added.exit_code == 0, added.output
    access = json.loads(added.output)
    assert access["totp_uri"].startswith("otpauth://totp/")
    key = run("vendor-key", "add", "sample-vendor-a", "--data", data)
    assert key.output.startswith("vk_")
    files = b"".join(file.read_bytes() for file in Path(data).iterdir())
    assert access["password"].encode() not in files
    assert key.output.strip().encode() not in files
    verified = json.loads(run("audit", "verify", "--data", data, "--json").output)
    assert (verified["broken"], verified["entries"]) == (None, 2)


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("staff", "add", "承辦人員甲", "--role", "boss"), "--role"),
        (("staff", "add", "承辦人員甲", "--role", "program"), "--role"),
        (("staff", "add", "承辦人員甲", "--role", "vendor"), "--vendor"),
        (("staff", "add", "承辦人員甲", "--role", "agency", "--vendor", "sample-vendor-a"), "--vendor"),
        (("vendor-key", "add", "nobody"), "VENDOR_ID"),
    ],
)
def test_what_is_told_wrong(data: str, arguments: tuple[str, ...], place: str) -> None:
    found = run(*arguments, "--data", data)
    assert found.exit_code == 2
    assert place in found.output
    assert "Traceback" not in found.output


def test_a_name_is_taken_once(data: str) -> None:
    for code in (0, 2):
        assert run("staff", "add", "承辦人員甲", "--role", "agency", "--data", data).exit_code == code


def test_a_log_that_was_altered(data: str, settings: Settings) -> None:
    run("staff", "add", "承辦人員甲", "--role", "agency", "--data", data)
    central = open_central(Path(data), settings)
    with central.store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE audit SET who = 'somebody else'")
    central.store.database.close()
    found = run("audit", "verify", "--data", data)
    assert (found.exit_code, found.output.strip()) == (1, "broken at entry 1")


def test_in_earnest_money_needs_a_reason_and_a_link(
    data: str, settings: Settings, organisation: SoftCard, programme: Programme
) -> None:
    central = open_central(Path(data), settings)
    order(central, register(central, organisation, programme), organisation, programme, NUMBER)
    central.store.database.close()
    save_settings(Path(data), replace(settings, training=False))
    no_link = run("vendor", "confirm", NUMBER, "--data", data)
    assert (no_link.exit_code, "--link" in no_link.output) == (2, True)
    link = ("--link", "https://pay.vendor.example/1")
    assert run("vendor", "confirm", NUMBER, *link, "--data", data).exit_code == 0
    no_reason = run("vendor", "pay", NUMBER, "--data", data)
    assert (no_reason.exit_code, "--reason" in no_reason.output) == (2, True)
    paid = run("vendor", "pay", NUMBER, "--reason", "TX-1", "--data", data)
    assert (paid.exit_code, "paid" in paid.output) == (0, True)


def test_root_does_nothing_but_in_training(
    data: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What root leaves there the service could not open any more."""
    monkeypatch.setattr(as_root, "runs_as_root", lambda: True)
    save_settings(Path(data), replace(settings, training=False))
    before = {file: file.read_bytes() for file in Path(data).iterdir()}
    new = tmp_path / "new"
    for words in (
        ("staff", "add", "承辦人員甲", "--role", "agency", "--data", data),
        ("audit", "verify", "--data", data),
        ("clock", "--data", data),
        ("enrol", "--office", "甲", "--terminal", "1", "--data", data),
        ("enrol", "--office", "甲", "--terminal", "1", "--data", str(new)),
        ("serve", "--data", str(new)),
    ):
        refused = run(*words)
        assert refused.exit_code == 2, refused.output
        assert "as root" in refused.output
    assert {file: file.read_bytes() for file in Path(data).iterdir()} == before
    assert not new.exists()
    save_settings(Path(data), replace(settings, training=True))
    assert run("audit", "verify", "--data", data).exit_code == 0
