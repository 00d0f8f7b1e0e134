"""Messages to the help desk: queued without network, sent, answered, and shown where the member stands."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from central.audit import Role, Who
from central.inquiry_desk import InquiryDesk
from central.store.inquiries import inquiries
from kiosk.contract.api import AnsweredInquiry, InquiriesAnswer
from kiosk.contract.inquiry import inquiry_body
from kiosk.services.failures import Failed, Trouble
from kiosk.services.inquiries import Where
from tests.domain.test_inquiry import ASKED
from tests.services.counter import START, Counter
from tests.services.sync.region import Machine, Region, machine, region
from tests.services.sync.test_visiting import at_another_office, comes

__all__ = ["machine", "region"]

AGENCY = Who("客服人員甲", Role.AGENCY)


@pytest.fixture
def elsewhere(region: Region, tmp_path: Path) -> Iterator[Machine]:
    machine = at_another_office(region, tmp_path / "south.db", "S1")
    yield machine
    machine.stop()


def answer_all(region: Region, words: str) -> None:
    central = region.central
    with central.store.database.reading() as connection:
        waiting = [one.inquiry_id for one in inquiries(connection) if one.answer is None]
    for one in waiting:
        InquiryDesk(central.store.database, central.clock, mails=False).answer(one, words, AGENCY)


def test_from_the_queue_to_the_answer_also_at_another_office(
    region: Region, machine: Machine, elsewhere: Machine
) -> None:
    member = machine.register()
    asked = replace(ASKED, membership_id=member)
    machine.inquiries.send(asked)
    (one,) = machine.inquiries.of_membership(member)
    assert (one.where, one.asked, one.answer) == (Where.QUEUED, asked, "")
    assert machine.sync.once().failure is None
    assert machine.inquiries.of_membership(member)[0].where is Where.SENT
    answer_all(region, "在「我的訂單」裡。")
    assert machine.sync.once().failure is None
    (told,) = machine.inquiries.of_membership(member)
    assert (told.where, told.answer) == (Where.ANSWERED, "在「我的訂單」裡。")
    assert told.at == told.answered_at
    assert machine.sync.once().failure is None  # nothing comes twice
    assert len(machine.inquiries.of_membership(member)) == 1
    elsewhere.sync.once()
    assert elsewhere.inquiries.of_membership(member) == ()
    assert comes(elsewhere) == member
    assert [one.answer for one in elsewhere.inquiries.of_membership(member)] == ["在「我的訂單」裡。"]


def told(number: int, *, more: bool, **changes: object) -> InquiriesAnswer:
    body = {**inquiry_body(ASKED), **changes}
    one = AnsweredInquiry(
        inquiry_id=f"i{number}", membership_id="m", sent_at=START, asked=body, answer="好", answered_at=START
    )
    return InquiriesAnswer(inquiries=(one,), last=number, more=more)


def test_pages_of_answers_are_all_kept(counter: Counter) -> None:
    none = InquiriesAnswer(inquiries=(), last=2, more=False)
    pages = {0: told(1, more=True), 1: told(2, more=False), 2: none}
    desk = replace(counter, answers_elsewhere=lambda after, _member: pages[after]).inquiries()
    desk.fetch()
    desk.fetch()
    assert len(desk.of_membership("m")) == 2
    desk.fetch_of("m")
    assert len(desk.of_membership("m")) == 2


@pytest.mark.parametrize("answer", [told(0, more=True), told(1, more=False, subject="strange")])
def test_a_strange_answer_of_centrals_is_not_kept(counter: Counter, answer: InquiriesAnswer) -> None:
    desk = replace(counter, answers_elsewhere=lambda _after, _member: answer).inquiries()
    for fetch in (desk.fetch, lambda: desk.fetch_of("m")):
        with pytest.raises(Failed) as raised:
            fetch()
        assert raised.value.failure is Trouble.ANSWER_MALFORMED
    assert desk.of_membership("m") == ()


def test_what_cannot_be_sent_is_not_kept(counter: Counter) -> None:
    with pytest.raises(ValueError, match="nothing that can be sent"):
        counter.inquiries().send(replace(ASKED, text=""))
