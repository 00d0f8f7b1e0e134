"""Power cuts: killed on each page of the walk and started again, the kiosk loses nothing it said is kept.

`make proof` cuts on each page; otherwise on a few, others from day to day.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from subprocess import Popen
from threading import Timer
from typing import Any
from zlib import crc32

import pytest
from PySide6.QtTest import QTest

from kiosk.walk.main_job import SIGNING_READY, MainJob
from tests.e2e.conftest import Training
from tests.e2e.program import Scene
from tests.proof.scope import LONG

pytestmark = [
    pytest.mark.window,
    pytest.mark.keyring,
    pytest.mark.pcsc,
    pytest.mark.timeout(900 if LONG else 300),
]

ENDED = "ended"
MOST_CUTS = 80
SECONDS = 200  # for one start, to its next page to be cut on
EACH = 1 if LONG else 6  # of so many pages one is cut
TODAY = datetime.now(UTC).toordinal()


def to_the_next_page(scene: Scene) -> None:
    """Play on to a page that has not been cut yet, and wait there for the cut.

    The pages cut so far come in as a line on standard input. Each page passed goes out as a line, with what
    the kiosk has kept.
    """
    cut = json.loads(sys.stdin.readline())

    def look(page: str) -> None:
        name = f"{page} {scene.player.page.title}"
        if page == SIGNING_READY:
            return  # the same page, with a PIN in it that no start brings back
        print(json.dumps({"page": name, **_kept(scene)}), flush=True)
        while is_cut_on(name) and name not in cut:  # until the cut
            QTest.qWait(1000)

    MainJob(scene.player, scene.window, scene.services, look).play()
    print(json.dumps({"page": ENDED, **_kept(scene)}), flush=True)


def is_cut_on(name: str) -> bool:
    """Whether the page is one of those to be cut on."""
    return (crc32(name.encode()) + TODAY) % EACH == 0


def _kept(scene: Scene) -> dict[str, Any]:
    """What the kiosk has said is kept: events and waiting commands, receipts, the wizard one is in."""
    scene.player.wait(lambda: scene.window.card.settled, "the card to be read")
    card = scene.window.card.present
    member = None if card is None else scene.services.desk.find(card.holder.holder_id)
    drafts = scene.services.drafts.open_drafts()
    return {
        "events": 0 if member is None else scene.services.desk.view(member).shown.version,
        "receipts": [] if member is None else [one.snapshot for one in scene.services.desk.receipts(member)],
        "draft": [drafts[0].flow, drafts[0].step, drafts[0].data] if drafts else None,
    }


@dataclass(frozen=True)
class Start:
    """What one start of the kiosk passed on its way to the next cut."""

    passed: list[dict[str, Any]]

    @property
    def last(self) -> dict[str, Any]:
        return self.passed[-1]


def start_and_cut(training: Training, cut: list[str]) -> Start:
    """Start the kiosk, let it come to a page that is not in `cut`, and kill it there with SIGKILL."""
    passed: list[dict[str, Any]] = []
    scene = "tests.e2e.test_power_cut:to_the_next_page"
    with training.start(scene, stdin=True) as process, _killed_after(process, SECONDS):
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(cut) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            if not line.startswith("{"):
                process.kill()
                pytest.fail(line + process.stdout.read())
            passed.append(json.loads(line))
            name = passed[-1]["page"]
            if name == ENDED or (is_cut_on(name) and name not in cut):
                break
        else:
            pytest.fail(f"it came to no page to be cut on in {SECONDS} s: {[one['page'] for one in passed]}")
        process.kill()
    return Start(passed)


@contextmanager
def _killed_after(process: Popen[str], seconds: float) -> Iterator[None]:
    """Kill it where it still runs then: nobody waits for ever for its next line."""
    timer = Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def walk_with_cuts(training: Training, cut: list[str]) -> list[dict[str, Any]]:
    """Walk to the end, killed on each page not in `cut`, which grows by them. What the last start passed."""
    before = start_and_cut(training, cut)
    while before.last["page"] != ENDED:
        assert len(cut) < MOST_CUTS
        cut.append(before.last["page"])
        after = start_and_cut(training, cut)
        require_all_kept(before.last, after)
        before = after
    return before.passed


def require_all_kept(said: dict[str, Any], after: Start) -> None:
    """What the kiosk had kept at the cut is there again, and a wizard goes on where it was cut."""
    for seen in after.passed[1:]:  # the card has been read by then
        assert seen["events"] >= said["events"], (said, seen)
        assert set(seen["receipts"]) >= set(said["receipts"])
    if said["draft"] is not None:
        assert after.passed[0]["draft"] == said["draft"]
        resumed = next(seen["page"] for seen in after.passed if not seen["page"].startswith("start "))
        assert resumed == said["page"]


@pytest.mark.skipif(LONG, reason="`make proof` cuts on all of them")
def test_nothing_is_lost_where_it_is_cut_today(new_training: Callable[[], Training]) -> None:
    cut: list[str] = []
    passed = walk_with_cuts(new_training(), cut)
    assert cut
    assert len(passed[-1]["receipts"]) == 4  # registration, assessment, order, refund


@pytest.mark.skipif(not LONG, reason="a few pages a day; all of them with `make proof`")
def test_nothing_is_lost_on_any_page(new_training: Callable[[], Training]) -> None:
    # A page that only shows what was done is not come to after a cut before it: another cooperative is.
    cut: list[str] = []
    while True:
        known = len(cut)
        passed = walk_with_cuts(new_training(), cut)
        if len(cut) == known:
            break
    assert len(passed[-1]["receipts"]) == 4  # registration, assessment, order, refund
    assert [name for name in cut if name.startswith("crash")] == []
    least = {"registration.": 8, "assessment.": 11, "order.": 5, "refund.": 3, "receipt": 2}
    for pages, number in least.items():
        assert sum(name.startswith(pages) for name in cut) >= number, cut
