"""Founding cases at a counter: begun, found again, kept, deleted; and their papers."""

import json
import zipfile
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pypdfium2  # type: ignore[import-untyped]
import pytest
from sqlalchemy import text

from kiosk.contract.api import ApiProblem, CommandAnswer, FoundingCaseAnswer, Rejection, Status
from kiosk.contract.founding_record import record_parts
from kiosk.domain.founding.case import Founder, Liability
from kiosk.domain.founding.checklist import Topic, TopicState, progress
from kiosk.domain.founding.record import Contact, Officer, Post, Record, Registered, with_founder
from kiosk.domain.identity import IdentityKind
from kiosk.services.attending import Attending
from kiosk.services.bundle.failures import BundleTrouble
from kiosk.services.bundle.sticks import Volume
from kiosk.services.failures import Failed, Trouble
from kiosk.services.founding.desk import FoundingDesk
from kiosk.services.founding.failures import FoundingFailure
from kiosk.services.founding.joining import registration_of
from kiosk.services.founding.paper_files import FOLDER, facts_of, save_papers
from kiosk.services.founding.papers.facts import Facts
from kiosk.services.founding.papers.kinds import PaperKind, paper
from kiosk.services.founding.papers.odt import as_odt
from kiosk.services.founding.papers.pdf import as_pdf
from kiosk.services.sync.engine import Sync
from kiosk.storage import purged
from kiosk.storage.database import Database
from kiosk.ui.pages.staff.case_words import unsigned_rows
from tests.domain.founding_case import READY
from tests.domain.test_founding_record import WHOLE
from tests.services.counter import Counter, TestClock, holder
from tests.services.flows.hall import Hall, PaperCard


@pytest.fixture
def desk(counter: Counter) -> FoundingDesk:
    return counter.founding()


def failure_of(raised: Any) -> object:
    return raised.value.failure


def test_a_case_is_found_by_its_code_however_that_is_written(desk: FoundingDesk) -> None:
    opened = desk.open(Record(address="甲"))
    other = desk.open(Record())
    assert opened.code != other.code
    assert desk.find(opened.code) == opened.case_id
    assert desk.find(f" {opened.code.lower().replace('-', ' ')} ") == opened.case_id
    assert desk.read(opened.case_id).address == "甲"


@pytest.mark.parametrize("code", ["", "ABCDE-FGHJK"])
def test_another_code_opens_nothing(desk: FoundingDesk, code: str) -> None:
    desk.open(Record())
    with pytest.raises(Failed) as raised:
        desk.find(code)
    assert failure_of(raised) is FoundingFailure.CODE_UNKNOWN


def test_the_code_itself_is_not_kept(desk: FoundingDesk, database: Database) -> None:
    opened = desk.open(Record())
    with database.snapshot() as session:
        row = session.execute(text("SELECT * FROM founding_case")).one()
    assert opened.code not in str(row)
    assert opened.code.replace("-", "") not in str(row)


def test_half_finished_data_is_kept_as_it_is(desk: FoundingDesk) -> None:
    half = replace(WHOLE, case=replace(READY, founders=(Founder("甲"), Founder(None, "A1")), liability=None))
    case_id = desk.open(Record()).case_id
    desk.keep(case_id, half)
    view = desk.view(case_id)
    assert view.record == half
    assert {one.topic: one.state for one in view.standings}[Topic.FOUNDERS] is TopicState.BROKEN


def test_a_whole_case_says_who_decides_and_until_when(desk: FoundingDesk, clock: TestClock) -> None:
    view = desk.view(desk.open(WHOLE).case_id)
    assert view.authority == "臺北市政府"
    assert view.deadlines.register_by is not None
    assert view.deadlines.register_by.isoformat() == "2026-04-02"
    assert progress(view.standings) == (7, 7)
    clock.pass_by(days=60)
    assert {one.topic for one in desk.view(view.case_id).standings} == set(Topic)


def test_a_card_opens_the_case_of_its_founder_until_that_one_leaves(desk: FoundingDesk) -> None:
    case_id = desk.open(Record()).case_id
    record = with_founder(Record(), None, Founder("甲"), holder(7))
    assert desk.of_card(holder(7)) is None
    desk.keep(case_id, record)
    assert desk.of_card(holder(7)) == case_id
    desk.keep(case_id, with_founder(record, 0, None, None))
    assert desk.of_card(holder(7)) is None


def test_of_two_cases_a_card_opens_the_one_worked_on_last(desk: FoundingDesk, clock: TestClock) -> None:
    record = with_founder(Record(), None, Founder("甲"), holder(7))
    first, second = desk.open(Record()).case_id, desk.open(Record()).case_id
    desk.keep(second, record)
    clock.pass_by(minutes=1)
    desk.keep(first, record)
    assert desk.of_card(holder(7)) == first


