import random

from tests.benchmarks.coming_back import CENTRAL, Costs, Fleet, Simulation


def test_all_kiosks_come_to_be_in_step_and_nobody_gives_up_where_there_is_room() -> None:
    told = Simulation(2, Fleet(failures=150, kiosks=50), CENTRAL, random.Random(1).random).run()
    assert len(told.in_step) == 50
    assert max(told.in_step) < 300
    assert (told.given_up, told.most_waiting) == (0, 0)


def test_who_gives_up_comes_again_until_all_are_in_step() -> None:
    slow = Costs(request=0.2, command=0.1)
    told = Simulation(1, Fleet(failures=1, jitter=False, kiosks=20), slow, random.Random(1).random).run()
    assert len(told.in_step) == 20
    assert told.given_up > 0
    assert told.line(1).startswith("| 1 |")
