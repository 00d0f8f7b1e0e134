"""What keeps somebody from signing in, or from what only others may do."""

from enum import Enum


class StaffFailure(Enum):
    """The value is the code of the entry in the catalogue."""

    WRONG = "K-STAFF-01"  # no such account, or another password
    LOCKED = "K-STAFF-02"
    DISABLED = "K-STAFF-03"
    NO_LIST = "K-STAFF-04"
    PASSWORD_UNFIT = "K-STAFF-05"  # noqa: S105 - a failure's code
    CARD_UNKNOWN = "K-STAFF-06"
    CARD_NOT_CITIZENS = "K-STAFF-07"
    CARD_TAKEN = "K-STAFF-08"
    NOT_ALLOWED = "K-STAFF-09"
    SECOND_NEEDED = "K-STAFF-10"
    SECOND_UNFIT = "K-STAFF-11"
    SIGNED_OUT = "K-STAFF-12"
    SHIFT_UNSENT = "K-STAFF-13"
    SHIFT_STATE = "K-STAFF-14"
