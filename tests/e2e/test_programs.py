"""The programs as one types them: run, walk, card, sync, doctor, central."""

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QLockFile, QTimer

from kiosk.services.folders import Folders
from kiosk.services.training.set_up import found, start_training
from kiosk.walk.stage import Stage
from tests.e2e.conftest import Training
from tests.e2e.program import Scene

pytestmark = [pytest.mark.window, pytest.mark.keyring, pytest.mark.pcsc]

NAME = "訓練用𠮷祥合作社"
PAGES = {
    "start", "registration.identity", "registration.consent", "registration.card", "registration.cooperative",
    "signing", "registration.declaration", "registration.contact", "registration.email_code",
    "registration.done", "assessment.theme", "assessment.result", "assessment.plans", "assessment.points",
    "order.plans", "order.plan", "order.split", "order.review", "order.done", "receipt", "order_detail",
    "refund.preview", "refund.review", "refund.done", "account-refunded",
}  # fmt: skip


def without_screen() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    return kept | {"QT_QPA_PLATFORM": ""}


def nobody_is_in(log: str) -> None:
    """Neither data of a person or a cooperative, nor PIN, code or key, whole or in hexadecimal."""
    lines = [json.loads(line) for line in log.splitlines()]
    assert {line["level"] for line in lines} == {"info"}
    assert sum("apdu " in line["event"] for line in lines) > 20
    assert any(line.get("request_id") for line in lines)
    events = "\n".join(line["event"] for line in lines)
    personal = (NAME, "12345675", "contact@training.example", "A123456789", "123456", "訓練用")
    for one in personal:
        assert one not in events
        assert one.encode().hex() not in log
    assert not re.search(r"[0-9a-f]{33,}", events)  # no key, no signature, no data of a card
    assert set().union(*lines) <= {"event", "level", "logger", "timestamp", "request_id"}


