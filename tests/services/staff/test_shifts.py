"""Shifts: what was taken is in one report each, whatever the clock; what was not sent is never hidden."""

from dataclasses import replace

import pytest

from kiosk.domain.programme import Programme
from kiosk.services.failures import Failed
from kiosk.services.flows.refund import OrderSelected, Refunding, Reviewed
from kiosk.services.receipts.papers import ShiftPaper
from kiosk.services.receipts.sealing import unsealed
from kiosk.services.staff.failures import StaffFailure
from kiosk.services.staff.shifts import Shifts
from kiosk.storage import receipts
from kiosk.storage.database import Database
from tests.services.counter import Counter
from tests.services.flows.hall import Hall, member_of
from tests.services.flows.test_buying import in_service
from tests.services.staff.conftest import FIRST, Office


@pytest.fixture
def shifts(office: Office, database: Database, counter: Counter, rules: Programme) -> Shifts:
    office.staff.sign_in("s01", FIRST)
    return Shifts(
        database, counter.device, office.staff, counter.clock, lambda: rules, unsealed, training=True
    )


def report(database: Database, number: int) -> ShiftPaper:
    with database.snapshot() as session:
        return ShiftPaper.from_json(receipts.with_state(session, number)[0].snapshot)


def failure(act: object, *given: int) -> StaffFailure:
    with pytest.raises(Failed) as raised:
        act(*given)  # type: ignore[operator]
    assert isinstance(raised.value.failure, StaffFailure)
    return raised.value.failure


def test_a_shift_is_opened_and_closed_with_its_figures(
    shifts: Shifts, counter: Counter, database: Database
) -> None:
    hall = Hall(counter)
    member = member_of(hall)
    before = shifts.standing()
    assert (before.opened_at, before.figures.opened_by, before.figures.unsent_at_opening) == (None, "—", 0)
    shifts.open()
    order = counter.order(points=20_000)
    counter.submit(member, order)
    hall.once()
    assert shifts.standing().figures.orders == 1
    counter.clock.pass_by(hours=8)
    paper = report(database, shifts.close(0))
    assert paper.handled_by == "姓名s01"
    assert paper.figures is not None
    assert (paper.figures.opened_by, paper.figures.orders) == ("姓名s01", 1)
    assert (paper.figures.orders_own, paper.figures.orders_points) == (order.own, 20_000)
    assert paper.figures.unsent == 0
    assert len(paper.rows) == 4  # also what was taken before anybody opened a shift
    assert ShiftPaper.from_json(paper.to_json()) == paper


def test_what_was_not_sent_is_told_or_nothing_is_closed(
    shifts: Shifts, counter: Counter, database: Database
) -> None:
    shifts.open()
    counter.register()
    for claimed in (0, 1, 3):
        assert failure(shifts.close, claimed) is StaffFailure.SHIFT_UNSENT
    assert shifts.standing().opened_at is not None
    paper = report(database, shifts.close(2))
    assert paper.figures is not None
    assert (paper.figures.unsent, paper.waiting) == (2, 2)
    shifts.open()  # the next one takes over what waits
    assert shifts.standing().figures.unsent_at_opening == 2
    assert failure(shifts.close, 0) is StaffFailure.SHIFT_UNSENT


def test_a_clock_that_is_set_back_hides_nothing(shifts: Shifts, counter: Counter, database: Database) -> None:
    shifts.open()
    counter.register(1)
    shifts.close(2)
    shifts.open()
    counter.clock.pass_by(hours=-3)
    counter.register(2)
    paper = report(database, shifts.close(4))
    assert len(paper.rows) == 2
    assert paper.figures is not None
    assert paper.figures.unsent == 4


def test_only_a_supervisor_opens_and_closes_and_only_what_is_so(office: Office, shifts: Shifts) -> None:
    assert failure(shifts.close, 0) is StaffFailure.SHIFT_STATE
    shifts.open()
    assert failure(shifts.open) is StaffFailure.SHIFT_STATE
    office.staff.sign_in("a01", FIRST)
    assert failure(shifts.close, 0) is StaffFailure.NOT_ALLOWED
    office.staff.sign_out("key")
    assert failure(shifts.close, 0) is StaffFailure.SIGNED_OUT
    office.starts(attended=False)
    assert shifts.standing().figures.refunds == 0


def test_a_refund_is_in_the_figures(shifts: Shifts, counter: Counter, database: Database) -> None:
    hall = Hall(counter)
    member = member_of(hall)
    number = in_service(hall, member)
    shifts.open()
    flow = Refunding(replace(hall.services, staff=None), member, number)
    for answer in (OrderSelected(number), Reviewed()):
        flow.scene()
        flow.apply(answer)
    signing = flow.scene().signing
    assert signing is not None
    flow.sign(hall.present(), hall.type())
    paper = report(database, shifts.close(1))
    assert paper.figures is not None
    body = signing.statement.body
    assert (paper.figures.refunds, paper.figures.refunds_own) == (1, body["own_refund"])
    assert paper.figures.refunds_points == body["points_refund"]


def test_who_is_locked_out_in_that_very_moment_opens_no_shift(
    office: Office, shifts: Shifts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where central's list comes between the two questions."""
    monkeypatch.setattr(office.staff, "require_may_open", lambda _place: office.staff.sign_out("list"))
    assert failure(shifts.open) is StaffFailure.SIGNED_OUT
