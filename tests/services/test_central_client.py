import gzip
import hashlib
import json
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import format_datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Request, Response

from kiosk.contract.api import ApiProblem, EnrolmentRequest, Rejection, Status
from kiosk.services import central as client_module
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed, Trouble
from kiosk.storage import outbox
from tests.plugins.expected_logs import ExpectedLogs
from tests.services.counter import Counter, TestClock
from tests.services.small_central import Fault, SmallCentral, answers, problem

DEVICE = "00000000-0000-7000-8000-000000000001"
SOON = timedelta(seconds=5)
OVERDUE = timedelta(milliseconds=300)


@pytest.fixture
def key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def client(central: SmallCentral, key: Ed25519PrivateKey, clock: TestClock) -> Iterator[CentralClient]:
    central.devices[DEVICE] = key.public_key()
    with CentralClient(central.url, DEVICE, key, clock, SOON) as made:
        yield made


def failed(attempt: Callable[[], object]) -> Failed:
    with pytest.raises(Failed) as raised:
        attempt()
    return raised.value


def envelopes(counter: Counter) -> list[bytes]:
    with counter.database.snapshot() as session:
        return [row.envelope for row in outbox.waiting(session, 50)]


def test_commands_get_their_answers_in_order(client: CentralClient, counter: Counter) -> None:
    counter.register()
    given = client.send(envelopes(counter))
    assert [(answer.status, answer.code) for answer in given] == [(Status.ACCEPTED, "")] * 2
    assert client.send(envelopes(counter)) == given


