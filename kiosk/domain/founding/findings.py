"""What a check can find: a closed list; weight, article and words stand in `resources/founding.toml`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

Value = int | str | date | tuple[int, ...] | tuple[str, ...] | None


class What(StrEnum):
    """A kind of finding. The value is its code."""

    FOUNDERS_TOO_FEW = auto()
    FOUNDER_INCOMPLETE = auto()
    FOUNDER_TWICE = auto()
    FOUNDER_ID_INVALID = auto()
    FOUNDER_UNDER_AGE = auto()
    LIABILITY_MISSING = auto()
    BUSINESS_MISSING = auto()
    BUSINESSES_MIXED = auto()
    NAME_MISSING = auto()
    NAME_WITHOUT_LIABILITY = auto()
    NAME_LIABILITY_WRONG = auto()
    NAME_WITHOUT_BUSINESS = auto()
    NAME_TWO_BUSINESSES = auto()
    NAME_BUSINESS_WRONG = auto()
    AREA_MISSING = auto()
    AREA_UNKNOWN = auto()
    SHARE_VALUE_MISSING = auto()
    SHARE_VALUE_OUT_OF_RANGE = auto()
    MEMBERS_TOO_FEW = auto()
    MEMBER_INCOMPLETE = auto()
    MEMBER_TWICE = auto()
    MEMBER_ID_INVALID = auto()
    MEMBER_UNDER_AGE = auto()
    SHARES_TOO_FEW = auto()
    SHARES_TOO_MANY = auto()
    FIRST_PAYMENT_SHORT = auto()
    BOARDS_INCOMPLETE = auto()
    DIRECTORS_TOO_FEW = auto()
    SUPERVISORS_TOO_FEW = auto()
    SUPERVISORS_TOO_MANY = auto()
    ALTERNATES_TOO_MANY = auto()
    TERM_OUT_OF_RANGE = auto()
    ARTICLES_INCOMPLETE = auto()
    ARTICLES_IF_ANY = auto()
    REGISTER_INCOMPLETE = auto()
    REGISTER_IF_ANY = auto()
    ITEM_UNKNOWN = auto()
    STEP_MISSING = auto()
    STEPS_OUT_OF_ORDER = auto()
    ATTENDANCE_INCOMPLETE = auto()
    ATTENDANCE_IMPOSSIBLE = auto()
    QUORUM_MISSED = auto()
    MAJORITY_MISSED = auto()
    CHAIRS_DUE = auto()
    CHAIRS_LATE = auto()
    REGISTRATION_DUE = auto()
    REGISTRATION_LATE = auto()
    DECISION_DUE = auto()
    DECISION_OVERDUE = auto()
    BUSINESS_DUE = auto()
    BUSINESS_LATE = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing, breaks a rule or is worth knowing.

    `place` is where in the case, as in "name" or "members.17" (counted from 0); `found` is what stands there,
    `needed` what would satisfy the rule; `due` the last day (Asia/Taipei) of a deadline.
    """

    what: What
    place: str
    found: Value = None
    needed: Value = None
    due: date | None = None
