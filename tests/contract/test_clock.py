from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.contract.clock import TrainingClock, system_clock

A_WHILE = timedelta(seconds=30)


def test_the_machines_own_time() -> None:
    before = datetime.now(UTC)
    assert before <= system_clock() <= datetime.now(UTC)


def test_a_training_clock_begins_with_the_machines_time(tmp_path: Path) -> None:
    assert abs(TrainingClock(tmp_path / "clock")() - system_clock()) < A_WHILE


def test_a_training_clock_goes_on_from_where_it_was_moved_to(tmp_path: Path) -> None:
    moment = datetime.fromisoformat("2026-03-15T09:00:00+08:00")
    clock = TrainingClock(tmp_path / "clock")
    clock.move_to(moment)
    first, second = clock(), clock()
    assert moment <= first <= second < moment + A_WHILE
    assert first.tzinfo is UTC


def test_two_programs_read_one_clock(tmp_path: Path) -> None:
    moment = datetime(2030, 1, 1, tzinfo=UTC)
    TrainingClock(tmp_path / "clock").move_to(moment)
    assert moment <= TrainingClock(tmp_path / "clock")() < moment + A_WHILE
    assert [file.name for file in tmp_path.iterdir()] == ["clock"]
