"""Messages to the help desk at central: kept once, answered once, told to who asked; on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from central.app import Central
from central.audit import Role, Who, entries
from central.inquiry_desk import AnswerInvalid, InquiryAnswered, InquiryDesk
from central.store import inquiries
from central.store.inquiries import Inquiry, answers_for
from central.store.tables import mail
from kiosk.contract.envelopes import CommandEnvelope, Statement
from kiosk.contract.inquiry import inquiry_body
from kiosk.domain.inquiry import SendInquiry
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock
from tests.central.direct import DirectKiosk
from tests.central.kiosk import Kiosk, SoftCard, new_id
from tests.central.postgres import both_databases
from tests.central.registered import OFFICE, register
from tests.domain.test_inquiry import ASKED, WANTED

ACCEPTED, MALFORMED = ("accepted", ""), "rejected"
AGENCY = Who("客服人員甲", Role.AGENCY)

database = both_databases


@pytest.fixture
def direct(central: Central) -> DirectKiosk:
    return DirectKiosk(central)


@pytest.fixture
def desk(central: Central) -> InquiryDesk:
    return InquiryDesk(central.store.database, central.clock, mails=True)


def sent(kiosk: Kiosk, asked: SendInquiry, inquiry_id: str = "", **changes: Any) -> CommandEnvelope:
    parts = {
        "command_id": new_id(),
        "membership_id": inquiry_id or new_id(),
        "issued_at": kiosk.clock(),
        "kind": asked.kind,
        "body": inquiry_body(asked),
    }
    return kiosk.envelope(Statement(**{**parts, **changes}))


def waiting(central: Central, text: str = "") -> tuple[Inquiry, ...]:
    with central.store.database.reading() as connection:
        found = inquiries.inquiries(connection, text=text)
        assert len(found) == inquiries.count_inquiries(connection, text)
        return found


def answers(central: Central, office: str = OFFICE, after: int = 0) -> list[str | None]:
    with central.store.database.reading() as connection:
        return [one.answer for one in answers_for(connection, office, after, 10, None)]


def mails(central: Central) -> list[tuple[str, str]]:
    with central.store.database.reading() as connection:
        rows = connection.execute(sa.select(mail.c.recipient, mail.c.text).order_by(mail.c.mail_id))
        return [(row.recipient, row.text) for row in rows]


def test_it_is_kept_once_and_answered_once(
    central: Central, direct: DirectKiosk, desk: InquiryDesk, organisation: SoftCard, programme: Programme
) -> None:
    member = register(central, organisation, programme)
    before = len(mails(central))
    asked = replace(ASKED, membership_id=member)
    envelope = sent(direct, asked)
    assert direct.send(envelope) == [ACCEPTED]
    assert direct.send(envelope) == [ACCEPTED]
    (one,) = waiting(central)
    assert (one.asked, one.office, one.terminal, one.answer) == (asked, OFFICE, "T1", None)
    told = desk.answer(one.inquiry_id, " 廠商接單後會出現。 ", AGENCY)
    assert (told.mailed, told.in_notices) == (True, True)
    with pytest.raises(InquiryAnswered):
        desk.answer(one.inquiry_id, "再一次", AGENCY)
    assert answers(central) == ["廠商接單後會出現。"]
    assert answers(central, after=1) == []
    assert answers(central, office="別的據點") == []
    ((recipient, text),) = mails(central)[before:]
    assert recipient == "office@coop.example"
    assert "廠商接單後會出現。" in text
    assert ASKED.text in text
    with central.store.database.reading() as connection:
        (act,) = [one for one in entries(connection) if one.act == "answer_inquiry"]
    assert (act.who, act.details) == ("客服人員甲", {"mailed": 1, "in_notices": 1})


def test_who_is_no_member_gets_a_mail_alone(central: Central, direct: DirectKiosk, desk: InquiryDesk) -> None:
    asked = replace(ASKED, membership_id=None, email="one@coop.example")
    assert direct.send(sent(direct, asked)) == [ACCEPTED]
    (one,) = waiting(central)
    told = desk.answer(one.inquiry_id, "請看首頁", AGENCY)
    assert (told.mailed, told.in_notices) == (True, False)
    assert [recipient for recipient, _ in mails(central)] == ["one@coop.example"]
    assert answers(central) == []


def test_an_office_cannot_speak_for_a_member_that_it_does_not_see(
    central: Central, desk: InquiryDesk, organisation: SoftCard, programme: Programme
) -> None:
    member = register(central, organisation, programme)
    before = len(mails(central))
    elsewhere = DirectKiosk(central, "別的據點")
    assert elsewhere.send(sent(elsewhere, replace(ASKED, membership_id=member))) == [ACCEPTED]
    told = desk.answer(waiting(central)[0].inquiry_id, "答覆", AGENCY)
    assert (told.mailed, told.in_notices) == (False, False)
    assert answers(central) == []
    assert len(mails(central)) == before


def test_without_a_mail_server_nothing_is_mailed(central: Central, direct: DirectKiosk) -> None:
    direct.send(sent(direct, replace(ASKED, membership_id=None, email="one@coop.example")))
    silent = InquiryDesk(central.store.database, central.clock, mails=False)
    assert not silent.answer(waiting(central)[0].inquiry_id, "答覆", AGENCY).mailed
    assert not mails(central)


def test_what_cannot_be_is_rejected_and_nothing_kept(
    central: Central, direct: DirectKiosk, desk: InquiryDesk, clock: HandClock
) -> None:
    nowhere = sent(direct, replace(ASKED, membership_id=None))
    strange = sent(direct, ASKED, body={**inquiry_body(ASKED), "text": "a\x00b"})
    early = sent(direct, ASKED, issued_at=clock() + timedelta(hours=1))
    assert [status for status, _ in direct.send(nowhere, strange, early)] == [MALFORMED] * 3
    assert waiting(central) == ()
    for words in ("", "  ", "字" * 1001):
        with pytest.raises(AnswerInvalid):
            desk.answer(new_id(), words, AGENCY)
    with pytest.raises(InquiryAnswered):
        desk.answer(new_id(), "沒有這則", AGENCY)


def test_the_list_has_what_waits_first_and_can_be_searched(
    central: Central, direct: DirectKiosk, desk: InquiryDesk, clock: HandClock
) -> None:
    ids = [new_id() for _ in range(3)]
    for number, one in enumerate(ids):
        direct.send(sent(direct, replace(WANTED, text=f"第 {number} 則", email="a@coop.example"), one))
        clock.move(minutes=1)
    desk.answer(ids[0], "答覆", AGENCY)
    assert [one.inquiry_id for one in waiting(central)] == [ids[1], ids[2], ids[0]]
    assert [one.inquiry_id for one in waiting(central, "第 2 則")] == [ids[2]]
    with central.store.database.reading() as connection:
        assert inquiries.count_inquiries(connection, open_only=True) == 2
