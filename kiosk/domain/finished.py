"""Whether anything is still under way with a membership."""

from datetime import datetime

from kiosk.domain.calendar import taipei_day
from kiosk.domain.deadlines import due, next_due
from kiosk.domain.membership import Membership, OrderState

_ENDED = frozenset({OrderState.COMPLETED, OrderState.CANCELLED, OrderState.REFUNDED})


def is_finished(state: Membership, at: datetime) -> bool:
    """Whether at `at` (UTC) nobody has anything left to do and time alone will change nothing.

    Every order has ended, the authority's check does not run, no points can lapse any more. A registration
    that its holder did not go on with is finished too: there is nothing that waits for anybody but them.
    The source is 個資法 §11: data are deleted when the purpose they were collected for ends.
    """
    return (
        state.check_by is None
        and all(order.state in _ENDED for order in state.orders.values())
        and not due(state, at)
        and next_due(state, taipei_day(at)) is None
    )
