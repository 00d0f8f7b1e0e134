"""What can go wrong with a founding case; the value is the code of the entry in the failure catalogue."""

from enum import Enum


class FoundingFailure(Enum):
    """Failures of founding."""

    CODE_UNKNOWN = "K-FOUND-01"
    CARD_ALREADY_READ = "K-FOUND-02"
    NO_CITIZEN_CARD = "K-FOUND-03"
    CASE_GONE = "K-FOUND-04"
    PAPER_NOT_SAVED = "K-FOUND-05"
