"""The technicians' page of the doctor: what is found, with remedies; the report onto a stick."""

import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.contract.clock import system_clock
from kiosk.services.bundle.sticks import Volume
from kiosk.services.diagnosis.check_up import CheckUp
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.diagnosis.probes import machine_probes
from kiosk.services.diagnosis.report import Found, Probe, Unwell
from kiosk.services.diagnosis.subject import Subject
from kiosk.services.failures import FailureCatalogue
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.logs import FILE
from kiosk.services.printing.failures import PrintFailure
from kiosk.services.secrets import MemorySecrets
from kiosk.services.staff.failures import StaffFailure
from kiosk.ui.pages.staff.doctor_words import probe_name
from kiosk.ui.theme import COUNTER, apply_theme
from kiosk.ui.widgets import Banner
from kiosk.ui.window import KioskWindow
from tests.services.flows.hall import NO_CARD, Hall
from tests.services.staff.conftest import Office
from tests.ui.pages.case import words_on
from tests.ui.standing import hall, rules  # noqa: F401 - fixtures
from tests.ui.test_staff_window import Team


class Machine:
    """Three parts: one is well, one is not, one answers when it is let."""

    def __init__(self, folder: Path) -> None:
        self.let, self.asked = threading.Event(), 0
        self.stick = Volume(folder / "STICK", "/dev/sdz1", 1_000_000, read_only=False)
        self.sticks: list[Volume] = []
        self.stick.folder.mkdir()
        (folder / "logs").mkdir()
        (folder / "logs" / FILE).write_text('{"logger": "kiosk.x", "event": "begun", "who": "王大明"}\n')
        catalogue = FailureCatalogue(RESOURCES / "failures.toml")
        self.check_up = CheckUp(self._probes, folder / "logs", catalogue, lambda: self.sticks, lambda _: True)

    def _probes(self) -> tuple[Probe, ...]:
        self.asked += 1
        return Probe("disk", lambda: "90000 MB free"), Probe("memory", self._memory), Probe("TLS", self._slow)

    def _memory(self) -> Found:
        raise Unwell("12 of 4000 MB available", Ailment.MEMORY_LOW)

    def _slow(self) -> Found:
        self.let.wait()
        raise Unwell("set for https", Ailment.PROXY_UNUSED, harmless=True)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    yield (made := Machine(tmp_path))
    made.let.set()


@pytest.fixture
def team(hall: Hall, machine: Machine, qtbot: Any, qapp: QApplication) -> Iterator[Team]:  # noqa: F811
    apply_theme(qapp, COUNTER)
    office = Office(hall.counter.database, hall.counter)
    window = KioskWindow(replace(hall.services, staff=office.staff, check_up=machine.check_up))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitExposed(window):
        window.show()
    window.reader_changed.emit(NO_CARD)
    made = Team(hall, window, qtbot)
    made.office = office
    yield made
    made.window.close_down()


def standing(team: Team) -> str:
    banner: Banner = team.find(Banner, "doctor.standing")
    return f"{banner.accessibleName()} {banner.accessibleDescription()}"


def test_findings_come_as_they_are_made_and_name_their_remedies(team: Team, machine: Machine) -> None:
    team.signs_in("t01")
    team.sees("sync")
    team.pictures("sync-technician")
    team.click("sync.machine.doctor")
    team.sees("doctor")
    team.until(lambda: "已完成 2 項，共 3 項" in standing(team))  # the window lives while one is waited for
    assert "90000 MB free" in words_on(team.window.page)  # type: ignore[arg-type]
    team.click("nav.language")  # and what was found is there in the other language
    team.until(lambda: "2 of 3" in standing(team))
    team.click("nav.language")
    machine.let.set()
    team.until(lambda: "有 1 項要處理" in standing(team))
    team.pictures("doctor")
    told = words_on(team.window.page)  # type: ignore[arg-type]
    catalogue = FailureCatalogue(RESOURCES / "failures.toml")
    for code in (Ailment.MEMORY_LOW.value, Ailment.PROXY_UNUSED.value):
        assert catalogue.text(code, "zh").remedy in told
        assert code in told
    team.click("nav.next")
    team.until(lambda: machine.asked == 2)
    team.until(lambda: "有 1 項要處理" in standing(team))


def test_the_report_goes_to_a_stick_without_anybodys_data(team: Team, machine: Machine) -> None:
    machine.let.set()
    team.signs_in("t01")
    team.sees("sync")
    team.click("sync.machine.doctor")
    team.sees("doctor")
    team.until(lambda: "有 1 項要處理" in standing(team))
    team.click("doctor.stick")
    team.sees("doctor_stick")
    team.pictures("doctor-no-stick")
    machine.sticks = [machine.stick]
    team.click("doctor_stick.none.action")
    team.until(lambda: team.window.page is not None and team.window.page.valid)
    machine.sticks = []
    team.click("nav.next")
    team.until_failure(PrintFailure.STICK_GONE.value)
    machine.sticks = [machine.stick]
    team.click("nav.next")
    team.until((machine.stick.folder / "kiosk-report.zip").exists)
    team.until(lambda: "kiosk-report.zip" in words_on(team.window.page))  # type: ignore[arg-type]
    team.pictures("doctor-saved")
    with zipfile.ZipFile(machine.stick.folder / "kiosk-report.zip") as archive:
        report = json.loads(archive.read("report.json"))
        assert "王大明" not in archive.read(f"log/{FILE}").decode()
    assert [one["probe"] for one in report] == ["disk", "memory", "TLS"]
    assert report[1]["remedy"]


def test_who_serves_does_not_open_it(team: Team) -> None:
    team.signs_in("a01")
    team.sees("start")
    team.click("sync-mark")
    team.sees("sync")
    team.click("sync.machine.doctor")
    team.until_failure(StaffFailure.NOT_ALLOWED.value)


def test_each_probe_has_a_name_for_people(tmp_path: Path) -> None:
    folders, file = Folders(tmp_path), tmp_path / "kiosk.db"
    subject = Subject(folders, None, file, MemorySecrets, "", tmp_path, system_clock, RESOURCES)
    names = [probe.name for probe in machine_probes(subject)]
    assert [name for name in names if probe_name(name) == name] == []
    assert probe_name("card in ACS 00") == "卡片，在 ACS 00"
