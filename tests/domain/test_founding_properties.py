"""Properties of the founding checks, over any case at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.founding.case import Attendance, Boards, Business, Case, Founder, Liability, Member, Step
from kiosk.domain.founding.check import check
from kiosk.domain.founding.cooperative import authority_of
from kiosk.domain.founding.findings import Finding, What
from kiosk.domain.founding.steps import deadlines
from kiosk.domain.founding.wording import Language, Wording
from tests.domain.founding_case import ID_NUMBERS, READY, RULES

WORDING = tuple(Wording(RULES, language) for language in Language)

NUMBERS = st.none() | st.integers(-2, 60) | st.integers()
DAYS = st.dates(date(2025, 12, 1), date(2026, 12, 31)) | st.dates()
NAMES = st.none() | st.sampled_from(["", "訓練甲", "訓練乙"]) | st.text(max_size=8)
ID_TEXTS = st.none() | st.sampled_from([*ID_NUMBERS, "", "A123456780"]) | st.text(max_size=10)
TERMS = (*RULES.liabilities.values(), *RULES.businesses.values())
NAME_PARTS = st.sampled_from([*(term.zh for term in TERMS), "合作社"])
FOUNDERS = st.builds(Founder, NAMES, ID_TEXTS, st.none() | DAYS)
ITEMS = st.frozensets(st.integers(-1, 20))
CASES = st.builds(
    Case,
    founders=st.lists(FOUNDERS, max_size=9).map(tuple),
    name=NAMES | st.lists(NAME_PARTS, max_size=4).map("".join),
    liability=st.none() | st.sampled_from(Liability),
    main_business=st.none() | st.sampled_from(Business),
    other_businesses=st.frozensets(st.sampled_from(Business), max_size=3),
    area=st.lists(st.sampled_from([*RULES.counties, "台北市", "火星市"]), max_size=3).map(tuple),
    share_value=NUMBERS,
    members=st.lists(
        st.builds(Member, NAMES, ID_TEXTS, st.none() | DAYS, NUMBERS, NUMBERS), max_size=9
    ).map(tuple),
    boards=st.builds(Boards, *[NUMBERS] * 6),
    attendance=st.builds(Attendance, *[NUMBERS] * 3),
    days=st.dictionaries(st.sampled_from(Step), st.none() | DAYS),
    articles=ITEMS,
    register=ITEMS,
)


@given(CASES | st.just(READY), DAYS)
def test_any_case_can_be_checked_and_told(case: Case, on: date) -> None:
    findings = check(case, RULES, on)
    assert findings == check(case, RULES, on)
    assert len(set(findings)) == len(findings)
    for finding in findings:
        assert all(wording.told(finding).title for wording in WORDING)
    authority_of(case, RULES)
    deadlines(case, RULES)


@given(CASES, FOUNDERS, DAYS)
def test_another_founder_is_never_one_too_few(case: Case, founder: Founder, on: date) -> None:
    def too_few(one: Case) -> int:
        return sum(finding.what is What.FOUNDERS_TOO_FEW for finding in check(one, RULES, on))

    assert too_few(replace(case, founders=(*case.founders, founder))) <= too_few(case)


@given(CASES, st.sampled_from(range(1, 17)), DAYS)
def test_another_item_is_never_one_too_few(case: Case, number: int, on: date) -> None:
    def lacking(one: Case) -> set[object]:
        findings = check(one, RULES, on)
        return {
            item
            for finding in findings
            if finding.what in {What.ARTICLES_INCOMPLETE, What.ARTICLES_IF_ANY}
            and isinstance(finding.needed, tuple)
            for item in finding.needed
        }

    assert lacking(replace(case, articles={*case.articles, number})) == lacking(case) - {number}


@given(CASES, DAYS, DAYS)
def test_what_was_late_stays_late(case: Case, one: date, other: date) -> None:
    def late(on: date) -> set[What]:
        lasting = {What.CHAIRS_LATE, What.REGISTRATION_LATE, What.BUSINESS_LATE, What.DECISION_OVERDUE}
        return {finding.what for finding in check(case, RULES, on)} & lasting

    assert late(min(one, other)) <= late(max(one, other))


def _part(case: Case, place: str, value: object) -> Case:
    """`case` with `value` at a place as findings name it."""
    part, _, name = place.partition(".")
    if not name:
        return replace(case, **{part: value})  # type: ignore[arg-type]
    if part == "days":
        return replace(case, days={**case.days, Step(name): value})  # type: ignore[dict-item]
    return replace(case, **{part: replace(getattr(case, part), **{name: value})})


def _line(case: Case, finding: Finding, **parts: object) -> Case:
    """`case` with other parts in the line of a list that the finding names."""
    name, _, line = finding.place.partition(".")
    people = list(getattr(case, name))
    people[int(line)] = replace(people[int(line)], **parts)
    return replace(case, **{name: tuple(people)})  # type: ignore[arg-type]


def _without_line(case: Case, finding: Finding) -> Case:
    name, _, line = finding.place.partition(".")
    people = getattr(case, name)
    return replace(case, **{name: people[: int(line)] + people[int(line) + 1 :]})


def _as_needed(case: Case, finding: Finding) -> Case:
    return _part(case, finding.place, finding.needed)


def _name(case: Case, _finding: Finding) -> Case:
    liability, main = case.liability or Liability.LIMITED, case.main_business or Business.SUPPLY
    word = "" if main is Business.OTHER else RULES.businesses[main].zh
    return replace(case, name=f"{RULES.liabilities[liability].zh}訓練{word}合作社")


def _with_items(case: Case, finding: Finding) -> Case:
    written: frozenset[Any] = getattr(case, finding.place)
    return _part(case, finding.place, written | set(finding.needed))  # type: ignore[arg-type]


def _without_items(case: Case, finding: Finding) -> Case:
    written: frozenset[Any] = getattr(case, finding.place)
    return _part(case, finding.place, written - set(finding.found))  # type: ignore[arg-type]


FIXES: dict[What, Callable[[Case, Finding], Case]] = {
    What.FOUNDER_ID_INVALID: lambda case, finding: _line(case, finding, id_number=ID_NUMBERS[9]),
    What.MEMBER_ID_INVALID: lambda case, finding: _line(case, finding, id_number=ID_NUMBERS[9]),
    What.FOUNDERS_TOO_FEW: lambda case, _: replace(case, founders=case.founders + READY.founders),
    What.MEMBERS_TOO_FEW: lambda case, _: replace(case, members=case.members + READY.members),
    What.LIABILITY_MISSING: lambda case, _: replace(case, liability=Liability.UNLIMITED),
    What.BUSINESS_MISSING: lambda case, _: replace(case, main_business=Business.SUPPLY),
    What.BUSINESSES_MIXED: lambda case, finding: replace(
        case, main_business=finding.needed[0], other_businesses=frozenset()  # type: ignore[index,arg-type]
    ),
    What.NAME_MISSING: _name,
    What.NAME_WITHOUT_LIABILITY: _name,
    What.NAME_LIABILITY_WRONG: _name,
    What.NAME_WITHOUT_BUSINESS: _name,
    What.NAME_TWO_BUSINESSES: _name,
    What.NAME_BUSINESS_WRONG: _name,
    What.AREA_MISSING: lambda case, _: replace(case, area=("連江縣",)),
    What.AREA_UNKNOWN: lambda case, _: replace(case, area=("連江縣",)),
    What.SHARE_VALUE_MISSING: lambda case, finding: replace(case, share_value=finding.needed[0]),  # type: ignore[index,arg-type]
    What.SHARE_VALUE_OUT_OF_RANGE: lambda case, finding: replace(case, share_value=finding.needed[1]),  # type: ignore[index,arg-type]
    What.SHARES_TOO_FEW: lambda case, finding: _line(case, finding, shares=finding.needed),
    What.SHARES_TOO_MANY: lambda case, finding: _line(case, finding, shares=finding.needed),
    What.FIRST_PAYMENT_SHORT: lambda case, finding: _line(case, finding, paid_in=finding.needed),
    What.BOARDS_INCOMPLETE: lambda case, finding: _part(case, finding.place, 3),
    What.DIRECTORS_TOO_FEW: _as_needed,
    What.SUPERVISORS_TOO_FEW: _as_needed,
    What.SUPERVISORS_TOO_MANY: _as_needed,
    What.ALTERNATES_TOO_MANY: _as_needed,
    What.TERM_OUT_OF_RANGE: _as_needed,
    What.ARTICLES_INCOMPLETE: _with_items,
    What.ARTICLES_IF_ANY: _with_items,
    What.REGISTER_INCOMPLETE: _with_items,
    What.REGISTER_IF_ANY: _with_items,
    What.ITEM_UNKNOWN: _without_items,
    What.STEP_MISSING: lambda case, finding: _part(case, finding.place, date(2026, 1, 1)),
    What.STEPS_OUT_OF_ORDER: _as_needed,
    What.ATTENDANCE_INCOMPLETE: lambda case, finding: _part(case, finding.place, 1),
    What.ATTENDANCE_IMPOSSIBLE: lambda case, _: replace(case, attendance=READY.attendance),
    What.QUORUM_MISSED: lambda case, _: replace(case, attendance=READY.attendance),
    What.MAJORITY_MISSED: lambda case, _: replace(case, attendance=READY.attendance),
    What.CHAIRS_LATE: _as_needed,
    What.REGISTRATION_LATE: _as_needed,
    What.BUSINESS_LATE: _as_needed,
}


@given(CASES, DAYS)
def test_doing_what_a_finding_says_removes_it(case: Case, on: date) -> None:
    for finding in check(case, RULES, on):
        if finding.what in FIXES:
            mended = FIXES[finding.what](case, finding)
            left = {(one.what, one.place) for one in check(mended, RULES, on)}
            assert (finding.what, finding.place) not in left, finding


@given(CASES, DAYS)
def test_deleting_a_second_line_leaves_fewer(case: Case, on: date) -> None:
    def twice(one: Case) -> list[Finding]:
        return [finding for finding in check(one, RULES, on) if finding.what is What.FOUNDER_TWICE]

    for finding in twice(case):
        assert len(twice(_without_line(case, finding))) < len(twice(case))
