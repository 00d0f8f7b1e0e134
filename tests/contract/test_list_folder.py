import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.contract.certificates import load_certificate
from kiosk.contract.list_folder import ListFolder
from kiosk.contract.revocation import RevocationLists
from tests.contract.certification import Authority
from tests.contract.revocation_lists import entry, revocation_list

MADE = datetime(2026, 1, 20, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEXT = MADE + timedelta(days=1)


@pytest.fixture(scope="module")
def moica() -> Authority:
    return Authority("測試內政部憑證管理中心")


@pytest.fixture
def lists(moica: Authority) -> RevocationLists:
    return RevocationLists([load_certificate(moica.der)])


def test_lists_are_taken_as_they_appear_and_change(
    tmp_path: Path, moica: Authority, lists: RevocationLists
) -> None:
    (name,) = lists.names()
    folder = ListFolder(tmp_path / "lists", lists)
    assert folder.look() == ()  # there is no such folder yet
    (tmp_path / "lists").mkdir()
    file = tmp_path / "lists" / "of any name.crl"
    file.write_bytes(revocation_list(moica, [], MADE, NEXT))
    assert folder.look() == ()
    first = lists.held(name)
    assert first is not None
    folder.look()
    assert lists.held(name) is first  # it is read once
    file.write_bytes(revocation_list(moica, [entry(7, MADE)], MADE + HOUR, NEXT))
    folder.look()
    second = lists.held(name)
    assert second is not None
    assert second.as_of == MADE + HOUR


def test_a_list_that_cannot_be_taken_is_told_once(
    tmp_path: Path, moica: Authority, lists: RevocationLists
) -> None:
    good = revocation_list(moica, [], MADE, NEXT)
    (tmp_path / "a.crl").write_bytes(good)
    (tmp_path / "b.crl").write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    (tmp_path / "c.crl").mkdir()
    (tmp_path / "readme.txt").write_bytes(b"no list")
    folder = ListFolder(tmp_path, lists)
    told = folder.look()
    assert told == ("b.crl: wrongly signed", f"c.crl: {os.strerror(21)}")
    assert folder.look() == ()
    assert lists.held(lists.names()[0]) is not None


def test_a_kept_list_is_there_the_next_time(tmp_path: Path, moica: Authority, lists: RevocationLists) -> None:
    held = lists.put(revocation_list(moica, [], MADE, NEXT))
    ListFolder(tmp_path / "data" / "lists", lists).keep(held)
    assert [path.name for path in (tmp_path / "data" / "lists").iterdir()] == [f"{held.authority}.crl"]
    again = RevocationLists([load_certificate(moica.der)])
    assert ListFolder(tmp_path / "data" / "lists", again).look() == ()
    found = again.held(held.authority)
    assert found is not None
    assert found.der == held.der