def test_a_founder_is_read_from_a_citizens_card_once(desk: FoundingDesk) -> None:
    citizen = PaperCard(7, IdentityKind.CITIZEN_CERTIFICATE, "林曉明").certificate()
    organisation = PaperCard(8).certificate()
    record = with_founder(Record(), None, Founder("林曉明"), citizen.holder_id)
    assert desk.card_fault(Record(), citizen) is None
    again, wrong = desk.card_fault(record, citizen), desk.card_fault(Record(), organisation)
    assert again is not None
    assert again.failure is FoundingFailure.CARD_ALREADY_READ
    assert wrong is not None
    assert wrong.failure is FoundingFailure.NO_CITIZEN_CARD


def test_a_case_that_is_deleted_is_gone(desk: FoundingDesk, database: Database) -> None:
    case_id = desk.open(with_founder(Record(), None, Founder("甲"), holder(7))).case_id
    desk.keep(case_id, with_founder(Record(), None, Founder("甲"), holder(7)))
    desk.delete(case_id)
    for ask in (
        desk.read,
        desk.view,
        lambda one: desk.keep(one, Record()),
        lambda one: desk.joined(one, "m"),
    ):
        with pytest.raises(Failed) as raised:
            ask(case_id)
        assert failure_of(raised) is FoundingFailure.CASE_GONE
    with database.snapshot() as session:
        assert session.execute(text("SELECT count(*) FROM founding_card")).scalar() == 0


def test_everything_known_is_carried_over_to_the_registration(counter: Counter) -> None:
    hall = Hall(counter)
    desk = hall.services.founding
    contact = Contact("林曉明", "coop@example.org", "0912345678")
    case_id = desk.open(replace(WHOLE, contact=contact, registered=Registered("登字 1", "04595257"))).case_id
    flow = registration_of(hall.services, case_id)
    scene = flow.scene()
    assert scene.cooperative is not None
    assert (scene.cooperative.name, scene.cooperative.ubn) == (READY.name, "04595257")
    assert scene.contact is not None
    assert (scene.contact.name, scene.contact.email, scene.contact.phone) == (
        contact.name, contact.email, contact.phone,
    )  # fmt: skip
    assert not desk.view(case_id).joined
    counter.submit(flow.membership_id, counter.opening())
    assert desk.view(case_id).joined


# ── papers ──


def facts(desk: FoundingDesk, record: Record) -> Facts:
    return Facts(record, desk.rules, desk.guide)


