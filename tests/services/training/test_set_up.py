"""The record of a set-up that runs."""

import json
import os
import socket
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import httpx2
import pytest

from kiosk.cardreader.virtual.process import start_virtual_card
from kiosk.cardreader.virtual.web_component import NO_READER
from kiosk.contract.documents import DocumentInvalid
from kiosk.services.failures import Failed, Trouble, code_of
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.training import set_up
from kiosk.services.training.set_up import Running, found
from kiosk.vaults import opened, training_vault

_OLDER = '{"owner": 1, "central_url": "http://127.0.0.1:9", "card_port": 9}'


@pytest.mark.parametrize("record", ["", "{", "null", '{"owner": 1}', _OLDER])
def test_a_torn_record_is_no_set_up(tmp_path: Path, record: str) -> None:
    folders = Folders(tmp_path)
    folders.running.write_text(record, encoding="utf-8")
    assert found(folders) is None


def test_no_record_is_no_set_up(tmp_path: Path) -> None:
    assert found(Folders(tmp_path)) is None


def test_another_program_finds_card_and_web_component(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    folders.create()
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # where no reader listens
        process = start_virtual_card(folders.cards, "hicos1-citizen", nobody.getsockname()[1])
    try:
        ports = process.control.port, process.web_component_port, 9
        record = Running(os.getpid(), "http://127.0.0.1:9", *ports)
        folders.running.write_text(json.dumps(asdict(record)), encoding="utf-8")
        running = found(folders)
        assert running == record
        assert running.card.state().scenario == "hicos1-citizen"
        answer = httpx2.get(f"{running.web_component_url}/pkcs11info", trust_env=False)
        assert answer.json()["ret_code"] == NO_READER
    finally:
        process.stop()
    assert found(folders) is None


def test_documents_that_do_not_hold_together_are_told_of_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resources = tmp_path / "resources"
    resources.mkdir()
    for name in ("programme.toml", "catalogue.toml", "questionnaire.toml"):
        (resources / name).write_bytes((RESOURCES / name).read_bytes())
    document = resources / "programme.toml"
    document.write_text(document.read_text("utf-8").replace("grant = 30000", "grant = 0"), "utf-8")
    monkeypatch.setattr(set_up, "RESOURCES", resources)
    with pytest.raises(DocumentInvalid) as invalid:
        set_up.start_training(Folders(tmp_path / "data"), None)
    assert code_of(invalid.value) == (
        Trouble.DOCUMENT_INVALID.value,
        {"place": "programme.toml: figures.0.grant: less than 1"},
    )
    assert not (tmp_path / "data").exists()


def test_without_a_keyring_a_lasting_database_is_not_passed_over(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    folders.create()
    passing = training_vault(folders)
    assert not passing.lasting
    with ExitStack() as ends:
        opened(passing, ends)
        assert (passing.folder / "kiosk.db").exists()
    assert not passing.folder.exists(), "it is thrown away at the end"
    (folders.kiosk / "kiosk.db").touch()
    with pytest.raises(Failed) as refused:
        training_vault(folders)
    assert refused.value.failure is Trouble.KEYRING_MISSING
