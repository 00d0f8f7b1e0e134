"""What the doctor finds of a counter's own data and of the way to central."""

import io
import json
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.services.diagnosis import counter as probes
from kiosk.services.diagnosis import machine, network
from kiosk.services.diagnosis.bundle import pack
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.diagnosis.probes import machine_probes
from kiosk.services.diagnosis.report import Finding, Found, Probe, Unwell, diagnose
from kiosk.services.diagnosis.subject import Subject
from kiosk.services.failures import Failed, FailureCatalogue, Trouble
from kiosk.services.folders import Folders
from kiosk.services.identity_device import DEVICE_KEY, DeviceIdentity, save_identity
from kiosk.services.logs import FILE
from kiosk.services.secrets import DATABASE_KEY as SECRET
from kiosk.services.secrets import MemorySecrets
from kiosk.services.settings import read_settings
from kiosk.services.upkeep.backups import backup_folder
from kiosk.storage import audit
from kiosk.storage.backup import make_backup
from kiosk.storage.database import Database
from kiosk.storage.failures import StorageFailure
from kiosk.storage.tables import SyncStateRow
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import ROOT, START, Counter, TestClock
from tests.services.upkeep.test_backups import damage

ONE = "00000000-0000-7000-8000-00000000000a"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.fixture
def subject(tmp_path: Path, database: Database, clock: TestClock, device: DeviceIdentity) -> Subject:
    """A counter that is enrolled; its database lies where the fixture has made it."""
    with database.session() as session:
        save_identity(session, device)
    settings = read_settings({"KIOSK_DATA": str(tmp_path)})
    file = tmp_path / "data" / "kiosk.db"
    empty = tmp_path / "none"
    empty.mkdir()
    kept = MemorySecrets()
    kept.set(SECRET, DATABASE_KEY)
    kept.set(DEVICE_KEY, KEY.private_bytes_raw())
    return Subject(Folders(tmp_path), settings, file, lambda: kept, "", empty, clock, ROOT / "resources")


def found(ask: Callable[[], Found]) -> Finding:
    (finding,) = diagnose([Probe("it", ask)])
    return finding


def sql(database: Database, statement: str) -> None:
    with database.session() as session:
        session.connection().exec_driver_sql(statement)


def test_a_counter_at_work_is_well(subject: Subject, counter: Counter, database: Database) -> None:
    counter.submit(ONE, counter.opening())
    make_backup(database, DATABASE_KEY, backup_folder(subject.file.parent), START)
    asked = (
        probes.database, probes.command_chain, probes.sync_state, probes.backups, probes.names,
        machine.settings,
    )  # fmt: skip
    told = [found(partial(probe, subject)) for probe in asked]
    assert [one.code for one in told] == [""] * 6
    assert "1 waiting, the first since 2026-03-02 02:00Z" in told[2].seen
    assert "(KIOSK_DATA)" in told[5].seen
    assert probes.central(subject) == "http://127.0.0.1:9"


def test_before_there_is_anything_the_report_is_whole(subject: Subject, tmp_path: Path) -> None:
    new = Subject(
        Folders(tmp_path / "new"), Failed(Trouble.SETTING_UNKNOWN, place="kiosk.toml: x", nearest="log"),
        tmp_path / "new" / "kiosk.db", MemorySecrets, "", tmp_path / "new", subject.clock, subject.resources,
    )  # fmt: skip
    told = {one.probe: one for one in diagnose(machine_probes(new))}
    assert len(told) >= len(machine_probes(new))
    assert told["settings"].seen == "kiosk.toml: x (nearest: log)"
    assert told["settings"].code == "K-SET-04"
    assert told["database"].seen == told["backups"].seen == "none yet"
    catalogue = FailureCatalogue(ROOT / "resources" / "failures.toml")
    for one in told.values():
        assert one.ok or catalogue.text(one.code, "en", one.values).remedy


