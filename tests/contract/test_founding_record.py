from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.contract.codec import Malformed
from kiosk.contract.documents import DocumentInvalid, read_founding
from kiosk.contract.founding_guide import read_guide
from kiosk.contract.founding_record import (
    LARGEST_COMMAND,
    changed_parts,
    founding_body,
    founding_command,
    packed,
    record_from,
    record_json,
    record_of,
    record_parts,
)
from kiosk.domain.founding.keeping import DropFoundingCase, KeepFoundingCase, merged
from kiosk.domain.founding.record import Record
from tests.domain.founding_case import READY
from tests.domain.test_founding_record import WHOLE

RESOURCES = Path(__file__).parents[2] / "resources"


@pytest.mark.parametrize("record", [Record(), WHOLE])
def test_a_record_comes_back_as_it_was(record: Record) -> None:
    assert record_from(record_json(record)) == record


@pytest.mark.parametrize("text", ["", "[]", '{"case": {"founders": 1, "name": "林曉明"}}'])
def test_what_is_no_record_is_told_without_its_words(text: str) -> None:
    with pytest.raises(Malformed) as raised:
        record_from(text)
    assert "林曉明" not in str(raised.value)


def test_the_guide_as_it_is_delivered() -> None:
    guide = read_guide(RESOURCES)
    assert guide.telephones == ("(02)2365-5603", "(02)2365-5604")
    assert len(guide.questions) == len(read_founding(RESOURCES).articles) == 16
    for part in guide.parts:
        assert (RESOURCES / "icons" / f"{part.icon}.svg").exists()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('part = "authority"', 'part = "organise"'),
        ('part = "authority"', 'part = "nowhere"'),
        ("[deadlines.chairs_by]", "[deadlines.chairs]"),
        ("portal =", "portal"),
    ],
)
def test_a_guide_that_is_none(tmp_path: Path, before: str, after: str) -> None:
    text = (RESOURCES / "founding_guide.toml").read_text(encoding="utf-8")
    (tmp_path / "founding_guide.toml").write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(DocumentInvalid, match=r"founding_guide\.toml"):
        read_guide(tmp_path)


def test_a_guide_without_every_deadline(tmp_path: Path) -> None:
    text = (RESOURCES / "founding_guide.toml").read_text(encoding="utf-8")
    cut = text[: text.index("[deadlines.business_by]")] + text[text.index("[[parts]]") :]
    (tmp_path / "founding_guide.toml").write_text(cut, encoding="utf-8")
    with pytest.raises(DocumentInvalid, match="deadlines"):
        read_guide(tmp_path)


BIG = replace(WHOLE, case=replace(READY, members=READY.members * 150))


@pytest.mark.parametrize("record", [Record(), WHOLE, BIG])
def test_parts_make_the_record_again(record: Record) -> None:
    assert record_of(record_parts(record)) == record


def test_what_is_sent_is_what_changed() -> None:
    after = replace(BIG, address="別處", case=replace(BIG.case, members=BIG.case.members[:1]))
    changed = changed_parts(BIG, after)
    assert changed.keys() == {"address", "case.members.0000", "case.members.0001", "case.members.0002"}
    assert record_of(merged(record_parts(BIG), changed)) == after
    assert changed_parts(BIG, BIG) == {}


def test_a_command_stays_small_and_nothing_is_left_out() -> None:
    parts = record_parts(replace(WHOLE, case=replace(READY, members=READY.members * 500)))
    packs = list(packed(parts))
    assert len(packs) > 1
    assert {name: text for pack in packs for name, text in pack.items()} == parts
    assert all(sum(len(text.encode()) for text in pack.values()) <= LARGEST_COMMAND for pack in packs)
    assert list(packed({})) == []


def test_commands_come_back_as_they_were() -> None:
    for command in (KeepFoundingCase("0" * 64, {"address": '"甲"'}), DropFoundingCase()):
        assert founding_command(command.kind, founding_body(command)) == command


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (DropFoundingCase.kind, {"more": 1}),
        (KeepFoundingCase.kind, {}),
        (KeepFoundingCase.kind, {"code_hash": "0", "parts": {"a": 1}}),
        (KeepFoundingCase.kind, {"code_hash": "0", "parts": {}, "more": ""}),
    ],
)
def test_what_is_no_command(kind: str, body: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        founding_command(kind, body)


@pytest.mark.parametrize(
    "parts",
    [
        {"address": "no JSON"},
        {"case.members.0000": "1"},
        {"case.members.0000": '["x"]'},
        {"nothing": "1"},
        {"case.nothing": "1"},
        {"address": "1"},
        {"plan": "[" * 100_000},
    ],
)
def test_parts_that_make_no_record(parts: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        record_of(parts)
