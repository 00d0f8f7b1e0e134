"""Papers handed over by a counter: fetched by their link alone, mailed to the confirmed address alone."""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from central.handed_papers import KEPT
from central.settings import PerMinute, Settings
from kiosk.contract.api import LARGEST_PAPER, ApiProblem, PaperAnswer
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock, Service, until
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening
from tests.central.postgres import both_databases
from tests.central.registered import register

PDF = b"%PDF-1.7\n" + "訂購收據：有限責任範例消費合作社".encode()
NAME = "訂購收據 Order receipt T1-000012"

database = both_databases


@pytest.fixture
def member(service: Service, organisation: SoftCard, programme: Programme) -> str:
    return register(service.central, organisation, programme)


def _hand(kiosk: Kiosk, member: str | None, *, mail: bool = False, **changes: Any) -> httpx2.Response:
    told = {"membership_id": member, "name": NAME, "pdf": base64.b64encode(PDF).decode(), "mail": mail}
    return kiosk.request("POST", "/v1/papers", json.dumps(told | changes).encode())


def _handed(answer: httpx2.Response) -> PaperAnswer:
    assert answer.status_code == 200, answer.text
    return PaperAnswer.model_validate_json(answer.content)


def _problem(answer: httpx2.Response) -> ApiProblem:
    return ApiProblem(answer.json()["code"])


def _path(handed: PaperAnswer) -> str:
    assert handed.url.startswith("https://central.example/papers/")
    return handed.url.removeprefix("https://central.example")


def _mails(kiosk: Kiosk) -> list[dict[str, str]]:
    found: list[dict[str, str]] = kiosk.http.get("/training/mails").json()
    return found


def test_whoever_has_the_link_fetches_it_for_a_week(
    kiosk: Kiosk, member: str, clock: HandClock, service: Service
) -> None:
    begun = clock()
    handed = _handed(_hand(kiosk, member))
    assert begun + KEPT <= handed.kept_until <= clock() + KEPT
    assert not handed.mailed_to
    got = kiosk.http.get(_path(handed))
    assert (got.status_code, got.content) == (200, PDF)
    assert got.headers["content-type"] == "application/pdf"
    assert "no-store" in got.headers["cache-control"]
    assert got.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in got.headers["x-robots-tag"]
    assert not _mails(kiosk)

    clock.move_to(handed.kept_until - timedelta(minutes=1))
    service.central.deadlines.apply()
    assert kiosk.http.get(_path(handed)).content == PDF
    clock.move(minutes=1)
    assert _problem(kiosk.http.get(_path(handed))) is ApiProblem.NOTHING_HERE
    told = kiosk.http.get(_path(handed), headers={"Accept": "text/html"})
    assert told.status_code == 404
    assert "這個連結已經失效" in told.text
    service.central.deadlines.apply()
    with service.central.store.database.reading() as connection:
        (row,) = connection.exec_driver_sql("SELECT file, name FROM handed_paper").all()
    assert tuple(row) == (None, NAME)


@pytest.mark.parametrize("token", ["x", "A" * 32, "..%2F..%2Fetc", "Ａ" * 32, "A" * 5_000])
def test_a_link_that_was_never_given(kiosk: Kiosk, token: str) -> None:
    assert kiosk.http.get(f"/papers/{token}").status_code == 404


def test_neither_database_nor_log_tells_what_it_says(
    kiosk: Kiosk, member: str, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    handed = _handed(_hand(kiosk, member))
    kiosk.http.get(_path(handed))
    token = handed.url.rpartition("/")[2]
    with service.central.store.database.reading() as connection:
        kept = connection.exec_driver_sql("SELECT * FROM handed_paper").all()
    assert token not in str(kept)
    assert all(bytes(value) not in {PDF} for row in kept for value in row if isinstance(value, bytes))
    assert token not in "".join(str(vars(record)) for record in caplog.records if "central" in record.name)


def test_a_damaged_file_is_no_paper(kiosk: Kiosk, member: str, service: Service) -> None:
    handed = _handed(_hand(kiosk, member))
    with service.central.store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE handed_paper SET name = 'x'")
        connection.exec_driver_sql("UPDATE handed_paper SET file = substr(file, 2)")
    assert kiosk.http.get(_path(handed)).status_code == 404


def test_mail_goes_to_the_confirmed_address_and_brings_the_link(
    kiosk: Kiosk, organisation: SoftCard, clock: HandClock, code_of: Callable[[str], str]
) -> None:
    member = new_id()
    opened = kiosk.command(opening(organisation, clock()), member, organisation)
    kiosk.send(opened, kiosk.command(application(), member))
    before = len(_mails(kiosk))
    assert _problem(_hand(kiosk, member, mail=True)) is ApiProblem.ADDRESS_NOT_CONFIRMED
    assert kiosk.check_code(member, code_of(member)).status_code == 204
    until(lambda: len(_mails(kiosk)) > before)
    before = len(_mails(kiosk))

    handed = _handed(_hand(kiosk, member, mail=True))
    assert handed.mailed_to == "o***@coop.example"
    until(lambda: len(_mails(kiosk)) > before)
    mail = _mails(kiosk)[-1]
    assert mail["to"] == "office@coop.example"
    assert NAME in mail["body"]
    assert NAME not in mail["subject"]
    assert set(re.findall(r"https://\S+", mail["body"])) == {handed.url}
    assert kiosk.http.get(_path(handed)).content == PDF


def test_what_is_no_paper_of_theirs_is_not_taken(
    kiosk: Kiosk, member: str, new_kiosk: Callable[..., Kiosk], service: Service
) -> None:
    def text(content: bytes) -> str:
        return base64.b64encode(content).decode()

    for changes in (
        {"pdf": "no base64"}, {"pdf": text(b"no PDF")}, {"pdf": ""}, {"name": ""}, {"name": "x" * 201},
        {"pdf": text(b"%PDF-" + bytes(LARGEST_PAPER + 10))}, {"membership_id": "x"}, {"mail": 3},
        {"more": 1},
    ):  # fmt: skip
        assert _problem(_hand(kiosk, member, **changes)) is ApiProblem.MALFORMED, changes
    for unknown in (new_id(), None):
        answer = _hand(kiosk, unknown, mail=True)
        wanted = ApiProblem.ADDRESS_NOT_CONFIRMED if unknown is None else ApiProblem.MEMBERSHIP_UNKNOWN
        assert _problem(answer) is wanted
    elsewhere = new_kiosk("訓練用南區服務據點")
    assert _problem(_hand(elsewhere, member, mail=True)) is ApiProblem.MEMBERSHIP_UNKNOWN
    assert kiosk.http.post("/v1/papers", json={}).status_code == 401
    with service.central.store.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM handed_paper").scalar() == 0
    assert _handed(_hand(kiosk, None)).mailed_to == ""


class TestLimits:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, limits=PerMinute(code=2))

    def test_nobody_gets_mail_without_end(self, kiosk: Kiosk, member: str) -> None:
        answers = [_hand(kiosk, member, mail=True) for _ in range(3)]
        assert [one.status_code for one in answers] == [200, 200, 429]
        assert _hand(kiosk, member).status_code == 200


class TestWithoutMail:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, training=False)

    def test_it_says_so(self, kiosk: Kiosk) -> None:
        assert _problem(_hand(kiosk, new_id(), mail=True)) is ApiProblem.MAIL_NOT_SENT
        assert _handed(_hand(kiosk, None)).url
