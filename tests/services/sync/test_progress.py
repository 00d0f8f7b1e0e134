from kiosk.services.sync.report import SyncProgress
from tests.services.small_central import SmallCentral
from tests.services.sync.conftest import SyncedCounter


def test_a_round_tells_how_far_it_is_before_each_request(kiosk: SyncedCounter, central: SmallCentral) -> None:
    for number in range(1, 31):
        kiosk.register(number)
    central.page = 40
    told: list[SyncProgress] = []
    report = kiosk.sync.once(progress=told.append)
    assert (report.accepted, report.received, report.cancelled) == (60, 60, False)
    assert told == [
        SyncProgress(0, 60, 0),
        SyncProgress(50, 60, 0),
        SyncProgress(60, 60, 0),
        SyncProgress(60, 60, 40),
    ]


def test_it_can_be_ended_from_anywhere_and_goes_on_next_time(
    kiosk: SyncedCounter, central: SmallCentral
) -> None:
    for number in range(1, 31):
        kiosk.register(number)

    def stop_after_the_first_batch(progress: SyncProgress) -> None:
        if progress.sent:
            kiosk.sync.cancel()

    report = kiosk.sync.once(progress=stop_after_the_first_batch)
    assert (report.accepted, report.received, report.cancelled, report.failure) == (50, 0, True, None)
    assert kiosk.sync.status().waiting == 10
    again = kiosk.sync.once()
    assert (again.accepted, again.cancelled) == (10, False)
