"""The part of docs/rules.md on founding a cooperative: the case file, the figures, what a check can find."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk.contract.documents import read_founding
from kiosk.domain.founding.case import Business, Liability, Step
from kiosk.domain.founding.findings import What
from kiosk.domain.founding.rules import FoundingRules, Item
from kiosk.domain.founding.steps import Deadlines

EXAMPLE: dict[str, Any] = {
    "founders": [{"name": "訓練用甲", "id_number": "A123456789", "birth_date": "1980-01-01"}],
    "name": "有限責任訓練用消費合作社",
    "liability": "limited",
    "main_business": "consumption",
    "other_businesses": ["supply"],
    "area": ["臺北市"],
    "share_value": 100,
    "members": [
        {
            "name": "訓練用甲",
            "id_number": "A123456789",
            "birth_date": "1980-01-01",
            "shares": 10,
            "paid_in": 250,
        }
    ],
    "boards": {
        "directors": 9,
        "supervisors": 3,
        "alternate_directors": 3,
        "alternate_supervisors": 1,
        "director_years": 3,
        "supervisor_years": 3,
    },
    "attendance": {"members": 20, "present": 15, "agreed": 12},
    "days": {"application": "2026-01-05", "founding_meeting": "2026-03-02"},
    "articles": [1, 2, 3, 4],
    "register": [1, 2, 3],
}
"""A case with all its keys, not finished; its people are invented."""

_HEAD = """\
Written from [resources/founding.toml](../resources/founding.toml). A case is a JSON file; every key may be
left out while the case is not finished, and a key that is not known is an error.

    kiosk rules founding CASE.json --on 2026-04-15 --json

answers `ready` (nothing missing or broken), `findings` (in the order in which one fills a case in),
`authority` and `deadlines` ({deadlines}). Each finding has `code`, `severity`
(`missing`, `broken`, `reminder`), `article`, the article of the `fine` where there is one, `place` (lines are
counted from 0), `found`, `needed`, `due` (the last day of a deadline), `title` and `remedy` in Chinese,
`title_en` and `remedy_en` in English.
"""

_CASE = """
`days` are those of {steps}.
`liability` is one of {liabilities}; `main_business` one of
{businesses}.
`area` names counties and cities; money is NT$; `attendance` is that of the founding meeting. `articles` and
`register` hold the numbers of the items of 合作社法 §9-1 and §9 that are written down. All keys:
"""

_DECIDED = """
Decided where the law is silent [D]: age counts on the day of the application, or on the day of the answer
before one is entered · the same person is the same ID number, however it is typed, or, where one of both has
none, the same name and date of birth · a word of a business anywhere in the name shows that business, and
其他 has no word · the last day of a deadline is not moved off a holiday · members are natural persons. The
steps and their order are the brochure's [B].
"""


def founding_section(resources: Path) -> str:
    """The section in Markdown. Raises `DocumentInvalid`."""
    rules = read_founding(resources)
    example = json.dumps(EXAMPLE, ensure_ascii=False, indent=2)
    return "".join(
        (
            _HEAD.format(deadlines=_listed(asdict(Deadlines(None, None, None, None)))),
            _CASE.format(
                steps=_listed(Step), liabilities=_listed(Liability), businesses=_listed(Business)
            ),
            f"\n```json\n{example}\n```\n",
            _DECIDED,
            _items("articles (§9-1)", rules.articles),
            _items("register (§9)", rules.register),
            _figures(rules),
            _findings(rules),
        )
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _items(head: str, items: Iterable[Item]) -> str:
    rows = []
    for number, item in enumerate(items, start=1):
        when = "if any" if item.if_any else item.only_for or "always"
        rows.append(f"| {number} | {item.zh} | {item.en} | {when} |\n")
    return "".join((f"\n| {head} | 中文 | English | needed |\n| --- | --- | --- | --- |\n", *rows))


def _figures(rules: FoundingRules) -> str:
    rows = [
        f"| `{name}` | {figure} | {rules.sources[name]} |\n" for name, figure in asdict(rules.figures).items()
    ]
    return "".join(("\n| figure | value | what it is |\n| --- | --- | --- |\n", *rows))


def _findings(rules: FoundingRules) -> str:
    rows = []
    for what in What:
        entry = rules.findings[what]
        article = entry.article if entry.fine is None else f"{entry.article}; fine: {entry.fine}"
        rows.append(f"| `{what}` | {entry.severity} | {article} | {entry.zh.title} | {entry.en.title} |\n")
    heads = "\n| code | severity | article | 中文 | English |\n| --- | --- | --- | --- | --- |\n"
    return "".join((heads, *rows))
