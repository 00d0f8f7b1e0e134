"""`kiosk rules founding`: what a founding case lacks, what in it breaks a rule, and what is due."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kiosk.cli.output import answer, day, refuse
from kiosk.contract.clock import system_clock
from kiosk.contract.documents import DocumentInvalid, read_founding
from kiosk.domain.calendar import taipei_day
from kiosk.services.folders import RESOURCES

if TYPE_CHECKING:
    from datetime import date

    from kiosk.domain.founding.case import Case
    from kiosk.domain.founding.findings import Finding
    from kiosk.domain.founding.guide import Law
    from kiosk.domain.founding.rules import FoundingRules
    from kiosk.domain.founding.wording import Wording

_DATA_WRONG = 1


def founding(
    case: Annotated[Path, typer.Argument(metavar="CASE.json", help="The case; its keys: docs/rules.md.")],
    on: Annotated[str | None, typer.Option(help="Day of the answer, YYYY-MM-DD (default: today).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """What is missing in a case of founding a cooperative, and what breaks a rule, with the articles."""
    from kiosk.contract.codec import Malformed
    from kiosk.contract.founding_case import founding_case
    from kiosk.contract.founding_guide import read_guide

    asked_on = taipei_day(system_clock()) if on is None else day(on)
    try:
        rules, laws = read_founding(RESOURCES), read_guide(RESOURCES).laws
    except DocumentInvalid as invalid:
        refuse(str(invalid), _DATA_WRONG)
    try:
        entered = founding_case(case.read_bytes())
    except OSError as error:
        refuse(f"{case.name}: {error.strerror}")
    except Malformed as malformed:
        refuse(f"{case.name}: {malformed}")
    answered = report(entered, rules, asked_on, laws)
    if as_json:
        answer(answered, as_json)
        return
    for line in _lines(answered):
        typer.echo(line)


def report(case: "Case", rules: "FoundingRules", on: "date", laws: "tuple[Law, ...]" = ()) -> dict[str, Any]:
    """All there is to say of a case on day `on`, as JSON-able values; days as dates.

    `laws` are where the texts stand that articles are of.
    """
    from kiosk.domain.founding.check import check
    from kiosk.domain.founding.cooperative import authority_of
    from kiosk.domain.founding.steps import deadlines
    from kiosk.domain.founding.wording import Language, Wording

    findings = check(case, rules, on)
    chinese, english = Wording(rules, Language.ZH), Wording(rules, Language.EN)
    return {
        "ready": rules.is_ready(findings),
        "findings": [_finding(one, rules, laws, chinese, english) for one in findings],
        "authority": authority_of(case, rules),
        "deadlines": asdict(deadlines(case, rules)),
        "on": on,
    }


def _finding(
    one: "Finding", rules: "FoundingRules", laws: "tuple[Law, ...]", chinese: "Wording", english: "Wording"
) -> dict[str, Any]:
    from kiosk.domain.founding.guide import cited

    entry, zh, en = rules.findings[one.what], chinese.told(one), english.told(one)
    return {
        "code": one.what.value,
        "severity": entry.severity.value,
        "article": entry.article,
        "laws": [law.url for law in cited(laws, (entry.article,))],
        "title": zh.title,
        "remedy": zh.remedy,
        "title_en": en.title,
        "remedy_en": en.remedy,
        "place": one.place,
        "found": one.found,
        "needed": one.needed,
        "due": one.due,
        "fine": entry.fine,
    }


def _lines(answered: dict[str, Any]) -> Iterator[str]:
    for name in ("ready", "authority"):
        yield f"{name}: {answered[name]}"
    for name, due in answered["deadlines"].items():
        yield f"{name}: {due}"
    for one in answered["findings"]:
        articles = one["article"] if one["fine"] is None else f"{one['article']}; {one['fine']}"
        yield f"{one['severity']}: {one['title_en']} [{articles}] {one['remedy_en']}"
