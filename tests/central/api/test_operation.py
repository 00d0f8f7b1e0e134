"""What an operator sees: health, metrics, logs with request ids, rates. Nothing of it tells of anybody."""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import httpx2
import pytest

from central.api.problems import ApiError
from central.app import Central
from central.limiting import RateLimits, is_this_machine
from central.logs import begin_request, write_logs
from central.settings import PerMinute, Settings
from kiosk.contract.api import ApiProblem
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock, Service, until
from tests.central.kiosk import Kiosk, SoftCard, application, assessment, new_id, opening, placing

NUMBER = "20260302100000000001"
PERSONAL = ("office@coop.example", "訓練用聯絡人", "02-0000-0000", "𠮷祥", "12345675", "A123456789")


def test_alive_and_ready(kiosk: Kiosk, central: Central) -> None:
    assert kiosk.http.get("/healthz").json() == {"status": "ok"}
    assert kiosk.http.get("/readyz").json() == {"status": "ready"}
    with central.store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    answer = kiosk.http.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, ApiProblem.NOT_READY.value)
    with central.store.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    assert kiosk.http.get("/readyz").status_code == 503
    assert kiosk.http.get("/healthz").status_code == 200


def test_figures_are_told_though_the_database_is_away(kiosk: Kiosk, central: Central) -> None:
    with central.store.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE mail RENAME TO elsewhere")
    told = kiosk.http.get("/metrics")
    assert told.status_code == 200
    assert "central_requests_total" in told.text


def _main_job(
    kiosk: Kiosk,
    organisation: SoftCard,
    programme: Programme,
    code_of: Callable[[str], str],
) -> None:
    membership = new_id()
    kiosk.send(
        kiosk.command(opening(organisation, kiosk.clock()), membership, organisation),
        kiosk.command(application(), membership),
    )
    assert kiosk.check_code(membership, code_of(membership)).status_code == 204
    kiosk.send(kiosk.command(assessment(programme.questionnaire), membership))
    kiosk.training("agency/approve", {"membership_id": membership})
    terms = next(plan.terms for plan in programme.plans.values() if plan.terms.price == 60_000)
    order = placing(NUMBER, terms, organisation.holder, 30_000)
    assert kiosk.send(kiosk.command(order, membership, organisation)) == [("accepted", "")]
    for act in ("confirm", "pay", "invoice", "start"):
        kiosk.training(f"vendor/{act}", {"order_number": NUMBER})
    kiosk.events()


@pytest.fixture
def log() -> Iterator[StringIO]:
    """What `central serve` would write, JSON line for JSON line."""
    written, root = StringIO(), logging.getLogger()
    before = root.handlers[:]
    root.handlers[:] = []
    stderr, sys.stderr = sys.stderr, written
    write_logs()
    sys.stderr = stderr
    ours = root.handlers[:]
    root.handlers[:] = [*before, *ours]
    yield written
    root.handlers[:] = before


def test_a_main_job_leaves_nobody_in_logs_and_metrics(
    kiosk: Kiosk,
    organisation: SoftCard,
    programme: Programme,
    code_of: Callable[[str], str],
    log: StringIO,
    service: Service,
) -> None:
    _main_job(kiosk, organisation, programme, code_of)
    until(lambda: log.getvalue().count('"/v1/events"') == 1)
    metrics = kiosk.http.get("/metrics").text
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert len([line for line in lines if line.get("route") == "/v1/commands"]) == 3
    for personal in (*PERSONAL, NUMBER):
        assert personal not in log.getvalue()
        assert personal not in metrics
    assert 'central_commands_total{code="",status="accepted"} 4.0' in metrics
    assert 'central_requests_total{method="POST",route="/v1/commands",status="200"} 3.0' in metrics
    assert 'central_waiting{what="mails"}' in metrics


def test_a_request_is_found_by_its_id(kiosk: Kiosk, log: StringIO) -> None:
    right: dict[str, Any] = {"X-Request-Id": "0198-abcd-1234"}
    wrong: dict[str, Any] = {"X-Request-Id": 'x" route="/admin" A123456789'}
    mine = kiosk.request("GET", "/v1/events", **right)
    assert mine.headers["x-request-id"] == "0198-abcd-1234"
    forged = kiosk.request("GET", "/v1/events", **wrong)
    given = forged.headers["x-request-id"]
    assert "A123456789" not in given

    def told() -> list[dict[str, Any]]:
        lines = [json.loads(line) for line in log.getvalue().splitlines()]
        return [line for line in lines if line.get("request_id") in {"0198-abcd-1234", given}]

    until(lambda: len(told()) == 2)  # the line is written when the answer has gone
    assert [(line["event"], line["route"], line["status"]) for line in told()] == [
        ("request", "/v1/events", 200)
    ] * 2
    assert {line["device_id"] for line in told()} == {kiosk.device_id}


@pytest.mark.parametrize(
    "number", ["A123456789", "AB12345678", "12345675", "0912-345-678", "4000-0000-0000-0002"]
)
def test_an_id_that_may_be_somebodys_number_is_not_taken(number: str) -> None:
    assert begin_request(number) != number


def test_no_address_leads_to_where_the_request_says_it_is(kiosk: Kiosk) -> None:
    """Neither with a slash at its end: the Host of a request is anybody's word."""
    elsewhere = {"Host": "elsewhere.example"}
    for path in ("/v1/events/", "/v1/commands/", "/vendor/v1/orders/", "/healthz/", "/receipts/ABCD/"):
        answer = kiosk.http.get(path, headers=elsewhere)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json"), path
    answer = kiosk.http.get("/office", headers=elsewhere)
    assert (answer.status_code, answer.headers["location"]) == (307, "/office/")


