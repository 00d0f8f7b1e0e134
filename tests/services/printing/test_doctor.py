"""What the doctor says of printers."""

from pathlib import Path

import pytest

from kiosk.services.diagnosis import Finding, diagnose, machine_probes
from tests.services.counter import ROOT
from tests.services.printing.memory_spooler import OFFICE
from tests.services.printing.print_service import PrintService


def found(folder: Path) -> Finding:
    probes = machine_probes(folder, ROOT / "resources", None)
    (finding,) = diagnose([(name, probe) for name, probe in probes if name == "printers"])
    return finding


def test_printers(cups: PrintService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", cups.socket)
    assert found(tmp_path) == Finding("printers", True, "none")
    cups.add(OFFICE, "socket://127.0.0.1:9")
    assert found(tmp_path) == Finding("printers", True, OFFICE)
    cups.run("cupsdisable", OFFICE)
    assert found(tmp_path) == Finding("printers", False, "office: STOPPED")
    cups.stop()
    assert found(tmp_path) == Finding("printers", True, "none: no print service answers")
