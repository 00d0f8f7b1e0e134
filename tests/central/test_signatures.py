"""Whose signature it is: the holder's under a command, the device's under a request."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.contract.api import ApiProblem, Rejection
from kiosk.contract.request_signature import WINDOW
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk, SoftCard, new_id, opening


def _rejected(why: Rejection) -> list[tuple[str, str]]:
    return [("rejected", why.value)]


def test_a_command_without_or_under_another_signature(
    kiosk: Kiosk, organisation: SoftCard, clock: HandClock
) -> None:
    command = opening(organisation, clock())
    statement = kiosk.statement(command, new_id())
    signature = organisation.sign(statement.canonical_bytes())
    header, _, value = signature.partition("..")
    deep = "W" + "1tb" * 8000  # JSON nested beyond all depth
    other = organisation.sign(kiosk.statement(command, new_id()).canonical_bytes())
    for nothing in (None, ""):
        assert kiosk.send(kiosk.envelope(kiosk.statement(command, new_id()), nothing)) == _rejected(
            Rejection.SIGNATURE_MISSING
        )
    for wrong in (" ", "a..b", f"{header}..", f"{header}..{value[:-8]}AAAAAAAA", other, f"{deep}..x"):
        assert kiosk.send(kiosk.envelope(kiosk.statement(command, new_id()), wrong)) == _rejected(
            Rejection.SIGNATURE_INVALID
        )
    assert kiosk.events()["events"] == []
    assert kiosk.send(kiosk.command(command, new_id(), organisation)) == [("accepted", "")]


@pytest.mark.parametrize(
    ("holder", "why"),
    [("expired", Rejection.CERTIFICATE_UNTRUSTED), ("impostor", Rejection.ISSUER_UNKNOWN)],
)
def test_a_certificate_that_is_not_trusted(
    kiosk: Kiosk, cards: Path, clock: HandClock, holder: str, why: Rejection
) -> None:
    card = SoftCard(cards / "cards" / holder)
    envelope = kiosk.command(opening(card, clock()), new_id(), card)
    assert kiosk.send(envelope) == _rejected(why)


def test_the_certificate_was_good_when_it_signed(kiosk: Kiosk, cards: Path, clock: HandClock) -> None:
    """A command that waited for the network is not lost over a card that ran out meanwhile."""
    card = SoftCard(cards / "cards" / "expired")
    then = datetime(2020, 1, 1, tzinfo=UTC)  # its last moment, and its authority's first
    assert kiosk.send(kiosk.command(opening(card, then), new_id(), card, at=then)) == [("accepted", "")]


def _problem(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]  # type: ignore[attr-defined]


def test_requests_that_no_known_device_signed(kiosk: Kiosk, clock: HandClock) -> None:
    unknown = (401, ApiProblem.DEVICE_UNKNOWN.value)
    wrong = (401, ApiProblem.SIGNATURE_WRONG.value)
    unsigned = kiosk.http.get("/v1/events")
    assert _problem(unsigned) == (401, ApiProblem.UNSIGNED.value)
    assert unsigned.headers["www-authenticate"] == "Signature"
    assert _problem(kiosk.request("GET", "/v1/events", Signature="sig=:AAAA:")) == wrong
    assert _problem(kiosk.request("GET", "/v1/events", Host="other.example")) == wrong
    signed = kiosk.request("GET", "/v1/events").request.headers
    assert _problem(kiosk.http.get("/v1/events?after=5", headers=signed)) == wrong
    kiosk.device_id = new_id()
    assert _problem(kiosk.request("GET", "/v1/events")) == unknown


def test_a_changed_body_is_not_the_devices(kiosk: Kiosk) -> None:
    signed = kiosk.request("POST", "/v1/commands", b'{"commands":[]}')
    assert signed.json() == {"answers": []}
    headers = {
        name: signed.request.headers[name] for name in ("content-digest", "signature", "signature-input")
    }
    changed = kiosk.http.post("/v1/commands", content=b'{"commands": []}', headers=headers)
    assert _problem(changed) == (401, ApiProblem.SIGNATURE_WRONG.value)


@pytest.mark.parametrize(("way", "why"), [(-1, ApiProblem.REQUEST_TOO_OLD), (1, ApiProblem.CLOCK_AHEAD)])
def test_a_request_outside_of_the_window(
    kiosk: Kiosk, clock: HandClock, way: int, why: ApiProblem
) -> None:
    late = clock() + way * (WINDOW + timedelta(seconds=10))
    answer = kiosk.request("GET", "/v1/events", at=late)
    assert _problem(answer) == (401, why.value)
    assert answer.headers["content-type"] == "application/problem+json"
    # What the kiosk can see its own skew by:
    assert answer.headers["date"] == f"{clock():%a, %d %b %Y %H:%M}:{answer.headers['date'][-6:-4]} GMT"


def test_commands_of_another_device_are_not_taken(
    kiosk: Kiosk, clock: HandClock, organisation: SoftCard
) -> None:
    statement = kiosk.statement(opening(organisation, clock()), new_id())
    answer = kiosk.post(kiosk.envelope(statement, None, device_id=new_id()))
    assert _problem(answer) == (400, ApiProblem.MALFORMED.value)


def test_a_body_that_is_too_large(kiosk: Kiosk) -> None:
    large = b" " * (1024 * 1024 + 1)
    too_large = (413, ApiProblem.TOO_LARGE.value)
    assert _problem(kiosk.http.post("/v1/commands", content=large)) == too_large
    assert _problem(kiosk.http.post("/v1/enrolments", content=iter([large[:600_000]] * 2))) == too_large
    full = json.dumps({"commands": []}).encode().ljust(1024 * 1024)
    assert kiosk.request("POST", "/v1/commands", full).status_code == 200
