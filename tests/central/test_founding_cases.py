"""Founding cases at central, on both databases: kept once, in parts, for the office's counters alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from central.app import Central
from kiosk.contract.api import Rejection
from kiosk.contract.envelopes import CommandEnvelope, Statement
from kiosk.contract.founding_record import changed_parts, founding_body, record_of, record_parts
from kiosk.domain.founding.keeping import DropFoundingCase, FoundingCommand, KeepFoundingCase
from kiosk.domain.founding.record import Record
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk, SoftCard, new_id, opening
from tests.central.postgres import both_databases
from tests.domain.test_founding_record import WHOLE

ACCEPTED = ("accepted", "")
CODE = "a" * 64

database = both_databases


def about(kiosk: Kiosk, case_id: str, command: FoundingCommand, **changes: Any) -> CommandEnvelope:
    parts = {
        "command_id": new_id(),
        "membership_id": case_id,
        "issued_at": kiosk.clock(),
        "kind": command.kind,
        "body": founding_body(command),
    }
    return kiosk.envelope(Statement(**{**parts, **changes}))


def asked(kiosk: Kiosk, code: str = CODE) -> dict[str, Any]:
    answer = kiosk.request("GET", f"/v1/founding-cases/{code}")
    found: dict[str, Any] = answer.json()
    return found


def test_a_case_is_kept_in_parts_and_given_back(kiosk: Kiosk) -> None:
    case_id = new_id()
    first = about(kiosk, case_id, KeepFoundingCase(CODE, record_parts(WHOLE)))
    assert kiosk.send(first) == [ACCEPTED]
    after = Record(case=WHOLE.case, address="別處")
    second = about(kiosk, case_id, KeepFoundingCase(CODE, changed_parts(WHOLE, after)))
    assert kiosk.send(second, first) == [ACCEPTED, ACCEPTED]
    found = asked(kiosk)
    assert (found["case_id"], found["version"]) == (case_id, 2)
    assert record_of(found["parts"]) == after


def test_it_travels_with_commands_about_memberships(
    kiosk: Kiosk, organisation: SoftCard, clock: HandClock
) -> None:
    joining = kiosk.command(opening(organisation, clock()), new_id(), organisation)
    keeping = about(kiosk, new_id(), KeepFoundingCase(CODE, {"address": '"甲"'}))
    assert kiosk.send(joining, keeping) == [ACCEPTED, ACCEPTED]
    assert [one["kind"] for one in kiosk.events()["events"]] == ["membership_opened"]


def test_what_is_dropped_is_emptied_case_and_events(kiosk: Kiosk, central: Central) -> None:
    case_id = new_id()
    kept = about(kiosk, case_id, KeepFoundingCase(CODE, record_parts(WHOLE)))
    dropped = about(kiosk, case_id, DropFoundingCase())
    late = about(kiosk, case_id, KeepFoundingCase(CODE, {"address": '"甲"'}))
    assert kiosk.send(kept, dropped, late) == [ACCEPTED] * 3
    assert asked(kiosk)["code"] == "K-API-41"
    with central.store.database.reading() as connection:
        rows = connection.execute(sa.text("SELECT kind, parts FROM founding_event ORDER BY version")).all()
        assert [tuple(row) for row in rows] == [
            ("founding_case_kept", "{}"),
            ("founding_case_dropped", "{}"),
        ]
        assert connection.scalar(sa.text("SELECT parts FROM founding_case")) == "{}"


@pytest.mark.parametrize(
    "body",
    [
        {"code_hash": CODE},
        {"code_hash": CODE, "parts": {"nothing": "1"}},
        {"code_hash": CODE, "parts": {"address": "no JSON"}},
        {"code_hash": CODE, "parts": {"address": '"a\nb"'}},
    ],
)
def test_what_is_no_case_is_rejected_and_holds_nobody_up(kiosk: Kiosk, body: dict[str, Any]) -> None:
    case_id = new_id()
    wrong = about(kiosk, case_id, DropFoundingCase(), kind=KeepFoundingCase.kind, body=body)
    right = about(kiosk, case_id, KeepFoundingCase(CODE, {"address": '"甲"'}))
    assert kiosk.send(wrong, right) == [("rejected", Rejection.MALFORMED.value), ACCEPTED]


def test_a_clock_that_is_ahead_is_told(kiosk: Kiosk, clock: HandClock) -> None:
    wrong = about(kiosk, new_id(), DropFoundingCase(), issued_at=clock() + timedelta(hours=1))
    assert kiosk.send(wrong) == [("rejected", Rejection.CLOCK_AHEAD.value)]


def test_another_office_neither_sees_nor_changes_it(kiosk: Kiosk, new_kiosk: Callable[..., Kiosk]) -> None:
    case_id, other_office = new_id(), new_kiosk("別的辦公室")
    assert kiosk.send(about(kiosk, case_id, KeepFoundingCase(CODE, record_parts(WHOLE)))) == [ACCEPTED]
    meddling = about(other_office, case_id, DropFoundingCase())
    assert other_office.send(meddling) == [("rejected", Rejection.OTHER_OFFICE.value)]
    assert asked(other_office)["code"] == "K-API-41"
    assert record_of(asked(kiosk)["parts"]) == WHOLE
