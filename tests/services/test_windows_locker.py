"""Windows' Credential Locker, played as its documentation describes CredRead, CredWrite and CredDelete.

No Windows has been met here: what this shows is that the same contract holds over those three calls.
"""

import sys
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest

from kiosk.services.secrets import Secrets, keyring_secrets
from tests.services.test_secrets import SERVICE, SecretsContract

NOT_FOUND = 1168
LARGEST_BLOB = 5 * 512
"""CRED_MAX_CREDENTIAL_BLOB_SIZE: bytes."""

_BACKEND = "keyring.backends.Windows"


class WindowsError(Exception):
    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname)
        self.winerror, self.funcname = winerror, funcname


class Locker(ModuleType):
    """One user's locker on one machine."""

    CRED_TYPE_GENERIC = 1
    CRED_PERSIST_LOCAL_MACHINE = 2
    CRED_PERSIST_ENTERPRISE = 3

    def __init__(self) -> None:
        super().__init__("win32cred")
        self.kept: dict[str, dict[str, Any]] = {}

    def CredWrite(self, credential: dict[str, Any], _flags: int) -> None:  # noqa: N802 - Windows' name
        blob = credential["CredentialBlob"].encode("utf-16-le")
        assert len(blob) <= LARGEST_BLOB
        self.kept[credential["TargetName"]] = {**credential, "CredentialBlob": blob}

    def CredRead(self, *, Type: int, TargetName: str) -> dict[str, Any]:  # noqa: N802, N803
        assert Type == self.CRED_TYPE_GENERIC
        if TargetName not in self.kept:
            raise WindowsError(NOT_FOUND, "CredRead")
        return dict(self.kept[TargetName])

    def CredDelete(self, *, Type: int, TargetName: str) -> None:  # noqa: N802, N803
        assert Type == self.CRED_TYPE_GENERIC
        if self.kept.pop(TargetName, None) is None:
            raise WindowsError(NOT_FOUND, "CredDelete")


@pytest.fixture
def locker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Locker]:
    locker, errors, package = Locker(), ModuleType("pywintypes"), ModuleType("win32ctypes.pywin32")
    vars(errors)["error"] = WindowsError
    vars(package).update(win32cred=locker, pywintypes=errors)
    monkeypatch.setitem(sys.modules, "win32ctypes", ModuleType("win32ctypes"))
    monkeypatch.setitem(sys.modules, "win32ctypes.pywin32", package)
    monkeypatch.delitem(sys.modules, _BACKEND, raising=False)
    import_module(_BACKEND)
    yield locker
    sys.modules.pop(_BACKEND, None)


class TestLocker(SecretsContract):
    @pytest.fixture
    def secrets(self, locker: Locker, monkeypatch: pytest.MonkeyPatch) -> Secrets:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "platform", "win32")
            return keyring_secrets(SERVICE)

    def test_it_stays_on_this_machine(self, secrets: Secrets, locker: Locker) -> None:
        secrets.set("key", bytes(32))
        secrets.set("other", bytes(32))
        assert {one["Persist"] for one in locker.kept.values()} == {Locker.CRED_PERSIST_LOCAL_MACHINE}