def words_of_pdf(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def words_of_odt(odt: bytes) -> str:
    with zipfile.ZipFile(BytesIO(odt)) as file:
        return file.read("content.xml").decode()


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("record", [Record(), WHOLE], ids=["empty", "whole"])
def test_each_paper_says_that_it_is_a_draft_and_where_the_forms_are(
    desk: FoundingDesk, kind: PaperKind, record: Record
) -> None:
    made = paper(kind, facts(desk, record))
    pdf, odt = words_of_pdf(as_pdf(made)), words_of_odt(as_odt(made))
    for said in (made.title, "草稿", "A籌組區", "https://coop.moi.gov.tw/tw/"):
        assert said.replace(" ", "") in pdf.replace(" ", "").replace("\r\n", "")
        assert said.replace(" ", "") in odt.replace(" ", "")


def test_papers_hold_what_is_known_rare_characters_and_all(desk: FoundingDesk) -> None:
    record = replace(
        WHOLE,
        contact=Contact("陳𠊎明", "a@example.org", "0912345678"),
        officers=(
            Officer(Post.DIRECTORS_CHAIR, READY.members[0].name or ""),
            Officer(Post.SUPERVISOR, "不在名冊"),
        ),
        texts={6: "每股一百元 <&>", 7: "不適用"},
    )
    known = facts(desk, record)
    application = words_of_pdf(as_pdf(paper(PaperKind.APPLICATION, known)))
    assert "陳𠊎明" in application
    assert "臺北市政府" in application
    officers = words_of_odt(as_odt(paper(PaperKind.OFFICERS, known)))
    assert READY.members[0].id_number in officers  # type: ignore[operator]
    articles = words_of_odt(as_odt(paper(PaperKind.ARTICLES, known)))
    assert "每股一百元 &lt;&amp;&gt;" in articles
    assert "有限責任合作社不適用" in articles
    assert articles.count("第 ") >= 16
    registration = words_of_odt(as_odt(paper(PaperKind.REGISTRATION, known)))
    assert "消費、供給" in registration
    plan = words_of_odt(as_odt(paper(PaperKind.PLAN, known)))
    assert "2,000 元" in plan


def test_gaps_are_lines_and_questions(desk: FoundingDesk) -> None:
    known = facts(desk, Record())
    articles = words_of_odt(as_odt(paper(PaperKind.ARTICLES, known)))
    assert articles.count("問：") == 16
    founders = paper(PaperKind.FOUNDERS, known)
    assert words_of_odt(as_odt(founders)).count("<table:table-row>") == 1 + 7


def test_the_same_case_gives_the_same_pdf(desk: FoundingDesk) -> None:
    made = paper(PaperKind.MEMBERS, facts(desk, WHOLE))
    assert as_pdf(made) == as_pdf(made)


def test_a_long_roll_goes_over_many_sheets_under_its_heads(desk: FoundingDesk) -> None:
    members = READY.members * 30
    made = paper(PaperKind.MEMBERS, facts(desk, replace(WHOLE, case=replace(READY, members=members))))
    pdf = as_pdf(made)
    document = pypdfium2.PdfDocument(pdf)
    pages = len(document)
    document.close()
    assert pages > 3
    assert words_of_pdf(pdf).count("身分證統一編號") == pages


def test_a_name_that_is_not_there_once_has_no_particulars(desk: FoundingDesk) -> None:
    twice = replace(READY, members=(READY.members[0], READY.members[0]), liability=Liability.GUARANTEED)
    known = facts(desk, replace(WHOLE, case=twice))
    assert known.person(READY.members[0].name or "") is None
    assert known.person("誰") is None


@dataclass
class OneStick:
    """A stick that is there, or not."""

    folder: Path
    there: bool = True
    released: bool = True

    @property
    def volume(self) -> Volume:
        return Volume(self.folder, "/dev/test", 10**9, read_only=False)

    def volumes(self) -> list[Volume]:
        return [self.volume] if self.there else []

    def let_go(self, volume: Volume) -> bool:
        assert volume == self.volume
        return self.released


def test_all_papers_are_saved_in_both_forms(desk: FoundingDesk, tmp_path: Path) -> None:
    stick = OneStick(tmp_path)
    case_id = desk.open(WHOLE).case_id
    assert save_papers(facts_of(desk, case_id), cast(Any, stick), stick.volume, PaperKind)
    names = sorted(file.name for file in (tmp_path / FOLDER).iterdir())
    assert len(names) == 2 * len(PaperKind)
    assert names[0] == "01-合作社發起組織申請書.odt"


def test_a_stick_that_is_gone_or_cannot_be_written_is_told(desk: FoundingDesk, tmp_path: Path) -> None:
    stick = OneStick(tmp_path, there=False)
    known = facts(desk, Record())
    with pytest.raises(Failed) as raised:
        save_papers(known, cast(Any, stick), stick.volume, [PaperKind.PLAN])
    assert failure_of(raised) is BundleTrouble.MEDIUM_GONE
    (tmp_path / FOLDER).write_text("in the way")
    with pytest.raises(Failed) as raised:
        save_papers(known, cast(Any, OneStick(tmp_path)), stick.volume, [PaperKind.PLAN])
    assert failure_of(raised) is FoundingFailure.PAPER_NOT_SAVED


# ── on the way to central ──


def waiting(database: Database) -> list[dict[str, Any]]:
    with database.snapshot() as session:
        rows = session.scalars(
            text("SELECT envelope FROM outbox WHERE length(envelope) > 0 ORDER BY device_seq")
        )
        return [json.loads(row)["statement"] for row in rows]


def test_what_changes_waits_to_be_sent_and_nothing_else(desk: FoundingDesk, database: Database) -> None:
    case_id = desk.open(Record()).case_id
    desk.keep(case_id, Record(address="甲"))
    desk.keep(case_id, Record(address="甲"))
    desk.delete(case_id)
    first, second, third = waiting(database)
    assert {one["membership_id"] for one in (first, second, third)} == {case_id}
    assert second["body"]["parts"] == {"address": '"甲"'}
    assert first["body"]["code_hash"] == second["body"]["code_hash"]
    assert (first["kind"], third["kind"]) == ("keep_founding_case", "drop_founding_case")


def test_accepted_commands_of_a_deleted_case_hold_nothing(desk: FoundingDesk, database: Database) -> None:
    case_id = desk.open(WHOLE).case_id
    with database.session() as session:
        session.execute(text("UPDATE outbox SET state = 'accepted', decided_at = issued_at"))
    desk.delete(case_id)
    assert [one["kind"] for one in waiting(database)] == ["drop_founding_case"]


class Elsewhere:
    """Central, as far as it is asked for founding cases."""

    def __init__(self) -> None:
        self.known: dict[str, FoundingCaseAnswer] = {}
        self.away = False

    def __call__(self, code_hash: str) -> FoundingCaseAnswer:
        if self.away:
            raise Failed(Trouble.CENTRAL_UNREACHABLE)
        if code_hash not in self.known:
            raise Failed(ApiProblem.FOUNDING_CASE_UNKNOWN)
        return self.known[code_hash]


@pytest.fixture
def elsewhere(counter: Counter) -> Elsewhere:
    counter.founding_elsewhere = made = Elsewhere()
    return made


def code_hash_of(database: Database) -> str:
    with database.snapshot() as session:
        return str(session.scalar(text("SELECT code_hash FROM founding_case")))


def test_a_case_of_another_counter_is_opened_with_its_code(
    desk: FoundingDesk, counter: Counter, elsewhere: Elsewhere, database: Database
) -> None:
    opened = desk.open(WHOLE)
    code_hash = code_hash_of(database)
    with database.session() as session:
        session.execute(text("DELETE FROM founding_case"))
    there = counter.founding()
    with pytest.raises(Failed) as raised:
        there.find(opened.code)
    assert failure_of(raised) is FoundingFailure.CODE_UNKNOWN
    elsewhere.known[code_hash] = FoundingCaseAnswer(
        case_id=opened.case_id, version=1, parts=dict(record_parts(WHOLE))
    )
    assert there.find(opened.code) == opened.case_id
    assert there.read(opened.case_id) == WHOLE


def test_what_others_kept_is_taken_and_what_waits_here_stays(
    counter: Counter, elsewhere: Elsewhere, database: Database
) -> None:
    desk = counter.founding()
    case_id = desk.open(Record()).case_id
    with database.session() as session:
        session.execute(text("UPDATE outbox SET state = 'accepted', decided_at = issued_at"))
    desk.keep(case_id, Record(address="這裡"))
    others = replace(WHOLE, address="別處")
    elsewhere.known[code_hash_of(database)] = FoundingCaseAnswer(
        case_id=case_id, version=5, parts=dict(record_parts(others))
    )
    desk.refresh(case_id)
    assert desk.read(case_id) == replace(WHOLE, address="這裡")
    elsewhere.away = True
    with pytest.raises(Failed) as raised:
        desk.refresh(case_id)
    assert failure_of(raised) is Trouble.CENTRAL_UNREACHABLE


def test_a_case_that_was_deleted_elsewhere_goes_unless_it_waits_to_be_sent(
    counter: Counter, elsewhere: Elsewhere, database: Database
) -> None:
    desk = counter.founding()
    case_id = desk.open(WHOLE).case_id
    desk.refresh(case_id)
    assert desk.read(case_id) == WHOLE
    with database.session() as session:
        session.execute(text("UPDATE outbox SET state = 'accepted', decided_at = issued_at"))
    with pytest.raises(Failed) as raised:
        desk.refresh(case_id)
    assert failure_of(raised) is FoundingFailure.CASE_GONE
    with database.snapshot() as session:
        assert session.scalar(text("SELECT count(*) FROM founding_case")) == 0
    assert waiting(database) == []


def test_an_answer_that_makes_no_case_is_told(
    counter: Counter, elsewhere: Elsewhere, database: Database
) -> None:
    desk = counter.founding()
    case_id = desk.open(WHOLE).case_id
    elsewhere.known[code_hash_of(database)] = FoundingCaseAnswer(
        case_id=case_id, version=1, parts={"nothing": "1"}
    )
    with pytest.raises(Failed) as raised:
        desk.refresh(case_id)
    assert failure_of(raised) is Trouble.ANSWER_MALFORMED
    assert desk.read(case_id) == WHOLE


def test_founding_commands_are_not_purged_as_memberships_are(desk: FoundingDesk, database: Database) -> None:
    desk.open(WHOLE)
    with database.snapshot() as session:
        assert purged.not_purged(session, "", 10) == []


def test_a_command_that_central_did_not_take_is_on_the_staffs_list(
    counter: Counter, desk: FoundingDesk, database: Database
) -> None:
    """And neither sync nor the list looks for a membership behind it."""
    desk.keep(desk.open(Record()).case_id, Record(address="甲"))
    first, _ = waiting(database)
    sync = Sync(database, cast(Any, None), counter.rules, counter.clock, lambda: 0.5)
    answer = CommandAnswer(
        command_id=first["command_id"],
        status=Status.REJECTED,
        code=Rejection.MALFORMED.value,
        decided_at=counter.clock(),
    )
    sync.settle([answer])
    (case,) = Attending(database, counter.rules, counter.clock).open_cases()
    assert case.of_founding
    assert unsigned_rows(case.statement.kind, case.statement.body) == []


def test_only_what_was_changed_is_taken_over(desk: FoundingDesk) -> None:
    case_id = desk.open(Record()).case_id
    desk.keep(case_id, Record(address="甲"))
    desk.keep(case_id, Record(contact=Contact("林曉明")), before=Record())
    assert desk.read(case_id) == Record(address="甲", contact=Contact("林曉明"))
