"""The window: how soon it is painted and a page changes, beside a bare QWizard; what 200 rounds take."""

import os
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWizard, QWizardPage

from kiosk.services.plan_search import PlanFilter, PlanIndex
from kiosk.ui import gallery
from kiosk.ui.shell import Shell
from kiosk.ui.theme import COUNTER, apply_theme
from tests.benchmarks.first_paint import seen_screen
from tests.benchmarks.start_up import seconds_to_ready
from tests.services.counter import programme

ROUNDS = 200
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_STEPS = ("認證方式", "同意條款", "身分驗證")
_BARE = """
from PySide6.QtWidgets import QApplication, QWizard, QWizardPage
application = QApplication([])
window = QWizard()
window.addPage(QWizardPage())
window.setGeometry(0, 0, 1920, 1080)
window.show()
application.exec()
"""
_STARTS = 3


def bench_search() -> Iterator[Callable[[], object]]:
    """A search over 5,000 plans"""
    rules = programme()
    plans = list(rules.plans.values())
    many = [
        replace(plan, terms=replace(plan.terms, plan_id=f"{plan.terms.plan_id}-{number}"))
        for number in range(5_000 // len(plans) + 1)
        for plan in plans
    ]
    index = PlanIndex(many[:5_000], rules.kinds)
    yield lambda: index.find(PlanFilter("庫存 inventory"))


def compare_first_paint() -> Generator[
    Mapping[str, Callable[[], object]] | list[str], Mapping[str, float], None
]:
    """From the start to the first paint on a screen, each in a process of its own; then to the first page"""
    kiosk = str(Path(sys.prefix) / "bin" / "kiosk")
    ours, bare = "kiosk run --training", "a bare QWizard"
    with seen_screen() as screen:
        medians = yield {
            ours: lambda: screen.milliseconds_to_paint([kiosk, "run", "--training"]),
            bare: lambda: screen.milliseconds_to_paint([sys.executable, "-c", _BARE]),
        }
        pages = [seconds_to_ready(kiosk, screen.home, screen.display) for _ in range(_STARTS + 1)][1:]
    yield [
        f"{medians[ours] / medians[bare]:.2f} times the bare QWizard (at most 1.5 wanted)",
        f"{median(pages):.2f} s to the first page, with training's central and cards beside it",
    ]


def compare_page_change() -> Generator[
    Mapping[str, Callable[[], object]] | list[str], Mapping[str, float], None
]:
    """A page change, painted; then the memory of 200 rounds through the design system's pages"""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, COUNTER)
    shell, wizard = Shell(), _wizard()
    shell.resize(1366, 768)
    shell.show()
    wizard.show()
    pages = cycle(gallery.PAGES)
    back_and_forth = cycle((wizard.next, wizard.back))

    def next_page() -> None:
        shell.show_page(next(pages)(), steps=_STEPS, can_go_back=True, can_cancel=True)
        shell.repaint()

    def next_bare() -> None:
        next(back_and_forth)()
        wizard.repaint()

    medians = yield {"ours, made anew": next_page, "a bare QWizard's, made before": next_bare}
    before = 0
    for number in range(ROUNDS + 20):
        for _ in gallery.PAGES:
            next_page()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        application.processEvents()
        if number == 19:
            before = _resident()
    grown = (_resident() - before) / 2**20
    yield [
        f"{max(medians.values()):.1f} ms at most (under 50 wanted)",
        f"{ROUNDS} rounds: {grown:+.1f} MB (under 5 wanted)",
        f"{_resident() / 2**20:.0f} MB in all (under 200 wanted)",
    ]
    shell.close()
    wizard.close()


def _wizard() -> QWizard:
    wizard = QWizard()
    for _ in range(2):
        page = QWizardPage()
        column = QVBoxLayout(page)
        column.addWidget(QLineEdit())
        wizard.addPage(page)
    wizard.resize(1366, 768)
    return wizard


def _resident() -> int:
    """The bytes that this process holds in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES
