"""Revoked cards, and central that knows of them, does not yet, or passes on what it knows."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest
from typer.testing import Result

import central.app
import central.cli
import central.revocation
from central.settings import Settings, save_settings
from kiosk.contract import revocation
from kiosk.contract.api import ApiProblem, Rejection
from kiosk.contract.authorities import key_name
from kiosk.contract.certificates import load_certificate
from kiosk.contract.codec import sha256
from tests.central.conftest import RESOURCES, HandClock, Service, until
from tests.central.kiosk import Kiosk, SoftCard, new_id, opening
from tests.central.process import run
from tests.contract.certification import Authority
from tests.contract.revocation_lists import many_entries, revocation_list
from tests.plugins.expected_logs import ExpectedLogs

DAY = timedelta(days=1)
REVOKED = [("rejected", Rejection.CERTIFICATE_REVOKED.value)]


@pytest.fixture
def lost(cards: Path) -> SoftCard:
    """A card whose authority has revoked it in July 2025."""
    return SoftCard(cards / "cards" / "revoked")


def test_a_revoked_card_signs_no_more(kiosk: Kiosk, lost: SoftCard, clock: HandClock) -> None:
    assert kiosk.send(kiosk.command(opening(lost, clock()), new_id(), lost)) == REVOKED
    assert kiosk.events()["events"] == []


def test_what_it_signed_before_is_its_holders(kiosk: Kiosk, lost: SoftCard, clock: HandClock) -> None:
    before = datetime.fromisoformat("2025-06-30T23:59:59Z")
    envelope = kiosk.command(opening(lost, before), new_id(), lost, at=before)
    assert kiosk.send(envelope) == [("accepted", "")]


class TestUntold:
    """A training central that was told of no lists."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, revocation=None)

    def test_revoked_cards_pass_where_nobody_asked(
        self, kiosk: Kiosk, lost: SoftCard, clock: HandClock
    ) -> None:
        assert kiosk.send(kiosk.command(opening(lost, clock()), new_id(), lost)) == [("accepted", "")]


class TestWithoutAList:
    """Central without the list of the organisations' authority, until one comes."""

    @pytest.fixture
    def lists(self, tmp_path: Path) -> Path:
        return tmp_path / "lists"

    @pytest.fixture
    def settings(
        self, settings: Settings, lists: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: ExpectedLogs
    ) -> Settings:
        monkeypatch.setattr(central.app, "_LOOK_FOR_LISTS_SECONDS", 0.05)
        expected_logs.allow("central.app", "no current revocation list")
        return replace(settings, revocation=lists)

    def test_it_decides_nothing_and_loses_nothing(
        self, kiosk: Kiosk, organisation: SoftCard, clock: HandClock, cards: Path, lists: Path
    ) -> None:
        envelope = kiosk.command(opening(organisation, clock()), new_id(), organisation)
        answer = kiosk.post(envelope)
        assert (answer.status_code, answer.json()["code"]) == (503, ApiProblem.REVOCATION_UNKNOWN.value)
        assert kiosk.events()["events"] == []
        lists.mkdir()
        (lists / "new.crl").write_bytes((cards / "revocation" / "training-xca.crl").read_bytes())
        until(lambda: kiosk.post(envelope).status_code == 200)
        assert kiosk.send(envelope) == [("accepted", "")]

    def test_a_bad_list_is_told_to_the_operator(
        self, kiosk: Kiosk, lists: Path, expected_logs: ExpectedLogs
    ) -> None:
        expected_logs.allow("central.app", "a revocation list is not taken")
        lists.mkdir()
        (lists / "bad.crl").write_bytes(b"no list")
        until(lambda: any("bad.crl: malformed" in one.getMessage() for one in expected_logs.records))
        assert kiosk.http.get("/healthz").status_code == 200


def _name_of(cards: Path, authority: str) -> str:
    return key_name(load_certificate((cards / "trust" / f"{authority}.der").read_bytes()))


def test_kiosks_get_the_lists_from_central(kiosk: Kiosk, cards: Path) -> None:
    path = f"/v1/revocation-lists/{_name_of(cards, 'training-xca')}"
    der = (cards / "revocation" / "training-xca.crl").read_bytes()

    def asked_again(tag: str) -> httpx2.Response:
        headers: dict[str, Any] = {"If-None-Match": tag}
        return kiosk.request("GET", path, **headers)

    answer = kiosk.request("GET", path)
    assert (answer.status_code, answer.content) == (200, der)
    assert answer.headers["content-type"] == "application/pkix-crl"
    assert answer.headers["etag"] == f'"{sha256(der)}"'
    same = asked_again(answer.headers["etag"])
    assert (same.status_code, same.content) == (304, b"")
    assert asked_again('"another"').content == der
    for unknown in ("0" * 64, "..", "%2e%2e%2fsettings.json"):
        assert kiosk.request("GET", f"/v1/revocation-lists/{unknown}").status_code == 404
    assert kiosk.http.get(path).status_code == 401


class Point:
    """A distribution point of an authority: answers with `content`, or with a status."""

    def __init__(self) -> None:
        self.content, self.status, self.location = b"", 200, ""
        point = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                moved = self.path == "/moved.crl"
                self.send_response(302 if moved else point.status)
                if moved:
                    self.send_header("Location", "/list.crl")
                self.end_headers()
                if not moved:
                    self.wfile.write(point.content)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/list.crl"
        self.moved = f"http://127.0.0.1:{self.server.server_port}/moved.crl"


@pytest.fixture
def point() -> Iterator[Point]:
    point = Point()
    thread = threading.Thread(target=point.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield point
    point.server.shutdown()
    thread.join()
    point.server.server_close()


@pytest.fixture(scope="module")
def moica() -> Authority:
    return Authority("內政部憑證管理中心")


@pytest.fixture
def data(tmp_path: Path, moica: Authority) -> Path:
    """The data folder of a central in production, which has served before."""
    trust, data = tmp_path / "trust", tmp_path / "data"
    trust.mkdir()
    data.mkdir()
    (trust / "moica.der").write_bytes(moica.der)
    save_settings(data, Settings(
        training=False, public_url="", resources=RESOURCES, trust=trust, clock_file=None, smtp=None,
        sender="", revocation=data / "revocation",
    ))  # fmt: skip
    return data


def fetched(data: Path, *urls: str) -> Result:
    return run("revocation", "fetch", "--data", str(data), *(f"--url={url}" for url in urls))


def held(data: Path) -> list[bytes]:
    return [path.read_bytes() for path in (data / "revocation").glob("*.crl")]


def a_list(moica: Authority, age: timedelta = timedelta(0), entries: int = 3) -> bytes:
    made = datetime.now().astimezone() - age
    return revocation_list(moica, many_entries(entries, made), made, made + DAY)


def test_fetching_puts_a_list_in_place(data: Path, point: Point, moica: Authority) -> None:
    point.content = a_list(moica, DAY / 2)
    told = fetched(data, point.url)
    assert (told.exit_code, told.output) == (0, f"{point.url}: taken\n")
    assert held(data) == [point.content]
    assert fetched(data, point.url).output == f"{point.url}: no other than before\n"
    point.content = a_list(moica)
    assert fetched(data, point.moved).output == f"{point.moved}: taken\n"
    assert held(data) == [point.content]


def test_the_trust_folder_says_where_from(data: Path, point: Point, moica: Authority) -> None:
    missing = fetched(data)
    assert missing.exit_code == 2
    assert "--url" in missing.stderr
    file = data.parent / "trust" / "distribution-points.txt"
    file.write_text(f"# the authorities' own\n\n{point.url}  # MOICA\n", encoding="utf-8")
    point.content = a_list(moica)
    told = run("revocation", "fetch", "--data", str(data), "--json")
    assert json.loads(told.stdout) == {"url": point.url, "changed": True, "trouble": ""}


def _damaged(moica: Authority) -> bytes:
    der = a_list(moica)
    return der[:-1] + bytes([der[-1] ^ 1])


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        pytest.param(lambda _: b"<html>", "malformed", id="a page"),
        pytest.param(_damaged, "wrongly signed", id="damaged"),
        pytest.param(
            lambda _: a_list(Authority("內政部憑證管理中心")), "of no pinned authority", id="a stranger's"
        ),
        pytest.param(lambda moica: a_list(moica, 2 * DAY), "older than the one held", id="older"),
        pytest.param(lambda moica: a_list(moica, entries=60), "too large", id="too large"),
    ],
)  # fmt: skip
def test_what_is_wrong_leaves_the_list_before(
    data: Path, point: Point, moica: Authority, monkeypatch: pytest.MonkeyPatch,
    content: Callable[[Authority], bytes], trouble: str,
) -> None:  # fmt: skip
    for module in (revocation, central.revocation):
        monkeypatch.setattr(module, "LARGEST_LIST", 2000)
    before = point.content = a_list(moica, DAY)
    assert fetched(data, point.url).exit_code == 0
    point.content = content(moica)
    told = fetched(data, point.url)
    assert (told.exit_code, told.output) == (1, f"{point.url}: {trouble}\n")
    assert held(data) == [before]


