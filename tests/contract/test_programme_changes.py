"""Pauses, budget and the calendar's exceptions as documents of their own."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.documents import DocumentInvalid, parse_programme, read_programme
from kiosk.contract.programme_changes import (
    Limits,
    limits_document,
    parse_limits,
    require_kept_versions,
)
from kiosk.domain.programme import Pause
from tests.contract.test_documents import FILES, RESOURCES

PROGRAMME = read_programme(RESOURCES)


def test_the_same_bytes_make_the_same_programme() -> None:
    contents = {name.removesuffix(".toml"): (RESOURCES / name).read_bytes() for name in FILES}
    assert parse_programme(contents) == PROGRAMME


@given(
    st.lists(st.tuples(st.dates(), st.integers(0, 100)), max_size=3),
    st.none() | st.integers(0, 10**9),
    st.integers(0, 10**9),
)
def test_limits_are_read_as_they_were_written(
    spans: list[tuple[date, int]], budget: int | None, out: int
) -> None:
    pauses = tuple(
        Pause(first, date.fromordinal(min(first.toordinal() + days, date.max.toordinal())))
        for first, days in spans
    )
    limits = Limits(pauses, budget, out)
    assert parse_limits(limits_document(limits)) == limits
    within = limits.of(PROGRAMME)
    assert (within.pauses, within.budget, within.points_out) == (pauses, budget, out)
    assert replace(within, pauses=PROGRAMME.pauses, budget=None, points_out=0) == PROGRAMME


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"{", "unreadable"),
        (b'{"pauses": [], "budget": null, "points_out": 0, "extra": 1}', "extra"),
        (b'{"pauses": [], "budget": -1, "points_out": 0}', "budget: less than 0"),
        (
            b'{"pauses":[{"first_day":"2026-05-02","last_day":"2026-05-01"}],"budget":null,"points_out":0}',
            "last_day: before",
        ),
    ],
)
def test_limits_that_cannot_be(content: bytes, place: str) -> None:
    with pytest.raises(DocumentInvalid, match=f"limits: .*{place}"):
        parse_limits(content)


def test_a_version_that_orders_were_made_under_may_not_go() -> None:
    other = replace(PROGRAMME, versions=(replace(PROGRAMME.versions[0], version="other"),))
    both = replace(PROGRAMME, versions=(*PROGRAMME.versions, other.versions[0]))
    require_kept_versions(both, PROGRAMME)
    with pytest.raises(DocumentInvalid, match="version 2023-1 is gone"):
        require_kept_versions(other, PROGRAMME)
