"""How long to wait after trouble."""

from datetime import timedelta

LONGEST = timedelta(seconds=300)
_DOUBLINGS = 9  # 2⁹ s is past the longest already


def delay(failures: int, chance: float) -> timedelta:
    """The wait after `failures` in a row: 1, 2, 4 … 300 s, of which `chance` (0 to 1) takes up to half.

    The chance keeps a hundred kiosks from coming back at the same moment.
    """
    whole = min(timedelta(seconds=2 ** min(failures - 1, _DOUBLINGS)), LONGEST)
    return whole * (1 - chance / 2)
