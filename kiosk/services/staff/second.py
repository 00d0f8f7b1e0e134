"""What needs a second person at the counter: refunds from a set sum on, and reprints."""

from kiosk.services.failures import Failed
from kiosk.services.flows.services import Services
from kiosk.services.printing.queue import PrintJob, PrintState
from kiosk.services.staff.failures import StaffFailure
from kiosk.services.staff.staff import Approval


def of_refund(order_number: str, own: int, points: int) -> str:
    """What a supervisor agrees to: just this refund (NT$, points)."""
    return f"refund {order_number}: {own} + {points}"


def of_reprint(number: int) -> str:
    """What a supervisor agrees to: another copy of this paper."""
    return f"reprint {number}"


def refund_needs_second(services: Services, own: int, points: int) -> bool:
    """Whether a refund of so much (NT$ and points, which are worth as much) needs a second person."""
    staff = services.staff
    return staff is not None and own + points >= staff.policy.second_person_from


def is_reprint(services: Services, number: int) -> bool:
    """Whether another print of this paper would be another copy, not a second try of one that failed."""
    last = services.printing.queue.of_receipt(number)
    return last is not None and last.state is not PrintState.FAILED


def needs_second(error: Exception) -> bool:
    """Whether something was not done because nobody has agreed to it yet."""
    return isinstance(error, Failed) and error.failure is StaffFailure.SECOND_NEEDED


def print_paper(
    services: Services, number: int, printer: str | None = None, approval: Approval | None = None
) -> PrintJob:
    """Print a paper, as `Printing.print_receipt`; another copy needs a supervisor's `approval`.

    Raises `Failed` (SECOND_NEEDED) as well.
    """
    if services.staff is not None and is_reprint(services, number):
        services.staff.require_second(approval, of_reprint(number))
    return services.printing.print_receipt(number, printer)