def test_a_request_is_found_in_both_logs_by_its_id(
    central: SmallCentral, client: CentralClient, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[str] = []

    def note(request: Request, true: Response) -> Response:
        sent.append(request.headers["X-Request-Id"])
        return true

    central.faults.extend([note, note])
    client.events("")
    client.events("")
    told = [vars(record) for record in caplog.records if record.name == client_module.__name__]
    assert [one["message"] for one in told] == ["GET answered 200"] * 2
    assert [one["request_id"] for one in told] == sent
    assert len(set(sent)) == 2


def test_other_bytes_under_a_known_id_are_an_answer(client: CentralClient, counter: Counter) -> None:
    counter.register()
    sent = envelopes(counter)
    client.send(sent)
    changed = json.loads(sent[0]) | {"signature": "somebody..else"}
    answer, same = client.send([json.dumps(changed).encode(), sent[1]])
    assert (answer.status, answer.code) == (Status.REJECTED, Rejection.OTHER_BYTES)
    assert same.status is Status.ACCEPTED


def test_events_come_page_by_page(client: CentralClient, counter: Counter, central: SmallCentral) -> None:
    counter.register()
    client.send(envelopes(counter))
    central.page = 1
    first = client.events("")
    second = client.events(first.cursor)
    assert [event.kind for event in (*first.events, *second.events)] == ["membership_opened", "applied"]
    assert (first.more, second.more) == (True, False)
    assert client.events(second.cursor).events == []


@pytest.mark.parametrize("cursor", ["a&after=b", "100%", "點", "a b+c/=="])
def test_a_cursor_is_opaque(client: CentralClient, central: SmallCentral, cursor: str) -> None:
    seen: list[str] = []
    body = b'{"events": [], "cursor": "x", "more": false, "central_time": "2026-03-02T00:00:00Z"}'

    def look(request: Request, true: Response) -> Response:
        seen.append(request.query_params["after"])
        return answers(200, body, "application/json")(request, true)

    central.devices.clear()  # the small central reads numbers only; this one is not for it to read
    central.faults.append(look)
    assert client.events(cursor).cursor == "x"
    assert seen == [cursor]


def test_email_codes(client: CentralClient, central: SmallCentral) -> None:
    client.send_email_code("membership")
    client.check_email_code("membership", "123456")
    assert central.seen == [
        "POST /v1/memberships/membership/email-codes",
        "POST /v1/memberships/membership/email-codes/check",
    ]
    central.faults.append(problem(422, ApiProblem.EMAIL_CODE_WRONG, tries_left=3))
    wrong = failed(lambda: client.check_email_code("membership", "000000"))
    assert (wrong.failure, wrong.values) == (ApiProblem.EMAIL_CODE_WRONG, {"tries_left": 3})


def test_revocation_lists(client: CentralClient, central: SmallCentral) -> None:
    central.lists["a1"] = b"a list"
    assert client.revocation_list("a1", None) == b"a list"
    assert client.revocation_list("a1", "0" * 64) == b"a list"
    assert client.revocation_list("a1", hashlib.sha256(b"a list").hexdigest()) is None
    assert client.revocation_list("b2", None) is None


def test_a_revocation_list_that_goes_on_and_on(
    client: CentralClient, central: SmallCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "LARGEST_LIST", 1000)
    central.lists["a1"] = bytes(1000)
    assert client.revocation_list("a1", None) == bytes(1000)
    central.lists["a1"] = bytes(1001)
    assert failed(lambda: client.revocation_list("a1", None)).failure is Trouble.ANSWER_MALFORMED
    packed = gzip.compress(bytes(1_000_000))
    central.faults.append(answers(200, packed, **{"Content-Encoding": "gzip"}))
    assert failed(lambda: client.revocation_list("a1", None)).failure is Trouble.ANSWER_MALFORMED


def test_an_answer_that_is_a_bomb_is_not_unpacked(client: CentralClient, central: SmallCentral) -> None:
    asked: list[str] = []

    def bomb(request: Request, _true: Response) -> Response:
        asked.append(request.headers["Accept-Encoding"])
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        packed = gzip.compress(b" " * 1_000_000 + b'{"events":[],"cursor":"","more":false}')
        return Response(packed, 200, headers)

    central.faults.append(bomb)
    assert failed(lambda: client.events("")).failure is Trouble.ANSWER_MALFORMED
    assert asked == ["identity"]


def test_an_answer_that_goes_on_and_on_is_not_read_to_its_end(
    client: CentralClient, central: SmallCentral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module._sent, "__defaults__", (1_000,))
    central.faults.append(answers(200, b" " * 1_001, "application/json"))
    assert failed(lambda: client.events("")).failure is Trouble.ANSWER_MALFORMED


def test_a_revocation_list_that_does_not_come(
    client: CentralClient, central: SmallCentral, clock: TestClock, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("uvicorn.error")  # of its own short answer
    unknown = problem(401, ApiProblem.DEVICE_UNKNOWN)
    early = format_datetime(clock() - timedelta(minutes=6), usegmt=True)

    def dated(request: Request, true: Response) -> Response:
        response = unknown(request, true)
        response.headers["Date"] = early
        return response

    central.lists["a1"] = b"a list"
    for fault, failure in (
        (unknown, ApiProblem.DEVICE_UNKNOWN),
        (dated, Trouble.CLOCK_WRONG),
        (answers(500), Trouble.CENTRAL_TROUBLE),
        (answers(200, b"a l", **{"Content-Length": "6"}), Trouble.CENTRAL_UNREACHABLE),
    ):
        central.faults.append(fault)
        assert failed(lambda: client.revocation_list("a1", None)).failure is failure
    assert client.revocation_list("a1", None) == b"a list"


@pytest.mark.parametrize("code", ApiProblem)
def test_each_problem_is_told_as_itself(
    client: CentralClient, central: SmallCentral, code: ApiProblem
) -> None:
    central.faults.append(problem(400, code))
    told = failed(lambda: client.send_email_code("membership"))
    assert (told.failure, told.values) == (code, {})


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        pytest.param(answers(413), ApiProblem.TOO_LARGE, id="413 of a proxy"),
        pytest.param(answers(429), Trouble.CENTRAL_TROUBLE, id="429"),
        pytest.param(answers(500, b"Traceback"), Trouble.CENTRAL_TROUBLE, id="500"),
        pytest.param(answers(502, b"<html>"), Trouble.CENTRAL_TROUBLE, id="502"),
        pytest.param(
            answers(302, Location="http://127.0.0.1:9/login"), Trouble.CENTRAL_TROUBLE, id="log-in page"
        ),
        pytest.param(problem(400, "K-API-99"), Trouble.CENTRAL_TROUBLE, id="a problem we do not know"),
        pytest.param(
            answers(400, b"{", "application/problem+json"), Trouble.ANSWER_MALFORMED, id="torn problem"
        ),
        pytest.param(answers(200, b"<html>welcome</html>"), Trouble.ANSWER_MALFORMED, id="a page"),
        pytest.param(answers(200, b"", "application/json"), Trouble.ANSWER_MALFORMED, id="nothing"),
        pytest.param(answers(200, b"\xff\x00", "application/json"), Trouble.ANSWER_MALFORMED, id="garbage"),
        pytest.param(
            answers(200, b"no gzip at all", **{"Content-Encoding": "gzip"}),
            Trouble.ANSWER_MALFORMED,
            id="torn gzip",
        ),
        pytest.param(
            answers(200, b"{}", **{"Content-Length": "9"}), Trouble.CENTRAL_UNREACHABLE, id="cut off"
        ),
    ],
)
def test_what_is_no_answer(
    client: CentralClient, central: SmallCentral, fault: Fault, failure: object,
    expected_logs: ExpectedLogs,
) -> None:  # fmt: skip
    expected_logs.allow("uvicorn.error")  # of its own short answer
    central.faults.append(fault)
    assert failed(lambda: client.events("")).failure is failure


