"""The other copy of a counter's audit log: what it has told once stays as it was."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central.app import Central
from central.audit import entries
from central.store.audit_copies import lines_of
from kiosk.contract.audit import APPLICATION, AuditEvent, AuditLine, SignedLine, sign_line
from kiosk.contract.envelopes import FIRST_IN_CHAIN
from tests.central.kiosk import Kiosk
from tests.central.postgres import both_databases

database = both_databases


def line(device: str, key: Ed25519PrivateKey, seq: int, previous: str, what: str = "card") -> SignedLine:
    event = AuditEvent.READ
    told = AuditLine(
        appid=APPLICATION, seq=seq, datetime=datetime(2026, 3, 2, tzinfo=UTC), device=device, who="counter",
        event=event, level=event.level, membership=None, what=what, details={}, previous=previous,
    )  # fmt: skip
    return SignedLine(seq, told.text(), sign_line(told.text(), key))


def log(kiosk: Kiosk, first: int, last: int, previous: str = FIRST_IN_CHAIN) -> list[SignedLine]:
    lines: list[SignedLine] = []
    for seq in range(first, last + 1):
        lines.append(line(kiosk.device_id, kiosk.key, seq, lines[-1].hash if lines else previous))
    return lines


def send(kiosk: Kiosk, lines: list[SignedLine]) -> httpx2.Response:
    body = {"lines": [{"line": one.text, "signature": one.signature} for one in lines]}
    return kiosk.request("POST", "/v1/audit", json.dumps(body).encode())


def code(answer: httpx2.Response) -> Any:
    return answer.json()["code"]


def kept(central: Central, kiosk: Kiosk) -> list[SignedLine]:
    with central.store.database.reading() as connection:
        return list(lines_of(connection, kiosk.device_id))


def test_lines_are_kept_byte_for_byte_and_taken_once(kiosk: Kiosk, central: Central) -> None:
    lines = log(kiosk, 1, 5)
    assert send(kiosk, lines[:3]).json() == {"seq": 3, "hash": lines[2].hash}
    for part in (lines[:3], lines[1:], lines[1:]):
        assert send(kiosk, part).status_code == 200
    assert kept(central, kiosk) == lines


def test_each_device_has_its_own_which_may_begin_anywhere(
    kiosk: Kiosk, new_kiosk: Callable[..., Kiosk], central: Central
) -> None:
    """Enrolled anew it goes on in its log, whose lines of before another key has signed."""
    again = new_kiosk()
    before = line("of before", Ed25519PrivateKey.generate(), 7, "0" * 64)
    lines = [before, *log(again, 8, 9, before.hash)]
    assert send(again, lines).json()["seq"] == 9
    assert send(kiosk, log(kiosk, 1, 2)).json()["seq"] == 2
    assert (kept(central, again), len(kept(central, kiosk))) == (lines, 2)


@pytest.mark.parametrize("case", ["gap", "other", "chain", "order"])
def test_what_does_not_follow_is_refused_and_told(kiosk: Kiosk, central: Central, case: str) -> None:
    lines = log(kiosk, 1, 3)
    assert send(kiosk, lines).status_code == 200
    others = {
        "gap": log(kiosk, 5, 6, lines[-1].hash),
        "other": [line(kiosk.device_id, kiosk.key, 3, lines[1].hash, "no card")],
        "chain": log(kiosk, 4, 4, "0" * 64),
        "order": log(kiosk, 4, 6, lines[-1].hash)[::-1],
    }
    answer = send(kiosk, others[case])
    assert (answer.status_code, code(answer)) == (409, "K-API-65")
    assert kept(central, kiosk) == lines
    with central.store.database.reading() as connection:
        assert entries(connection, most=1)[0].act == "audit_forked"


def test_what_the_device_did_not_sign_is_malformed(kiosk: Kiosk, central: Central) -> None:
    forged = line(kiosk.device_id, Ed25519PrivateKey.generate(), 1, FIRST_IN_CHAIN)
    assert code(send(kiosk, [forged])) == "K-API-01"
    assert code(send(kiosk, [SignedLine(1, "no line", forged.signature)])) == "K-API-01"
    assert kept(central, kiosk) == []
