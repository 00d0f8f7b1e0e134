"""What the staff's list shows: the cases that wait for somebody, and those that are closed."""

from dataclasses import dataclass

from kiosk.services.attending import AttendCase
from kiosk.services.flows.services import Services


@dataclass(frozen=True, slots=True)
class StaffList:
    """`waiting` oldest first, `closed` newest first."""

    waiting: tuple[AttendCase, ...]
    closed: tuple[AttendCase, ...]


def staff_list(services: Services) -> StaffList:
    """The list as it stands. Raises `StorageError`."""
    return StaffList(services.attending.open_cases(), services.attending.closed_cases())