def test_what_was_received_is_in_no_exception(client: CentralClient, central: SmallCentral) -> None:
    body = json.dumps({"events": [{"kind": "applied", "body": {"contact_name": "林曉明"}}]}).encode()
    central.faults.append(answers(200, body, "application/json"))
    told = failed(lambda: client.events(""))
    assert told.__cause__ is None
    assert told.__suppress_context__
    assert "林曉明" not in str(told)


def test_nobody_there(key: Ed25519PrivateKey, clock: TestClock) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with CentralClient(f"http://127.0.0.1:{port}", DEVICE, key, clock, SOON) as client:
        assert failed(lambda: client.events("")).failure is Trouble.CENTRAL_UNREACHABLE


def test_no_answer_in_time(key: Ed25519PrivateKey, clock: TestClock) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        CentralClient(f"http://127.0.0.1:{silent.getsockname()[1]}", DEVICE, key, clock, OVERDUE) as client,
    ):
        assert failed(lambda: client.events("")).failure is Trouble.CENTRAL_SLOW


def test_no_connection_in_time(key: Ed25519PrivateKey, clock: TestClock) -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)  # its queue is full with one, and the kernel drops who comes then
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        with CentralClient(
            f"http://127.0.0.1:{full.getsockname()[1]}", DEVICE, key, clock, OVERDUE
        ) as client:
            assert failed(lambda: client.events("")).failure is Trouble.CENTRAL_UNREACHABLE


def test_a_device_that_central_does_not_know(client: CentralClient, central: SmallCentral) -> None:
    central.devices.clear()
    assert failed(lambda: client.events("")).failure is ApiProblem.DEVICE_UNKNOWN


@pytest.mark.parametrize(
    ("date", "failure"),
    [
        pytest.param(
            lambda now: format_datetime(now + timedelta(minutes=6), usegmt=True),
            Trouble.CLOCK_WRONG,
            id="behind",
        ),
        pytest.param(
            lambda now: format_datetime(now - timedelta(minutes=6), usegmt=True),
            Trouble.CLOCK_WRONG,
            id="ahead",
        ),
        pytest.param(lambda now: format_datetime(now, usegmt=True), ApiProblem.DEVICE_UNKNOWN, id="right"),
        pytest.param(lambda _now: "yesterday", ApiProblem.DEVICE_UNKNOWN, id="no date"),
    ],
)
def test_a_wrong_clock_is_told_from_an_unknown_device(
    client: CentralClient, central: SmallCentral, clock: TestClock, date: Callable[..., str], failure: object
) -> None:
    def dated(request: Request, true: Response) -> Response:
        response = problem(401, ApiProblem.DEVICE_UNKNOWN)(request, true)
        response.headers["Date"] = date(clock())
        return response

    central.faults.append(dated)
    assert failed(lambda: client.events("")).failure is failure


def test_a_request_that_was_changed_on_its_way_is_not_taken(
    client: CentralClient, counter: Counter, central: SmallCentral
) -> None:
    counter.register()
    sent = envelopes(counter)
    central.devices[DEVICE] = Ed25519PrivateKey.generate().public_key()
    assert failed(lambda: client.send(sent)).failure is ApiProblem.DEVICE_UNKNOWN
    assert central.answered == {}


def test_the_environment_does_not_lead_requests_astray(
    central: SmallCentral, key: Ed25519PrivateKey, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    central.devices[DEVICE] = key.public_key()
    with CentralClient(central.url, DEVICE, key, clock, SOON) as client:
        assert client.events("").events == []


def test_a_wrong_enrolment_code(central: SmallCentral) -> None:
    request = EnrolmentRequest(code="no", public_key="", database_id=DEVICE)
    told = failed(lambda: client_module.enrol(central.url, request, SOON))
    assert told.failure is ApiProblem.ENROLMENT_CODE
