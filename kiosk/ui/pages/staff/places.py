"""The staff's places: how sync stands, and the list of what has to be attended to."""

from collections.abc import Callable
from functools import partial
from typing import Any

from kiosk.services.flows.paper import draw_paper
from kiosk.services.flows.services import Services
from kiosk.services.staff.shifts import ShiftStanding
from kiosk.services.staff_list import staff_list
from kiosk.services.sync.standing import sync_standing
from kiosk.ui.pages.context import Context
from kiosk.ui.pages.paper_ways import PaperWaysPage
from kiosk.ui.pages.place import PlacePage
from kiosk.ui.pages.receipt import ReceiptPage
from kiosk.ui.pages.staff.attend import AttendPage
from kiosk.ui.pages.staff.attend_case import AttendCasePage
from kiosk.ui.pages.staff.attend_note import AskPage, WithdrawPage
from kiosk.ui.pages.staff.doctor import DoctorPage, DoctorStickPage, check_up_of, read_sticks
from kiosk.ui.pages.staff.leave import LeavePage, read_waiting
from kiosk.ui.pages.staff.printers import PrintersPage
from kiosk.ui.pages.staff.printing import PrintingPage
from kiosk.ui.pages.staff.reprint import ReprintPage
from kiosk.ui.pages.staff.shift import ShiftStandingPage, shifts_of
from kiosk.ui.pages.staff.sync import SyncPage
from kiosk.ui.pages.staff.verify import VerifyPage


class StaffPlaces:
    """`places` leads to each by its name. `show` shows a page; `correct` begins a registration anew."""

    def __init__(self, context: Context, show: Callable[..., None], correct: Callable[[str], None]) -> None:
        self._context, self._show = context, show
        self.places: dict[str, Callable[[str], None]] = {
            "sync": lambda _: show(partial(sync_standing, self._services), SyncPage, back_to=("home", "")),
            "attend": lambda _: show(partial(staff_list, self._services), AttendPage, back_to=("sync", "")),
            "attend_case": partial(self._case, AttendCasePage, "attend"),
            "attend_withdraw": partial(self._case, WithdrawPage, "attend_case"),
            "attend_ask": partial(self._case, AskPage, "attend_case"),
            "attend_register": correct,
            "attend_paper": self._paper,
            "printing": lambda _: show(self._services.printing.recent, PrintingPage, back_to=("sync", "")),
            "printers": self._printers,
            "print_job": lambda number: self._ways(number, ("printing", "")),
            "paper_ways": lambda number: self._ways(number, ("receipt", number)),
            "verify": lambda _: show(_nothing_to_read, VerifyPage, back_to=("sync", "")),
            "shift_paper": self._shift_paper,
            "shift": lambda _: show(self._shift, ShiftStandingPage, back_to=("home", "")),
            "reprint": self._reprint,
            "leave": lambda _: show(partial(read_waiting, self._services), LeavePage, back_to=("sync", "")),
            "doctor": lambda _: self._doctor(),
            "doctor_stick": lambda _: show(
                partial(read_sticks, self._services), DoctorStickPage, back_to=("doctor", "")
            ),
        }

    @property
    def _services(self) -> Services:
        return self._context.services

    def _case(self, page: Callable[[Any, Context], PlacePage], back: str, command_id: str) -> None:
        back_to = (back, command_id if back == "attend_case" else "")
        self._show(partial(self._services.attending.case, command_id), page, back_to=back_to)

    def _ways(self, number: str, back_to: tuple[str, str]) -> None:
        make = partial(PaperWaysPage, back_to=back_to)
        self._show(partial(self._services.printing.ways, int(number)), make, back_to=back_to)

    def _printers(self, number: str) -> None:
        """Which printer prints what; then back to the paper of this number, or to the list."""
        back_to = ("receipt", number) if number else ("printing", "")
        make = partial(PrintersPage, back_to=back_to)
        self._show(self._services.printing.choice, make, back_to=back_to)

    def _paper(self, about: str) -> None:
        """The paper that was handed out, then back to its case."""
        number, _, command_id = about.partition(" ")
        read = partial(draw_paper, self._services, int(number))
        self._show(read, StaffReceiptPage, back_to=("attend_case", command_id))

    def _doctor(self) -> None:
        """The look begins as one comes, and goes on in the background where one leaves."""
        check_up_of(self._services).begin()
        self._show(_nothing_to_read, DoctorPage, back_to=("sync", ""))

    def _shift(self) -> ShiftStanding:
        return shifts_of(self._services).standing()

    def _reprint(self, about: str) -> None:
        """Another copy of the paper of this number, then back to where one came from."""
        number, place, of, printer = about.split("|")
        back_to = (place, of)
        make = partial(ReprintPage, back_to=back_to, printer=printer or None)
        self._show(lambda: int(number), make, back_to=back_to)

    def _shift_paper(self, number: str) -> None:
        """A shift's report, then back to how sync stands."""
        self._show(partial(draw_paper, self._services, int(number)), ShiftPage, back_to=("sync", ""))


def _nothing_to_read() -> None:
    """Nothing is shown before something is scanned, or found in the background."""


class ShiftPage(ReceiptPage):
    """值班報表, for the office alone."""

    next_place = "sync"
    ways_place = "print_job"


class StaffReceiptPage(ReceiptPage):
    """A paper as it was handed out, looked at by the staff: its member may not stand here."""

    next_place = "attend"
    ways_place = "print_job"
