"""The map of personal data is true: every column of both databases stands in it, and nothing else."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from central.store import office_tables
from central.store.tables import metadata as of_central
from kiosk.storage.tables import Base

ROOT = Path(__file__).parent.parent
PRIVACY = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "docs/security.md").read_text(encoding="utf-8")
PLACES = {"kiosk": ("## The kiosk", "## Central"), "central": ("## Central", "## Outside")}
TABLES = {"kiosk": Base.metadata, "central": of_central}
assert office_tables.office.metadata is of_central  # all of central's tables are there
KINDS = {"yes", "no", "pseudonym", "staff"}


def rows(place: str) -> list[list[str]]:
    begin, end = PLACES[place]
    section = PRIVACY.partition(begin)[2].partition(end)[0]
    lines = [line for line in section.splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("place", PLACES)
def test_the_map_knows_every_column(place: str) -> None:
    metadata: sa.MetaData = TABLES[place]
    columns = [f"{one.name}.{column.name}" for one in metadata.tables.values() for column in one.columns]
    told = [name for row in rows(place) for name in re.findall(r"`([^`]+)`", row[0])]
    assert sorted(columns) == sorted(told), "docs/privacy.md: each column once: what, why, how long"


@pytest.mark.parametrize("place", PLACES)
def test_each_row_says_what_why_and_how_long(place: str) -> None:
    assert [row[0] for row in rows(place) if len(row) != 5 or not all(row) or row[2] not in KINDS] == []


def test_every_test_that_the_threat_model_names_exists() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", SECURITY)
    assert len(named) > 30
    assert [f"{file}::{name}" for file, name in named if not is_there(ROOT / file, name)] == []


def is_there(file: Path, name: str) -> bool:
    return file.is_file() and bool(re.search(rf"(def|class) {name}\b", file.read_text(encoding="utf-8")))


def test_every_mitigation_names_its_test() -> None:
    stride = SECURITY.partition("## Threats")[2].partition("\n## ")[0]
    lines = [line for line in stride.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert len(lines) > 15
    assert [line for line in lines if "`tests/" not in line] == []