def test_a_lost_key_damage_and_a_newer_version(subject: Subject, database: Database) -> None:
    lost = Subject(
        subject.folders, subject.settings, subject.file, MemorySecrets, "", subject.trust, subject.clock,
        subject.resources,
    )  # fmt: skip
    assert found(lambda: probes.database(lost)).code == Trouble.KEY_LOST.value
    sql(database, "UPDATE alembic_version SET version_num = '0001'")
    assert "brought up to date" in found(lambda: probes.sync_state(subject)).seen
    sql(database, "UPDATE alembic_version SET version_num = '9999'")
    before = subject.file.read_bytes()
    assert found(lambda: probes.database(subject)).code == StorageFailure.DATABASE_NEWER.value
    assert probes.central(subject) == ""
    assert subject.file.read_bytes() == before
    database.close()
    damage(subject.file)
    assert found(lambda: probes.database(subject)).code == StorageFailure.DATABASE_DAMAGED.value


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE outbox SET device_seq = 9 WHERE device_seq = 2",
        "UPDATE outbox SET chain_hash = 'x' WHERE device_seq = 1",
        "UPDATE outbox SET envelope = CAST(replace(envelope, 'open', 'oven') AS BLOB) WHERE device_seq = 1",
    ],
)
def test_a_chain_that_parts_is_told(
    subject: Subject, counter: Counter, database: Database, statement: str
) -> None:
    counter.submit(ONE, counter.opening())
    counter.submit(ONE, counter.application())
    assert found(lambda: probes.command_chain(subject)).seen.startswith("2 commands")
    sql(database, statement)
    told = found(lambda: probes.command_chain(subject))
    assert (told.ok, told.code) == (False, Ailment.CHAIN_BROKEN.value)
    sql(database, "UPDATE outbox SET envelope = ''")
    assert found(lambda: probes.command_chain(subject)).ok == ("device_seq = 9" not in statement)


def test_the_audit_log_is_proven(subject: Subject, counter: Counter, database: Database) -> None:
    """While the counter is open, too: it may write meanwhile."""
    device = counter.device
    database.keep_audit(audit.Keeper(device.device_id, KEY, counter.clock), audit.PROGRAM)
    counter.submit(ONE, counter.opening())
    told = found(lambda: probes.audit_log(subject))
    assert (told.ok, told.code, told.seen) == (True, "", "2 lines, whole; central has 0 of them")
    sql(database, "DROP TRIGGER audit_no_update")
    sql(database, "UPDATE audit SET line = replace(line, 'counter', 'nobody!') WHERE seq = 2")
    told = found(lambda: probes.audit_log(subject))
    assert (told.ok, told.code) == (False, Ailment.AUDIT_BROKEN.value)
    assert told.seen.startswith("line 2: changed")
    sql(database, "UPDATE device SET device_id = NULL")
    assert found(lambda: probes.audit_log(subject)).seen == "begins with the enrolment"


def test_trouble_of_sync_is_told_with_its_own_remedy(subject: Subject, database: Database) -> None:
    with database.session() as session:
        session.get_one(SyncStateRow, 1).why = Trouble.CENTRAL_SLOW.value
    assert found(lambda: probes.sync_state(subject)).code == Trouble.CENTRAL_SLOW.value
    sql(database, "UPDATE device SET standing = 'copied'")
    assert found(lambda: probes.sync_state(subject)).code == Trouble.DATABASE_COPIED.value
    sql(database, "UPDATE device SET device_id = NULL")
    assert found(lambda: probes.sync_state(subject)).code == Trouble.NOT_ENROLLED.value


def test_backups_that_are_late_or_none(subject: Subject, database: Database, clock: TestClock) -> None:
    clock.now = clock.now.fromtimestamp(subject.file.stat().st_ctime, clock.now.tzinfo)
    told = found(lambda: probes.backups(subject))
    assert (told.ok, told.code) == (True, Ailment.BACKUP_OLD.value)
    clock.pass_by(days=3)
    assert not found(lambda: probes.backups(subject)).ok
    make_backup(database, DATABASE_KEY, backup_folder(subject.file.parent), clock.now - timedelta(days=2.5))
    assert found(lambda: probes.backups(subject)).code == Ailment.BACKUP_OLD.value


def test_authorities_and_their_lists(subject: Subject, training_cards: Path) -> None:
    assert found(lambda: probes.authorities(subject)).code == Ailment.NO_ANCHORS.value
    pinned = Subject(
        subject.folders, None, subject.file, subject.secrets, "", training_cards / "trust", subject.clock,
        subject.resources,
    )  # fmt: skip
    told = found(lambda: probes.authorities(pinned))
    assert (told.ok, told.code) == (True, Ailment.LISTS_OLD.value)
    assert "no list" in told.seen


def test_crashes_are_told_by_their_codes(tmp_path: Path) -> None:
    assert probes.crashes(tmp_path) == "none in the log"
    lines = [
        {
            "event": f"bug B-{number}: KeyError\n  File x",
            "level": "error",
            "timestamp": f"2026-01-0{number}T10:00",
        }
        for number in range(1, 6)
    ]
    text = "\n".join([*map(json.dumps, lines), '{"level": "error"}', '"error" half a li'])
    (tmp_path / FILE).write_text(text)
    (tmp_path / "fatal.txt").write_text("Fatal Python error")
    with pytest.raises(Unwell, match=r"fell over; bug B-5: KeyError .*; bug B-4: .*; 3 more") as raised:
        probes.crashes(tmp_path)
    assert raised.value.harmless


