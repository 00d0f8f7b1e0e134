"""Reports of bugs: enough to find the fault, nothing of anybody."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.services.crash_reports import KEPT, CrashReports
from tests.plugins.expected_logs import ExpectedLogs


class Ticking:
    """A second later each time."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 15, 4, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def bug() -> Exception:
    name = "林曉明"
    try:
        try:
            raise ValueError(f"A123456789 of {name}")
        except ValueError as inner:
            raise KeyError(name) from inner
    except KeyError as error:
        return error


def test_a_report_tells_places_and_kinds_but_no_words_and_no_values(tmp_path: Path) -> None:
    file = CrashReports(tmp_path / "reports", Ticking()).write("B-123456", bug(), "order.plan")
    assert file is not None
    assert file.stat().st_mode & 0o077 == 0
    text = file.read_text(encoding="utf-8")
    told = json.loads(text)
    assert (told["code"], told["page"]) == ("B-123456", "order.plan")
    assert [one["kind"] for one in told["errors"]] == ["KeyError", "ValueError"]
    assert told["errors"][0]["frames"][0].endswith(" bug")
    assert "A123456789" not in text
    assert "林" not in json.dumps(told, ensure_ascii=False)
    assert str(Path.home()) not in text


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    reports = CrashReports(tmp_path, Ticking())
    for number in range(KEPT + 3):
        reports.write(f"B-{number:06}", bug(), "start")
    kept = sorted(tmp_path.glob("*.json"))
    assert len(kept) == KEPT
    assert kept[0].name.endswith("B-000003.json")


def test_a_disk_that_takes_nothing_stops_nobody(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("kiosk.services.crash_reports", "no report of")
    (tmp_path / "reports").write_text("a file stands in the way")
    assert CrashReports(tmp_path / "reports", Ticking()).write("B-1", bug(), "start") is None
