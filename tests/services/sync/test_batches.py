from kiosk.services.sync.batches import BatchSize


def test_it_halves_down_to_one_command() -> None:
    size = BatchSize()
    taken = [size.commands]
    while size.halve():
        taken.append(size.commands)
    assert taken == [50, 25, 12, 6, 3, 1]
    assert size.commands == 1


def test_it_grows_again_up_to_the_most() -> None:
    size = BatchSize()
    while size.halve():
        pass
    taken = []
    for _ in range(9):
        size.grow()
        taken.append(size.commands)
    assert taken == [2, 4, 8, 16, 32, 64, 100, 100, 100]
