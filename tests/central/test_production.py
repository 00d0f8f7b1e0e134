"""Outside of training: nothing to play with, and no test authority's card."""

from dataclasses import replace

import pytest

from central.settings import Settings
from kiosk.contract.api import ApiProblem, Rejection
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk, SoftCard, new_id, opening


@pytest.fixture(name="settings")
def _production(settings: Settings) -> Settings:
    return replace(settings, training=False)


def test_a_training_card_is_not_trusted(kiosk: Kiosk, organisation: SoftCard, clock: HandClock) -> None:
    envelope = kiosk.command(opening(organisation, clock()), new_id(), organisation)
    assert kiosk.send(envelope) == [("rejected", Rejection.CERTIFICATE_UNTRUSTED.value)]


@pytest.mark.parametrize("path", ["/training/orders", "/training/mails", "/pay/1", "/docs"])
def test_nothing_to_play_with(kiosk: Kiosk, path: str) -> None:
    answer = kiosk.http.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_without_a_mail_server_central_says_so(kiosk: Kiosk) -> None:
    for answer in (kiosk.ask_code(new_id()), kiosk.check_code(new_id(), "123456")):
        assert (answer.status_code, answer.json()["code"]) == (503, ApiProblem.MAIL_NOT_SENT.value)
