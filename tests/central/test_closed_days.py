"""A day is closed after last days were reckoned with it: clock, events and mails agree on the new ones."""

from datetime import date

import pytest
import sqlalchemy as sa

from central.app import Central
from central.audit import COMMAND_LINE
from central.calendar_desk import CalendarDesk
from central.mail.notice_texts import NOTICES
from central.store.events import membership_state
from central.store.tables import event, mail, membership
from kiosk.domain.membership import OrderState
from kiosk.domain.notices import NoticeKind
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock
from tests.central.kiosk import SoftCard
from tests.central.postgres import both_databases
from tests.central.registered import order, register

NUMBER = "20260302100000000001"
WEDNESDAY, THURSDAY = date(2026, 3, 4), date(2026, 3, 5)

database = both_databases


@pytest.fixture
def desk(central: Central) -> CalendarDesk:
    return CalendarDesk(central.store.database, central.ruling.programme, central.clock)


@pytest.fixture
def member(central: Central, organisation: SoftCard, programme: Programme) -> str:
    """Its order was confirmed on a Monday: the payment is due on Wednesday."""
    member = register(central, organisation, programme)
    order(central, member, organisation, programme, NUMBER)
    central.vendor.confirm(NUMBER)
    return member


def _mails(central: Central) -> list[str]:
    title = NOTICES[NoticeKind.LAST_DAYS_MOVED].title
    query = sa.select(mail.c.text).where(mail.c.subject.contains(title)).order_by(mail.c.mail_id)
    with central.store.database.reading() as connection:
        return list(connection.scalars(query))


def _kinds(central: Central) -> list[str]:
    with central.store.database.reading() as connection:
        return list(connection.scalars(sa.select(event.c.kind).order_by(event.c.position)))[-2:]


def _state(central: Central, member: str) -> OrderState:
    with central.store.database.reading() as connection:
        return membership_state(connection, member).orders[NUMBER].state


def test_a_typhoon_on_the_last_day_to_pay(
    central: Central, desk: CalendarDesk, member: str, clock: HandClock
) -> None:
    clock.move(days=2)
    desk.tell(WEDNESDAY, COMMAND_LINE, "颱風停班", working=False)
    assert central.deadlines.apply() == 1
    assert central.deadlines.apply() == 0
    assert _kinds(central) == ["order_confirmed", "last_days_moved"]
    _, placed = central.vendor.order(NUMBER)
    assert (placed.pay_by, placed.service_by) == (THURSDAY, date(2026, 3, 12))
    (told,) = _mails(central)
    assert "完成自付款付款 2026 年 3 月 5 日前、提供服務 2026 年 3 月 12 日前" in told
    assert "your own payment by 5 March 2026, the service by 12 March 2026" in told
    clock.move(days=1)
    assert central.deadlines.apply() == 0
    clock.move(days=1)
    assert central.deadlines.apply() == 1
    assert _state(central, member) is OrderState.CANCELLED


def test_a_day_told_while_the_clock_stands_still_costs_nobody_an_order(
    central: Central, desk: CalendarDesk, member: str, clock: HandClock
) -> None:
    clock.move(days=2)
    desk.tell(WEDNESDAY, COMMAND_LINE, "颱風停班", working=False)
    clock.move(days=1)
    central.vendor.pay(NUMBER, "TX-1")
    assert _kinds(central) == ["last_days_moved", "order_paid"]
    assert _state(central, member) is OrderState.PAID


def test_a_day_taken_back_shortens_nothing(
    central: Central, desk: CalendarDesk, member: str, clock: HandClock
) -> None:
    desk.tell(WEDNESDAY, COMMAND_LINE, "颱風停班", working=False)
    assert central.deadlines.apply() == 1
    desk.take_back(WEDNESDAY, COMMAND_LINE, "未停班")
    assert central.deadlines.apply() == 0
    _, placed = central.vendor.order(NUMBER)
    assert placed.pay_by == THURSDAY
    clock.move(days=3)
    assert _state(central, member) is OrderState.AWAITING_PAYMENT


def test_only_those_are_looked_at_again_whose_time_runs(
    central: Central, desk: CalendarDesk, member: str, citizen: SoftCard, programme: Programme
) -> None:
    register(central, citizen, programme, ubn="04595257")
    with central.store.database.writing() as connection:
        idle = membership.c.membership_id != member
        connection.execute(sa.update(membership).where(idle).values(look_on=date(2026, 12, 1)))
    desk.tell(WEDNESDAY, COMMAND_LINE, "颱風停班", working=False)
    with central.store.database.reading() as connection:
        rows = connection.execute(sa.select(membership.c.membership_id, membership.c.look_on))
        looks = {row.membership_id: row.look_on for row in rows}
    assert looks.pop(member) == date(2026, 3, 2)
    assert list(looks.values()) == [date(2026, 12, 1)]
