"""What persons ask about their data is answered in the days of the law, and each step is on record."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from central.app import Central
from central.audit import COMMAND_LINE, ReasonMissing, entries
from central.privacy import ExtendedBefore, PrivacyDesk, PrivacyRequest, RequestUnknown
from central.privacy_copy import copy_of
from central.settings import save_settings
from kiosk.domain.data_rights import DataRight, due_day
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening
from tests.central.postgres import both_databases
from tests.central.process import run

database = both_databases
DAYS = {
    DataRight.ACCESS: 15,
    DataRight.CORRECTION: 30,
    DataRight.STOP: 30,
    DataRight.DELETION: 30,
}


@pytest.fixture
def member(kiosk: Kiosk, organisation: SoftCard, clock: HandClock) -> str:
    membership = new_id()
    kiosk.send(kiosk.command(opening(organisation, clock()), membership, organisation))
    kiosk.send(kiosk.command(application(), membership))
    return membership


@pytest.fixture
def desk(central: Central, clock: HandClock) -> PrivacyDesk:
    return PrivacyDesk(central.store.database, clock)


@settings(max_examples=50)
@given(st.sampled_from(DataRight), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_the_days_are_the_laws(kind: DataRight, received: date) -> None:
    assert due_day(kind, received) == received + timedelta(days=DAYS[kind])
    assert due_day(kind, received, extended=True) == received + timedelta(days=2 * DAYS[kind])


def test_from_the_question_to_the_answer(
    desk: PrivacyDesk, member: str, central: Central, clock: HandClock
) -> None:
    asked = desk.add(member, DataRight.ACCESS, COMMAND_LINE)
    deletion = desk.add(member, DataRight.DELETION, COMMAND_LINE)
    assert (asked.received_on, asked.due_on) == (date(2026, 3, 2), date(2026, 3, 17))
    assert [(one.kind, left) for one, left in desk.waiting()] == [("access", 15), ("deletion", 30)]
    clock.move(days=16)
    assert desk.waiting()[0][1] == -1
    assert desk.extend(asked.request_id, "many papers", COMMAND_LINE).due_on == date(2026, 4, 1)
    done = desk.answer(asked.request_id, granted=True, reason="a copy was handed over", who=COMMAND_LINE)
    assert (done.outcome, done.answered_on) == ("granted", date(2026, 3, 18))
    refused = desk.answer(deletion.request_id, granted=False, reason="保存期間未滿", who=COMMAND_LINE)
    assert refused.outcome == "refused"
    assert desk.waiting() == []
    with central.store.database.reading() as connection:
        told = [entry.act for entry in entries(connection, most=5)]
    assert told == ["privacy_answered"] * 2 + ["privacy_extended"] + ["privacy_request"] * 2


def test_what_cannot_be(desk: PrivacyDesk, member: str, central: Central) -> None:
    with pytest.raises(RequestUnknown):
        desk.add(new_id(), DataRight.ACCESS, COMMAND_LINE)
    with pytest.raises(RequestUnknown):
        copy_of(central.store.database, new_id(), COMMAND_LINE, central.clock())
    asked = desk.add(member, DataRight.STOP, COMMAND_LINE)
    with pytest.raises(ReasonMissing):
        desk.extend(asked.request_id, " ", COMMAND_LINE)
    desk.extend(asked.request_id, "why", COMMAND_LINE)
    with pytest.raises(ExtendedBefore):
        desk.extend(asked.request_id, "why", COMMAND_LINE)
    desk.answer(asked.request_id, granted=True, reason="done", who=COMMAND_LINE)
    with pytest.raises(RequestUnknown):
        desk.answer(asked.request_id, granted=True, reason="done", who=COMMAND_LINE)


def test_a_copy_holds_everything(desk: PrivacyDesk, member: str, central: Central) -> None:
    desk.add(member, DataRight.ACCESS, COMMAND_LINE)
    copied = copy_of(central.store.database, member, COMMAND_LINE, central.clock())
    assert [row["seq"] for row in copied] == list(range(1, len(copied) + 1))
    assert "email" in "".join(str(row["body"]) for row in copied)


def test_the_record_is_kept_for_five_years(desk: PrivacyDesk, member: str, clock: HandClock) -> None:
    asked: PrivacyRequest = desk.add(member, DataRight.DELETION, COMMAND_LINE)
    desk.answer(asked.request_id, granted=False, reason="保存期間未滿", who=COMMAND_LINE)
    clock.move(days=5 * 365)
    assert desk.end_old() == 0
    clock.move(days=10)
    assert desk.end_old() == 1


def test_on_the_command_line(central: Central, member: str, tmp_path: Path) -> None:
    save_settings(tmp_path / "data", central.settings)
    data = "--data", str(tmp_path / "data")
    added = json.loads(run("privacy", "add", member, "--kind", "access", "--json", *data).stdout)
    assert run("privacy", "list", *data).exit_code == 0
    request = added["request_id"]
    for words in (("extend", request, "--reason", "why"), ("answer", request, "--reason", "done")):
        assert run("privacy", *words, *data).exit_code == 0
        assert run("privacy", *words, *data).exit_code == 2
    assert "nothing waits" in run("privacy", "list", *data).stdout
    assert json.loads(run("privacy", "copy", member, *data).stdout.splitlines()[0])["seq"] == 1
    assert run("privacy", "add", member, "--kind", "other", *data).exit_code == 2
