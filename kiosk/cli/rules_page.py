"""docs/rules.md, written from the programme's data and from what the rule book answers (`make rules`)."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.cli.rule_trials import Trial, Trials, grant_days
from kiosk.cli.rules_page_founding import founding_section
from kiosk.contract.documents import read_programme
from kiosk.domain.membership import Grant, GrantState, OrderState
from kiosk.domain.notices import notice_of
from kiosk.domain.programme import Figures, Programme
from kiosk.domain.refusals import Refusal

_SAMPLE_GRANT = date(2026, 1, 31)

_HEAD = """\
# The rules, and what we decided where the brochure is silent

Written by `make rules` from [resources/programme.toml](../resources/programme.toml),
[resources/rules.toml](../resources/rules.toml) and the rule book `kiosk/domain`: change those, not this page.

The brochure (合作社 雲端解決方案輕鬆用) is the source. **[B]** it says so · **[L]** a statute · **[D]** our
decision. Figures come in versions that hold from a date; an order keeps the version it was placed under. The
same code decides on both sides.
"""

_EXAMPLE = """
The brochure's example: 6 months, NT$60,000 = 30,000 + 30,000 points. After 2 months NT$20,000 and 20,000
points come back; after 5 months no money and 5,000 points.

Ask it: `kiosk rules --help`, and

    kiosk rules refund --price 60000 --points 30000 --months 6 --start 2026-01-15 --on 2026-03-10 --json
"""

_TRIED = """
The next two tables are the rule book's own answers: each command is tried in each state. `apply_deadlines` is
time passing, here until long after every clock has run out.
"""


def rules_page(resources: Path) -> str:
    """The page as Markdown. `resources` holds the documents. Raises `DocumentInvalid`."""
    programme = read_programme(resources)
    said = tomllib.loads((resources / "rules.toml").read_text(encoding="utf-8"))
    failures = tomllib.loads((resources / "failures.toml").read_text(encoding="utf-8"))
    newest = max(programme.versions, key=lambda figures: figures.holds_from)
    trials = Trials(programme, newest.holds_from)
    sections = (
        _HEAD,
        "\n## Rules and decisions\n",
        _table(("question", "rule"), _rules(said["rules"], newest)),
        _EXAMPLE,
        "\n## Figures\n",
        _figures(programme, said["figures"]),
        "\n## 誰可以申請: the conditions, and who checks each\n",
        _conditions(programme, said),
        _TRIED,
        "\n## 加入會員, 獲得點數: who may do what, and what follows\n",
        _trials(
            trials.joining(),
            said["notices"],
            lambda trial: said["eligibility"][trial.after.eligibility.value],
        ),
        "\n## 我的訂單: the states of an order\n",
        _trials(
            {_named(state, said["order_states"]): tried for state, tried in trials.orders().items()},
            said["notices"],
            lambda trial: _order_after(trial, said["order_states"]),
        ),
        "\n## 我的點數: the states of points\n",
        _points(programme, said["grant_states"]),
        "\n## 如何設立合作社: what founding is measured by\n\n",
        founding_section(resources),
        "\n## Why a command is refused\n",
        _refusals(failures),
    )
    return "".join(sections)


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _rules(rules: Iterable[Mapping[str, str]], figures: Figures) -> Iterator[tuple[str, str]]:
    values = asdict(figures)
    for one in rules:
        yield one["question"].format_map(values), one["rule"].format_map(values)


def _figures(programme: Programme, meanings: Mapping[str, str]) -> str:
    versions = sorted(programme.versions, key=lambda figures: figures.holds_from)
    rows = [
        (f"`{name}`", *(str(asdict(figures)[name]) for figures in versions), meaning)
        for name, meaning in meanings.items()
    ]
    heads = ("figure", *(f"version {figures.version}" for figures in versions), "what it is")
    paused = ", ".join(f"{pause.first_day} to {pause.last_day}" for pause in programme.pauses) or "never"
    budget = "no figure set" if programme.budget is None else f"{programme.budget:,} points"
    return _table(heads, rows) + f"\nThe programme is paused: {paused}. Its budget: {budget}.\n"


def _conditions(programme: Programme, said: Mapping[str, Any]) -> str:
    rows = [
        (f"`{condition.value}`", said["conditions"][condition.value], said["checkers"][checker.value])
        for condition, checker in programme.checked_by.items()
    ]
    return _table(("condition", "brochure", "checked by"), rows)


def _trials(
    stages: Mapping[str, tuple[Trial, ...]], notices: Mapping[str, str], after: Callable[[Trial], str]
) -> str:
    rows: list[tuple[str, ...]] = []
    for stage, tried in stages.items():
        rows += [
            (
                stage,
                f"`{one.command.kind}`",
                one.command.actor.value,
                _events(one),
                _told(one, notices),
                after(one),
            )
            for one in tried
            if one.events
        ]
        rows.append((stage, "refused", "", _refused(tried), "", ""))
    return _table(("state", "command", "by", "what happens", "我的通知", "state after it"), rows)


def _refused(tried: Iterable[Trial]) -> str:
    """Which commands are refused, reason by reason."""
    reasons: dict[str, dict[str, None]] = {}
    for one in tried:
        if one.refusal is not None:
            reasons.setdefault(one.refusal.name, {})[f"`{one.command.kind}`"] = None
    return "; ".join(f"{reason}: {', '.join(commands)}" for reason, commands in reasons.items())


def _events(trial: Trial) -> str:
    return ", ".join(f"`{event.kind}`" for event in trial.events)


def _told(trial: Trial, names: Mapping[str, str]) -> str:
    return "、".join(names[told.kind.value] for told in map(notice_of, trial.events) if told is not None)


def _named(state: OrderState | GrantState, names: Mapping[str, str]) -> str:
    return f"`{state.value}` {names[state.value]}"


def _order_after(trial: Trial, names: Mapping[str, str]) -> str:
    (order,) = trial.after.orders.values()
    return _named(order.state, names)


def _points(programme: Programme, names: Mapping[str, str]) -> str:
    grant = Grant.of(programme.figures_on(_SAMPLE_GRANT), _SAMPLE_GRANT)
    rows = [
        (str(day), _named(waiting, names), _named(activated, names))
        for day, waiting, activated in grant_days(grant)
    ]
    told = f"\nGranted on {_SAMPLE_GRANT}, as an example:\n"
    return told + _table(("day", "not activated", "activated in time"), rows)


def _refusals(failures: Mapping[str, Any]) -> str:
    rows = [
        (one.value, one.name, failures[one.value]["zh"]["title"], failures[one.value]["en"]["title"])
        for one in Refusal
    ]
    return _table(("code", "refusal", "中文", "English"), rows)
