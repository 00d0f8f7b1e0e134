"""What the doctor says of printers."""

import pytest

from kiosk.services.diagnosis.devices import printers
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.diagnosis.report import Finding, Probe, diagnose
from kiosk.services.printing.failures import PrintFailure
from tests.services.printing.memory_spooler import OFFICE
from tests.services.printing.print_service import PrintService


def found() -> Finding:
    (finding,) = diagnose([Probe("printers", printers)])
    return finding


def test_printers(cups: PrintService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", cups.socket)
    assert found() == Finding("printers", True, "none", Ailment.NO_PRINTER.value)
    cups.add(OFFICE, "socket://127.0.0.1:9")
    assert found() == Finding("printers", True, OFFICE)
    cups.run("cupsdisable", OFFICE)
    assert found() == Finding("printers", False, "office: STOPPED", PrintFailure.STOPPED.value)
    cups.stop()
    assert found() == Finding("printers", True, "no print service answers", PrintFailure.NO_SPOOLER.value)
