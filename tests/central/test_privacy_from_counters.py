"""What members ask at counters about their data: taken, put off, answered, deleted; the agency reminded."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from central.app import Central
from central.audit import COMMAND_LINE, entries
from central.erasure import RecordStays
from central.inquiry_desk import InquiryAnswered, InquiryDesk
from central.privacy import PrivacyDesk
from central.privacy_clock import PrivacyClock
from central.store.events import membership_state
from central.store.inquiries import answers_for, count_inquiries, told_of
from central.store.office_lists import count_checks
from central.store.tables import metadata
from kiosk.domain.commands import ConfirmEmail
from kiosk.domain.data_rights import DataRight
from kiosk.domain.inquiry import SendInquiry, Subject
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock
from tests.central.direct import DirectKiosk
from tests.central.kiosk import SoftCard, application, new_id, opening
from tests.central.postgres import both_databases
from tests.central.registered import OFFICE, register, rule
from tests.central.test_inquiries import ACCEPTED, mails, sent

database = both_databases
EMAIL = "office@coop.example"


def asking(member: str, right: DataRight = DataRight.ACCESS, words: str = "") -> SendInquiry:
    return SendInquiry(Subject.PERSONAL_DATA, words, "privacy.ask", member, "", (right.value,))


@pytest.fixture
def direct(central: Central) -> DirectKiosk:
    return DirectKiosk(central)


@pytest.fixture
def desk(central: Central) -> PrivacyDesk:
    return PrivacyDesk(central.store.database, central.clock, mails=True)


@pytest.fixture
def newcomer(central: Central, direct: DirectKiosk, organisation: SoftCard, clock: HandClock) -> str:
    """Somebody who has applied and got nothing yet."""
    membership = new_id()
    opened = direct.command(opening(organisation, clock()), membership, organisation)
    assert direct.send(opened, direct.command(application(), membership)) == [ACCEPTED] * 2
    rule(central, membership, ConfirmEmail(EMAIL))
    return membership


def told(central: Central) -> list[tuple[str, bool]]:
    with central.store.database.reading() as connection:
        found = [told_of(one) for one in answers_for(connection, OFFICE, 0, 10, None)]
    return [(one.answer, one.erased) for one in found]


def test_from_the_counter_to_the_answer(
    central: Central, direct: DirectKiosk, desk: PrivacyDesk, newcomer: str, clock: HandClock
) -> None:
    before, envelope = len(mails(central)), sent(direct, asking(newcomer))
    clock.move(days=3)  # there was no network
    assert direct.send(envelope) == [ACCEPTED]
    assert (desk.take_new(), desk.take_new()) == (1, 0)
    ((request, left),) = desk.waiting()
    assert (request.received_on, request.due_on, left) == (date(2026, 3, 2), date(2026, 3, 17), 12)
    with central.store.database.reading() as connection:
        assert count_inquiries(connection) == 0, "it is no business of the help desk"
    with pytest.raises(InquiryAnswered):
        InquiryDesk(central.store.database, clock, mails=True).answer(request.request_id, "x", COMMAND_LINE)
    desk.extend(request.request_id, "資料眾多", COMMAND_LINE)
    (first,) = told(central)
    assert "2026-04-01" in first[0]
    assert "資料眾多" in first[0]
    desk.answer(request.request_id, granted=True, reason="已交付複製本", who=COMMAND_LINE)
    ((words, erased),) = told(central)
    assert words.startswith(first[0])
    assert "已交付複製本" in words
    assert not erased
    letters = mails(central)[before:]
    assert [recipient for recipient, _ in letters] == [EMAIL] * 3
    for text, (_, letter) in zip(("2026-03-17", "資料眾多", "已交付複製本"), letters, strict=True):
        assert text in letter
    with central.store.database.reading() as connection:
        acts = [one.act for one in entries(connection, most=3)]
        whos = {one.who for one in entries(connection) if one.act == "privacy_request"}
    assert acts == ["privacy_answered", "privacy_extended", "privacy_request"]
    assert whos == {f"{OFFICE} T1"}


def test_a_joining_and_a_request_may_come_together(
    central: Central, direct: DirectKiosk, desk: PrivacyDesk, organisation: SoftCard, clock: HandClock
) -> None:
    membership = new_id()
    opened = direct.command(opening(organisation, clock()), membership, organisation)
    assert direct.send(opened, sent(direct, asking(membership))) == [ACCEPTED] * 2
    assert desk.take_new() == 1


def test_for_a_member_of_another_office_it_stays_with_the_help_desk(
    central: Central, direct: DirectKiosk, desk: PrivacyDesk
) -> None:
    assert direct.send(sent(direct, asking(new_id()))) == [ACCEPTED]
    assert desk.take_new() == 0
    with central.store.database.reading() as connection:
        assert count_inquiries(connection, open_only=True) == 1


@pytest.mark.parametrize(
    "asked",
    [
        asking(new_id(), DataRight.CORRECTION),
        replace(asking(new_id()), themes=("everything",)),
        replace(asking(new_id()), themes=()),
        replace(asking(new_id()), membership_id=None, email="one@coop.example"),
    ],
)
def test_what_says_too_little_is_rejected(direct: DirectKiosk, asked: SendInquiry) -> None:
    ((status, _),) = direct.send(sent(direct, asked))
    assert status == "rejected"


def everything(central: Central) -> str:
    with central.store.database.reading() as connection:
        rows = [row for table in metadata.sorted_tables for row in connection.execute(sa.select(table))]
    return "\n".join(
        value.decode(errors="replace") if isinstance(value, bytes) else str(value)
        for row in rows
        for value in row
    )


def test_a_deletion_is_done(
    central: Central, direct: DirectKiosk, desk: PrivacyDesk, newcomer: str, clock: HandClock
) -> None:
    with central.store.database.reading() as connection:
        joined = membership_state(connection, newcomer).registration
        contact = membership_state(connection, newcomer).contact
    assert joined is not None
    assert contact is not None
    message = sent(direct, SendInquiry(Subject.MESSAGE, "我的電話是 0912", "home", newcomer, ""))
    envelope = sent(direct, asking(newcomer, DataRight.DELETION, "請刪除我的電話"))
    again = direct.command(application(), newcomer)
    assert direct.send(message, envelope, again) == [ACCEPTED] * 3
    desk.take_new()
    ((request, _),) = desk.waiting()
    mine = (contact.name, contact.email, contact.phone, joined.cooperative_name, joined.ubn,
            joined.holder.subject, "請刪除我的電話", "我的電話是 0912")  # fmt: skip
    before = everything(central)
    assert [text for text in mine if text not in before and text not in {joined.holder.subject}] == []
    with central.store.database.reading() as connection:
        assert count_checks(connection) == 1
    desk.answer(request.request_id, granted=True, reason="已刪除", who=COMMAND_LINE)
    with central.store.database.writing() as connection:
        connection.execute(
            sa.text("UPDATE mail SET text = '', html = '', recipient = ''")
        )  # as if it was sent
    after = everything(central)
    assert [text for text in mine if text in after] == []
    assert told(central)[0][1], "the counters are told to delete"
    assert direct.send(again) == [ACCEPTED], "the same again gets its first answer"
    with central.store.database.reading() as connection:
        acts = {one.act: one for one in entries(connection)}
        assert membership_state(connection, newcomer).version > 0, "it can still be read"
        assert count_checks(connection) == 0
    assert acts["erase_membership"].details["command"] == 5
    assert acts["privacy_answered"].details["outcome"] == "granted"


def test_who_joins_again_is_new(
    central: Central,
    direct: DirectKiosk,
    desk: PrivacyDesk,
    newcomer: str,
    organisation: SoftCard,
    clock: HandClock,
) -> None:
    request = desk.add(newcomer, DataRight.DELETION, COMMAND_LINE)
    desk.answer(request.request_id, granted=True, reason="已刪除", who=COMMAND_LINE)
    assert direct.send(direct.command(opening(organisation, clock()), new_id(), organisation)) == [ACCEPTED]


def test_with_points_or_orders_the_record_stays(
    central: Central, desk: PrivacyDesk, organisation: SoftCard, programme: Programme
) -> None:
    member = register(central, organisation, programme)
    request = desk.add(member, DataRight.DELETION, COMMAND_LINE)
    with pytest.raises(RecordStays):
        desk.answer(request.request_id, granted=True, reason="好", who=COMMAND_LINE)
    assert len(desk.waiting()) == 1
    desk.answer(request.request_id, granted=False, reason="保存期間未滿", who=COMMAND_LINE)


def test_the_agency_is_reminded_once_before_and_once_after(
    central: Central, desk: PrivacyDesk, newcomer: str, clock: HandClock
) -> None:
    settings = replace(central.settings, agency_mailbox="agency@gov.example")
    reminding = PrivacyClock(central.store.database, clock, settings, mails=True)
    request = desk.add(newcomer, DataRight.ACCESS, COMMAND_LINE)
    counts = []
    for days in (9, 1, 1, 4, 1, 3):  # due in 6, 5, 4 and 0 days, then 1 and 4 days late
        clock.move(days=days)
        reminding.look_after()
        counts.append(sum(one == "agency@gov.example" for one, _ in mails(central)))
    assert counts == [0, 1, 1, 1, 2, 2]
    assert "2026-03-17" in mails(central)[-1][1]
    assert EMAIL not in mails(central)[-1][1]
    desk.extend(request.request_id, "資料眾多", COMMAND_LINE)
    clock.move(days=7)
    reminding.look_after()
    assert sum(one == "agency@gov.example" for one, _ in mails(central)) == 3


def test_centrals_clock_does_it_all(central: Central, direct: DirectKiosk, newcomer: str) -> None:
    assert direct.send(sent(direct, asking(newcomer))) == [ACCEPTED]
    central.deadlines.apply()
    assert len(PrivacyDesk(central.store.database, central.clock).waiting()) == 1
