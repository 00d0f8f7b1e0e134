"""Central as a process: it says when it listens, stops in good order, and loses nothing when it is killed."""

import json
import signal
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from kiosk.contract.envelopes import CommandEnvelope
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk, SoftCard, application, assessment, new_id, opening, placing
from tests.central.process import CentralProcess, run, start

NUMBER = "20260302100000000001"
ACCEPTED = ("accepted", "")


@pytest.fixture
def running(tmp_path: Path, cards: Path, clock: HandClock) -> Iterator[CentralProcess]:
    process = start(tmp_path, cards / "trust")
    yield process
    process.end()


@pytest.fixture
def counter(running: CentralProcess, clock: HandClock) -> Iterator[Kiosk]:
    kiosk = Kiosk(running.url, clock)
    made = run("enrol", "--data", str(running.data), "--office", "訓練用據點", "--terminal", "T1", "--json")
    assert made.exit_code == 0, made.stderr
    assert kiosk.enrol(json.loads(made.stdout)["code"]).status_code == 200
    yield kiosk
    kiosk.http.close()


def test_it_stops_in_good_order_and_goes_on_where_it_was(
    running: CentralProcess,
    counter: Kiosk,
    organisation: SoftCard,
    clock: HandClock,
    tmp_path: Path,
    cards: Path,
) -> None:
    membership = new_id()
    assert counter.send(counter.command(opening(organisation, clock()), membership, organisation)) == [
        ACCEPTED
    ]
    begun = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(5) == 0
    assert time.monotonic() - begun < 3

    again = start(tmp_path, cards / "trust")
    counter.http.base_url = httpx2.URL(again.url)
    assert counter.kinds(membership) == ["membership_opened"]
    again.end()


def test_it_ends_with_the_program_that_started_it(running: CentralProcess) -> None:
    assert running.process.stdin is not None
    running.process.stdin.close()
    assert running.process.wait(5) == 0


def test_health_and_a_port_that_is_taken(running: CentralProcess, tmp_path: Path) -> None:
    assert httpx2.get(f"{running.url}/healthz", trust_env=False).json() == {"status": "ok"}
    outcome = run("serve", "--data", str(tmp_path / "other"), "--port", str(running.port))
    assert (outcome.exit_code, "--port" in outcome.stderr) == (2, True)
    assert not (tmp_path / "other").exists()


def test_what_lies_on_the_disk(
    running: CentralProcess, counter: Kiosk, organisation: SoftCard, clock: HandClock
) -> None:
    membership = new_id()
    counter.send(
        counter.command(opening(organisation, clock()), membership, organisation),
        counter.command(application(), membership),
    )
    assert counter.ask_code(membership).status_code == 202
    assert stat.S_IMODE(running.data.stat().st_mode) == 0o700
    for name in ("secret", "central.sqlite", "central.sqlite-wal"):
        assert stat.S_IMODE((running.data / name).stat().st_mode) == 0o600
    everything = b"".join(file.read_bytes() for file in (*running.data.iterdir(), running.log))
    for personal in ("訓練用聯絡人", "office@coop.example", "𠮷祥"):
        assert personal.encode() not in everything
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(running.data / "central.sqlite").execute("SELECT * FROM device")


def test_killed_in_the_middle_of_a_stream_nothing_acknowledged_is_lost(
    running: CentralProcess,
    counter: Kiosk,
    organisation: SoftCard,
    clock: HandClock,
    tmp_path: Path,
    cards: Path,
) -> None:
    membership = new_id()
    assert counter.send(counter.command(opening(organisation, clock()), membership, organisation)) == [
        ACCEPTED
    ]
    sent, acknowledged, killed = list[CommandEnvelope](), list[bytes](), threading.Event()

    def kill() -> None:
        running.process.kill()
        killed.set()

    while not killed.is_set():
        envelope = counter.command(application(f"a{len(sent)}@coop.example"), membership)
        sent.append(envelope)
        if len(sent) == 20:
            threading.Timer(0.01, kill).start()
        try:
            acknowledged.append(counter.post(envelope).content)
        except httpx2.TransportError:
            break
    assert len(acknowledged) >= 19

    again = start(tmp_path, cards / "trust")
    counter.http.base_url = httpx2.URL(again.url)
    # Everything is sent again, as a kiosk does that had no answer to its last command.
    answers = [counter.post(envelope).content for envelope in sent]
    assert answers[: len(acknowledged)] == acknowledged
    assert all(b'"accepted"' in answer for answer in answers)
    assert counter.kinds(membership) == ["membership_opened"] + ["applied"] * len(sent)
    again.end()


def test_the_command_line_plays_vendor_agency_and_clock(
    running: CentralProcess,
    counter: Kiosk,
    organisation: SoftCard,
    programme: Programme,
    clock: HandClock,
) -> None:
    data = ("--data", str(running.data), "--json")
    membership, terms = new_id(), next(iter(programme.plans.values())).terms
    order = placing(NUMBER, terms, organisation.holder, 0)
    assert (
        counter.send(
            counter.command(opening(organisation, clock()), membership, organisation),
            counter.command(application(), membership),
            counter.command(assessment(programme.questionnaire), membership),
            counter.command(order, membership, organisation),
        )
        == [ACCEPTED] * 4
    )
    confirmed = json.loads(run("vendor", "confirm", NUMBER, *data).stdout)
    assert confirmed["payment_url"] == f"{running.url}/pay/{NUMBER}"
    twice = run("vendor", "confirm", NUMBER, *data)
    assert (twice.exit_code, json.loads(twice.stdout)) == (1, {"refused": "K-RULE-20"})
    for act in ("pay", "invoice", "start"):
        assert json.loads(run("vendor", act, NUMBER, *data).stdout)["order_number"] == NUMBER
    assert run("vendor", "decline", "1", *data).exit_code == 1
    assert json.loads(run("agency", "approve", membership, *data).stdout)["refused"] == "K-RULE-08"
    assert json.loads(run("agency", "approve", new_id(), *data).stdout)["refused"] == "K-API-05"
    assert json.loads(run("clock", *data).stdout) == {"events": 0}
    assert counter.kinds(membership)[-1] == "service_started"


def test_the_command_line_shuts_a_kiosk_out(running: CentralProcess, counter: Kiosk) -> None:
    data = ("--data", str(running.data), "--json")
    assert json.loads(run("device", "list", *data).stdout)["state"] == "in use"
    assert run("device", "revoke", counter.device_id, *data).exit_code == 0
    assert json.loads(run("device", "list", *data).stdout)["state"] == "revoked"
    assert run("device", "revoke", counter.device_id, *data).exit_code == 2
    answer = counter.request("GET", "/v1/events")
    assert (answer.status_code, answer.json()["code"]) == (403, "K-API-24")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("clock", "--data", "{}"), "--data"),
        (("serve", "--data", "{}", "--clock", "x"), "--clock"),
        (("serve", "--data", "{}", "--smtp", "127.0.0.1:25"), "--sender"),
        (("serve", "--data", "{}", "--training", "--smtp", "here"), "--smtp"),
        (("serve", "--data", "{}", "--training", "--resources", "nowhere"), "--resources"),
        (("enrol", "--data", "{}", "--office", " ", "--terminal", "t"), "--office"),
        (("enrol", "--data", "{}", "--office", "o", "--terminal", "t" * 41), "--terminal"),
    ],
)
def test_what_the_command_line_refuses(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    outcome = run(*(argument.format(tmp_path / "data") for argument in arguments))
    assert outcome.exit_code == 2
    assert said in outcome.stderr
    assert "Traceback" not in outcome.stderr
