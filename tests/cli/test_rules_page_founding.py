"""The founding section of docs/rules.md says what the data and the rules say."""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from kiosk.cli.rules_page_founding import EXAMPLE, founding_section
from kiosk.contract.founding_case import founding_case
from kiosk.domain.founding.case import Attendance, Boards, Business, Case, Founder, Liability, Member, Step
from kiosk.domain.founding.findings import What

RESOURCES = Path(__file__).parents[2] / "resources"
SECTION = founding_section(RESOURCES)


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (Case, EXAMPLE),
        (Founder, EXAMPLE["founders"][0]),
        (Member, EXAMPLE["members"][0]),
        (Boards, EXAMPLE["boards"]),
        (Attendance, EXAMPLE["attendance"]),
    ],
)
def test_the_example_can_be_read_and_names_all_keys(kind: type, keys: dict[str, object]) -> None:
    founding_case(json.dumps(EXAMPLE).encode())
    assert set(keys) == {field.name for field in fields(kind)}


@pytest.mark.parametrize("name", [*Step, *Liability, *Business, *What])
def test_every_name_is_on_the_page(name: str) -> None:
    assert f"`{name}`" in SECTION


@pytest.mark.parametrize(
    "line",
    [
        "| `founders_at_least` | 7 | people that a cooperative needs [L: 合作社法 §8] |",
        "| `area_missing` | missing | 合作社法施行細則 §3 | 尚未填寫組織區域 | No area entered |",
        "| 7 | 社員之保證金額 | members' guarantee | guaranteed |",
        "| 16 | 其他處理社務事宜 | other matters of the cooperative's affairs | always |",
        "| 13 | 解散事由（有定者） | grounds of dissolution, if any are set | if any |",
    ],
)
def test_the_data_is_on_the_page(line: str) -> None:
    assert line in SECTION.splitlines()


def test_the_article_of_a_fine_is_on_the_page() -> None:
    assert "| `registration_late` | broken | 合作社法 §9; fine: 合作社法 §73-1 |" in SECTION
