"""What founding a cooperative is measured by: each finding with its place, values and words."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.domain.founding.case import Attendance, Business, Case, Founder, Liability, Step
from kiosk.domain.founding.check import check
from kiosk.domain.founding.cooperative import authority_of
from kiosk.domain.founding.findings import Finding, What
from kiosk.domain.founding.rules import Severity
from kiosk.domain.founding.steps import Deadlines, deadlines
from kiosk.domain.founding.wording import Language, Wording
from tests.domain.founding_case import (
    ADULT,
    DAYS,
    ID_NUMBERS,
    ON,
    READY,
    RULES,
    with_boards,
    with_days,
    with_founder,
    with_member,
)

DAY = timedelta(days=1)
WORDS = tuple(one for one in Business if one is not Business.OTHER)
DECISION = Finding(What.DECISION_DUE, "days.registration", None, date(2026, 3, 25), date(2026, 3, 25))


def without(step: Step) -> Case:
    return replace(READY, days={one: day for one, day in DAYS.items() if one is not step})


def late(what: What, step: str, due: date, done: date | None = None) -> Finding:
    return Finding(what, f"days.{step}", done, due, due)


def named(name: str | None, main: Business | None = Business.CONSUMPTION) -> Case:
    return replace(READY, name=name, main_business=main)


CASES: list[tuple[Case, Finding]] = [
    (replace(READY, founders=READY.founders[:6]), Finding(What.FOUNDERS_TOO_FEW, "founders", 6, 7)),
    (
        replace(READY, founders=(*READY.founders, Founder(name=" ", id_number=ID_NUMBERS[8]))),
        Finding(What.FOUNDER_INCOMPLETE, "founders.7", None, ("name", "birth_date")),
    ),
    (
        replace(READY, founders=(*READY.founders, READY.founders[3])),
        Finding(What.FOUNDER_TWICE, "founders.7"),
    ),
    (with_founder(id_number="A123456780"), Finding(What.FOUNDER_ID_INVALID, "founders.1")),
    (with_founder(birth_date=date(2008, 1, 6)), Finding(What.FOUNDER_UNDER_AGE, "founders.1", 17, 18)),
    (with_founder(birth_date=date(2027, 1, 1)), Finding(What.FOUNDER_UNDER_AGE, "founders.1", 0, 18)),
    (replace(READY, liability=None), Finding(What.LIABILITY_MISSING, "liability", None, tuple(Liability))),
    (named(READY.name, None), Finding(What.BUSINESS_MISSING, "main_business", None, tuple(Business))),
    (
        replace(READY, other_businesses=frozenset({Business.INSURANCE})),
        Finding(
            What.BUSINESSES_MIXED,
            "other_businesses",
            (Business.CONSUMPTION, Business.INSURANCE),
            (Business.INSURANCE,),
        ),
    ),
    (named(None), Finding(What.NAME_MISSING, "name")),
    (named(" "), Finding(What.NAME_MISSING, "name")),
    (named("訓練用消費合作社"), Finding(What.NAME_WITHOUT_LIABILITY, "name", None, (Liability.LIMITED,))),
    (
        named("無限責任訓練用消費合作社"),
        Finding(What.NAME_LIABILITY_WRONG, "name", (Liability.UNLIMITED,), (Liability.LIMITED,)),
    ),
    (
        named("有限責任保證責任訓練用消費合作社"),
        Finding(
            What.NAME_LIABILITY_WRONG, "name", (Liability.LIMITED, Liability.GUARANTEED), (Liability.LIMITED,)
        ),
    ),
    (
        named("有限責任訓練合作社"),
        Finding(What.NAME_WITHOUT_BUSINESS, "name", None, (Business.CONSUMPTION,)),
    ),
    (
        named("有限責任訓練用生產 消費合作社"),
        Finding(
            What.NAME_TWO_BUSINESSES,
            "name",
            (Business.PRODUCTION, Business.CONSUMPTION),
            (Business.CONSUMPTION,),
        ),
    ),
    (
        named("有限責任訓練用運銷合作社"),
        Finding(What.NAME_BUSINESS_WRONG, "name", (Business.MARKETING,), (Business.CONSUMPTION,)),
    ),
    (
        named("有限責任訓練用運銷合作社", Business.OTHER),
        Finding(What.NAME_BUSINESS_WRONG, "name", (Business.MARKETING,), (Business.OTHER,)),
    ),
    (replace(READY, area=()), Finding(What.AREA_MISSING, "area")),
    (
        replace(READY, area=("臺北市", "臺北縣")),
        Finding(What.AREA_UNKNOWN, "area", ("臺北縣",), RULES.counties),
    ),
    (replace(READY, share_value=None), Finding(What.SHARE_VALUE_MISSING, "share_value", None, (6, 150))),
    (replace(READY, share_value=5), Finding(What.SHARE_VALUE_OUT_OF_RANGE, "share_value", 5, (6, 150))),
    (
        replace(READY, members=READY.members[:6]),
        Finding(What.MEMBERS_TOO_FEW, "members", 6, 7),
    ),
    (
        with_member(birth_date=None, shares=None, paid_in=None),
        Finding(What.MEMBER_INCOMPLETE, "members.2", None, ("birth_date", "shares", "paid_in")),
    ),
    (with_member(id_number=f" {ID_NUMBERS[0]}"), Finding(What.MEMBER_TWICE, "members.2")),
    (with_member(id_number="12345678"), Finding(What.MEMBER_ID_INVALID, "members.2")),
    (with_member(birth_date=date(2020, 1, 1)), Finding(What.MEMBER_UNDER_AGE, "members.2", 6, 18)),
    (with_member(shares=0), Finding(What.SHARES_TOO_FEW, "members.2", 0, 1)),
    (with_member(shares=-5), Finding(What.SHARES_TOO_FEW, "members.2", -5, 1)),
    (with_member(shares=23, paid_in=2300), Finding(What.SHARES_TOO_MANY, "members.2", 23, 22)),
    (with_member(shares=11, paid_in=274), Finding(What.FIRST_PAYMENT_SHORT, "members.2", 274, 275)),
    (with_boards(directors=None), Finding(What.BOARDS_INCOMPLETE, "boards.directors")),
    (with_boards(supervisors=None), Finding(What.BOARDS_INCOMPLETE, "boards.supervisors")),
    (with_boards(director_years=None), Finding(What.BOARDS_INCOMPLETE, "boards.director_years")),
    (
        with_boards(directors=2, alternate_directors=None),
        Finding(What.DIRECTORS_TOO_FEW, "boards.directors", 2, 3),
    ),
    (
        with_boards(supervisors=2, alternate_supervisors=0),
        Finding(What.SUPERVISORS_TOO_FEW, "boards.supervisors", 2, 3),
    ),
    (with_boards(supervisors=4), Finding(What.SUPERVISORS_TOO_MANY, "boards.supervisors", 4, 3)),
    (
        with_boards(alternate_directors=4),
        Finding(What.ALTERNATES_TOO_MANY, "boards.alternate_directors", 4, 3),
    ),
    (
        with_boards(supervisor_years=4),
        Finding(What.TERM_OUT_OF_RANGE, "boards.supervisor_years", 4, 3),
    ),
    (with_boards(director_years=0), Finding(What.TERM_OUT_OF_RANGE, "boards.director_years", 0, 3)),
    (
        replace(READY, articles=frozenset(range(1, 16))),
        Finding(What.ARTICLES_INCOMPLETE, "articles", 15, (16,)),
    ),
    (
        replace(READY, articles=READY.articles - {15}),
        Finding(What.ARTICLES_IF_ANY, "articles", 15, (15,)),
    ),
    (
        replace(READY, register=READY.register - {2, 9}),
        Finding(What.REGISTER_INCOMPLETE, "register", 11, (2, 9)),
    ),
    (replace(READY, register=READY.register - {13}), Finding(What.REGISTER_IF_ANY, "register", 12, (13,))),
    (replace(READY, articles=READY.articles | {0, 17}), Finding(What.ITEM_UNKNOWN, "articles", (0, 17), 16)),
    (without(Step.APPROVAL), Finding(What.STEP_MISSING, "days.approval")),
    (
        with_days(preparation_meeting=date(2026, 3, 3)),
        Finding(
            What.STEPS_OUT_OF_ORDER, "days.founding_meeting", date(2026, 3, 2), date(2026, 3, 3)
        ),
    ),
    (
        with_days(chair_election=date(2026, 3, 1)),
        Finding(What.STEPS_OUT_OF_ORDER, "days.chair_election", date(2026, 3, 1), date(2026, 3, 2)),
    ),
    (
        replace(READY, attendance=Attendance(members=10)),
        Finding(What.ATTENDANCE_INCOMPLETE, "attendance.present"),
    ),
    (
        replace(READY, attendance=Attendance(10, 11, 11)),
        Finding(What.ATTENDANCE_IMPOSSIBLE, "attendance.present", 11, 10),
    ),
    (
        replace(READY, attendance=Attendance(10, 5, 3)),
        Finding(What.QUORUM_MISSED, "attendance.present", 5, 6),
    ),
    (
        replace(READY, attendance=Attendance(10, 8, 4)),
        Finding(What.MAJORITY_MISSED, "attendance.agreed", 4, 5),
    ),
    (
        with_days(chair_election=date(2026, 3, 18)),
        late(What.CHAIRS_LATE, "chair_election", date(2026, 3, 17), date(2026, 3, 18)),
    ),
    (without(Step.CHAIR_ELECTION), late(What.CHAIRS_LATE, "chair_election", date(2026, 3, 17))),
]


@pytest.mark.parametrize(("case", "finding"), CASES)
def test_what_is_wrong_is_found_and_nothing_else(case: Case, finding: Finding) -> None:
    assert [one for one in check(case, RULES, ON) if one != DECISION] == [finding]


def test_a_case_with_nothing_missing_is_ready() -> None:
    findings = check(READY, RULES, ON)
    assert findings == (DECISION,)
    assert RULES.is_ready(findings)
    assert not RULES.is_ready((Finding(What.NAME_MISSING, "name"),))
    assert not RULES.is_ready((Finding(What.FOUNDER_TWICE, "founders.1"),))


UNELECTED, UNAPPLIED = without(Step.CHAIR_ELECTION), without(Step.REGISTRATION_APPLICATION)
APPLIED = with_days(registration_application=date(2026, 4, 2))
REGISTERED = with_days(registration=date(2026, 3, 24))
OPENED = with_days(registration=date(2026, 3, 24), business_start=date(2026, 9, 24))
OPENED_LATE = with_days(registration=date(2026, 3, 24), business_start=date(2026, 9, 25))
UNDATED = replace(OPENED, days={**OPENED.days, Step.REGISTRATION_APPLICATION: None})
ELECT_BY, APPLY_BY, OPEN_BY = date(2026, 3, 17), date(2026, 4, 2), date(2026, 9, 24)
DECIDE_BY = date(2026, 4, 17)


@pytest.mark.parametrize(
    ("case", "on", "findings"),
    [
        (UNELECTED, ELECT_BY, [late(What.CHAIRS_DUE, "chair_election", ELECT_BY), DECISION]),
        (UNAPPLIED, APPLY_BY, [late(What.REGISTRATION_DUE, "registration_application", APPLY_BY)]),
        (UNAPPLIED, APPLY_BY + DAY, [late(What.REGISTRATION_LATE, "registration_application", APPLY_BY)]),
        (APPLIED, DECIDE_BY, [late(What.DECISION_DUE, "registration", DECIDE_BY)]),
        (APPLIED, DECIDE_BY + DAY, [late(What.DECISION_OVERDUE, "registration", DECIDE_BY)]),
        (REGISTERED, OPEN_BY, [late(What.BUSINESS_DUE, "business_start", OPEN_BY)]),
        (REGISTERED, OPEN_BY + DAY, [late(What.BUSINESS_LATE, "business_start", OPEN_BY)]),
        (OPENED, date(2027, 1, 1), []),
        (OPENED_LATE, OPEN_BY, [late(What.BUSINESS_LATE, "business_start", OPEN_BY, OPEN_BY + DAY)]),
        (UNDATED, date(2027, 1, 1), [Finding(What.STEP_MISSING, "days.registration_application")]),
    ],
)
def test_deadlines_as_time_passes(case: Case, on: date, findings: list[Finding]) -> None:
    assert list(check(case, RULES, on)) == findings


def test_a_late_application_is_told_and_a_late_decision_is_not() -> None:
    applied = APPLY_BY + DAY
    case = with_days(registration_application=applied, registration=applied + 90 * DAY)
    late_one, due = check(case, RULES, applied + 90 * DAY)
    assert late_one == late(What.REGISTRATION_LATE, "registration_application", APPLY_BY, applied)
    assert due.what is What.BUSINESS_DUE


def test_deadlines_are_reckoned_from_the_days_entered() -> None:
    assert deadlines(Case(), RULES) == Deadlines(None, None, None, None)
    case = Case(days={Step.FOUNDING_MEETING: date(2026, 1, 31), Step.REGISTRATION: date(2026, 8, 31)})
    assert deadlines(case, RULES) == Deadlines(date(2026, 2, 15), date(2026, 2, 28), None, date(2027, 2, 28))
    last = Case(days=dict.fromkeys(Step, date.max))
    assert deadlines(last, RULES) == Deadlines(date.max, date.max, date.max, date.max)


def test_an_empty_case_says_all_that_it_lacks() -> None:
    findings = {one.what for one in check(Case(), RULES, ON)}
    assert findings == {
        What.FOUNDERS_TOO_FEW, What.LIABILITY_MISSING, What.BUSINESS_MISSING, What.NAME_MISSING,
        What.AREA_MISSING, What.SHARE_VALUE_MISSING, What.MEMBERS_TOO_FEW, What.BOARDS_INCOMPLETE,
        What.ARTICLES_INCOMPLETE, What.ARTICLES_IF_ANY, What.REGISTER_INCOMPLETE, What.REGISTER_IF_ANY,
        What.STEP_MISSING,
    }  # fmt: skip


def test_a_guarantee_is_asked_of_guaranteed_liability_alone() -> None:
    bare = replace(READY, articles=READY.articles - {7}, register=READY.register - {10})
    assert check(bare, RULES, ON) == (DECISION,)
    guaranteed = replace(bare, liability=Liability.GUARANTEED, name="保證責任訓練用消費合作社")
    assert check(guaranteed, RULES, ON)[:2] == (
        Finding(What.ARTICLES_INCOMPLETE, "articles", 15, (7,)),
        Finding(What.REGISTER_INCOMPLETE, "register", 12, (10,)),
    )
    undecided = replace(bare, liability=None)
    assert check(undecided, RULES, ON)[1:3] == (
        Finding(What.ARTICLES_IF_ANY, "articles", 15, (7,)),
        Finding(What.REGISTER_IF_ANY, "register", 12, (10,)),
    )


@pytest.mark.parametrize("main", WORDS)
def test_each_business_is_known_in_a_name(main: Business) -> None:
    name = f"有限責任訓練{RULES.businesses[main].zh}合作社"
    assert check(replace(named(name, main), other_businesses=frozenset()), RULES, ON) == (DECISION,)


def test_another_business_has_no_word_in_the_name() -> None:
    assert check(named("有限責任訓練合作社", Business.OTHER), RULES, ON) == (DECISION,)


def test_a_name_without_a_choice_made() -> None:
    plain = Case(name="訓練合作社")
    findings = {one.what: one.needed for one in check(plain, RULES, ON)}
    assert findings[What.NAME_WITHOUT_LIABILITY] == tuple(Liability)
    assert findings[What.NAME_WITHOUT_BUSINESS] == WORDS
    shown = {one.what for one in check(Case(name="無限責任訓練勞動合作社"), RULES, ON)}
    assert not {what for what in shown if what.startswith("name_")}


@pytest.mark.parametrize("apart", [Business.CREDIT, Business.INSURANCE])
def test_credit_and_insurance_go_alone(apart: Business) -> None:
    alone = replace(READY, main_business=apart, other_businesses=frozenset({apart}))
    assert What.BUSINESSES_MIXED not in {one.what for one in check(alone, RULES, ON)}


@pytest.mark.parametrize(
    ("area", "authority"),
    [
        ((), None),
        (("火星市",), None),
        (("臺北市", "火星市"), None),
        (("台北市",), "臺北市政府"),
        (("臺北市", " 台北市"), "臺北市政府"),
        (("連江縣",), "連江縣政府"),
        (("臺北市", "新北市"), "內政部"),
    ],
)
def test_the_authority_by_the_area(area: tuple[str, ...], authority: str | None) -> None:
    assert authority_of(Case(area=area), RULES) == authority


def test_age_counts_on_the_day_of_the_application_or_today() -> None:
    case = with_founder(birth_date=date(2008, 2, 29))
    assert What.FOUNDER_UNDER_AGE in {one.what for one in check(case, RULES, ON)}
    planned = replace(case, days={})

    def under_age(on: date) -> bool:
        return What.FOUNDER_UNDER_AGE in {one.what for one in check(planned, RULES, on)}

    assert under_age(date(2026, 2, 28))
    assert not under_age(date(2026, 3, 1))


def test_the_same_person_without_a_number_is_known_by_name_and_birth_date() -> None:
    somebody = Founder("訓練用", None, ADULT)
    for people, found in (
        ((somebody, somebody), ["founders.1"]),
        ((replace(somebody, id_number=ID_NUMBERS[0]), somebody), ["founders.1"]),
        ((somebody, replace(somebody, id_number=ID_NUMBERS[0])), ["founders.1"]),
        ((replace(somebody, id_number=ID_NUMBERS[0]), replace(somebody, name="訓 練用")), ["founders.1"]),
        ((somebody, replace(somebody, birth_date=ADULT + DAY)), []),
        ((Founder(), Founder()), []),
        ((replace(somebody, id_number=ID_NUMBERS[0]), replace(somebody, id_number=ID_NUMBERS[1])), []),
    ):
        findings = check(Case(founders=people), RULES, ON)
        assert [one.place for one in findings if one.what is What.FOUNDER_TWICE] == found


@pytest.mark.parametrize("typed", ["a{}", " Ａ{}", "A {} "])
def test_the_same_number_however_it_is_typed(typed: str) -> None:
    again = replace(READY.founders[0], name="另一個寫法", id_number=typed.format(ID_NUMBERS[0][1:]))
    findings = check(replace(READY, founders=(*READY.founders[:6], again)), RULES, ON)
    assert {one.what for one in findings if one.place.startswith("founders")} == {
        What.FOUNDERS_TOO_FEW,
        What.FOUNDER_TWICE,
    }


def test_twenty_percent_of_the_shares_is_allowed_and_no_more() -> None:
    five = tuple(replace(member, shares=20, paid_in=500) for member in READY.members[:5])
    assert [one.what for one in check(replace(READY, members=five), RULES, ON)] == [
        What.MEMBERS_TOO_FEW,
        What.DECISION_DUE,
    ]
    more = replace(READY, members=(replace(five[0], shares=21, paid_in=525), *five[1:]))
    assert Finding(What.SHARES_TOO_MANY, "members.0", 21, 20) in check(more, RULES, ON)


def test_supervisors_are_a_third_of_the_directors_from_the_fourth_on() -> None:
    def too_many(directors: int, supervisors: int) -> bool:
        boards = with_boards(directors=directors, supervisors=supervisors)
        return What.SUPERVISORS_TOO_MANY in {one.what for one in check(boards, RULES, ON)}

    assert not too_many(3, 3)
    assert too_many(9, 4)
    assert too_many(11, 4)
    assert not too_many(12, 4)


def test_every_finding_is_brought_about_here() -> None:
    timely = {
        What.CHAIRS_DUE, What.REGISTRATION_DUE, What.REGISTRATION_LATE, What.DECISION_DUE,
        What.DECISION_OVERDUE, What.BUSINESS_DUE, What.BUSINESS_LATE,
    }  # fmt: skip
    assert {finding.what for _, finding in CASES} | timely == set(What)


@pytest.mark.parametrize("language", Language)
def test_every_finding_has_words_with_everything_filled_in(language: Language) -> None:
    wording = Wording(RULES, language)
    for _, finding in CASES:
        told = wording.told(finding)
        assert not re.search(r"[{}—]", told.title + told.remedy), told


def test_findings_in_words() -> None:
    chinese, english = Wording(RULES, Language.ZH), Wording(RULES, Language.EN)
    line = Finding(What.MEMBER_INCOMPLETE, "members.17", None, ("name", "shares"))
    assert chinese.told(line).title == "社員第 18 位資料未填齊：姓名、認購股數"
    assert english.told(line).title == "Member 18: name, shares not entered"
    short = Finding(What.FIRST_PAYMENT_SHORT, "members.0", 3, 1050)
    assert english.told(short).remedy.endswith("at least 1/4 of the shares' value, here NT$1,050.")
    mixed = Finding(What.BUSINESSES_MIXED, "other_businesses", (Business.CREDIT,), (Business.CREDIT,))
    assert chinese.told(mixed).title == "信用業務不能與其他業務一起經營"
    undone = Finding(What.STEP_MISSING, "days.approval")
    assert chinese.told(undone).title == "「主管機關同意組織」還沒有日期"


def test_weights_and_articles() -> None:
    entries = RULES.findings
    assert entries[What.FOUNDERS_TOO_FEW].article == "合作社法 §8"
    assert entries[What.REGISTRATION_LATE].fine == entries[What.BUSINESS_LATE].fine == "合作社法 §73-1"
    for what, entry in entries.items():
        assert (entry.severity is Severity.REMINDER) == what.endswith(
            ("_due", "_overdue", "_if_any", "alternates_too_many")
        )
        assert (entry.severity is Severity.MISSING) == what.endswith(("_missing", "_incomplete"))
