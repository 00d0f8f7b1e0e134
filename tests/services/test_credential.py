"""Secrets under systemd's credential: the same contract as the keyring's, and nothing weaker."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.services.credential import (
    CREDENTIAL,
    FILE,
    FOLDER,
    CredentialSecrets,
    credential_secrets,
    has_credential,
)
from kiosk.services.failures import Failed, Trouble
from kiosk.services.folders import Folders
from kiosk.services.secrets import Secrets
from kiosk.storage.failures import StorageError, StorageFailure
from kiosk.vaults import secrets_of
from tests.services.test_secrets import SecretsContract, failure_of

OWN = bytes(range(32))
MEMORY = Path("/dev/shm")


@pytest.fixture
def given() -> Iterator[Path]:
    """A folder in memory, as systemd makes one, with our credential."""
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        file = Path(folder) / CREDENTIAL
        file.write_bytes(OWN)
        file.chmod(0o400)
        yield file


class TestCredential(SecretsContract):
    @pytest.fixture
    def secrets(self, given: Path, tmp_path: Path) -> Secrets:
        return credential_secrets({FOLDER: str(given.parent)}, tmp_path / "data")

    def test_another_run_finds_them(self, secrets: Secrets, tmp_path: Path) -> None:
        secrets.set("key", OWN)
        assert CredentialSecrets(OWN, tmp_path / "data" / FILE).get("key") == OWN

    def test_nothing_is_in_clear_and_others_may_not_read_it(self, secrets: Secrets, tmp_path: Path) -> None:
        secrets.set("database-key", b"very secret indeed")
        file = tmp_path / "data" / FILE
        assert b"database-key" not in file.read_bytes()
        assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)

    def test_another_credential_or_another_file_opens_nothing(self, secrets: Secrets, tmp_path: Path) -> None:
        secrets.set("key", b"value")
        file = tmp_path / "data" / FILE
        assert failure_of(lambda: CredentialSecrets(bytes(32), file)) is Trouble.KEY_LOST
        file.write_bytes(file.read_bytes()[:-1])
        assert failure_of(lambda: secrets.get("key")) is Trouble.KEY_LOST

    def test_a_write_that_is_broken_off_leaves_what_was(
        self, secrets: Secrets, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        secrets.set("key", b"first")

        def power_cut(_descriptor: int) -> None:
            raise OSError(28, "no room")

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", power_cut)
            with pytest.raises(StorageError) as raised:
                secrets.set("key", b"second")
        assert raised.value.failure is StorageFailure.DISK_FULL
        assert secrets.get("key") == b"first"
        secrets.set("key", b"third")
        assert secrets.get("key") == b"third"


class TestWeak:
    def test_a_short_one(self, given: Path, tmp_path: Path) -> None:
        given.chmod(0o600)
        given.write_bytes(b"password")
        assert self.refused(given, tmp_path) is Trouble.CREDENTIAL_WEAK

    def test_one_that_others_may_read(self, given: Path, tmp_path: Path) -> None:
        given.chmod(0o444)
        assert self.refused(given, tmp_path) is Trouble.CREDENTIAL_WEAK

    def test_one_on_a_disk(self, tmp_path: Path) -> None:
        file = tmp_path / CREDENTIAL
        file.write_bytes(OWN)
        file.chmod(0o400)
        assert self.refused(file, tmp_path) is Trouble.CREDENTIAL_WEAK

    def test_one_that_is_gone(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path / CREDENTIAL, tmp_path) is Trouble.KEYRING_MISSING

    @staticmethod
    def refused(file: Path, data: Path) -> object:
        with pytest.raises(Failed) as raised:
            credential_secrets({FOLDER: str(file.parent)}, data)
        assert not (data / FILE).exists()
        return raised.value.failure


def test_a_service_with_our_credential_uses_it_and_no_other_does(
    given: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not has_credential({})
    assert not has_credential({FOLDER: str(tmp_path)})
    monkeypatch.setitem(os.environ, FOLDER, str(given.parent))
    assert isinstance(secrets_of(Folders(tmp_path / "data")), CredentialSecrets)
