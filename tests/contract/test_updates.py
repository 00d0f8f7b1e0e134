"""The document `updates`: which version, from when on, for how many of the kiosks."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.contract.documents import DocumentInvalid
from kiosk.contract.updates import (
    Update,
    due_update,
    is_among,
    is_version,
    read_updates,
    version_order,
    write_updates,
)
from tests.services.counter import START

DEVICE = "01980a5d-ac96-774b-bcce-b302099a8057"


def test_it_comes_back_as_it_was_written() -> None:
    updates = (Update("1.2.0", START, 10), Update("1.10", START, 100))
    assert read_updates(write_updates(updates)) == updates


@pytest.mark.parametrize("version", ["1", "1.2.3.4.5", "1.2-3", "1.2;reboot", "01.2", "1.2 ", "", "1.２"])
def test_what_is_no_version(version: str) -> None:
    assert not is_version(version)
    assert version_order(version) == ()
    with pytest.raises(DocumentInvalid, match=r"updates\.0\.version"):
        read_updates(write_updates([Update(version, START, 10)]))


@pytest.mark.parametrize("share", [0, 101])
def test_a_share_is_one_to_a_hundred(share: int) -> None:
    with pytest.raises(DocumentInvalid, match=r"updates\.0\.share"):
        read_updates(write_updates([Update("1.2.0", START, share)]))


def test_the_newest_that_is_due() -> None:
    soon = START + timedelta(hours=1)
    updates = [Update("1.9.0", START, 100), Update("1.10.0", START, 100), Update("2.0.0", soon, 100)]
    due = due_update(updates, DEVICE, START)
    assert due is not None
    assert due.version == "1.10.0"
    later = due_update(updates, DEVICE, soon)
    assert later is not None
    assert later.version == "2.0.0"
    assert due_update(updates, DEVICE, START - timedelta(seconds=1)) is None


@given(st.uuids().map(str), st.integers(1, 99))
def test_a_larger_share_has_all_of_a_smaller_one(device: str, share: int) -> None:
    assert is_among(100, "1.2.0", device)
    assert not is_among(share, "1.2.0", device) or is_among(share + 1, "1.2.0", device)


def test_a_share_is_about_as_many() -> None:
    among = sum(is_among(10, "1.2.0", f"device {number}") for number in range(10_000))
    assert 900 < among < 1_100


def test_versions_are_numbers() -> None:
    assert version_order("1.2") == version_order("1.2.0") < version_order("1.10")
