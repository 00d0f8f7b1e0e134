"""What a founding case lacks, what in it breaks a rule, and what is due."""

from datetime import date

from kiosk.domain.founding import cooperative, papers, people, steps
from kiosk.domain.founding.case import Case
from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.rules import FoundingRules


def check(case: Case, rules: FoundingRules, on: date) -> tuple[Finding, ...]:
    """Everything there is to say of `case` on day `on` (Asia/Taipei), in the order one fills a case in."""
    return (
        *people.founders(case, rules, on),
        *cooperative.kind(case, rules),
        *cooperative.name(case, rules),
        *cooperative.area(case, rules),
        *people.shares(case, rules),
        *people.members(case, rules, on),
        *papers.boards(case, rules),
        *papers.items(case, rules),
        *steps.order(case),
        *steps.attendance(case),
        *steps.timely(case, rules, on),
    )
