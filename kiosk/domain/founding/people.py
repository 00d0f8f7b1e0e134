"""發起人, 社員 and their shares."""

import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kiosk.domain.founding.case import Case, Founder, Step
from kiosk.domain.founding.findings import Finding, What
from kiosk.domain.founding.rules import FoundingFigures, FoundingRules
from kiosk.domain.identifiers import is_national_id


class _Kinds(NamedTuple):
    incomplete: What
    twice: What
    id_invalid: What
    under_age: What


_FOUNDERS = _Kinds(
    What.FOUNDER_INCOMPLETE, What.FOUNDER_TWICE, What.FOUNDER_ID_INVALID, What.FOUNDER_UNDER_AGE
)
_MEMBERS = _Kinds(
    What.MEMBER_INCOMPLETE, What.MEMBER_TWICE, What.MEMBER_ID_INVALID, What.MEMBER_UNDER_AGE
)


def founders(case: Case, rules: FoundingRules, on: date) -> Iterator[Finding]:
    """At least seven (合作社法 §8), each once, with a valid ID, of full age (民法 §12)."""
    yield from _enough(What.FOUNDERS_TOO_FEW, "founders", case.founders, rules.figures)
    required = ("name", "id_number", "birth_date")
    yield from _persons(_FOUNDERS, "founders", case.founders, required, rules.figures, _age_day(case, on))


def members(case: Case, rules: FoundingRules, on: date) -> Iterator[Finding]:
    """As many as founders, each once, of full age (合作社法 §8, §11), complete for the roll (§9)."""
    yield from _enough(What.MEMBERS_TOO_FEW, "members", case.members, rules.figures)
    required = ("name", "id_number", "birth_date", "shares", "paid_in")
    yield from _persons(_MEMBERS, "members", case.members, required, rules.figures, _age_day(case, on))


def shares(case: Case, rules: FoundingRules) -> Iterator[Finding]:
    """A share's NT$, how many each may have, and the first payment (合作社法 §16–17)."""
    figures, value = rules.figures, case.share_value
    least, most = figures.share_value_least, figures.share_value_most
    if value is None:
        yield Finding(What.SHARE_VALUE_MISSING, "share_value", None, (least, most))
    elif not least <= value <= most:
        yield Finding(What.SHARE_VALUE_OUT_OF_RANGE, "share_value", value, (least, most))
    total = sum(member.shares for member in case.members if member.shares is not None and member.shares > 0)
    for line, member in enumerate(case.members):
        if member.shares is None:
            continue
        place = f"members.{line}"
        if member.shares < figures.shares_at_least:
            yield Finding(What.SHARES_TOO_FEW, place, member.shares, figures.shares_at_least)
            continue
        percent = figures.shares_percent_most
        if 100 * member.shares > percent * total:
            # what the others have is given: a member with fewer shares makes the total smaller, too
            allowed = (total - member.shares) * percent // (100 - percent)
            yield Finding(What.SHARES_TOO_MANY, place, member.shares, allowed)
        if value is not None and member.paid_in is not None:
            first = -(-member.shares * value // figures.first_payment_parts)
            if member.paid_in < first:
                yield Finding(What.FIRST_PAYMENT_SHORT, place, member.paid_in, first)


def _enough(what: What, place: str, people: Sequence[Founder], figures: FoundingFigures) -> Iterator[Finding]:
    different = len(people) - sum(_again(people))
    if different < figures.founders_at_least:
        yield Finding(what, place, different, figures.founders_at_least)


def _persons(
    kinds: _Kinds,
    place: str,
    people: Sequence[Founder],
    required: tuple[str, ...],
    figures: FoundingFigures,
    age_day: date,
) -> Iterator[Finding]:
    for line, (person, again) in enumerate(zip(people, _again(people), strict=True)):
        here = f"{place}.{line}"
        lacking = tuple(name for name in required if _is_empty(getattr(person, name)))
        if lacking:
            yield Finding(kinds.incomplete, here, None, lacking)
        if again:
            yield Finding(kinds.twice, here)
        if _number(person) and not is_national_id(_number(person)):
            yield Finding(kinds.id_invalid, here)
        if person.birth_date is not None:
            age = _age(person.birth_date, age_day)
            if age < figures.adult_years:
                yield Finding(kinds.under_age, here, age, figures.adult_years)


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _number(person: Founder) -> str:
    """The ID number as it is compared: however it was typed, it is the same person's."""
    return "".join(unicodedata.normalize("NFKC", person.id_number or "").split()).upper()


def _again(people: Sequence[Founder]) -> tuple[bool, ...]:
    """Whether each stood there before: by ID number or, where one has none, by name and birth date."""
    numbers: set[str] = set()
    named: set[tuple[str, date]] = set()
    unnumbered: set[tuple[str, date]] = set()
    found = []
    for person in people:
        number, name = _number(person), None
        if person.name and person.birth_date is not None:
            name = ("".join(person.name.split()), person.birth_date)
        found.append(name in unnumbered or (number in numbers if number else name in named))
        if number:
            numbers.add(number)
        if name is not None:
            named.add(name)
            if not number:
                unnumbered.add(name)
    return tuple(found)


def _age_day(case: Case, on: date) -> date:
    """Age counts on the day of the application; before one is entered, today."""
    return case.day(Step.APPLICATION) or on


def _age(born: date, day: date) -> int:
    """Whole years (民法 §124: from the day of birth); 0 for somebody not born yet."""
    return max(day.year - born.year - ((day.month, day.day) < (born.month, born.day)), 0)