def test_a_bugs_text_is_not_logged(log: StringIO, expected_logs: Any) -> None:
    expected_logs.allow("somewhere")
    try:
        int("A123456789")
    except ValueError:
        logging.getLogger("somewhere").exception("it failed")
    (line,) = [json.loads(one) for one in log.getvalue().splitlines()]
    assert (line["event"], line["exception"]) == ("it failed", "ValueError")
    assert line["frames"][0].startswith(__file__)
    assert "A123456789" not in log.getvalue()


def test_lines_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, root.handlers[:] = root.handlers[:], []
    try:
        write_logs(readable=True)
        logging.getLogger("somewhere").info("hello")
    finally:
        root.handlers[:] = before
    assert "hello" in capsys.readouterr().err


class TestMetrics:
    """Only this machine, and who knows the token, is told."""

    @pytest.fixture
    def settings(self, settings: Settings, tmp_path: Path) -> Settings:
        file = tmp_path / "token"
        file.write_text("the token\n")
        return replace(settings, metrics_token_file=file, proxies=("127.0.0.1",))

    def test_who_may_see_them(self, kiosk: Kiosk) -> None:
        assert kiosk.http.get("/metrics").status_code == 200
        elsewhere = {"X-Forwarded-For": "192.0.2.1"}
        answer = kiosk.http.get("/metrics", headers=elsewhere)
        assert (answer.status_code, answer.json()["code"]) == (403, ApiProblem.NOT_ALLOWED.value)
        for token, status in (("the token", 200), ("another", 403), ("the tokens", 403)):
            told = kiosk.http.get("/metrics", headers={**elsewhere, "Authorization": f"Bearer {token}"})
            assert told.status_code == status


def test_what_a_proxy_passes_on_is_not_this_machines_own(kiosk: Kiosk) -> None:
    assert kiosk.http.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403


class TestRates:
    """Devices and addresses have a share each."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, limits=PerMinute(device=3, address=20, look_up=2), proxies=("127.0.0.1",))

    def _refused(self, answer: httpx2.Response) -> bool:
        if answer.status_code != 429:
            return False
        assert answer.json()["code"] == ApiProblem.TOO_MANY_REQUESTS.value
        assert 1 <= int(answer.headers["retry-after"]) <= 61
        return True

    def test_a_device_has_its_share_and_takes_nobody_elses(
        self, new_kiosk: Callable[..., Kiosk], clock: HandClock
    ) -> None:
        one, other = new_kiosk(), new_kiosk()
        asked = [one.request("GET", "/v1/events") for _ in range(5)]
        assert [self._refused(answer) for answer in asked] == [False] * 3 + [True] * 2
        assert not self._refused(other.request("GET", "/v1/events"))
        # Who cannot prove to be the device takes nothing from its share.
        for _ in range(5):
            assert other.request("GET", "/v1/events", Signature="sig=:AAAA:").status_code == 401
        assert not self._refused(other.request("GET", "/v1/events"))

    def test_an_address_has_its_share(self, kiosk: Kiosk) -> None:
        away = {"X-Forwarded-For": "192.0.2.7"}
        asked = [kiosk.http.get("/contact", headers=away) for _ in range(22)]
        assert [self._refused(answer) for answer in asked] == [False] * 20 + [True] * 2
        assert not self._refused(kiosk.http.get("/contact", headers={"X-Forwarded-For": "192.0.2.8"}))
        assert kiosk.http.get("/healthz", headers=away).status_code == 200

    def test_codes_of_receipts_are_not_tried_out(self, kiosk: Kiosk) -> None:
        asked = [kiosk.http.get(f"/receipts/{number:016}") for number in range(4)]
        assert [self._refused(answer) for answer in asked] == [False] * 2 + [True] * 2


class TestRatesWithoutANamedProxy:
    """What comes from this machine counts as well, but for what it passes on for somebody it cannot name."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, limits=PerMinute(address=3))

    def test_this_machine_has_its_share(self, kiosk: Kiosk) -> None:  # it has enrolled by then
        passed_on = {"X-Forwarded-For": "192.0.2.7"}
        for _ in range(5):
            assert kiosk.http.get("/contact", headers=passed_on).status_code == 200
        assert [kiosk.http.get("/contact").status_code for _ in range(3)] == [200, 200, 429]


def test_e_mail_codes_are_counted_by_who_asks_and_who_is_written_to() -> None:
    def is_refused(device: str, email: str) -> bool:
        try:
            limits.require_code(device, email)
        except ApiError as error:
            return error.problem is ApiProblem.TOO_MANY_REQUESTS
        return False

    limits = RateLimits(PerMinute(code=2))
    assert [is_refused("d", f"{number}@coop.example") for number in range(3)] == [False, False, True]
    asked = [is_refused(f"d{number}", "Office@coop.example") for number in range(3)]
    assert asked == [False, False, True]


def test_without_limits_nothing_is_counted() -> None:
    limits = RateLimits(PerMinute())
    for _ in range(1000):
        limits.require_device("d")
        limits.require_address("192.0.2.1")
        limits.require_look_up("192.0.2.1")
        limits.require_code("d", "office@coop.example")


@pytest.mark.parametrize(
    ("address", "this"),
    [("127.0.0.1", True), ("::1", True), ("192.0.2.1", False), ("testclient", False), ("", False)],
)
def test_which_addresses_are_this_machine(address: str, *, this: bool) -> None:
    assert is_this_machine(address) is this
