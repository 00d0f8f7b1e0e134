from datetime import UTC, datetime

from kiosk.services.sync.report import SyncProgress, SyncReport
from kiosk.services.sync.watch import SyncWatch

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
NOTHING = SyncReport(0, 0, 0, 0, None, None)
MUCH = SyncReport(98, 2, 0, 250, None, None)


def test_rate_and_time_left_are_of_the_last_ten_seconds() -> None:
    watch = SyncWatch()
    assert (watch.rate, watch.seconds_left) == (None, None)
    watch.tell_progress(SyncProgress(0, 1000, 0), 100.0)
    assert (watch.rate, watch.seconds_left) == (None, None)
    for second in range(1, 6):
        watch.tell_progress(SyncProgress(second, 1000, 0), 100.0 + second)
    assert watch.rate == 1
    for second in range(1, 13):
        watch.tell_progress(SyncProgress(5 + 50 * second, 1000, 0), 105.0 + second)
    assert watch.rate == 50
    assert watch.seconds_left == (1000 - 605) / 50


def test_what_comes_back_counts_to_the_rate_but_nothing_is_left_to_send() -> None:
    watch = SyncWatch()
    watch.tell_progress(SyncProgress(50, 50, 0), 0.0)
    watch.tell_progress(SyncProgress(50, 50, 400), 2.0)
    assert (watch.rate, watch.seconds_left) == (200, None)


def test_another_round_is_measured_anew() -> None:
    watch = SyncWatch()
    watch.tell_progress(SyncProgress(0, 100, 0), 0.0)
    watch.tell_progress(SyncProgress(50, 100, 0), 1.0)
    watch.tell_progress(SyncProgress(0, 60, 0), 2.0)
    assert watch.rate is None


def test_what_was_asked_for_is_not_covered_by_the_rounds_that_come_by_themselves() -> None:
    watch = SyncWatch()
    watch.tell_report(NOTHING, AT)
    assert (watch.report, watch.ended) == (NOTHING, AT)
    watch.ask()
    watch.tell_progress(SyncProgress(1, 100, 0), 0.0)
    watch.tell_report(MUCH, AT, asked=True)
    assert (watch.progress, watch.report) == (None, MUCH)
    watch.tell_report(NOTHING, AT)
    assert watch.report == MUCH
    watch.ask()
    watch.tell_report(NOTHING, AT)
    assert watch.report == NOTHING
