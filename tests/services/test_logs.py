"""The counter's log: lines, levels, rotation, and nobody in it."""

import json
import logging
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cardreader.exchanges import TRACE, note
from kiosk.contract.log_lines import REQUEST_ID
from kiosk.services import logs
from kiosk.services.card_trace import LONGEST, CardTrace
from kiosk.services.logs import FILE, KEPT_FOR, Level, kept_log, log_files
from tests.plugins.expected_logs import ExpectedLogs
from tests.services.counter import TestClock

OURS = logging.getLogger("kiosk.test")
SELECT = bytes.fromhex("00a4040c0ba000000063504b43532d3135")
VERIFY = bytes.fromhex("0020008108") + b"12345678"


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / FILE).read_text("utf-8").splitlines()]


def test_lines_are_json_with_level_time_and_request(tmp_path: Path) -> None:
    with kept_log(tmp_path):
        OURS.info("一 %d", 1, extra={"request_id": "r1"})
        token = REQUEST_ID.set("r2")
        OURS.info("two")
        REQUEST_ID.reset(token)
        OURS.debug("not kept")
    kept = [line for line in lines(tmp_path) if line["logger"] == "kiosk.test"]
    assert [(one["event"], one["level"], one["request_id"]) for one in kept] == [
        ("一 1", "info", "r1"),
        ("two", "info", "r2"),
    ]
    assert str(kept[0]["timestamp"]).endswith("Z")
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_a_level_keeps_what_is_at_or_above_it(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("kiosk.test", "late")
    before = logging.getLogger().level
    with kept_log(tmp_path, Level.WARNING):
        OURS.info("soft")
        OURS.warning("late")
    assert [line["event"] for line in lines(tmp_path)] == ["late"]
    assert logging.getLogger().level == before


def test_what_a_library_or_an_exception_says_is_kept_without_its_values(
    tmp_path: Path, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("kiosk.test")
    with kept_log(tmp_path):
        logging.getLogger("somebody").info("GET %s", "https://central.example/v1/12345675")
        try:
            int("A123456789")
        except ValueError:
            OURS.exception("it stumbled")
    text = (tmp_path / FILE).read_text("utf-8")
    assert "12345675" not in text
    assert "A123456789" not in text
    assert '"event": "GET %s"' in text
    stumbled = next(line for line in lines(tmp_path) if line["event"] == "it stumbled")
    assert stumbled["exception"] == "ValueError"
    assert "test_logs.py:" in str(stumbled["frames"])


def test_there_are_never_more_bytes_than_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_BYTES", 20_000)
    with kept_log(tmp_path):
        for number in range(400):
            OURS.info("line %d %s", number, "x" * 60)
    assert 10_000 < sum(file.stat().st_size for file in log_files(tmp_path)) <= 20_000
    assert len(log_files(tmp_path)) == 5
    assert lines(tmp_path)[-2]["event"] == f"line 399 {'x' * 60}"


def test_each_day_has_its_file_and_after_five_it_is_gone(tmp_path: Path) -> None:
    old = tmp_path / f"{FILE}.1"
    old.write_text('{"event": "long ago", "timestamp": "2026-01-01T00:00:00Z"}\n')
    past = time.time() - KEPT_FOR.total_seconds() - 60
    os.utime(old, (past, past))
    (tmp_path / FILE).write_text('{"event": "yesterday", "timestamp": "2026-01-07T23:59:59Z"}\n')
    with kept_log(tmp_path):
        OURS.info("today")
    assert "yesterday" in (tmp_path / f"{FILE}.1").read_text()
    assert [line["event"] for line in lines(tmp_path)][1] == "today"
    assert not any("long ago" in file.read_text() for file in log_files(tmp_path))


def test_a_folder_that_cannot_be_written_to_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file is in the way")
    with kept_log(tmp_path / "logs"):
        OURS.info("said to nobody")


@pytest.fixture
def trace(tmp_path: Path) -> Iterator[CardTrace]:
    trace = CardTrace(tmp_path, TestClock())
    yield trace
    trace.turn_off()


def test_exchanges_are_cut_and_a_pin_is_never_told(tmp_path: Path, trace: CardTrace) -> None:
    with kept_log(tmp_path):
        note(SELECT, b"secret answer", 0x9000)
        note(VERIFY, b"", 0x63C2)
    text = (tmp_path / FILE).read_text()
    assert "apdu 00a4040c0b (17 bytes), 13 bytes back, 9000" in text
    assert "apdu 00200081, 0 bytes back, 63c2" in text
    assert b"secret".hex() not in text
    assert not trace.file.exists()


def test_a_trace_tells_all_but_pins_while_it_is_on(tmp_path: Path) -> None:
    clock = TestClock()
    technician, window = CardTrace(tmp_path, clock), CardTrace(tmp_path, clock)
    assert window.follow() is None
    until = technician.turn_on()
    assert window.follow() == window.follow() == until
    note(SELECT, b"answer", 0x9000)
    note(VERIFY, b"", 0x9000)
    told = window.file.read_text()
    assert SELECT.hex() in told
    assert b"answer".hex() in told
    assert "12345678" not in told
    assert b"12345678".hex() not in told
    assert stat.S_IMODE(window.file.stat().st_mode) == 0o600
    clock.pass_by(seconds=LONGEST.total_seconds())
    assert window.follow() is None
    assert list(tmp_path.iterdir()) == []
    assert not TRACE.isEnabledFor(logging.DEBUG)


@pytest.mark.parametrize("text", ["", "soon", "2026-03-02T02:30:00", "2036-03-02T02:30:00+00:00"])
def test_a_moment_that_makes_no_sense_turns_nothing_on(tmp_path: Path, text: str) -> None:
    (tmp_path / "card-trace-until").write_text(text)
    assert CardTrace(tmp_path, TestClock()).follow() is None
