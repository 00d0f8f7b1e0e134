"""The loop's own clock: what keeps it from turning is found, and nothing else."""

import time
from typing import Any

import pytest
from PySide6.QtCore import QTimer

from kiosk.walk.frames import LONGEST, Frames

_TOO_LONG = LONGEST * 1.6


def _work(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


@pytest.fixture
def frames(qapp: object) -> Frames:
    return Frames()


def test_work_that_holds_the_window_up_is_told_with_its_page(frames: Frames) -> None:
    with frames.of("start"):
        _work(_TOO_LONG)
    (frame,) = frames.frames
    assert frame.worked >= _TOO_LONG
    assert frame.during == "start"
    summary, late = frames.told()
    assert summary.startswith("1 frames: the longest ")
    assert f"by own work {frame.worked * 1000:.0f} ms, 1 over 50 ms" in summary
    assert late.endswith(": start")


def test_waiting_keeps_the_window_and_is_no_work_of_its_own(frames: Frames) -> None:
    with frames.of("signing"):
        time.sleep(_TOO_LONG)
    assert frames.frames[0].kept > LONGEST > frames.frames[0].worked


def test_what_is_done_outside_is_not_the_window_s(frames: Frames) -> None:
    with frames.of("start"):
        pass
    _work(_TOO_LONG)
    with frames.of("start"), frames.of("start"):
        pass
    assert all(frame.worked < LONGEST for frame in frames.frames)


def test_work_within_the_loop_is_one_frame_among_many(frames: Frames, qtbot: Any) -> None:
    frames.start()
    QTimer.singleShot(20, lambda: _work(_TOO_LONG))
    qtbot.waitUntil(lambda: any(frame.worked > LONGEST for frame in frames.frames))
    frames.stop()
    assert len(frames.frames) > 1
    assert sum(frame.worked > LONGEST for frame in frames.frames) == 1


def test_nothing_measured_nothing_told(frames: Frames) -> None:
    assert frames.told() == ["0 frames: the longest 0 ms, 0 over 50 ms; by own work 0 ms, 0 over 50 ms"]
