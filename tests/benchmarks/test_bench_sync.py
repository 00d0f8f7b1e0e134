"""The benchmark of sync does not rot: our own part of it, with a handful of commands."""

from contextlib import closing

import pytest

from tests.benchmarks import bench_sync


def test_our_part_of_the_benchmark(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"COMMANDS": 20, "NEW": 4, "ROUNDS": 1, "BESIDE": ["floor"]}.items():
        monkeypatch.setattr(bench_sync, name, value)
    with closing(bench_sync.compare_sync()) as steps:
        works = next(steps)
        assert isinstance(works, dict)
        ((line, work),) = works.items()
        assert work()["sent"] == 0
        lines = steps.send({line: 1.0})
    assert isinstance(lines, list)
    assert lines[0].startswith("20 commands of ")
    assert lines[1].startswith("our kiosk: 20 records in ")
    assert [line.partition(" (must")[0] for line in lines if line.startswith("nothing new")] == [
        "nothing new: 1.0 ms"
    ]
    assert sum("the floor" in line for line in lines) == 2
