"""No probe breaks the report, whatever becomes of it."""

import threading
import tomllib
from pathlib import Path

import pytest

from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.diagnosis.report import Finding, Found, Probe, Unwell, diagnose
from kiosk.services.failures import Failed, Trouble


def fail() -> Found:
    raise ZeroDivisionError("王大明")


def end() -> Found:
    raise SystemExit(3)


def unwell() -> Found:
    raise Unwell("little", Ailment.MEMORY_LOW, harmless=True)


def failed() -> Found:
    raise Failed(Trouble.CLOCK_OFF, minutes=3)


def test_every_finding_is_there_in_its_order() -> None:
    hanging = threading.Event()
    probes = (
        Probe("hangs", lambda: str(hanging.wait()), 0.2),
        Probe("breaks", fail),
        Probe("ends", end),
        Probe("well", lambda: "yes"),
        Probe("harmless", unwell),
        Probe("known", failed),
        Probe("many", lambda: (Finding("one", True, "1"), Finding("two", True, "2"))),
    )
    heard: list[int] = []
    try:
        found = diagnose(probes, lambda number, _found: heard.append(number))
    finally:
        hanging.set()
    assert sorted(heard) == list(range(len(probes)))
    assert heard[-1] == 0  # nobody waited for the one that hangs
    assert [(one.probe, one.ok, one.seen, one.code) for one in found] == [
        ("hangs", False, "no answer within 0.2 s", Ailment.PROBE_SLOW.value),
        ("breaks", False, "ZeroDivisionError", Ailment.PROBE_BROKEN.value),
        ("ends", False, "SystemExit", Ailment.PROBE_BROKEN.value),
        ("well", True, "yes", ""),
        ("harmless", True, "little", Ailment.MEMORY_LOW.value),
        ("known", False, "CLOCK_OFF", Trouble.CLOCK_OFF.value),
        ("one", True, "1", ""),
        ("two", True, "2", ""),
    ]
    assert found[5].values == {"minutes": 3}


@pytest.mark.parametrize("ailment", Ailment)
def test_each_ailment_has_a_remedy(ailment: Ailment) -> None:
    entries = tomllib.loads((Path(__file__).parents[3] / "resources/failures.toml").read_text("utf-8"))
    assert all(entries[ailment.value][language]["remedy"] for language in ("zh", "en"))
