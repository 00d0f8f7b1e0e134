import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract import codec
from kiosk.contract.codec import Malformed
from kiosk.domain.commands import Actor, Command, CompleteAssessment, OpenMembership, PlaceOrder
from kiosk.domain.events import Event, OrderPlaced
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.plans import PlanTerms

COMMANDS: tuple[type, ...] = get_args(Command)
EVENTS: tuple[type, ...] = get_args(Event)

SIGNER = HolderId("OU=測試組織及團體憑證管理中心,O=行政院,C=TW", "2.999.886.1")
OPEN = OpenMembership(
    IdentityKind.ORGANISATION_CERTIFICATE,
    "訓練用𠮷祥合作社",
    "12345675",
    "2026-1",
    datetime(2026, 1, 15, 2, 3, 4, tzinfo=UTC),
    SIGNER,
)
TERMS = PlanTerms("plan", "方案", "vendor", "廠商", 6, 60_000)
PLACE = PlaceOrder("20260115100000000001", TERMS, 1, 59_999, SIGNER)
_EXACT = 2**53 - 1
_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=20),
    bool: st.booleans(),
    int: st.integers(-_EXACT, _EXACT),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    type(None): st.none(),
}


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a field's type."""
    inner = get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{field.name: values_of(hints[field.name]) for field in fields(hint)})
    if isinstance(hint, UnionType):
        return st.one_of(*map(values_of, inner))
    if get_origin(hint) is tuple:
        return st.lists(values_of(inner[0]), max_size=6).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(*map(values_of, inner), max_size=6)
    assert issubclass(hint, Enum)
    return st.sampled_from(hint)


def through_json(body: codec.Json) -> codec.Json:
    """`body` as the other side reads it."""
    read: codec.Json = json.loads(codec.canonical(body))
    return read


@pytest.mark.parametrize("kind", COMMANDS)
@given(data=st.data())
def test_a_command_comes_back_as_it_went(kind: type, data: st.DataObject) -> None:
    command = data.draw(values_of(kind))
    body = codec.command_body(command)
    assert "signer" not in body
    signer = getattr(command, "signer", None)
    assert codec.command_from(command.kind, through_json(body), signer) == command


@pytest.mark.parametrize("kind", EVENTS)
@given(data=st.data())
def test_an_event_comes_back_as_it_went(kind: type, data: st.DataObject) -> None:
    event = data.draw(values_of(kind))
    assert codec.event_from(event.kind, through_json(codec.event_body(event))) == event


def test_a_kind_stands_for_one_type() -> None:
    for types in (COMMANDS, EVENTS):
        assert len({each.kind for each in types}) == len(types)  # type: ignore[attr-defined]


def test_the_holder_signs_what_the_holder_asks() -> None:
    for command in COMMANDS:
        assert codec.needs_holder(command.kind) == (command.actor is Actor.HOLDER)  # type: ignore[attr-defined]


def test_canonical_bytes_are_those_of_rfc_8785() -> None:
    value = {"text": "𠮷\u20ac\n", "number": 60_000, "empty": None, "€": [True, 1.0], "\U0001f600": {}}
    assert codec.canonical(value) == (
        '{"empty":null,"number":60000,"text":"𠮷€\\n","€":[true,1],"\U0001f600":{}}'.encode()
    )


