"""Bad input, one kind after the other: each its own problem, nothing stored, nothing leaked."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import sqlalchemy as sa

from central.app import Central
from central.store.devices import revoke
from central.store.tables import metadata
from kiosk.contract.api import ApiProblem, Rejection
from kiosk.contract.clock import MAY_BE_OFF
from kiosk.contract.codec import command_body
from kiosk.contract.envelopes import FIRST_IN_CHAIN
from kiosk.contract.request_signature import WINDOW
from kiosk.domain.commands import CancelOrder
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal
from tests.central.conftest import HandClock
from tests.central.kiosk import Kiosk, SoftCard, application, new_id, opening
from tests.central.postgres import both_databases
from tests.central.registered import order, register

NUMBER = "20260302100000000001"
MIB = 1024 * 1024
HOSTILE = [
    "'; DROP TABLE membership; --",
    "<script>alert(1)</script>",
    "\u0000",
    "\u202e",
    "%00",
    "A" * 20_000,
]

# What a command leaves behind that was turned down: the command, its answer for ever, its code to look it up.
_KEPT = {"command", "device", "review", "counter", "doubted_command", "audit", "receipt"}


database = both_databases


def _rows(central: Central) -> dict[str, int]:
    with central.store.database.reading() as connection:
        count = sa.func.count()
        return {
            table.name: connection.scalar(sa.select(count).select_from(table)) or 0
            for table in metadata.sorted_tables
        }


def _without(rows: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in rows.items() if name not in _KEPT}


def _problem(answer: httpx2.Response) -> ApiProblem:
    """A whole problem of RFC 9457, and nothing beside it."""
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert told.keys() == {"type", "title", "status", "code"}
    assert told["status"] == answer.status_code < 500
    assert told["type"] == f"/problems/{told['code']}"
    return ApiProblem(told["code"])


def _encoded(encoding: str) -> dict[str, Any]:
    return {"Content-Encoding": encoding}


def test_requests_that_are_refused_whole(kiosk: Kiosk, central: Central, clock: HandClock) -> None:
    body = b'{"commands":[]}'
    signed = dict(kiosk.request("POST", "/v1/commands", body).request.headers)
    before = _rows(central)

    def post(content: bytes, headers: dict[str, str] | None = None) -> ApiProblem:
        return _problem(kiosk.http.post("/v1/commands", content=content, headers=headers))

    seen = [
        post(body),
        post(body + b" ", {name: value for name, value in signed.items() if name != "content-length"}),
        _problem(kiosk.request("POST", "/v1/commands", b'{"commands":')),
        _problem(kiosk.request("POST", "/v1/commands", b'{"commands":[{}]}')),
        _problem(kiosk.request("POST", "/v1/commands", b" " * (MIB + 1))),
        _problem(kiosk.request("POST", "/v1/commands", body, **_encoded("gzip"))),
        _problem(kiosk.request("POST", "/v2/commands", body)),
        _problem(kiosk.request("POST", "/v1/command", body)),
        _problem(kiosk.request("PUT", "/v1/commands", body)),
        _problem(kiosk.request("GET", "/v1/events", at=clock() + WINDOW + timedelta(seconds=9))),
    ]
    kiosk.device_id, device = new_id(), kiosk.device_id
    seen.append(_problem(kiosk.request("GET", "/v1/events")))
    kiosk.device_id = device
    clock.move(seconds=WINDOW.total_seconds() + 9)
    seen.append(post(body, signed))  # the very same again, after its window
    assert seen == [
        ApiProblem.UNSIGNED,
        ApiProblem.SIGNATURE_WRONG,
        ApiProblem.NOT_JSON,
        ApiProblem.MALFORMED,
        ApiProblem.TOO_LARGE,
        ApiProblem.ENCODING_UNKNOWN,
        ApiProblem.VERSION_UNKNOWN,
        ApiProblem.NOTHING_HERE,
        ApiProblem.METHOD_UNKNOWN,
        ApiProblem.CLOCK_AHEAD,
        ApiProblem.DEVICE_UNKNOWN,
        ApiProblem.REQUEST_TOO_OLD,
    ]
    assert _rows(central) == before


def test_a_zip_bomb_is_not_unpacked(kiosk: Kiosk) -> None:
    bomb = gzip.compress(gzip.compress(bytes(64 * MIB)))
    assert len(bomb) < 1000
    for encoding in ("gzip", "GZIP, gzip", "br", "deflate", "x"):
        answer = kiosk.request("POST", "/v1/commands", bomb, **_encoded(encoding))
        assert _problem(answer) is ApiProblem.ENCODING_UNKNOWN
        sent = kiosk.http.post("/v1/enrolments", content=bomb, headers={"Content-Encoding": encoding})
        assert _problem(sent) is ApiProblem.ENCODING_UNKNOWN
    plain = kiosk.request("POST", "/v1/commands", b'{"commands":[]}', **_encoded("identity"))
    assert plain.is_success


def test_a_revoked_device_is_told_so(kiosk: Kiosk, central: Central, organisation: SoftCard) -> None:
    envelope = kiosk.command(opening(organisation, central.clock()), new_id(), organisation)
    with central.store.database.writing() as connection:
        assert revoke(connection, kiosk.device_id, central.clock())
        assert not revoke(connection, kiosk.device_id, central.clock())
        assert not revoke(connection, new_id(), central.clock())
    before = _rows(central)
    for answer in (kiosk.post(envelope), kiosk.request("GET", "/v1/events"), kiosk.ask_code(new_id())):
        assert _problem(answer) is ApiProblem.DEVICE_REVOKED
    assert _rows(central) == before


def test_commands_that_are_turned_down(  # noqa: PLR0917
    kiosk: Kiosk,
    central: Central,
    organisation: SoftCard,
    citizen: SoftCard,
    cards: Path,
    programme: Programme,
    clock: HandClock,
) -> None:
    member = register(central, organisation, programme)
    order(central, member, organisation, programme, NUMBER)
    impostor = SoftCard(cards / "cards" / "impostor")
    opened = kiosk.statement(opening(citizen, clock(), ubn="04595257"), new_id())
    before = _without(_rows(central))

    def sent(command: Any, card: SoftCard | None, **changes: Any) -> str:
        ((status, code),) = kiosk.send(
            kiosk.command(command, changes.pop("member", new_id()), card, **changes)
        )
        assert status in {"refused", "rejected"}
        return code

    new = opening(citizen, clock(), ubn="04595257")
    unsigned = kiosk.send(kiosk.envelope(opened, None))[0][1]
    others_bytes = kiosk.statement(new, new_id())
    forged = kiosk.send(kiosk.envelope(others_bytes, citizen.sign(opened.canonical_bytes())))[0][1]
    assert [
        unsigned,
        forged,
        sent(new, citizen, kind="no_such_kind"),
        sent(new, citizen, at=clock() + MAY_BE_OFF + timedelta(seconds=9)),
        sent(CancelOrder(NUMBER, citizen.holder), citizen, member=member),
        sent(opening(impostor, clock(), ubn="04595257"), impostor),
        sent(new, citizen, body=command_body(new) | {"cooperative_name": "a\u0000b"}),
    ] == [
        Rejection.SIGNATURE_MISSING,
        Rejection.SIGNATURE_INVALID,
        Rejection.KIND_UNKNOWN,
        Rejection.CLOCK_AHEAD,
        Refusal.NOT_THE_HOLDER.value,
        Rejection.ISSUER_UNKNOWN,
        Rejection.MALFORMED,
    ]
    assert _without(_rows(central)) == before


def test_clocks_at_the_ends_of_the_calendar(
    kiosk: Kiosk, central: Central, organisation: SoftCard, programme: Programme
) -> None:
    """What lies beyond its first and its last year is no moment; what is just within, a slip of a clock."""
    member = register(central, organisation, programme, approved=False)

    def sent(moment: str) -> httpx2.Response:
        envelope = kiosk.command(application(), member).model_dump(mode="json")
        envelope["statement"]["issued_at"] = moment
        return kiosk.request("POST", "/v1/commands", json.dumps({"commands": [envelope]}).encode())

    for moment in ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"):
        assert _problem(sent(moment)) is ApiProblem.MALFORMED
    kiosk.seq, kiosk.previous = 0, FIRST_IN_CHAIN
    (early,) = kiosk.send(kiosk.command(application(), member, at=datetime(2, 1, 1, tzinfo=UTC)))
    (late,) = kiosk.send(kiosk.command(application(), member, at=datetime(9998, 12, 31, tzinfo=UTC)))
    assert (early, late) == (("accepted", ""), ("rejected", Rejection.CLOCK_AHEAD.value))


def test_hostile_texts_where_texts_go(
    kiosk: Kiosk, central: Central, organisation: SoftCard, clock: HandClock
) -> None:
    """SQL, HTML and what databases and terminals choke on: taken as the text that it is, or turned down."""
    for text in HOSTILE:
        for name in ("cooperative_name", "ubn", "notice_version", "identity"):
            body = command_body(opening(organisation, clock())) | {name: text}
            statement = kiosk.statement(opening(organisation, clock()), new_id(), body=body)
            answer = kiosk.post(kiosk.envelope(statement, organisation.sign(statement.canonical_bytes())))
            assert answer.status_code == 200, (text[:20], name, answer.text)
        for name in ("contact_name", "email", "phone"):
            body = command_body(application()) | {name: text}
            answer = kiosk.post(kiosk.command(application(), new_id(), body=body))
            assert answer.status_code == 200, (text[:20], name, answer.text)
        quoted = httpx2.URL("/", params={"x": text}).query.decode()[2:]
        for path in (
            f"/v1/memberships/{quoted}/email-codes",
            f"/v1/fido/tickets/{quoted}",
            f"/v1/events?after={quoted}",
        ):
            answer = kiosk.request("POST" if "email" in path else "GET", path)
            assert 400 <= answer.status_code < 500, (path[:60], answer.text)
        for path in (f"/receipts/{quoted}", f"/problems/{quoted}", f"/v1/documents/{quoted}"):
            answer = kiosk.request("GET", path)
            assert 400 <= answer.status_code < 500
            assert "<script>" not in answer.text
        for changes in ({"code": text}, {"database_id": text}, {"public_key": text}):
            wrong = kiosk.enrolment("AAAA-BBBB-CCCC-DDDD") | changes
            assert 400 <= kiosk.http.post("/v1/enrolments", json=wrong).status_code < 500
    with central.store.database.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM membership").scalar() == 1


def test_no_two_problems_look_alike(kiosk: Kiosk) -> None:
    document = kiosk.http.get("/openapi.json").json()
    types = {
        json.dumps(example["value"]["type"]): example["value"]["title"]
        for path in document["paths"].values()
        for one in path.values()
        for response in one["responses"].values()
        for content in response.get("content", {}).values()
        for example in content.get("examples", {}).values()
    }
    assert len(set(types.values())) == len(types)
