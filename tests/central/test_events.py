"""Events: each office's own, in order, none skipped."""

from collections.abc import Callable

import pytest

from kiosk.contract.envelopes import EventEnvelope
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening
from tests.central.postgres import both_databases

database = both_databases


def test_the_cursor_goes_through_everything_once(
    new_kiosk: Callable[..., Kiosk], organisation: SoftCard, citizen: SoftCard, clock: HandClock
) -> None:
    north, south = new_kiosk(), new_kiosk("訓練用南區服務據點")
    one, two = new_id(), new_id()
    north.send(north.command(opening(organisation, clock()), one, organisation))
    south.send(south.command(opening(citizen, clock(), ubn="04595257"), two, citizen))
    north.send(*(north.command(application(f"a{number}@coop.example"), one) for number in range(4)))

    seen, cursor, more = [], "", True
    while more:
        page = north.events(cursor, limit=2)
        assert len(page["events"]) <= 2
        seen += [EventEnvelope(**event) for event in page["events"]]
        cursor, more = page["cursor"], page["more"]
    assert [event.membership_seq for event in seen] == [1, 2, 3, 4, 5]
    assert {event.membership_id for event in seen} == {one}
    nothing_new = north.events(cursor)
    assert (nothing_new["events"], nothing_new["cursor"], nothing_new["more"]) == ([], cursor, False)
    assert [event["membership_id"] for event in south.events()["events"]] == [two]


@pytest.mark.parametrize(
    "query", ["after=x", "after=-1", f"after={10**30}", "limit=0", "limit=501", "limit=x"]
)
def test_a_cursor_that_central_never_gave(kiosk: Kiosk, query: str) -> None:
    answer = kiosk.request("GET", f"/v1/events?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "K-API-01")


def test_one_membership_alone_is_given_out_to_its_own_office(
    new_kiosk: Callable[..., Kiosk], organisation: SoftCard, citizen: SoftCard, clock: HandClock
) -> None:
    north, south = new_kiosk(), new_kiosk("訓練用南區服務據點")
    one, two = new_id(), new_id()
    north.send(north.command(opening(organisation, clock()), one, organisation))
    north.send(north.command(opening(citizen, clock(), ubn="04595257"), two, citizen))
    north.send(*(north.command(application(f"a{number}@coop.example"), one) for number in range(4)))

    seen, cursor, more = [], "", True
    while more:
        page = north.request("GET", f"/v1/events?membership_id={one}&after={cursor}&limit=2").json()
        seen += [(event["membership_id"], event["membership_seq"]) for event in page["events"]]
        cursor, more = page["cursor"], page["more"]
    assert seen == [(one, number) for number in (1, 2, 3, 4, 5)]
    assert south.request("GET", f"/v1/events?membership_id={one}").json()["events"] == []
    assert north.request("GET", "/v1/events?membership_id=nobody").status_code == 400
