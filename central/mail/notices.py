"""我的通知 by mail: what happens to a membership is written to its contact."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from central.mail.letter import MailText, Part, letter
from central.mail.notice_texts import NOTICES, days_of, fields_of
from central.mail.posting import post
from kiosk.domain.events import Event
from kiosk.domain.membership import Membership, Order, OrderState
from kiosk.domain.notices import Notice, NoticeKind, notice_of


class Notices:
    """Puts a mail for each notice into the outbox, in the transaction in which it happened."""

    def tell(
        self, connection: sa.Connection, state: Membership, events: Sequence[Event], at: datetime
    ) -> None:
        """Write to the contact of `state`, which `events` have led to, if its mailbox has answered."""
        if state.contact is None or not state.email_confirmed:
            return
        for event in events:
            notice = notice_of(event)
            if notice is None:
                continue
            mail = notice_mail(notice, state)
            post(connection, state.contact.email, mail, at)


def notice_mail(notice: Notice, state: Membership) -> MailText:
    """The mail about `notice` to the membership that stands as in `state` afterwards."""
    words = NOTICES[notice.kind]
    order = None if notice.order_number is None else state.orders[notice.order_number]
    fields = _grant_fields(state) if order is None else fields_of(order)
    facts_zh, facts_en = _facts(state, order)
    links = _links(notice.kind, order)
    return letter(
        Part(words.title, (words.sentence.format(**fields),), facts_zh, link=links[0]),
        Part(words.title_en, (words.sentence_en.format(**fields),), facts_en, link=links[1]),
    )


_Facts = tuple[tuple[str, str], ...]
_Link = tuple[str, str] | None


def _facts(state: Membership, order: Order | None) -> tuple[_Facts, _Facts]:
    name = "" if state.registration is None else state.registration.cooperative_name
    if order is None:
        return (("合作社", name),), (("Cooperative", name),)
    number, terms = order.order_number, order.terms
    own, points = f"NT${order.own:,}", f"{order.points:,}"
    zh = (
        ("合作社", name),
        ("訂單編號", number),
        ("方案名稱", terms.plan_name),
        ("供應商", terms.vendor_name),
        ("自付款", own),
        ("數位點數", f"{points} 點"),
    )
    en = (
        ("Cooperative", name),
        ("Order", number),
        ("Plan", terms.plan_name),
        ("Vendor", terms.vendor_name),
        ("Own payment", own),
        ("Points", points),
    )
    return zh, en


def _links(kind: NoticeKind, order: Order | None) -> tuple[_Link, _Link]:
    """The payment link, while there is something to pay."""
    if (
        kind is not NoticeKind.ORDER_CONFIRMED
        or order is None
        or order.state is not OrderState.AWAITING_PAYMENT
    ):
        return None, None
    return ("付款連結", order.payment_url), ("Payment link", order.payment_url)


def _grant_fields(state: Membership) -> dict[str, str]:
    if state.grant is None:
        return {}
    days = days_of(activate_by=state.grant.activate_by, valid_to=state.grant.valid_to)
    return {"granted": f"{state.grant.points:,}", **days}
