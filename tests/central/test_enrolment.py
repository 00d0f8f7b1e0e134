"""How kiosks are let in."""

from typing import Any

import pytest

from kiosk.contract.api import ApiProblem
from tests.central.conftest import HandClock, Service
from tests.central.kiosk import Kiosk


@pytest.fixture
def stranger(service: Service, clock: HandClock) -> Any:
    kiosk = Kiosk(service.url, clock)
    yield kiosk
    kiosk.http.close()


def test_a_code_lets_one_kiosk_in_however_it_is_typed(
    service: Service, stranger: Kiosk, clock: HandClock
) -> None:
    code = service.code("訓練用東區服務據點")
    first = stranger.enrol(f" {code.lower().replace('-', ' ')} ")
    assert first.status_code == 200
    assert {key: first.json()[key] for key in ("office", "terminal")} == {
        "office": "訓練用東區服務據點",
        "terminal": "T1",
    }
    # The answer was lost: the same kiosk asks again. Another one may not.
    assert stranger.enrol(code).json() == first.json()
    other = Kiosk(service.url, clock)
    answer = other.enrol(code)
    other.http.close()
    assert (answer.status_code, answer.json()["code"]) == (403, ApiProblem.ENROLMENT_CODE.value)
    assert stranger.events()["events"] == []


def test_codes_that_let_nobody_in(service: Service, stranger: Kiosk, clock: HandClock) -> None:
    code = service.code()
    assert stranger.enrol("AAAA-BBBB-CCCC-DDDD").status_code == 403
    clock.move(hours=25)
    assert stranger.enrol(code).status_code == 403


@pytest.mark.parametrize("key", ["", "AAAA", "not base64!", "é"])
def test_a_key_that_is_none(service: Service, stranger: Kiosk, key: str) -> None:
    body = stranger.enrolment(service.code()) | {"public_key": key}
    answer = stranger.http.post("/v1/enrolments", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, ApiProblem.MALFORMED.value)
