from kiosk.services.sync.report import SyncProgress
from tests.services.small_central import SmallCentral
from tests.services.sync.conftest import SyncedCounter


def test_a_round_tells_how_much_is_kept_before_each_request(
    kiosk: SyncedCounter, central: SmallCentral
) -> None:
    for number in range(1, 61):
        kiosk.register(number)
    central.page = 80
    told: list[SyncProgress] = []
    report = kiosk.sync.once(progress=told.append)
    assert (report.accepted, report.received, report.cancelled) == (120, 120, False)
    assert central.batches == [50, 70]
    assert told == [
        SyncProgress(0, 120, 0),
        SyncProgress(0, 120, 0),  # the first answers are kept while the second request is under way
        SyncProgress(120, 120, 0),
        SyncProgress(120, 120, 80),
    ]


def test_it_can_be_ended_from_anywhere_and_goes_on_next_time(
    kiosk: SyncedCounter, central: SmallCentral
) -> None:
    for number in range(1, 91):
        kiosk.register(number)

    def stop_once_something_is_kept(progress: SyncProgress) -> None:
        if progress.sent:
            kiosk.sync.cancel()

    report = kiosk.sync.once(progress=stop_once_something_is_kept)
    assert (report.accepted, report.received, report.cancelled, report.failure) == (150, 0, True, None)
    assert kiosk.sync.status().waiting == 30
    again = kiosk.sync.once()
    assert (again.accepted, again.cancelled) == (30, False)