def test_little_room_and_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "MB free" in machine.disk(tmp_path / "not" / "there")
    for free, ok in ((200_000_000, False), (600_000_000, True)):
        monkeypatch.setattr("shutil.disk_usage", lambda _place, free=free: type("Usage", (), {"free": free}))
        told = found(lambda: machine.disk(tmp_path))
        assert (told.ok, told.code) == (ok, Trouble.DISK_LOW.value)
    memory = psutil.virtual_memory()._replace(available=1_000_000)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory)
    assert found(machine.memory).code == Ailment.MEMORY_LOW.value


class Answering(BaseHTTPRequestHandler):
    """Says that all is well, at its own time."""

    at = START

    def do_GET(self) -> None:
        self.send_response_only(200)
        self.send_header("Date", format_datetime(self.at))
        self.send_header("Content-Length", "0")
        self.end_headers()


@pytest.fixture
def answering() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def unknown(*_: object) -> None:
    raise socket.gaierror


class TestNetwork:
    def test_what_answers(self, answering: str, clock: TestClock) -> None:
        assert network.service(answering) == answering
        assert network.tls(answering) == "not needed on this machine"
        assert network.name_service(answering).endswith("an address already")
        assert network.name_service("https://localhost").startswith("localhost: ")

    @pytest.mark.parametrize(
        ("minutes", "failure"), [(0, None), (3, Trouble.CLOCK_OFF), (-30, Trouble.TIME_UNKNOWN)]
    )
    def test_the_clock(self, answering: str, clock: TestClock, minutes: int, failure: Trouble | None) -> None:
        clock.pass_by(minutes=minutes)
        told = found(lambda: network.clock(answering, clock))
        assert told.code == ("" if failure is None else failure.value)
        assert told.values == ({} if failure is None else {"minutes": abs(minutes)})

    def test_what_does_not(self, clock: TestClock, monkeypatch: pytest.MonkeyPatch) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert found(lambda: network.service(nobody)).code == Trouble.CENTRAL_UNREACHABLE.value
        assert found(lambda: network.service("")).code == Trouble.NOT_ENROLLED.value
        assert "does not answer" in network.clock(nobody, clock)
        assert network.tls("") == network.name_service("")
        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        told = found(lambda: network.name_service("https://central.example"))
        assert (told.code, told.values) == (Ailment.NAME_UNKNOWN.value, {"host": "central.example"})

    def test_a_proxy_is_told_not_to_be_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(network, "getproxies", dict)
        assert network.proxy() == "none"
        monkeypatch.setattr(network, "getproxies", lambda: {"https": "http://proxy.example"})
        assert found(network.proxy).code == Ailment.PROXY_UNUSED.value

    def test_what_does_not_speak_tls_is_refused(self, answering: str) -> None:
        told = found(lambda: network.tls(answering.replace("http:", "https:")))
        assert told.code == Ailment.TLS_REFUSED.value


def test_a_bundle_takes_nobody_along(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    lines = [
        {"logger": "kiosk.services.central", "event": "GET answered 200", "level": "info", "who": "王大明"},
        {"logger": "kiosk.services.x", "event": f"{tmp_path}/x 12345675 A123456789 a@b.example 0912345678"},
        {"logger": "httpx2", "event": "GET /v1/12345675"},
    ]
    (logs / FILE).write_text("\n".join([*(json.dumps(line) for line in lines), "王大明"]))
    (logs / "card-trace.jsonl").write_text("secret")
    packed, left_out = pack([{"probe": "disk", "seen": str(tmp_path)}, {"probe": "x"}], logs, tmp_path)
    assert left_out == 2
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.namelist() == ["report.json", f"log/{FILE}"]
        report = json.loads(archive.read("report.json"))
        text = archive.read(f"log/{FILE}").decode()
    assert report == [{"probe": "disk", "seen": "~"}, {"probe": "x"}]
    assert "GET answered 200" in text
    for personal in ("王大明", "12345675", "A123456789", "a@b", "0912345678", "httpx2", str(tmp_path)):
        assert personal not in text


@pytest.mark.parametrize(
    "personal",
    [
        "AC12345678",
        "A812345678",
        "0912-345-678",
        "+886912345678",
        "+886 912 345 678",
        "(02)2345-6789",
        "02-23456789",
        "037 234 567",
        "+886-2-2345-6789",
    ],
)
def test_nothing_that_looks_like_somebodys_travels(tmp_path: Path, personal: str) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    line = {"timestamp": "2026-11-27T01:02:03.123456+00:00", "logger": "kiosk.x", "event": f"of {personal}"}
    (logs / FILE).write_text(json.dumps(line))
    packed, _ = pack([{"probe": "x", "seen": personal}], logs, tmp_path)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        told = [json.loads(archive.read("report.json")), json.loads(archive.read(f"log/{FILE}"))]
    assert told == [[{"probe": "x", "seen": "***"}], {**line, "event": "of ***"}]
