from pathlib import Path

import pytest

from kiosk.contract.codec import Malformed
from kiosk.contract.documents import DocumentInvalid, read_founding
from kiosk.contract.founding_guide import read_guide
from kiosk.contract.founding_record import record_from, record_json
from kiosk.domain.founding.record import Record
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
