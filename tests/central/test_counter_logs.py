"""Central's copies of counters' logs are read with filters, checked, and each look is on record."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central import counter_logs
from central.app import Central
from central.audit import COMMAND_LINE, entries
from central.counter_logs import Asked, CounterLogs, LogUnknown
from central.store.tables import audit_copy
from kiosk.contract.audit import APPLICATION, PUBLIC_KEY, AuditEvent, AuditLine, SignedLine, sign_line
from kiosk.contract.envelopes import FIRST_IN_CHAIN
from kiosk.contract.signed_documents import public_text
from tests.central.kiosk import Kiosk, new_id
from tests.central.postgres import both_databases
from tests.central.test_audit_copies import line, log, send

database = both_databases
MEMBER = "0190c0de-0000-7000-8000-000000000001"


@pytest.fixture
def logs(central: Central) -> CounterLogs:
    return CounterLogs(central.store.database, central.clock)


def written(kiosk: Kiosk, count: int) -> list[SignedLine]:
    """A log of some days and people; the third line is about a member."""
    lines: list[SignedLine] = []
    for seq in range(1, count + 1):
        event = AuditEvent.CREATED if seq == 3 else AuditEvent.READ
        told = AuditLine(
            appid=APPLICATION, seq=seq, datetime=datetime(2026, 3, 1 + seq % 20, 17, tzinfo=UTC),
            device=kiosk.device_id, who="counter" if seq % 5 else "王“五", event=event, level=event.level,
            membership=MEMBER if seq == 3 else None, what="card",
            details={PUBLIC_KEY: public_text(kiosk.key)} if seq == 1 else {},
            previous=lines[-1].hash if lines else FIRST_IN_CHAIN,
        )  # fmt: skip
        lines.append(SignedLine(seq, told.text(), sign_line(told.text(), kiosk.key)))
    for begin in range(0, count, 100):
        assert send(kiosk, lines[begin : begin + 100]).status_code == 200
    return lines


def alter(central: Central, seq: int, **values: object) -> None:
    """Change a line, or remove it where no values are given."""
    with central.store.database.writing() as connection:
        change = sa.update(audit_copy).values(values) if values else sa.delete(audit_copy)
        connection.execute(change.where(audit_copy.c.seq == seq))


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(), list(range(12, 0, -1))),
        (Asked(event=AuditEvent.CREATED), [3]),
        (Asked(who="“五"), [10, 5]),
        (Asked(who="%"), []),
        (Asked(membership=MEMBER), [3]),
        (Asked(membership=new_id()), []),
        (Asked(first=date(2026, 3, 11)), [12, 11, 10, 9]),  # 17:00 UTC is the next day in Taipei
        (Asked(last=date(2026, 3, 4), who="counter"), [2, 1]),
        (Asked(first=date(2026, 3, 5), last=date(2026, 3, 5)), [3]),
    ],
)
def test_lines_are_found(
    kiosk: Kiosk, logs: CounterLogs, monkeypatch: pytest.MonkeyPatch, asked: Asked, found: list[int]
) -> None:
    monkeypatch.setattr(counter_logs, "_AT_ONCE", 5)
    lines = written(kiosk, 12)
    assert [one.seq for one in logs.lines(kiosk.device_id, asked).lines] == found
    told = [json.loads(text) for text in logs.as_json_lines(kiosk.device_id, asked)]
    assert [(one["seq"], one["signature"]) for one in told] == [
        (seq, lines[seq - 1].signature) for seq in found
    ]


def test_pages_follow_one_another(kiosk: Kiosk, logs: CounterLogs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counter_logs, "LINES_ON_A_PAGE", 5)
    written(kiosk, 11)
    seen, before = [], None
    while True:
        page = logs.lines(kiosk.device_id, Asked(), before)
        seen.append([one.seq for one in page.lines])
        before = page.more
        if before is None:
            break
    assert seen == [[11, 10, 9, 8, 7], [6, 5, 4, 3, 2], [1]]


def test_a_whole_log_is_whole(kiosk: Kiosk, logs: CounterLogs) -> None:
    assert logs.all()[0].lines == 0
    written(kiosk, 6)
    assert logs.held(kiosk.device_id).whole
    (told,) = logs.all()
    assert (told.lines, told.first, told.last) == (6, 1, 6)
    with pytest.raises(LogUnknown):
        logs.held(new_id())


def test_one_enrolled_anew_goes_on_in_its_log(new_kiosk: Callable[..., Kiosk], logs: CounterLogs) -> None:
    again, old = new_kiosk(), Ed25519PrivateKey.generate()
    before = [line("of before", old, 7, "0" * 64)]
    before.append(line("of before", old, 8, before[0].hash))
    assert send(again, [*before, *log(again, 9, 10, before[-1].hash)]).status_code == 200
    held = logs.held(again.device_id)
    assert (held.whole, held.unsigned) == (True, 2)


@pytest.mark.parametrize("case", ["removed", "words", "hash", "swapped", "no line", "last key"])
def test_what_was_done_to_a_copy_shows(kiosk: Kiosk, logs: CounterLogs, central: Central, case: str) -> None:
    lines = written(kiosk, 6)
    other = replace(lines[3], text=lines[3].text.replace('"card"', '"none"'))
    {
        "removed": lambda: alter(central, 4),
        "words": lambda: alter(central, 4, line=other.text, hash=other.hash),
        "hash": lambda: alter(central, 4, line=other.text),
        "swapped": lambda: alter(central, 4, line=lines[4].text, signature=lines[4].signature),
        "no line": lambda: alter(central, 4, line="nothing"),
        "last key": lambda: _end_in_another_key(central, kiosk, lines),
    }[case]()
    held = logs.held(kiosk.device_id)
    assert not held.whole
    if case == "removed":
        assert held.missing == ((4, 4),)
    elif case == "last key":
        assert held.other_key
    else:
        assert 4 in held.changed
    if case == "no line":
        assert logs.lines(kiosk.device_id, Asked()).unreadable == (4,)
        assert any("unreadable" in text for text in logs.as_json_lines(kiosk.device_id, Asked()))


def _end_in_another_key(central: Central, kiosk: Kiosk, lines: list[SignedLine]) -> None:
    key = Ed25519PrivateKey.generate()
    told = AuditLine.read(lines[-1].text).model_copy(update={"details": {PUBLIC_KEY: public_text(key)}})
    made = SignedLine(6, told.text(), sign_line(told.text(), key))
    alter(central, 6, line=made.text, signature=made.signature, hash=made.hash)


def test_a_counter_that_told_otherwise_is_named(kiosk: Kiosk, logs: CounterLogs, central: Central) -> None:
    lines = written(kiosk, 3)
    assert send(kiosk, [line(kiosk.device_id, kiosk.key, 3, lines[1].hash, "no card")]).status_code == 409
    held = logs.held(kiosk.device_id)
    assert (held.whole, len(held.forks), held.changed) == (False, 1, ())


def test_each_look_is_on_record(kiosk: Kiosk, logs: CounterLogs, central: Central) -> None:
    logs.open(kiosk.device_id, Asked(membership=MEMBER), COMMAND_LINE)
    logs.open(kiosk.device_id, Asked(event=AuditEvent.READ), COMMAND_LINE, as_file=True)
    with pytest.raises(LogUnknown):
        logs.open(new_id(), Asked(), COMMAND_LINE)
    with central.store.database.reading() as connection:
        read, first = entries(connection, most=2)
    assert (read.act, read.details["event"]) == ("export_counter_log", "sensitive_read")
    assert (first.act, first.subject, first.details["membership"]) == (
        "read_counter_log",
        kiosk.device_id,
        MEMBER,
    )