def text_of(paper: Path) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize(
    "words",
    [["run", "--training", "--fresh"], ["walk", "--language", "en", "--size", "1920x1080"]],
    ids=["run with no display", "walk in English"],
)
def test_the_walk(tmp_path: Path, words: list[str]) -> None:
    of_before = tmp_path / "home" / "cooperative-kiosk" / "training" / "kiosk" / "kiosk.db"
    of_before.parent.mkdir(parents=True)
    of_before.touch()
    ran = subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        cwd=tmp_path,
        env=without_screen() | {"XDG_DATA_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stderr == ""
    assert of_before.exists() == ("--fresh" not in words)
    out = tmp_path / "out" / "walk"
    pictured = {file.stem.split("-", 1)[1] for file in out.glob("[0-9]*.png")}
    assert pictured >= PAGES
    nobody_is_in((out / "kiosk.jsonl").read_text("utf-8"))
    papers = {file.stem.split("-", 2)[2]: file for file in out.glob("*.pdf")}
    assert papers.keys() == {"registration", "assessment", "order", "refund"}
    order, refund = papers["order"], papers["refund"]
    assert {len(list(out.glob(f"{paper.stem}-*.png"))) for paper in (order, refund)} == {2}
    for paper, words_in_it in (
        (order, ("訂購收據（非統一發票）", "NT$60,000", "30,000", "新臺幣陸萬元整", "中華民國115年1月5日")),
        (refund, ("退訂退款通知單", "20,000", "新臺幣貳萬元整", "已使用2個月", "中華民國115年4月5日")),
    ):
        text = text_of(paper)
        for word in (*words_in_it, NAME, "12345675"):
            assert word in text


def show_and_close(scene: Scene) -> None:
    """Say how long it took to the window and what was started for it, then close it."""
    started = psutil.Process()
    scene.player.wait_for_page("start")
    children = [child.pid for child in started.children(recursive=True)]
    print(json.dumps({"seconds": time.time() - started.create_time(), "children": children}), flush=True)
    assert not scene.window.close()  # it asks first
    scene.player.click("dialog.yes")
    scene.player.wait(lambda: not scene.window.isVisible(), "the window to close")


def test_closing_the_window_ends_what_was_started_and_nothing_else(tmp_path: Path, stage: Stage) -> None:
    bystander = {process.pid for process in psutil.Process().children(recursive=True)}
    program = [sys.executable, "-m", "tests.e2e.program", str(tmp_path / "data"), str(tmp_path)]
    scene = "tests.e2e.test_programs:show_and_close"
    said = []
    for _ in range(2):
        ran = subprocess.run(
            [*program, scene],
            env={**os.environ, **stage.environment},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        said.append(json.loads(ran.stdout))
        assert not any(psutil.pid_exists(pid) for pid in said[-1]["children"])
    assert len(said[0]["children"]) >= 2
    assert {process.pid for process in psutil.Process().children(recursive=True)} == bystander
    # The goal is 3 s (`make bench` measures it); here another worker has the second core.
    assert said[1]["seconds"] < 12


def without_a_keyring(scene: Scene) -> None:
    """The window says that nothing is kept."""
    scene.player.wait_for_page("start")
    assert not scene.counter.lasting
    assert scene.text("training.note") == "本次資料庫不保存：系統沒有可用的金鑰圈"
    scene.player.picture("without-a-keyring")


def test_without_a_keyring_nothing_is_kept_and_the_screen_says_so(training: Training) -> None:
    training.environment.pop("DBUS_SESSION_BUS_ADDRESS")
    training.play("tests.e2e.test_programs:without_a_keyring")
    assert list(training.folders.kiosk.iterdir()) == []


def a_bug(scene: Scene) -> None:
    """Something nobody expected happens in the window, then on a thread of ours."""

    def fail() -> None:
        raise ZeroDivisionError

    for start in (lambda: QTimer.singleShot(0, fail), lambda: threading.Thread(target=fail).start()):
        scene.player.click("nav.home")
        scene.player.wait_for_page("start")
        start()
        scene.player.wait_for_page("crash")
        scene.player.picture("crash")


def test_a_bug_reaches_the_calm_page(training: Training) -> None:
    training.play("tests.e2e.test_programs:a_bug")
    reports = [json.loads(file.read_text()) for file in (training.folders.kiosk / "reports").iterdir()]
    assert [report["errors"][0]["kind"] for report in reports] == ["ZeroDivisionError"] * len(reports) != []


@dataclass(frozen=True)
class CommandLine:
    environment: dict[str, str]

    def ask(self, *words: str, code: int = 0) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == code, ran.stdout + ran.stderr
        return ran.stdout or ran.stderr


@pytest.fixture
def command_line(tmp_path: Path, stage: Stage) -> Iterator[CommandLine]:
    """The command line beside a training set-up that runs in the usual place."""
    folders = Folders(tmp_path / "cooperative-kiosk" / "training")
    set_up = start_training(folders, None)
    assert found(folders) == set_up.running
    try:
        yield CommandLine({**os.environ, **stage.environment, "XDG_DATA_HOME": str(tmp_path)})
    finally:
        set_up.stop()


def test_a_card_is_put_in_and_shown(command_line: CommandLine) -> None:
    assert "good-citizen" in json.loads(command_line.ask("kiosk", "card", "scenarios", "--json"))["scenarios"]
    assert "K-CARD-03" in command_line.ask("kiosk", "card", "show", "--json", code=4)
    inserted = json.loads(command_line.ask("kiosk", "card", "insert", "good-organisation", "--json"))
    assert inserted == {"scenario": "good-organisation", "inserted": True}
    deadline = time.monotonic() + 10
    shown = subprocess.CompletedProcess[str]([], 1)
    while shown.returncode and time.monotonic() < deadline:  # the PC/SC service looks every 0.4 s
        shown = subprocess.run(
            [sys.executable, "-m", "kiosk", "card", "show", "--json"],
            env=command_line.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
    seen = json.loads(shown.stdout)
    assert seen["holder"]["name"] == NAME
    assert seen["pin"] == {"min": 6, "max": 8, "tries_left": 3}
    assert seen["certificate"]["key"] == "RSA-2048"
    command_line.ask("kiosk", "card", "remove", "--json")
    assert "no card is called" in command_line.ask("kiosk", "card", "insert", "gold", code=2)


def test_sync_tells_and_does(command_line: CommandLine) -> None:
    report = json.loads(command_line.ask("kiosk", "sync", "now", "--json"))
    assert report["failure"] is None
    status = json.loads(command_line.ask("kiosk", "sync", "status", "--json"))
    assert (status["waiting"], status["why"], status["turned_down"]) == (0, "", [])


def test_a_sealed_bundle_goes_to_central_and_its_answer_comes_back(
    command_line: CommandLine, tmp_path: Path
) -> None:
    command_line.ask("tests.e2e.submit")
    up, down, letter = tmp_path / "up.bundle", tmp_path / "down.bundle", tmp_path / "letter.odt"
    exported = json.loads(command_line.ask("kiosk", "bundle", "export", str(up), "--json"))
    assert exported == {"file": str(up), "commands": 1, "size": up.stat().st_size}
    assert NAME.encode() not in up.read_bytes()
    data = tmp_path / "cooperative-kiosk" / "training" / "central"
    central = ("central", "bundle", "import", str(up), "--data", str(data), "--answer", str(down), "--json")
    for _ in range(2):
        imported = json.loads(command_line.ask(*central))
        assert (imported["commands"]["accepted"], imported["answers"], imported["events"]) == (1, 1, 1)
    taken = json.loads(command_line.ask("kiosk", "bundle", "import", str(down), "--json"))
    assert (taken["accepted"], taken["received"]) == (1, 1)
    assert "accepted: 0" in command_line.ask("kiosk", "bundle", "import", str(down))
    assert json.loads(command_line.ask("kiosk", "sync", "status", "--json"))["waiting"] == 0
    letter.write_bytes(b"Dear all")
    assert "K-SYNC-71" in command_line.ask("kiosk", "bundle", "export", str(letter), code=4)
    assert "K-SYNC-65" in command_line.ask("kiosk", "bundle", "import", str(up), code=4)


def test_data_in_use_is_not_thrown_away(command_line: CommandLine) -> None:
    assert "close its window first" in command_line.ask("kiosk", "run", "--training", "--fresh", code=5)


def test_a_second_window_is_told_of_the_first(command_line: CommandLine) -> None:
    root = Path(command_line.environment["XDG_DATA_HOME"]) / "cooperative-kiosk" / "training"
    lock = QLockFile(str(root / "kiosk.lock"))
    assert lock.tryLock(0)
    assert "K-DATA-05" in command_line.ask("kiosk", "run", "--training", code=5)
    lock.unlock()


def test_data_without_its_key_is_not_opened(command_line: CommandLine) -> None:
    root = Path(command_line.environment["XDG_DATA_HOME"]) / "cooperative-kiosk" / "training"
    (root / "kiosk" / "kiosk.db").write_bytes(bytes(4096))
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--training"],
        env=command_line.environment, stderr=subprocess.PIPE, text=True,
    ) as window:  # fmt: skip
        assert window.stderr is not None
        assert "K-KEY-03" in window.stderr.readline()  # and a window says so until somebody presses
        window.kill()
    assert (root / "kiosk" / "kiosk.db").read_bytes() == bytes(4096)


def test_the_doctor_finds_everything_well(command_line: CommandLine) -> None:
    findings = json.loads(command_line.ask("kiosk", "doctor", "--json"))
    assert [finding for finding in findings if not finding["ok"]] == []
    assert all(finding["remedy"] for finding in findings if finding["code"])
    named = {finding["probe"]: finding["seen"] for finding in findings}
    assert "no PIN pad" in named["reader Virtual PCD 00 00"]
    assert named["card in Virtual PCD 00 00"] == "empty"
    assert "✓ card readers: Virtual PCD" in command_line.ask("kiosk", "doctor")


def test_without_a_set_up_one_is_told_what_to_do(tmp_path: Path, stage: Stage) -> None:
    alone = CommandLine({**os.environ, **stage.environment, "XDG_DATA_HOME": str(tmp_path)})
    assert "kiosk run --training" in alone.ask("kiosk", "card", "remove", code=3)
    assert "kiosk run --training" in alone.ask("kiosk", "sync", "now", code=4)
    assert "kiosk run --training" in alone.ask("kiosk", "run", "--fresh", code=2)
    assert "no card is called gold" in alone.ask("kiosk", "run", "--training", "--card", "gold", code=2)
    findings = json.loads(alone.ask("kiosk", "doctor", "--json", code=1))
    assert {finding["probe"] for finding in findings if not finding["ok"]} >= {"central service"}


@pytest.mark.parametrize("program", ["kiosk", "central"])
def test_help(program: str) -> None:
    helped = subprocess.run(
        [sys.executable, "-m", program, "--help"], capture_output=True, text=True, check=True
    ).stdout
    wanted = {
        "kiosk": ("run", "walk", "enrol", "card", "sync", "bundle", "doctor", "rules"),
        "central": ("serve", "enrol", "clock", "vendor", "bundle"),
    }[program]
    for command in wanted:
        assert f" {command} " in helped
