import gc
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import secretstorage
from keyring.backends.SecretService import Keyring

from kiosk.services.failures import Failed, Trouble
from kiosk.services.secrets import (
    DATABASE_KEY,
    MemorySecrets,
    Secrets,
    database_key,
    keyring_secrets,
)

SERVICE = "cooperative-kiosk-test"
ALL_BYTES = bytes(range(256))


def failure_of(attempt: Callable[[], object]) -> object:
    with pytest.raises(Failed) as raised:
        attempt()
    return raised.value.failure


class SecretsContract:
    """What every place for secrets must do."""

    @pytest.fixture
    def secrets(self) -> Secrets:
        raise NotImplementedError

    def test_a_secret_comes_back_byte_for_byte(self, secrets: Secrets) -> None:
        secrets.set("key", ALL_BYTES)
        assert secrets.get("key") == ALL_BYTES

    def test_an_empty_secret_is_one(self, secrets: Secrets) -> None:
        secrets.set("empty", b"")
        assert secrets.get("empty") == b""

    def test_what_was_never_set_is_none(self, secrets: Secrets) -> None:
        assert secrets.get("never") is None

    def test_setting_again_replaces(self, secrets: Secrets) -> None:
        secrets.set("key", b"first")
        secrets.set("key", b"second")
        assert secrets.get("key") == b"second"

    def test_names_are_apart(self, secrets: Secrets) -> None:
        secrets.set("one", b"1")
        secrets.set("other", b"2")
        secrets.delete("one")
        assert (secrets.get("one"), secrets.get("other")) == (None, b"2")

    def test_deleting_what_is_not_there_is_no_failure(self, secrets: Secrets) -> None:
        secrets.delete("never")
        secrets.set("key", b"value")
        secrets.delete("key")
        secrets.delete("key")
        assert secrets.get("key") is None

    def test_it_is_in_no_representation(self, secrets: Secrets) -> None:
        secrets.set("key", b"very secret")
        assert "very secret" not in repr(secrets)


class TestMemory(SecretsContract):
    @pytest.fixture
    def secrets(self) -> Secrets:
        return MemorySecrets()


@pytest.mark.keyring
class TestKeyring(SecretsContract):
    @pytest.fixture
    def secrets(self, secret_service: None) -> Secrets:
        return keyring_secrets(SERVICE)

    def test_another_kiosk_on_this_machine_is_apart(self, secrets: Secrets) -> None:
        secrets.set("key", b"value")
        assert keyring_secrets("cooperative-kiosk-test-another").get("key") is None

    def test_another_process_finds_it(self, secrets: Secrets) -> None:
        secrets.set("key", ALL_BYTES)
        program = (
            f"from kiosk.services.secrets import *; print(keyring_secrets({SERVICE!r}).get('key').hex())"
        )
        found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        assert bytes.fromhex(found.stdout) == ALL_BYTES

    @pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
    def test_a_locked_keyring_is_told(self, secrets: Secrets) -> None:
        secrets.set("key", b"value")
        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.get_default_collection(bus).lock()
        for attempt in (lambda: secrets.get("key"), lambda: secrets.set("key", b"other")):
            assert failure_of(attempt) is Trouble.KEYRING_LOCKED
        gc.collect()  # where it is locked, keyring leaves its connection to the collector

    def test_an_entry_that_somebody_has_changed_is_told(self, secrets: Secrets) -> None:
        secrets.set("key", b"value")
        Keyring().set_password(SERVICE, "key", "not of ours: 鑰")
        assert failure_of(lambda: secrets.get("key")) is Trouble.KEY_LOST

    def test_no_setting_leads_to_something_weaker(
        self, secret_service: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        secrets = keyring_secrets(SERVICE)
        secrets.set("key", b"value")
        assert secrets.get("key") == b"value"

    @pytest.mark.usefixtures("secret_service")
    def test_no_setting_leads_to_another_collection(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """As to one that its owner gave no password, or that ends with the session."""
        with monkeypatch.context() as set_by_somebody:
            session = "/org/freedesktop/secrets/collection/session"
            set_by_somebody.setenv("KEYRING_PROPERTY_PREFERRED_COLLECTION", session)
            keyring_secrets(SERVICE).set("key", b"value")
        assert keyring_secrets(SERVICE).get("key") == b"value"

    def test_a_bus_that_goes_away_is_told(self, secrets: Secrets, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        assert failure_of(lambda: secrets.get("key")) is Trouble.KEYRING_MISSING


def test_no_keyring_is_told_and_nothing_weaker_is_taken() -> None:
    assert "DBUS_SESSION_BUS_ADDRESS" not in os.environ
    assert failure_of(lambda: keyring_secrets(SERVICE)) is Trouble.KEYRING_MISSING


class TestDatabaseKey:
    def test_it_is_made_once(self, tmp_path: Path) -> None:
        secrets = MemorySecrets()
        key = database_key(secrets, tmp_path / "kiosk.db")
        assert len(key) == 32
        assert database_key(secrets, tmp_path / "kiosk.db") == key
        assert database_key(MemorySecrets(), tmp_path / "kiosk.db") != key

    @pytest.mark.parametrize("kept", [b"", b"short", bytes(33)])
    def test_what_is_no_key_opens_and_makes_nothing(self, tmp_path: Path, kept: bytes) -> None:
        secrets = MemorySecrets()
        secrets.set(DATABASE_KEY, kept)
        assert failure_of(lambda: database_key(secrets, tmp_path / "kiosk.db")) is Trouble.KEY_LOST
        assert secrets.get(DATABASE_KEY) == kept

    def test_a_database_without_its_key_is_not_written_over(self, tmp_path: Path) -> None:
        file, secrets = tmp_path / "kiosk.db", MemorySecrets()
        file.write_bytes(b"what it was")
        assert failure_of(lambda: database_key(secrets, file)) is Trouble.KEY_LOST
        assert secrets.get("database-key") is None

    def test_an_empty_file_is_no_database_yet(self, tmp_path: Path) -> None:
        file = tmp_path / "kiosk.db"
        file.touch()
        assert len(database_key(MemorySecrets(), file)) == 32
