"""The founding's checklist, made from a case and kept like every paper."""

from datetime import date

from kiosk.contract.documents import read_founding
from kiosk.domain.founding.case import Case, Founder, Member, Step
from kiosk.services.flows.founding_paper import founding_paper
from kiosk.services.receipts.papers import FoundingPaper
from tests.services.counter import ROOT, Counter

RULES = read_founding(ROOT / "resources")


def test_a_case_becomes_a_checklist_that_is_kept_for_nobodys_account(counter: Counter) -> None:
    case = Case(
        founders=(Founder(name="林曉明"),),
        name="有限責任範例消費合作社",
        area=("新北市",),
        share_value=100,
        members=(Member(name="林曉明", shares=3),),
        days={Step.FOUNDING_MEETING: date(2026, 3, 1)},
    )
    number = counter.desk.issue(None, founding_paper(case, RULES, training=True))
    stored = counter.desk.receipt(number)
    paper = stored.paper()
    assert isinstance(paper, FoundingPaper)
    assert (stored.membership_id, stored.provisional, paper.training) == (None, False, True)
    assert (paper.authority, paper.founders, paper.members, paper.capital) == ("新北市政府", 1, 1, "NT$300")
    done = {step.name: step.done_on for step in paper.steps}
    assert date(2026, 3, 1) in done.values()
    due = [step.due_by for step in paper.steps if step.due_by]
    assert date(2026, 4, 1) in due
    assert any(item.grave and "合作社法" in item.article for item in paper.items)


def test_an_empty_case_is_a_checklist_too(counter: Counter) -> None:
    number = counter.desk.issue(None, founding_paper(Case(), RULES, training=False))
    paper = counter.desk.receipt(number).paper()
    assert isinstance(paper, FoundingPaper)
    assert paper.name == "尚未填寫 not entered yet"
    assert counter.desk.issue(None, founding_paper(Case(), RULES, training=False)) == number


def test_a_day_before_the_republic_is_not_told_as_done(counter: Counter) -> None:
    """Somebody has typed the wrong century: the paper says that the step is open."""
    case = Case(days={step: date(1905, 3, 1) for step in Step})
    number = counter.desk.issue(None, founding_paper(case, RULES, training=False))
    paper = counter.desk.receipt(number).paper()
    assert isinstance(paper, FoundingPaper)
    assert all(told.done_on is None and told.due_by is None for told in paper.steps)
