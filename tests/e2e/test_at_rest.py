"""What the main job leaves on the disk: nothing personal in clear, nothing for other users of the machine."""

import json
import stat
from pathlib import Path

import pytest

from kiosk.services.audit.proof import written_lines
from kiosk.walk.main_job import EMAIL, UBN, MainJob
from tests.e2e.conftest import Training
from tests.e2e.program import Scene
from tests.e2e.test_programs import NAME

pytestmark = pytest.mark.window

PERSONAL = (NAME, NAME[::-1], "訓練用聯絡人", "人絡聯用練訓", EMAIL, "0212345678", UBN, "A123456789")
"""Names are looked for from both ends."""
TOLD = {
    ("authz_admin", "enrolment"),
    ("sys_startup", "program"),
    ("sensitive_read", "card"),
    ("authn_login_success", "card PIN"),
    ("sensitive_create", "open_membership"),
    ("sensitive_create", "place_order"),
    ("sensitive_update", "request_refund"),
    ("sys_crash", "program"),
}
"""What of the job stands in the audit log."""
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "big5")
TOO_SHORT = 6  # bytes: so few stand anywhere by chance


def everything(scene: Scene) -> None:
    """The whole job, a half-finished wizard, upkeep with its backup, and a bug at the end."""
    job = MainJob(scene.player, scene.window, scene.services, lambda _page: None)
    job.play()
    scene.services.upkeep.once()
    scene.window.crash(ValueError(f"{NAME} {EMAIL} {UBN}"))
    scene.player.wait_for_page("crash")
    for line in written_lines(scene.services.desk._database):
        print(line)


def in_clear(file: Path) -> list[str]:
    content = file.read_bytes()
    return [
        f"{file.name}: {text} ({encoding})"
        for text in PERSONAL
        for encoding in ENCODINGS
        if len(needle := text.encode(encoding, errors="ignore")) >= TOO_SHORT and needle in content
    ]


def test_nothing_personal_is_in_clear_and_nobody_else_may_look(training: Training) -> None:
    printed = training.play("tests.e2e.test_at_rest:everything")
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith('{"appid"')]
    assert {(line["event"], line["what"]) for line in lines} >= TOLD
    log = json.dumps(lines, ensure_ascii=False)
    assert [text for text in PERSONAL if text in log] == []
    root = training.folders.root
    cards = training.folders.cards  # the holders' own, not the kiosk's
    files = [path for path in root.rglob("*") if path.is_file() and cards not in path.parents]
    names = {path.name for path in files}
    assert {"kiosk.db", "central.sqlite", "kiosk.jsonl"} <= names
    assert any(name.startswith("kiosk-") for name in names), "no backup was made"
    assert [found for file in files for found in in_clear(file)] == []
    kept = (training.folders.kiosk, *training.folders.kiosk.rglob("*"))
    rights = {path: stat.S_IMODE(path.stat().st_mode) for path in kept}
    wrong = {path.name for path, mode in rights.items() if mode != (0o700 if path.is_dir() else 0o600)}
    assert wrong == set()


def test_what_is_looked_for_would_be_found(tmp_path: Path) -> None:
    for encoding in ENCODINGS:
        file = tmp_path / encoding
        file.write_bytes(b"\0\1" + "訓練用聯絡人".encode(encoding) + b"\2")
        assert in_clear(file)
