"""Runs every benchmark of this folder and prints a table: `make bench`.

A benchmark is a generator `bench_NAME` in a file `bench_*.py`: it prepares, yields what is to be timed, and
clears up. The first line of its docstring is its line in the table.
"""

import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from statistics import median, quantiles

Benchmark = Callable[[], Iterator[Callable[[], object]]]
SECONDS_EACH = 1.0
FEWEST_RUNS = 5


def find_benchmarks() -> list[Benchmark]:
    """Return the benchmarks of this folder, file by file, in the order in which they are written."""
    files = sorted(Path(__file__).parent.glob("bench_*.py"))
    modules = [import_module(f"tests.benchmarks.{file.stem}") for file in files]
    return [value for module in modules for name, value in vars(module).items() if name.startswith("bench_")]


def measure(work: Callable[[], object]) -> list[float]:
    """Call `work` for about a second, five times at least, once before to warm up; return milliseconds."""
    work()
    times: list[float] = []
    until = time.perf_counter() + SECONDS_EACH
    while len(times) < FEWEST_RUNS or time.perf_counter() < until:
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


def main() -> None:
    """Print median, 95th percentile, how often in a second (by the median) and number of runs of each."""
    print(f"{'median ms':>10}{'95 % ms':>10}{'a second':>10}{'runs':>9}  what")
    for benchmark in find_benchmarks():
        with contextmanager(benchmark)() as work:
            times = measure(work)
        what = (inspect.getdoc(benchmark) or benchmark.__name__).splitlines()[0]
        middle, late = median(times), quantiles(times, n=20)[-1]
        print(f"{middle:>10.3f}{late:>10.3f}{1000 / middle:>10,.0f}{len(times):>9}  {what}")


if __name__ == "__main__":
    main()