@pytest.mark.parametrize("value", [2**53, -(2**53), float("nan"), "\ud800", {"\ud800": 1}, {1: 2}, {1, 2}])
def test_what_has_no_canonical_bytes(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the library's own words
        codec.canonical({"value": value})


def test_a_hash_is_lower_case_hexadecimal() -> None:
    assert codec.sha256(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_unknown_kinds() -> None:
    for call in (
        lambda: codec.command_from("grant_points", {}, None),
        lambda: codec.needs_holder("grant_points"),
        lambda: codec.event_from("points_doubled", {}),
    ):
        with pytest.raises(Malformed, match="unknown kind"):
            call()
    with pytest.raises(Malformed) as caught:
        codec.event_from("x" * 1000, {})
    assert len(str(caught.value)) < 100


def test_what_the_holder_asks_needs_a_signature() -> None:
    with pytest.raises(Malformed, match="without a signature"):
        codec.command_from("place_order", codec.command_body(PLACE), None)


def test_a_body_does_not_say_who_signed() -> None:
    body = {**codec.command_body(PLACE), "signer": {"issuer": "other", "subject": "other"}}
    assert codec.command_from("place_order", body, SIGNER) == PLACE


PLAIN_TERMS = codec.command_body(PLACE)["terms"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"points": "1"}, "points"),
        ({"points": True}, "points"),
        ({"points": 1.5}, "points"),
        ({"points": None}, "points"),
        ({"order_number": 20260115}, "order_number"),
        ({"terms": {**PLAIN_TERMS, "price": "60000"}}, "terms"),
        ({"terms": {**PLAIN_TERMS, "discount": 1}}, "terms"),
        ({"terms": "plan"}, "terms"),
        ({"own": [], "points": {}}, "points, own"),
        ({"gift": "林小明"}, "form"),
        ({"points": 2**60}, "no JSON"),
        ({"order_number": "\ud800"}, "no JSON"),
    ],
)
def test_a_body_is_taken_literally(change: codec.Json, place: str) -> None:
    with pytest.raises(Malformed) as caught:
        codec.command_from("place_order", {**codec.command_body(PLACE), **change}, SIGNER)
    assert str(caught.value) == f"PlaceOrder: {place}"


@pytest.mark.parametrize("name", [field.name for field in fields(PlaceOrder) if field.name != "signer"])
def test_a_body_is_whole(name: str) -> None:
    body = codec.command_body(PLACE)
    del body[name]
    with pytest.raises(Malformed, match=name):
        codec.command_from("place_order", body, SIGNER)


def test_a_time_has_its_zone() -> None:
    body = {**codec.command_body(OPEN), "notice_shown_at": "2026-01-15T10:00:00"}
    with pytest.raises(Malformed, match="OpenMembership: notice_shown_at"):
        codec.command_from("open_membership", body, SIGNER)
    placed = OrderPlaced("1", TERMS, 0, 60_000, OPEN.notice_shown_at, date(2026, 1, 17), "1")
    with pytest.raises(Malformed, match="OrderPlaced: placed_at"):
        codec.event_from("order_placed", {**codec.event_body(placed), "placed_at": "2026-01-15T10:00:00"})


def test_a_malformed_body_is_not_repeated() -> None:
    """Neither values nor keys that somebody else chose come into messages and logs."""
    answers = CompleteAssessment("2026-1", {"林小明": 1})
    body = codec.command_body(replace(answers, answers={"林小明": 1}))
    body["answers"]["林小明"] = "A123456789"
    body["林小明"] = "A123456789"
    with pytest.raises(Malformed) as caught:
        codec.command_from("complete_assessment", body, None)
    assert str(caught.value) == "CompleteAssessment: answers"
    assert caught.value.__cause__ is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), _JSON, max_size=4))
def test_the_short_way_to_canonical_bytes_leads_to_the_same(value: dict[str, Any]) -> None:
    def written(by: Callable[[dict[str, Any]], bytes]) -> bytes | None:
        try:
            return by(value)
        except ValueError:
            return None

    assert written(codec.canonical) == written(rfc8785.dumps)


@pytest.mark.parametrize(
    "value",
    [
        {"\U00010000": 1, "\ue000": 2},  # UTF-16, by which RFC 8785 sorts, has the first before the second
        {"a": "\x00\x1f\x7f\u2028\"\\/\b\f\n\r\té𠊎"},
        {"a": 2**53 - 1, "b": -(2**53) + 1, "c": True, "d": None, "e": [{"é": 1.0, "z": []}]},
        {"a": 1e21, "b": 1e-7, "c": -0.0},
    ],
)
def test_canonical_bytes_are_those_of_the_standard(value: dict[str, Any]) -> None:
    assert codec.canonical(value) == rfc8785.dumps(value)
