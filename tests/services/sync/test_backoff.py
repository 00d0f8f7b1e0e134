from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.services.sync.backoff import LONGEST, delay


def test_it_doubles_up_to_five_minutes() -> None:
    waits = [delay(failures, 0.0).total_seconds() for failures in range(1, 12)]
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_chance_takes_up_to_half(failures: int, chance: float) -> None:
    whole = delay(failures, 0.0)
    assert whole / 2 <= delay(failures, chance) <= whole <= LONGEST
    assert delay(failures, 1.0) == whole / 2
    assert delay(failures, chance) > timedelta(0)
