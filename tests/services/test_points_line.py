"""我的點數 in time."""

from datetime import date, timedelta

from kiosk.services.points_line import PointsMoment, PointsStep, points_line
from tests.ui.pages.case import Case
from tests.ui.pages.conftest import case, rules

__all__ = ["case", "rules"]

GRANTED = date(2026, 1, 15)


def steps(case: Case) -> list[tuple[PointsStep, int]]:
    line = points_line(case.counter.desk.view(case.member), case.today)
    return [(one.step, one.points) for one in line]


def test_before_there_are_points_there_is_no_line(case: Case) -> None:
    assert points_line(case.counter.desk.view(case.member), case.today) == ()


def test_granted_then_the_days_ahead(case: Case) -> None:
    case.joined()
    line = points_line(case.counter.desk.view(case.member), case.today)
    assert line == (
        PointsMoment(PointsStep.GRANTED, GRANTED, 30_000),
        PointsMoment(PointsStep.ACTIVATE_BY, date(2026, 2, 15), 30_000),
        PointsMoment(PointsStep.VALID_TO, date(2026, 4, 15), 30_000),
    )


def test_ordered_activates_and_a_refund_returns(case: Case) -> None:
    case.joined()
    case.in_service()
    assert points_line(case.counter.desk.view(case.member), case.today)[1].activates
    case.on(GRANTED + timedelta(days=50))
    case.confirm(case.refunded())
    assert [step for step, _ in steps(case)] == [
        PointsStep.GRANTED,
        PointsStep.ORDERED,
        PointsStep.RETURNED,
        PointsStep.VALID_TO,
    ]
    case.on(GRANTED + timedelta(days=200))
    assert steps(case)[-1] == (PointsStep.RECLAIMED, 20_000)


def test_an_order_that_nobody_answered_frees_its_points_which_are_not_active_then(case: Case) -> None:
    case.joined()
    case.confirm(case.ordered())
    case.on(GRANTED + timedelta(days=10))  # the vendor has not answered
    assert (PointsStep.FREED, 30_000) in steps(case)
    case.on(GRANTED + timedelta(days=200))
    assert steps(case)[-1] == (PointsStep.LAPSED, 30_000)


def test_points_never_activated_go_back(case: Case) -> None:
    case.joined()
    case.on(GRANTED + timedelta(days=40))
    assert steps(case)[-1] == (PointsStep.LAPSED, 30_000)
