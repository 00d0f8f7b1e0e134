"""A founding case as JSON: everything optional, nothing taken that is not meant."""

import json
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.codec import Malformed
from kiosk.contract.founding_case import founding_case
from kiosk.domain.founding.case import Attendance, Boards, Business, Case, Founder, Liability, Member, Step

NO_DAY = "not a day that exists (YYYY-MM-DD)"


def test_a_case_is_read() -> None:
    content = """{
        "founders": [{"name": "訓練用甲", "id_number": "A123456789", "birth_date": "1980-01-01"}],
        "members": [{"name": "訓練用甲", "shares": 10, "paid_in": 250}],
        "liability": "limited", "main_business": "consumption", "other_businesses": ["supply", "supply"],
        "area": ["臺北市"], "share_value": 100, "boards": {"directors": 9}, "attendance": {"present": 8},
        "days": {"founding_meeting": "2026-03-02"}, "articles": [1, 2, 2], "register": [3]
    }"""
    assert founding_case(content.encode()) == Case(
        founders=(Founder("訓練用甲", "A123456789", date(1980, 1, 1)),),
        members=(Member("訓練用甲", None, None, 10, 250),),
        liability=Liability.LIMITED,
        main_business=Business.CONSUMPTION,
        other_businesses=frozenset({Business.SUPPLY}),
        area=("臺北市",),
        share_value=100,
        boards=Boards(directors=9),
        attendance=Attendance(present=8),
        days={Step.FOUNDING_MEETING: date(2026, 3, 2)},
        articles=frozenset({1, 2}),
        register=frozenset({3}),
    )


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b"\xef\xbb\xbf{}",
        b'{"name": null, "liability": null, "share_value": null, "boards": {}, "days": {}}',
    ],
)
def test_everything_may_be_missing(content: bytes) -> None:
    assert founding_case(content) == Case()


def test_values_that_are_not_there_yet() -> None:
    case = founding_case(b'{"days": {"approval": null}, "founders": [{"birth_date": null}, {}]}')
    assert case.day(Step.APPROVAL) is None
    assert case.founders == (Founder(), Founder())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"founders": [{}, {"birth_date": "2026-02-30"}]}', f"founders[1].birth_date: {NO_DAY}"),
        ('{"members": [{"birth_date": "0"}]}', f"members[0].birth_date: {NO_DAY}"),
        ('{"days": {"approval": "20260101"}}', f"days.approval: {NO_DAY}"),
        ('{"days": {"approval": "2026-1-1"}}', f"days.approval: {NO_DAY}"),
        ('{"days": {"approval": "2026-01-01T00:00:00"}}', f"days.approval: {NO_DAY}"),
        ('{"days": {"approval": 20260101}}', f"days.approval: {NO_DAY}"),
        ('{"days": []}', "days: not an object"),
        ('{"found": []}', "found: not a known key"),
        ('{"boards": {"chairs": 1}}', "boards.chairs: not a known key"),
        ('{"a\\nb": 1}', '"a\\nb": not a known key'),
        ('{"share_value": 99.5}', "share_value: not a whole number"),
        ('{"share_value": "99"}', "share_value: not a whole number"),
        ('{"share_value": true}', "share_value: not a whole number"),
        ('{"articles": [1, "2"]}', "articles[1]: not a whole number"),
        ('{"articles": 16}', "articles: not a list"),
        ('{"area": "臺北市"}', "area: not a list"),
        ('{"founders": ["A123456789"]}', "founders[0]: not an object"),
        ('{"name": 7}', "name: not a text"),
        ('{"name": "\\ud800"}', "the case: not JSON"),
        ('{"liability": "full"}', "liability: not one of 'limited', 'guaranteed' or 'unlimited'"),
        ("[]", "the case: not an object"),
        ('{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 1, "g": 1}',
         "; ".join(f"{key}: not a known key" for key in "abcde") + "; and 2 more"),
        ('{"name": "a", "name": "b"}', "the same key twice in one object: name"),
        ('{"share_value": NaN}', "NaN is no number of JSON"),
        ("", "not JSON: line 1, column 1"),
        ('{"name":\n}', "not JSON: line 2, column 1"),
        ("[" * 100_000, "not JSON that can be read: nested too deeply, or a number too long"),
        ('{"share_value": ' + "9" * 5000 + "}",
         "not JSON that can be read: nested too deeply, or a number too long"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_by_its_place(content: str, said: str) -> None:
    with pytest.raises(Malformed) as caught:
        founding_case(content.encode())
    assert str(caught.value) == said


def test_an_unknown_step_is_told_with_those_that_are_known() -> None:
    with pytest.raises(Malformed, match=r"^days\.party: not one of 'application', .* or 'business_start'$"):
        founding_case(b'{"days": {"party": "2026-01-01"}}')


def test_what_is_not_utf_8_is_told() -> None:
    with pytest.raises(Malformed, match="not UTF-8"):
        founding_case("{}".encode("utf-16"))


KEYS = st.sampled_from([*(field.name for field in fields(Case)), "birth_date", "approval"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=12,
)


@given(JSON.map(json.dumps).map(str.encode) | st.binary())
def test_any_content_is_a_case_or_malformed_in_one_line(content: bytes) -> None:
    try:
        said = repr(founding_case(content))
    except Malformed as malformed:
        said = str(malformed)
    assert len(said.splitlines()) == 1
