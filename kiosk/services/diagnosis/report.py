"""The report: each probe has its own time, and whatever becomes of it, the report is whole."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain
from queue import Empty, SimpleQueue

from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.failures import code_of

SECONDS = 10.0
"""How long a probe may take, where it does not say otherwise."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One probe's result. `code` is the entry of the failure catalogue that has the remedy, where one is due.

    A finding that is `ok` and has a code is worth knowing, and keeps nobody from working. `values` fill the
    places of the entry's words.
    """

    probe: str
    ok: bool
    seen: str
    code: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


class Unwell(Exception):
    """A probe found something and says what was seen; `harmless`: work goes on as it is.

    `failure` is a member of a closed enum, or the code of one that was kept.
    """

    def __init__(
        self,
        seen: str,
        failure: Enum | str,
        values: Mapping[str, str | int] | None = None,
        *,
        harmless: bool = False,
    ) -> None:
        super().__init__(seen)
        self.code = failure if isinstance(failure, str) else str(failure.value)
        self.harmless, self.values = harmless, values or {}


Found = str | tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """`ask` says what was seen, or gives findings of its own names; it may raise anything."""

    name: str
    ask: Callable[[], Found]
    seconds: float = SECONDS


Findings = tuple[Finding, ...]


def diagnose(
    probes: Sequence[Probe], tell: Callable[[int, Findings], None] = lambda _number, _found: None
) -> Findings:
    """The findings of all probes, in their order. They are asked at the same time, each on its own thread.

    One that hangs is told and left behind: its thread holds up no end of the program. `tell` hears of each
    probe, by its place among `probes`, as soon as it has answered or its time is over.
    """
    begun = time.monotonic()
    answers: SimpleQueue[tuple[int, Findings]] = SimpleQueue()
    for number, probe in enumerate(probes):
        _begin(number, probe, answers)
    waiting, found = dict(enumerate(probes)), dict[int, Findings]()
    while waiting:
        next_over = min(waiting, key=lambda number: waiting[number].seconds)
        try:
            left = begun + waiting[next_over].seconds - time.monotonic()
            number, findings = answers.get(timeout=max(0.0, left))
        except Empty:
            number, findings = next_over, (_slow(waiting[next_over]),)
        if waiting.pop(number, None) is not None:  # else it comes too late, and was told of
            found[number] = findings
            tell(number, findings)
    return tuple(chain.from_iterable(found[number] for number in range(len(probes))))


def _begin(number: int, probe: Probe, answers: "SimpleQueue[tuple[int, Findings]]") -> None:
    thread = threading.Thread(
        target=lambda: answers.put((number, _guarded(probe))), name=f"probe: {probe.name}", daemon=True
    )
    thread.start()


def _slow(probe: Probe) -> Finding:
    return Finding(probe.name, False, f"no answer within {probe.seconds:g} s", Ailment.PROBE_SLOW.value)


def _guarded(probe: Probe) -> Findings:
    try:
        found = probe.ask()
        return found if isinstance(found, tuple) else (Finding(probe.name, True, found),)
    except Unwell as unwell:
        return (Finding(probe.name, unwell.harmless, str(unwell), unwell.code, unwell.values),)
    except BaseException as error:  # noqa: BLE001 - a broken probe is a finding, never the end of the report
        known = code_of(error)
        code, values = known or (Ailment.PROBE_BROKEN.value, {})
        failure = getattr(error, "failure", None)  # its name, never what the exception quotes
        seen = failure.name if isinstance(failure, Enum) else type(error).__name__
        return (Finding(probe.name, False, seen, code, values),)
