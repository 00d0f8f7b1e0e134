"""The report: each probe has its own time, and whatever becomes of it, the report is whole."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum

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


def diagnose(probes: Sequence[Probe]) -> tuple[Finding, ...]:
    """The findings of all probes, in their order. They are asked at the same time, each on its own thread.

    One that hangs is told and left behind: its thread holds up no end of the program.
    """
    begun = time.monotonic()
    asked = [(probe, _begin(probe)) for probe in probes]
    findings: list[Finding] = []
    for probe, answer in asked:
        try:
            findings += answer.result(max(0.0, begun + probe.seconds - time.monotonic()))
        except TimeoutError:
            seen = f"no answer within {probe.seconds:g} s"
            findings.append(Finding(probe.name, False, seen, Ailment.PROBE_SLOW.value))
    return tuple(findings)


def _begin(probe: Probe) -> "Future[tuple[Finding, ...]]":
    answer: Future[tuple[Finding, ...]] = Future()
    thread = threading.Thread(
        target=lambda: answer.set_result(_guarded(probe)), name=f"probe: {probe.name}", daemon=True
    )
    thread.start()
    return answer


def _guarded(probe: Probe) -> tuple[Finding, ...]:
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
