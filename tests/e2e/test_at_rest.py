"""What the main job leaves on the disk: nothing personal in clear, nothing for other users of the machine."""

import json
import stat
from collections.abc import Collection
from dataclasses import astuple
from pathlib import Path

import pytest

from kiosk.domain.data_rights import DataRight
from kiosk.services.audit.proof import written_lines
from kiosk.services.flows.paper import draw_paper
from kiosk.services.flows.privacy import PrivacyRequesting, RightAsked
from kiosk.services.flows.services import Services
from kiosk.storage.tables import PrintJobRow, PrintState
from kiosk.walk.main_job import EMAIL, UBN, MainJob
from tests.e2e.conftest import Training
from tests.e2e.program import Scene
from tests.e2e.test_programs import NAME

pytestmark = pytest.mark.window

WORDS = "電話請改為 0912-345-678"
PERSONAL = (NAME, NAME[::-1], "訓練用聯絡人", "人絡聯用練訓", EMAIL, "0212345678", UBN, "A123456789", WORDS)
"""Names are looked for from both ends. What else the job tells of a person, the job itself says (`known`)."""
KNOWN = "personal: "
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
    """The whole job, and all else that leaves something: a request, a half-finished wizard, a paper on its
    way to a printer, a bundle, upkeep with its backup, and a bug at the end.
    """
    job = MainJob(scene.player, scene.window, scene.services, lambda _page: None)
    job.play()
    leave_more(scene.services)
    scene.services.upkeep.once()
    scene.window.crash(ValueError(f"{NAME} {EMAIL} {UBN}"))
    scene.player.wait_for_page("crash")
    for line in written_lines(scene.services.desk._database):
        print(line)


def leave_more(services: Services) -> None:
    view = next(one for one in services.desk.memberships() if one.shown.orders)
    joined, contact = view.shown.registration, view.shown.contact
    assert joined is not None
    assert contact is not None
    known = {joined.cooperative_name, joined.ubn, joined.holder.subject, *astuple(contact)}
    print(KNOWN + json.dumps([text for text in known if text]))
    flow = PrivacyRequesting(services, view.membership_id)
    flow.apply(RightAsked(DataRight.CORRECTION, WORDS))
    services.drafts.save("order-left", "order", view.membership_id, "split", {"answers": {"said": WORDS}})
    number = services.desk.receipts(view.membership_id)[0].number
    drawn = draw_paper(services, number)
    database, now = services.desk._database, services.clock()
    with database.session() as session:
        session.add(
            PrintJobRow(
                job_id="left", receipt_number=number, copy=1, size="A4", pdf=drawn.pdf,
                printer="none", state=PrintState.GIVEN_UP, attempt=0, spooler_job=None, why="",
                created_at=now, changed_at=now,
            )
        )  # fmt: skip
    services.sticks._desk.export(database._file.parent / "left.kbundle")


def in_clear(file: Path, personal: Collection[str] = PERSONAL) -> list[str]:
    content = file.read_bytes()
    return [
        f"{file.name}: {text} ({encoding})"
        for text in personal
        for encoding in ENCODINGS
        if len(needle := text.encode(encoding, errors="ignore")) >= TOO_SHORT and needle in content
    ]


def test_nothing_personal_is_in_clear_and_nobody_else_may_look(training: Training) -> None:
    printed = training.play("tests.e2e.test_at_rest:everything")
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith('{"appid"')]
    assert {(line["event"], line["what"]) for line in lines} >= TOLD
    (known,) = (line for line in printed.splitlines() if line.startswith(KNOWN))
    personal = {*PERSONAL, *json.loads(known.removeprefix(KNOWN))}
    assert len(personal) > len(PERSONAL)
    log = json.dumps(lines, ensure_ascii=False)
    assert [text for text in personal if text in log] == []
    root = training.folders.root
    cards = training.folders.cards  # the holders' own, not the kiosk's
    files = [path for path in root.rglob("*") if path.is_file() and cards not in path.parents]
    names = {path.name for path in files}
    assert {"kiosk.db", "central.sqlite", "kiosk.jsonl", "left.kbundle"} <= names
    assert [text for text in personal for path in files if text in str(path.relative_to(root))] == []
    assert any(name.startswith("kiosk-") for name in names), "no backup was made"
    assert [found for file in files for found in in_clear(file, personal)] == []
    kept = (training.folders.kiosk, *training.folders.kiosk.rglob("*"))
    rights = {path: stat.S_IMODE(path.stat().st_mode) for path in kept}
    wrong = {path.name for path, mode in rights.items() if mode != (0o700 if path.is_dir() else 0o600)}
    assert wrong == set()


def test_what_is_looked_for_would_be_found(tmp_path: Path) -> None:
    for encoding in ENCODINGS:
        file = tmp_path / encoding
        file.write_bytes(b"\0\1" + "訓練用聯絡人".encode(encoding) + b"\2")
        assert in_clear(file)
