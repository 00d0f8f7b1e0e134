"""What each role may open: the one table. What is not in it nobody opens."""

from collections.abc import Mapping

from kiosk.contract.staff_document import CounterRole

__all__ = ["CounterRole", "first_place", "may_open"]

_COUNTER, _SUPERVISOR, _TECHNICIAN = CounterRole.COUNTER, CounterRole.SUPERVISOR, CounterRole.TECHNICIAN
_SERVING = frozenset({_COUNTER, _SUPERVISOR})
_MACHINE = frozenset({_SUPERVISOR, _TECHNICIAN})
_ALL = frozenset(CounterRole)
_SUPERVISORS = frozenset({_SUPERVISOR})

_OF_WHO_COMES = (
    "home", "register", "resume", "discard", "identify", "apply", "confirm_email", "assess", "plans",
    "expert", "privacy", "cancel", "refund", "account", "papers", "orders", "order", "pay", "receipt",
    "paper_ways", "reprint", "attend_correct", "founding", "about", "apply_how", "transform",
)  # fmt: skip

MAY_OPEN: Mapping[str, frozenset[CounterRole]] = {
    **dict.fromkeys((*_OF_WHO_COMES, "shift"), _SERVING),
    # what went wrong: who serves finds out and corrects, a supervisor closes the case
    **dict.fromkeys(("attend", "attend_case", "attend_ask", "attend_register", "attend_paper"), _SERVING),
    "attend_withdraw": _SUPERVISORS,
    # the shift
    **dict.fromkeys(("shift_open", "shift_close"), _SUPERVISORS),
    "shift_paper": _SERVING,
    # the machine
    **dict.fromkeys(("sync", "bundle", "printing", "print_job", "verify", "contact"), _ALL),
    **dict.fromkeys(("printers", "doctor", "doctor_stick"), _MACHINE),
    "leave": frozenset({_TECHNICIAN}),
    # oneself
    **dict.fromkeys(("own_password", "own_card"), _ALL),
}  # fmt: skip

ALONE = frozenset({*_OF_WHO_COMES, "contact", "leave"})
"""What is opened in self-service, where nobody signs in: nothing of the office's, and of the machine's only
the page on which a technician ends the program, by id and password."""

_FOUNDING = "founding"


def may_open(role: CounterRole | None, place: str) -> bool:
    """Whether somebody of this role opens the place of this name; None: who stands at self-service.

    The founding's places are one.
    """
    name = _FOUNDING if place.startswith(_FOUNDING) else place
    return name in ALONE if role is None else role in MAY_OPEN.get(name, frozenset())


def first_place(role: CounterRole) -> str:
    """Where somebody of this role begins."""
    return "sync" if role is _TECHNICIAN else "home"
