"""Why a command is refused: a closed list, each with a text for people in `resources/failures.toml`."""

from enum import Enum


class Refusal(Enum):
    """A rule that says no. The value is the code of its entry in the failure catalogue."""

    ALREADY_REGISTERED = "K-RULE-01"
    NOT_REGISTERED = "K-RULE-02"
    UBN_INVALID = "K-RULE-03"
    NOT_THE_HOLDER = "K-RULE-04"
    CONDITION_NOT_DECLARED = "K-RULE-05"
    EMAIL_INVALID = "K-RULE-06"
    NOT_APPLIED = "K-RULE-07"
    EMAIL_NOT_CONFIRMED = "K-RULE-08"
    ELIGIBILITY_DECIDED = "K-RULE-09"
    QUESTIONNAIRE_UNKNOWN = "K-RULE-10"
    ANSWERS_INCOMPLETE = "K-RULE-11"
    POINTS_ALREADY_GRANTED = "K-RULE-12"
    NO_REAPPLICATION = "K-RULE-13"
    PLAN_UNKNOWN = "K-RULE-14"
    TERMS_CHANGED = "K-RULE-15"
    SPLIT_WRONG = "K-RULE-16"
    POINTS_SHORT = "K-RULE-17"
    ORDER_NUMBER_TAKEN = "K-RULE-18"
    ORDER_UNKNOWN = "K-RULE-19"
    ORDER_STATE = "K-RULE-20"
    DEADLINE_PASSED = "K-RULE-21"
    AMOUNT_WRONG = "K-RULE-22"
    DATE_OUT_OF_ORDER = "K-RULE-23"
    QUOTE_CHANGED = "K-RULE-24"
    TERM_OVER = "K-RULE-25"
    NAME_MISSING = "K-RULE-26"
    NOT_ELIGIBLE = "K-RULE-27"
    PROGRAMME_PAUSED = "K-RULE-28"
    BUDGET_USED_UP = "K-RULE-29"
    THEME_UNKNOWN = "K-RULE-30"


class Refused(Exception):
    """A command was refused by a rule; nothing has changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.name)
        self.refusal = refusal
