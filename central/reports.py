"""The programme in figures: by month, and by office, county or vendor."""

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from central.store.office_tables import office
from central.store.tables import event, order
from kiosk.domain.calendar import TAIPEI
from kiosk.domain.events import (
    MembershipOpened,
    OrderPaid,
    OrderRefunded,
    PointsGranted,
    PointsLapsed,
    PointsReclaimed,
)


class By(StrEnum):
    """What the figures of a month are told apart by."""

    OFFICE = "office"
    COUNTY = "county"
    VENDOR = "vendor"


NO_COUNTY = "-"
"""The group of offices whose county nobody has told."""


@dataclass
class Figures:
    """What happened in a month. Money in NT$; `used` are the points of orders that were paid."""

    registrations: int = 0
    granted: int = 0
    used: int = 0
    own_paid: int = 0
    returned: int = 0  # not activated in time
    expired: int = 0  # past their last day
    refunds: int = 0
    own_refunded: int = 0
    points_refunded: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of a month (2026-03) for one office, county (its code) or vendor (its id).

    All of them together for the group "".
    """

    month: str
    group: str
    figures: Figures


_OF_ORDERS = (OrderPaid.kind, OrderRefunded.kind)
_OF_MEMBERSHIPS = (MembershipOpened.kind, PointsGranted.kind, PointsLapsed.kind, PointsReclaimed.kind)
_GROUPS: Mapping[By, sa.ColumnElement[str]] = {
    By.OFFICE: event.c.office,
    By.COUNTY: sa.func.coalesce(office.c.county, NO_COUNTY),
    By.VENDOR: order.c.vendor_id,
}
_NUMBER = event.c.body["order_number"].as_string()


def report(connection: sa.Connection, first: date, last: date, by: By) -> tuple[Line, ...]:
    """The months from `first`'s to `last`'s (Asia/Taipei), the newest first, each ended by its sum.

    By vendor there are orders only: registrations and points belong to no vendor.
    """
    found: dict[tuple[str, str], Figures] = defaultdict(Figures)
    for recorded_at, group, kind, body, points, own in _events(connection, first, last, by):
        month = f"{recorded_at.astimezone(TAIPEI):%Y-%m}"
        for name in (group, ""):
            _add(found[month, name], kind, body, points or 0, own or 0)
    ordered = sorted(found.items(), key=lambda item: (item[0][1] == "", item[0][1]))
    ordered.sort(key=lambda item: item[0][0], reverse=True)
    return tuple(Line(month, group, figures) for (month, group), figures in ordered)


def as_csv(
    lines: tuple[Line, ...], headings: tuple[str, ...], total: str, called: Mapping[str, str] | None = None
) -> bytes:
    """The lines as CSV in UTF-8 with a byte order mark, as spreadsheets want it.

    `headings` name month, group and each figure; `called` says what a group is called whose name is a code.
    No cell begins a formula.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings)
    for line in lines:
        numbers = [getattr(line.figures, one.name) for one in fields(Figures)]
        group = (called or {}).get(line.group, line.group)
        writer.writerow([line.month, _plain(group) or total, *numbers])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(text: str) -> str:
    """As text: some spreadsheets reckon also behind blanks, and what begins with a full-width sign (＝)."""
    begins = unicodedata.normalize("NFKC", text).strip()[:1]
    odd = not text[:1].isprintable()
    return f"'{text}" if odd or begins in {"=", "+", "-", "@"} else text


_Row = tuple[datetime, str, str, dict[str, object], int | None, int | None]


def _events(connection: sa.Connection, first: date, last: date, by: By) -> Iterator[_Row]:
    begin = datetime(first.year, first.month, 1, tzinfo=TAIPEI)
    after = datetime(last.year + last.month // 12, last.month % 12 + 1, 1, tzinfo=TAIPEI)
    within = (event.c.recorded_at >= begin, event.c.recorded_at < after)
    group = _GROUPS[by]
    columns = (event.c.recorded_at, group, event.c.kind, event.c.body)
    of_orders = (
        sa.select(*columns, order.c.points, order.c.own)
        .join(order, sa.and_(order.c.membership_id == event.c.membership_id, order.c.order_number == _NUMBER))
        .outerjoin(office, office.c.name == event.c.office)
        .where(event.c.kind.in_(_OF_ORDERS), *within)
    )
    streaming = connection.execution_options(yield_per=1000)
    for row in streaming.execute(of_orders):
        yield tuple(row)
    if by is not By.VENDOR:
        of_memberships = (
            sa.select(*columns, sa.null(), sa.null())
            .select_from(event)
            .outerjoin(office, office.c.name == event.c.office)
            .where(event.c.kind.in_(_OF_MEMBERSHIPS), *within)
        )
        for row in streaming.execute(of_memberships):
            yield tuple(row)


def _add(figures: Figures, kind: str, body: dict[str, object], points: int, own: int) -> None:
    amount = body.get("points", 0)
    given = amount if isinstance(amount, int) else 0
    match kind:
        case MembershipOpened.kind:
            figures.registrations += 1
        case PointsGranted.kind:
            figures.granted += given
        case PointsLapsed.kind:
            figures.returned += given
        case PointsReclaimed.kind:
            figures.expired += given
        case OrderPaid.kind:
            figures.used += points
            figures.own_paid += own
        case OrderRefunded.kind:
            quote = body["quote"]
            assert isinstance(quote, dict)
            figures.refunds += 1
            figures.own_refunded += quote["own_refund"]
            figures.points_refunded += quote["points_refund"]
