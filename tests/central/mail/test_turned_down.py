"""A cooperative whose command is turned down is written to: the counter had told it that it is kept."""

from html import unescape

import pytest
import sqlalchemy as sa

from central.app import Central
from central.mail.turned_down import TurnedDownMail
from central.store.tables import mail
from kiosk.contract.envelopes import Statement
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock
from tests.central.direct import DirectKiosk
from tests.central.kiosk import SoftCard, new_id, opening
from tests.central.registered import order, register

NUMBER = "20260302100000000001"


@pytest.fixture
def membership(central: Central, organisation: SoftCard, programme: Programme) -> str:
    membership = register(central, organisation, programme)
    order(central, membership, organisation, programme, NUMBER)
    return membership


def told(
    central: Central, clock: HandClock, membership: str, code: str, kind: str = "cancel_order"
) -> list[sa.Row[tuple[str, str, str, str]]]:
    statement = Statement(
        command_id=new_id(), membership_id=membership, issued_at=clock(), kind=kind,
        body={"order_number": NUMBER, "ubn": "04595257"},
    )  # fmt: skip
    with central.store.database.writing() as connection:
        connection.execute(sa.delete(mail))
        TurnedDownMail(central.settings.resources).tell(connection, statement, code, clock())
        query = sa.select(mail.c.recipient, mail.c.subject, mail.c.text, mail.c.html)
        return list(connection.execute(query))


def test_it_says_what_was_taken_why_not_and_what_to_do(
    central: Central, clock: HandClock, membership: str
) -> None:
    (one,) = told(central, clock, membership, "K-RULE-20")
    assert one.recipient == "office@coop.example"
    for words in ("「取消訂單」", "訂單沒有因此取消", NUMBER, "cancellation of an order", "The order stands"):
        assert words in one.text
        assert words in unescape(one.html)
    assert "K-RULE" not in one.text
    assert "不需付款" not in one.text
    assert "林" not in one.text


@pytest.mark.parametrize("code", ["K-RULE-04", "K-SYNC-10", "K-SYNC-11", "K-SYNC-15"])
def test_what_may_be_somebody_elses_is_not_written(
    central: Central, clock: HandClock, membership: str, code: str
) -> None:
    assert told(central, clock, membership, code) == []


def test_nobody_is_written_to_before_the_mailbox_has_answered(central: Central, clock: HandClock) -> None:
    assert told(central, clock, new_id(), "K-RULE-01", "open_membership") == []


def test_who_is_a_member_hears_that_a_counter_has_registered_the_cooperative_once_more(
    central: Central, clock: HandClock, membership: str, organisation: SoftCard, citizen: SoftCard
) -> None:
    elsewhere = DirectKiosk(central, "別的據點")
    elsewhere._processor._mail = TurnedDownMail(central.settings.resources)
    with central.store.database.writing() as connection:
        connection.execute(sa.delete(mail))
    opened = opening(organisation, clock())
    for card, ubn in ((organisation, opened.ubn), (citizen, opened.ubn), (citizen, "04595257")):
        again = opening(card, clock(), ubn=ubn)
        elsewhere.send(elsewhere.command(again, new_id(), card))
    with central.store.database.reading() as connection:
        written = connection.execute(sa.select(mail.c.recipient, mail.c.text)).all()
    assert [one.recipient for one in written] == ["office@coop.example"] * 2
    for words in ("「註冊」", "這家合作社已經加入", "原有的會員資格不受影響", "Your membership stands"):
        assert words in written[0].text


def test_an_order_that_never_was_need_not_be_paid(
    central: Central, clock: HandClock, membership: str
) -> None:
    (one,) = told(central, clock, membership, "K-RULE-17", "place_order")
    assert "不需付款" in one.text
    assert "the receipt is void" in one.text
