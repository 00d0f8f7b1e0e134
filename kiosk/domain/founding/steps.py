"""The steps on their days: their order, the founding meeting's quorum, and what the law sets a date to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.domain.calendar import months_later_clipped
from kiosk.domain.founding.case import Case, Step
from kiosk.domain.founding.findings import Finding, What
from kiosk.domain.founding.rules import FoundingRules

_CHAIN = tuple(step for step in Step if step is not Step.CHAIR_ELECTION)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Last days (Asia/Taipei), each None until the day it is reckoned from is entered.

    The first day is not counted (民法 §120), a month ends on its corresponding or last day (§121).
    The last day is not moved off a holiday [D]: who keeps the earlier day is safe.
    """

    chairs_by: date | None
    register_by: date | None
    decision_by: date | None
    business_by: date | None


def deadlines(case: Case, rules: FoundingRules) -> Deadlines:
    """What the days entered set a date to (合作社法 §9, §10, §10-1, 選舉罷免辦法)."""
    figures = rules.figures
    return Deadlines(
        chairs_by=_days_later(case.day(Step.FOUNDING_MEETING), figures.chairs_days),
        register_by=_months_later(case.day(Step.FOUNDING_MEETING), figures.register_months),
        decision_by=_days_later(case.day(Step.REGISTRATION_APPLICATION), figures.decision_days),
        business_by=_months_later(case.day(Step.REGISTRATION), figures.business_months),
    )


def order(case: Case) -> Iterator[Finding]:
    """No step before an earlier one, and none left out (brochure: 合作社設立程序)."""
    entered = [place for place, step in enumerate(_CHAIN) if case.day(step) is not None]
    furthest = max(entered, default=0)
    needed = max(furthest, _CHAIN.index(Step.FOUNDING_MEETING))
    latest: date | None = None
    for step in _CHAIN[: needed + 1]:
        day = case.day(step)
        if day is None:
            yield Finding(What.STEP_MISSING, _place(step))
        elif latest is not None and day < latest:
            yield Finding(What.STEPS_OUT_OF_ORDER, _place(step), day, latest)
        else:
            latest = day
    founded, chaired = case.day(Step.FOUNDING_MEETING), case.day(Step.CHAIR_ELECTION)
    if founded is not None and chaired is not None and chaired < founded:
        yield Finding(What.STEPS_OUT_OF_ORDER, _place(Step.CHAIR_ELECTION), chaired, founded)


def attendance(case: Case) -> Iterator[Finding]:
    """More than half of the members present, more than half of those for the articles (合作社法 §48)."""
    here = case.attendance
    members, present, agreed = here.members, here.present, here.agreed
    if case.day(Step.FOUNDING_MEETING) is not None:
        for name in ("members", "present"):
            if getattr(here, name) is None:
                yield Finding(What.ATTENDANCE_INCOMPLETE, f"attendance.{name}")
    for part, whole, what, name in (
        (present, members, What.QUORUM_MISSED, "present"),
        (agreed, present, What.MAJORITY_MISSED, "agreed"),
    ):
        if part is None or whole is None:
            continue
        if not 0 <= part <= whole:
            yield Finding(What.ATTENDANCE_IMPOSSIBLE, f"attendance.{name}", part, whole)
        elif 2 * part <= whole:
            yield Finding(what, f"attendance.{name}", part, whole // 2 + 1)


def timely(case: Case, rules: FoundingRules, on: date) -> Iterator[Finding]:
    """What is due and what came too late, on day `on`; once taken, a late decision is not told."""
    by = deadlines(case, rules)
    for step, due, still, late in (
        (Step.CHAIR_ELECTION, by.chairs_by, What.CHAIRS_DUE, What.CHAIRS_LATE),
        (Step.REGISTRATION_APPLICATION, by.register_by, What.REGISTRATION_DUE, What.REGISTRATION_LATE),
        (Step.REGISTRATION, by.decision_by, What.DECISION_DUE, What.DECISION_OVERDUE),
        (Step.BUSINESS_START, by.business_by, What.BUSINESS_DUE, What.BUSINESS_LATE),
    ):
        done = case.day(step)
        if due is None:
            continue
        if done is not None:
            if done > due and step is not Step.REGISTRATION:
                yield Finding(late, _place(step), done, due, due)
        elif not _passed(case, step):
            yield Finding(still if on <= due else late, _place(step), None, due, due)


def _passed(case: Case, step: Step) -> bool:
    """Whether a later step has its day already: then the day is missing, not the step."""
    return step in _CHAIN and any(case.day(one) is not None for one in _CHAIN[_CHAIN.index(step) + 1 :])


def _place(step: Step) -> str:
    return f"days.{step.value}"


def _days_later(day: date | None, days: int) -> date | None:
    return _until_the_last(lambda start: start + timedelta(days=days), day)


def _months_later(day: date | None, months: int) -> date | None:
    return _until_the_last(lambda start: months_later_clipped(start, months), day)


def _until_the_last(reckon: Callable[[date], date], day: date | None) -> date | None:
    """The day reckoned; the calendar's last where it would lie past the year 9999."""
    if day is None:
        return None
    try:
        return reckon(day)
    except (ValueError, OverflowError):
        return date.max
