"""合作社設立檢核表: how far a founding is, and what it lacks, from the case as it is entered."""

from collections.abc import Iterable
from datetime import date

from kiosk.domain.calendar import taipei_day
from kiosk.domain.founding.case import Case, Step
from kiosk.domain.founding.check import check
from kiosk.domain.founding.cooperative import authority_of
from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.rules import FoundingRules, Severity
from kiosk.domain.founding.steps import Deadlines, deadlines
from kiosk.domain.founding.wording import Language, Wording
from kiosk.services.desk import PaperFacts, PaperMaker
from kiosk.services.flows.papers import AT_THE_COUNTER
from kiosk.services.receipts.papers import FoundingItem, FoundingPaper, FoundingStep

_NOT_YET = "尚未填寫 not entered yet"
_NO_VERSION = "—"
_LAST_UNTOLD_YEAR = 1911


def founding_paper(case: Case, rules: FoundingRules, *, training: bool) -> PaperMaker:
    """Makes the checklist of `case`, as of the day on which it is issued."""

    def paper(facts: PaperFacts) -> FoundingPaper:
        today = taipei_day(facts.issued_at)
        shares = sum(member.shares or 0 for member in case.members)
        return FoundingPaper(
            receipt_number=facts.receipt_number,
            terminal=facts.terminal,
            handled_by=AT_THE_COUNTER,
            issued_on=today,
            issued_at=facts.issued_at,
            provisional=False,
            training=training,
            programme_version=_NO_VERSION,
            notice_version=_NO_VERSION,
            check_code=facts.check_code,
            name=case.name or _NOT_YET,
            authority=authority_of(case, rules) or _NOT_YET,
            founders=len(case.founders),
            members=len(case.members),
            capital=f"NT${shares * (case.share_value or 0):,}",
            steps=tuple(_step(step, case, rules, deadlines(case, rules), today) for step in Step),
            items=tuple(_items(check(case, rules, today), rules)),
        )

    return paper


def _step(step: Step, case: Case, rules: FoundingRules, due: Deadlines, today: date) -> FoundingStep:
    """A day that is past is when it was done; one to come is planned, and stands as the last day."""
    term, day = rules.words[f"days.{step.value}"], _tellable(case.day(step))
    last = {
        Step.CHAIR_ELECTION: due.chairs_by,
        Step.REGISTRATION_APPLICATION: due.register_by,
        Step.REGISTRATION: due.decision_by,
    }.get(step)
    done = day is not None and day <= today
    return FoundingStep(
        name=term.zh,
        name_en=term.en,
        done_on=day if done else None,
        due_by=None if done else day or _tellable(last),
    )


def _tellable(day: date | None) -> date | None:
    """None for a day before 1912 too: a slip of whoever typed it, and no paper can tell it."""
    return None if day is None or day.year <= _LAST_UNTOLD_YEAR else day


def _items(findings: Iterable[Finding], rules: FoundingRules) -> Iterable[FoundingItem]:
    words = Wording(rules, Language.ZH)
    for finding in findings:
        entry, told = rules.findings[finding.what], words.told(finding)
        yield FoundingItem(
            title=told.title,
            article=entry.article,
            remedy=told.remedy,
            grave=entry.severity is not Severity.REMINDER,
        )
