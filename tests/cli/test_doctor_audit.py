"""`kiosk doctor audit`, with a real keyring."""

import json
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from typer.testing import CliRunner, Result

from kiosk.cli import application
from kiosk.cli.doctor_audit import BROKEN
from kiosk.cli.ground import NOT_DONE
from kiosk.contract.audit import AuditEvent
from kiosk.contract.signed_documents import public_text
from kiosk.services.folders import Folders
from kiosk.services.identity_device import DEVICE_KEY, DeviceIdentity, save_identity
from kiosk.services.secrets import database_key
from kiosk.storage import audit
from kiosk.storage.database import open_database
from kiosk.vaults import DATABASE_FILE, secrets_of
from tests.services.conftest import secret_service
from tests.services.counter import TestClock

__all__ = ["secret_service"]
pytestmark = [pytest.mark.keyring, pytest.mark.usefixtures("secret_service")]

DEVICE = "00000000-0000-7000-8000-000000000001"


@pytest.fixture
def ask() -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(application, ["doctor", *words])


@pytest.fixture
def file(secret_service: None) -> Path:
    """An enrolled counter's database with three lines in its log."""
    folders = Folders.of_training()
    folders.create()
    file, secrets, key = folders.kiosk / DATABASE_FILE, secrets_of(folders), Ed25519PrivateKey.generate()
    secrets.set(DEVICE_KEY, key.private_bytes_raw())
    with closing(open_database(file, database_key(secrets, file))) as database:
        with database.session() as session:
            save_identity(session, DeviceIdentity(DEVICE, "office", "K1", "http://none", public_text(key)))
        database.keep_audit(audit.Keeper(DEVICE, key, TestClock()), audit.PROGRAM)
        with database.session() as session:
            for what in ("one", "two"):
                audit.record(session, AuditEvent.READ, what)
    return file


def test_a_whole_log_is_said_to_be_whole(file: Path, ask: Callable[..., Result]) -> None:
    told = json.loads(ask("audit", "--json").output)
    assert (told["whole"], told["lines"], told["sent"], told["flaws"]) == (True, 3, 0, [])
    assert len(told["last_hash"]) == 64


def test_a_changed_line_is_named(file: Path, ask: Callable[..., Result]) -> None:
    key = database_key(secrets_of(Folders.of_training()), file)
    with closing(open_database(file, key)) as database, database.session() as session:
        session.execute(text("DROP TRIGGER audit_no_update"))
        session.execute(text("UPDATE audit SET line = replace(line, 'one', 'eno') WHERE seq = 2"))
    answer = ask("audit")
    assert answer.exit_code == BROKEN
    assert "✗ 2: changed" in answer.output


def test_it_is_written_as_json_lines_and_that_is_told(
    file: Path, ask: Callable[..., Result], tmp_path: Path
) -> None:
    out = tmp_path / "audit.jsonl"
    assert ask("audit", "--export", str(out)).exit_code == 0
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [one["what"] for one in lines] == ["enrolment", "one", "two", "audit log"]
    assert lines[-1]["who"] == "technician"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert ask("audit", "--export", str(out)).exit_code == NOT_DONE
    assert json.loads(ask("audit", "--json").output)["whole"]
