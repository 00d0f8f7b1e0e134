"""What the doctor says of central's settings and of updates."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.contract.office_settings import SETTINGS, OfficeSettings, write_settings
from kiosk.services.diagnosis import counter as probes
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.diagnosis.subject import Subject
from kiosk.services.from_central import UPDATE
from kiosk.services.settings import CounterSettings, Mode
from kiosk.storage import documents
from kiosk.storage.database import Database
from kiosk.storage.documents import SignedDocument
from kiosk.storage.tables import DeviceRow
from tests.services.counter import START
from tests.services.diagnosis.test_counter import found, subject

__all__ = ["subject"]


def test_what_central_sets_and_what_is_locked(subject: Subject, database: Database) -> None:
    assert probes.from_central(subject) == "nothing"
    with database.session() as session:
        office = session.get_one(DeviceRow, 1).office or ""
        content = write_settings(office, START, OfficeSettings(mode="field", log="debug"), {})
        documents.keep(session, [SignedDocument(SETTINGS, content, "", "")], START)
    assert probes.from_central(subject) == "mode = field; log = debug"
    locked = CounterSettings("", subject.folders.root, Mode.COUNTER, locked=frozenset({"mode"}))
    told = probes.from_central(replace(subject, settings=locked))
    assert told == "mode = field (locked on this machine: not taken); log = debug"


def test_an_update_that_waits_and_one_that_failed(
    subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(lambda: probes.update(subject, "1.2.0")).seen == "none is announced for 1.2.0"
    file = subject.file.parent / UPDATE
    for announced, code in (("1.2.0", ""), ("1.3.0", Ailment.UPDATE_READY.value)):
        file.write_text(f"{announced}\n")
        told = found(lambda: probes.update(subject, "1.2.0"))
        assert (told.ok, told.code) == (True, code)
    monkeypatch.setattr(probes, "failed_update", lambda: "1.3.0")
    told = found(lambda: probes.update(subject, "1.2.0"))
    assert (told.ok, told.code) == (False, Ailment.UPDATE_FAILED.value)