def test_what_cannot_be_had_does_not_keep_the_rest(data: Path, point: Point, moica: Authority) -> None:
    point.content = a_list(moica)
    away = f"http://127.0.0.1:{point.server.server_port}"
    point.status = 200
    told = fetched(data, "http://127.0.0.1:9/x.crl", "ftp://127.0.0.1/x.crl", "http://[::1/x", point.url)
    assert told.exit_code == 1
    assert [line.rpartition(": ")[2] for line in told.output.splitlines()] == [
        "ConnectError", "UnsupportedProtocol", "InvalidURL", "taken",
    ]  # fmt: skip
    point.status = 404
    assert fetched(data, f"{away}/list.crl").output.endswith(": HTTP 404\n")


def test_how_old_the_lists_are(data: Path, moica: Authority) -> None:
    def status(*options: str) -> Result:
        return run("revocation", "status", "--data", str(data), *options)

    name = "OU=內政部憑證管理中心,O=行政院,C=TW"
    assert (status().exit_code, status().stdout) == (1, f"{name}: no list\n")
    (data / "revocation").mkdir()
    file = data / "revocation" / "moica.crl"
    file.write_bytes(a_list(moica, 3 * DAY))
    assert status().exit_code == 1
    assert status().stdout.endswith(", too old\n")
    file.write_bytes(a_list(moica))
    told = status("--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout)["current"] is True


def test_a_central_that_has_no_folder_of_lists(data: Path, tmp_path: Path) -> None:
    assert run("revocation", "status", "--data", str(tmp_path / "nothing")).exit_code == 2
    trained = Settings(True, "", RESOURCES, tmp_path / "trust", None, None, "")
    save_settings(data, trained)
    assert fetched(data, "http://127.0.0.1:9/x.crl").exit_code == 2


def test_in_production_the_lists_lie_in_the_data_folder(service: Service, tmp_path: Path) -> None:
    """And a training central asks for them where it was told to."""
    lists = central.cli._lists
    assert lists(tmp_path, None, training=False) == tmp_path / "revocation"
    assert lists(tmp_path, None, training=True) is None
    assert lists(tmp_path, tmp_path / "other", training=True) == tmp_path / "other"
    assert service.central.settings.revocation is not None


def test_a_central_where_nobody_is_pinned_says_so(
    tmp_path: Path, settings: Settings, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("central.app", "no authority is pinned")
    (tmp_path / "nobody").mkdir()
    without = replace(settings, trust=tmp_path / "nobody", revocation=tmp_path / "nobody")
    opened = central.app.open_central(tmp_path / "other", without)
    central.app.create_app(opened)
    opened.store.database.close()
    assert [one.getMessage() for one in expected_logs.records] == [
        f"no authority is pinned in {tmp_path / 'nobody'}: no card will be believed"
    ]


def test_a_pinned_file_that_is_none_keeps_central_from_serving(tmp_path: Path) -> None:
    (tmp_path / "moica.cer").write_bytes(b"no certificate")
    told = run("serve", "--data", str(tmp_path / "data"), "--trust", str(tmp_path))
    assert (told.exit_code, "moica.cer" in told.stderr) == (2, True)
