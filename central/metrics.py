"""What Prometheus is told: how much, how fast, how it ended. Never whose."""

from collections import Counter as Counted
from collections.abc import Callable, Iterable, Mapping, Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kiosk.contract.api import Status

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """This process's figures, and those that `backlog` counts in the database when it is asked."""

    def __init__(self, backlog: Callable[[], Mapping[str, int]]) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "central_requests", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "central_request_seconds",
            "Time to the end of the answer.",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._commands = Counter(
            "central_commands",
            "Commands answered, repetitions too.",
            ("status", "code"),
            registry=self._registry,
        )
        self._registry.register(_Backlog(backlog))

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered; `route` is the template of its path."""
        self._requests.labels(method, route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def decided(self, ends: Sequence[tuple[Status, str]]) -> None:
        """So commands ended: status and code of each."""
        for (status, code), many in Counted(ends).items():
            self._commands.labels(status.value, code).inc(many)

    def exposition(self) -> bytes:
        """Everything, in Prometheus's text format."""
        return generate_latest(self._registry)


class _Backlog(Collector):
    def __init__(self, backlog: Callable[[], Mapping[str, int]]) -> None:
        self._backlog = backlog

    def describe(self) -> Iterable[Metric]:
        """Nothing: the database is not asked for names."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """What waits now."""
        waiting = GaugeMetricFamily("central_waiting", "What waits for somebody.", labels=["what"])
        for what, count in self._backlog().items():
            waiting.add_metric([what], count)
        yield waiting
