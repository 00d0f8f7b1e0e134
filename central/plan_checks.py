"""What a plan may say by its form but cannot mean."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

from kiosk.domain.plans import Kind, Plan

PLAN_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID, LONGEST_NAME, LONGEST_SUMMARY, LONGEST_SUMMARY_EN = 40, 60, 200, 400
MOST_KINDS, MOST_MONTHS, MOST_PRICE = 5, 60, 10_000_000
_IDEOGRAPHIC_SPACE = "\u3000"


class PlanFault(StrEnum):
    """What is wrong with a plan, by the field that it is in."""

    PLAN_ID = "plan_id"
    PLAN_NAME = "plan_name"
    KINDS = "kinds"
    SUMMARY = "summary"
    SUMMARY_EN = "summary_en"
    MONTHS = "months"
    PRICE = "price"


class PlanInvalid(Exception):
    """A plan that cannot be offered; `faults` says where."""

    def __init__(self, faults: Sequence[PlanFault]) -> None:
        super().__init__(", ".join(faults))
        self.faults = tuple(faults)


def require_offerable(plan: Plan, kinds: Sequence[Kind]) -> None:
    """Raises `PlanInvalid`; `kinds` are the brochure's."""
    faults = tuple(_faults(plan, kinds))
    if faults:
        raise PlanInvalid(faults)


def is_plan_id(text: str) -> bool:
    """Whether a plan, or a vendor, may have this id: small letters and digits, hyphens between."""
    return len(text) <= LONGEST_ID and PLAN_ID.fullmatch(text) is not None


def _faults(plan: Plan, kinds: Sequence[Kind]) -> Iterator[PlanFault]:
    terms = plan.terms
    if not is_plan_id(terms.plan_id):
        yield PlanFault.PLAN_ID
    if not _is_line(terms.plan_name, LONGEST_NAME):
        yield PlanFault.PLAN_NAME
    own = {kind.name for kind in kinds if kind.category is plan.category}
    named = set(plan.kinds)
    if not plan.kinds or len(plan.kinds) > MOST_KINDS or len(named) < len(plan.kinds) or named - own:
        yield PlanFault.KINDS
    if not _is_line(plan.summary, LONGEST_SUMMARY):
        yield PlanFault.SUMMARY
    if not _is_line(plan.summary_en, LONGEST_SUMMARY_EN):
        yield PlanFault.SUMMARY_EN
    if not 1 <= terms.months <= MOST_MONTHS:
        yield PlanFault.MONTHS
    if not 1 <= terms.price <= MOST_PRICE:
        yield PlanFault.PRICE


def _is_line(text: str, most: int) -> bool:
    """Whether it is one line that shows as it is: no control, and nothing that turns the writing around."""
    return bool(text) and text == text.strip() and len(text) <= most and (
        text.replace(_IDEOGRAPHIC_SPACE, "").isprintable()
    )  # fmt: skip
