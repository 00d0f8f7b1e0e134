"""What central sets goes over what stands on the machine, but for what its administrator has locked."""

import json
import logging
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.contract.office_settings import OfficeSettings, ToldSettings, write_settings
from kiosk.contract.updates import Update, write_updates
from kiosk.services.documents import CentralDocuments, Guidance
from kiosk.services.failures import Trouble
from kiosk.services.folders import RESOURCES
from kiosk.services.from_central import FromCentral, failed_update, with_central
from kiosk.services.logs import Level, kept_log
from kiosk.services.settings import CounterSettings, Mode
from kiosk.services.staff.policy import policy_by, read_policy
from kiosk.storage.database import Database
from tests.plugins.expected_logs import ExpectedLogs
from tests.services.counter import START, TestClock
from tests.services.small_central import SmallCentral
from tests.services.test_documents import client, held, trouble

__all__ = ["client", "held"]  # fixtures
LOGGER = "kiosk.services.documents"
DEVICE = "01980a5d-ac96-774b-bcce-b302099a8057"
HERE = CounterSettings("", Path("/data"), Mode.COUNTER)


def guided(held: CentralDocuments, central: SmallCentral, **documents: bytes) -> Guidance:
    central.documents |= documents
    held.renew(held.ask())
    return held.guidance


def office(database: Database) -> str:
    from kiosk.services.identity_device import load_identity

    return load_identity(database).office


def test_locked_settings_stay_as_they_are() -> None:
    told = OfficeSettings(mode="self-service", log="debug")
    now = with_central(HERE, told)
    assert (now.mode, now.log, dict(now.places)) == (
        Mode.SELF_SERVICE, Level.DEBUG, {"mode": "central", "log": "central"},
    )  # fmt: skip
    locked = CounterSettings("", Path("/data"), Mode.FIELD, locked=frozenset({"mode"}))
    assert with_central(locked, told).mode is Mode.FIELD
    assert with_central(locked, told).log is Level.DEBUG
    assert with_central(HERE, OfficeSettings()) == HERE


def test_a_policy_is_centrals_where_it_has_one() -> None:
    usual = read_policy(RESOURCES)
    assert policy_by(usual, OfficeSettings()) == usual
    now = policy_by(usual, OfficeSettings(second_person_from=0, lock_after_minutes=3))
    assert (now.second_person_from, now.lock_after) == (0, timedelta(minutes=3))


def test_the_mode_holds_from_the_next_start_and_the_log_at_once(
    held: CentralDocuments, central: SmallCentral, database: Database, clock: TestClock, tmp_path: Path
) -> None:
    levels: list[Level] = []

    def begun() -> FromCentral:
        return FromCentral(HERE, DEVICE, tmp_path, clock, "0.1.0", keep_level=levels.append)

    running = begun()
    running.take(held.guidance)
    told = write_settings(office(database), START, OfficeSettings(mode="field", log="debug"), {})
    running.take(guided(held, central, settings=told))
    assert (running.mode, running.restart_due, levels) == (Mode.COUNTER, True, [Level.INFO, Level.DEBUG])
    again = begun()
    again.take(held.guidance)
    assert (again.mode, again.restart_due) == (Mode.FIELD, False)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"settings": {"central": "https://elsewhere.example"}}, "settings: settings.central"),
        ({"settings": {"mode": "other"}}, "settings: settings.mode"),
        ({"office": "南區"}, "settings: office: another office's"),
        ({"changed_at": "2026-03-01T00:00:00Z"}, "settings: changed_at: older than what this kiosk has"),
    ],
)
def test_what_is_unknown_invalid_or_older_is_not_taken_and_why_is_told(
    held: CentralDocuments, central: SmallCentral, database: Database, expected_logs: ExpectedLogs,
    change: dict[str, object], place: str,
) -> None:  # fmt: skip
    good = write_settings(office(database), START, OfficeSettings(mode="field"), {})
    before = guided(held, central, settings=good).settings
    assert before == ToldSettings(START, OfficeSettings(mode="field"))
    expected_logs.allow(LOGGER, "a document of central's is not taken")
    assert guided(held, central, settings=json.dumps(json.loads(good) | change).encode()).settings == before
    assert (trouble(database), held.refused) == (Trouble.DOCUMENT_REFUSED.value, place)
    assert guided(held, central, settings=good).settings == before
    assert (trouble(database), held.refused) == (None, "")


def test_an_update_that_is_due_is_named_for_the_package_manager(
    held: CentralDocuments, central: SmallCentral, clock: TestClock, tmp_path: Path
) -> None:
    kiosk = FromCentral(HERE, DEVICE, tmp_path, clock, "0.1.0", keep_level=lambda _level: None)
    file = tmp_path / "update"
    soon = START + timedelta(hours=1)
    updates = [Update("0.2.0", soon, 100), Update("0.1.0", START, 100), Update("0.0.9", START, 100)]
    kiosk.take(guided(held, central, updates=write_updates(updates)))
    assert (kiosk.update, file.exists()) == ("", False)  # what is older than this program is none
    clock.pass_by(hours=1)
    for _ in range(2):
        kiosk.take(held.guidance)
        assert (kiosk.update, file.read_text()) == ("0.2.0", "0.2.0\n")
    kiosk.take(guided(held, central, updates=write_updates([])))
    assert (kiosk.update, file.exists()) == ("", False)


def test_a_disk_that_takes_nothing_holds_nobody_up(
    held: CentralDocuments, central: SmallCentral, clock: TestClock, tmp_path: Path
) -> None:
    gone = tmp_path / "gone"
    kiosk = FromCentral(HERE, DEVICE, gone, clock, "0.1.0", keep_level=lambda _level: None)
    kiosk.take(guided(held, central, updates=write_updates([Update("0.2.0", START, 100)])))
    assert kiosk.update == "0.2.0"


def test_a_version_that_did_not_start_is_known(tmp_path: Path) -> None:
    assert failed_update(tmp_path / "failed") == ""
    (tmp_path / "failed").write_text("0.2.0\n")
    assert failed_update(tmp_path / "failed") == "0.2.0"
    (tmp_path / "failed").write_bytes(b"\xff")
    assert failed_update(tmp_path / "failed") == ""


def test_the_log_follows(tmp_path: Path) -> None:
    from kiosk.services.logs import FILE, keep_from

    with kept_log(tmp_path, Level.ERROR):
        logging.getLogger("kiosk.test").info("before")
        keep_from(Level.DEBUG)
        logging.getLogger("kiosk.test").debug("after")
    assert '"before"' not in (tmp_path / FILE).read_text()
    assert '"after"' in (tmp_path / FILE).read_text()
