"""The record of a set-up that runs."""

from pathlib import Path

import pytest

from kiosk.app import training_vault
from kiosk.services.failures import Failed, Trouble
from kiosk.services.folders import Folders
from kiosk.services.training.set_up import found


@pytest.mark.parametrize("record", ["", "{", "null", '{"owner": 1}'])
def test_a_torn_record_is_no_set_up(tmp_path: Path, record: str) -> None:
    folders = Folders(tmp_path)
    folders.running.write_text(record, encoding="utf-8")
    assert found(folders) is None


def test_no_record_is_no_set_up(tmp_path: Path) -> None:
    assert found(Folders(tmp_path)) is None


def test_without_a_keyring_a_lasting_database_is_not_passed_over(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    folders.create()
    assert not training_vault(folders).lasting
    (folders.kiosk / "kiosk.db").touch()
    with pytest.raises(Failed) as refused:
        training_vault(folders)
    assert refused.value.failure is Trouble.KEYRING_MISSING
