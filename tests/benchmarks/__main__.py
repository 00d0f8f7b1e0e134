"""Runs every benchmark of this folder and prints a table: `make bench`; `make bench ONLY=sync` one file's.

A benchmark is a generator `bench_NAME` in a file `bench_*.py`: it prepares, yields what is to be timed, and
clears up. The first line of its docstring is its line in the table.

A comparison is a generator `compare_NAME`: it prepares, yields what is to be timed by its line in the table,
is sent the medians (milliseconds) by the same lines, yields lines to print below, and clears up. What it
compares is timed turn by turn, so that a machine that is busy for a while is so for all of it.
"""

import inspect
import sys
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles
from types import ModuleType
from typing import Any

Benchmark = Callable[[], Iterator[Callable[[], object]]]
Works = Mapping[str, Callable[[], object]]
Comparison = Callable[[], Generator[Works | list[str], Mapping[str, float], None]]
SECONDS_EACH = 1.0
FEWEST_RUNS = 5
TURNS = 25


def find(modules: list[ModuleType], prefix: str) -> list[Any]:
    """Return the generators of these modules whose names begin so, in the order in which they are written."""
    return [value for module in modules for name, value in vars(module).items() if name.startswith(prefix)]


def measure(work: Callable[[], object]) -> list[float]:
    """Call `work` for about a second, five times at least, once before to warm up; return milliseconds."""
    work()
    times: list[float] = []
    until = time.perf_counter() + SECONDS_EACH
    while len(times) < FEWEST_RUNS or time.perf_counter() < until:
        times.append(timed(work))
    return times


def measure_by_turns(works: Works) -> Mapping[str, list[float]]:
    """Call each of `works` in its turn, `TURNS` times, once before to warm up; return milliseconds."""
    for work in works.values():
        work()
    times: dict[str, list[float]] = {line: [] for line in works}
    for _ in range(TURNS):
        for line, work in works.items():
            times[line].append(timed(work))
    return times


def timed(work: Callable[[], object]) -> float:
    """How many milliseconds `work` takes; one that timed a part of what it does itself returns them."""
    start = time.perf_counter()
    told = work()
    return told if isinstance(told, float) else (time.perf_counter() - start) * 1000


def print_row(what: str, times: list[float]) -> float:
    """Print median, 95th percentile, how often in a second (by the median), number of runs; the median."""
    middle, late = median(times), quantiles(times, n=20)[-1]
    print(f"{middle:>10.3f}{late:>10.3f}{1000 / middle:>10,.0f}{len(times):>9}  {what}")
    return middle


def compare(comparison: Comparison) -> None:
    """Time what a comparison is about, and print what it concludes."""
    with closing(comparison()) as steps:
        works = next(steps)
        assert isinstance(works, Mapping)
        medians = {line: print_row(line, times) for line, times in measure_by_turns(works).items()}
        for line in steps.send(medians):
            print(line)


def main() -> None:
    """Print the table, of the files that are named or of all."""
    known = sorted(file.stem for file in Path(__file__).parent.glob("bench_*.py"))
    wanted = [f"bench_{name}" for name in sys.argv[1:]] or known
    modules = [import_module(f"tests.benchmarks.{name}") for name in wanted]
    print(f"{'median ms':>10}{'95 % ms':>10}{'a second':>10}{'runs':>9}  what")
    for benchmark in find(modules, "bench_"):
        with contextmanager(benchmark)() as work:
            times = measure(work)
        print_row((inspect.getdoc(benchmark) or benchmark.__name__).splitlines()[0], times)
    for comparison in find(modules, "compare_"):
        print(f"\n{(inspect.getdoc(comparison) or comparison.__name__).splitlines()[0]}")
        compare(comparison)


if __name__ == "__main__":
    main()
