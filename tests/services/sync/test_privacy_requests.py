"""What a member asks about the own data, from the counter to central and back; deletion too."""

from dataclasses import replace

import sqlalchemy as sa

from central.audit import Role, Who
from central.privacy import PrivacyDesk
from kiosk.domain.data_rights import DataRight
from kiosk.domain.inquiry import SendInquiry, Subject
from kiosk.services.inquiries import Where
from kiosk.storage.tables import Base, PurgeRow
from tests.domain.test_inquiry import ASKED
from tests.services.sync.region import Machine, Region, machine, region

__all__ = ["machine", "region"]

AGENCY = Who("承辦人員甲", Role.AGENCY)


def asking(member: str, right: DataRight, words: str = "") -> SendInquiry:
    return SendInquiry(Subject.PERSONAL_DATA, words, "privacy.ask", member, "", (right.value,))


def everything(machine: Machine) -> str:
    with machine.database.snapshot() as session:
        tables = Base.metadata.sorted_tables
        rows = [row for table in tables for row in session.execute(sa.select(table))]
    return "\n".join(
        value.decode(errors="replace") if isinstance(value, bytes) else str(value)
        for row in rows
        for value in row
    )


def test_put_off_and_answered_it_is_told_at_the_counter(region: Region, machine: Machine) -> None:
    member = machine.register()
    machine.inquiries.send(asking(member, DataRight.ACCESS))
    assert machine.inquiries.of_membership(member)[0].where is Where.QUEUED
    assert machine.sync.once().failure is None
    desk = PrivacyDesk(region.central.store.database, region.central.clock)
    assert desk.take_new() == 1
    ((request, _),) = desk.waiting()
    told = []
    for act in (
        lambda: desk.extend(request.request_id, "資料眾多", AGENCY),
        lambda: desk.answer(request.request_id, granted=True, reason="已交付", who=AGENCY),
    ):
        act()
        assert machine.sync.once().failure is None
        (one,) = machine.inquiries.of_membership(member)
        assert one.where is Where.ANSWERED
        told.append(one.answer)
    assert "資料眾多" in told[0]
    assert told[1].startswith(told[0])
    assert "已交付" in told[1]


def test_a_deletion_reaches_the_counter(region: Region, machine: Machine) -> None:
    member = machine.register()
    registration = machine.desk.view(member).shown.registration
    assert registration is not None
    machine.inquiries.send(replace(ASKED, membership_id=member, text="我的電話 0912-345-678"))
    machine.inquiries.send(asking(member, DataRight.DELETION, "請刪除 0912-345-678"))
    assert machine.sync.once().failure is None
    desk = PrivacyDesk(region.central.store.database, region.central.clock)
    desk.take_new()
    ((request, _),) = desk.waiting()
    mine = registration.ubn, registration.cooperative_name, registration.holder.subject, "0912-345-678"
    assert [text for text in mine if text not in everything(machine)] == []
    desk.answer(request.request_id, granted=True, reason="已刪除", who=AGENCY)
    for _ in range(2):
        assert machine.sync.once().failure is None
        assert [text for text in mine if text in everything(machine)] == []
    assert machine.desk.find(registration.holder) is None
    with machine.database.snapshot() as session:
        rules = {row.what: row.rule for row in session.scalars(sa.select(PurgeRow))}
    assert set(rules) == {"event", "outbox", "inquiry"}
    assert set(rules.values()) == {"deletion asked for by the member"}
    again = machine.register()
    assert again != member, "who comes again is new"
    assert machine.sync.once().failure is None
