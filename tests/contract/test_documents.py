from pathlib import Path

import pytest

from kiosk.contract.documents import DocumentInvalid, read_programme

RESOURCES = Path(__file__).parents[2] / "resources"
FILES = ("programme.toml", "catalogue.toml", "questionnaire.toml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_bytes((RESOURCES / name).read_bytes())
    return tmp_path


def change(file: Path, what: str, instead: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert what in text
    file.write_text(text.replace(what, instead, 1), encoding="utf-8")


def test_the_programme_is_read(folder: Path) -> None:
    programme = read_programme(folder)
    assert programme.versions[0].grant == 30_000
    assert programme.plans["management-inventory"].terms.price == 60_000
    assert programme.questionnaire.version == "2026-1"


def test_days_that_the_printed_calendar_does_not_know(folder: Path) -> None:
    change(folder / "programme.toml", "closed = []", "closed = [2026-03-02]")
    change(folder / "programme.toml", "opened = []", "opened = [2026-03-07]")
    calendar = read_programme(folder).calendar
    assert [day.day for day in calendar.closed] == [2]
    assert [day.day for day in calendar.opened] == [7]


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(DocumentInvalid, match=name):
        read_programme(folder)


@pytest.mark.parametrize("content", [b"grant = ", b"\xff\xfe", b"= 1"])
def test_a_file_that_is_no_toml_is_named(folder: Path, content: bytes) -> None:
    (folder / "catalogue.toml").write_bytes(content)
    with pytest.raises(DocumentInvalid, match=r"catalogue\.toml: "):
        read_programme(folder)


@pytest.mark.parametrize(
    ("name", "what", "instead", "place"),
    [
        ("programme.toml", "grant = 30000", 'grant = "many"', "figures.0.grant"),
        ("programme.toml", "holds_from = 2023-01-01", "", "figures.0.holds_from"),
        ("programme.toml", "closed = []", "closed = [1]", "closed.0"),
        ("catalogue.toml", 'category = "marketing"', 'category = "other"', "plans.0.category"),
        ("catalogue.toml", "price = 48000", "price = 480.5", "plans.0.terms.price"),
        ("questionnaire.toml", 'name_en = "Daily operations"', "", "themes.0.name_en"),
    ],
)
def test_a_wrong_value_is_named_by_its_place(
    folder: Path, name: str, what: str, instead: str, place: str
) -> None:
    change(folder / name, what, instead)
    with pytest.raises(DocumentInvalid) as caught:
        read_programme(folder)
    assert str(caught.value) == f"{name}: {place}"
