"""A kiosk without a network: what waits goes out in a file, and what central says comes back in one."""

import errno
import hashlib
import io
from collections import namedtuple
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from central.audit import Role, Who
from central.inquiry_desk import InquiryDesk
from central.ruling import Case
from central.store.inquiries import inquiries
from central.store.ledger import Ledger
from central.store.visits import note_visit
from central.surface import document_key
from kiosk.contract import bundle
from kiosk.contract.api import AnsweredInquiry, ApiProblem, CommandAnswer, Status
from kiosk.contract.bundle import BundleFailure, BundleWriter, Kind
from kiosk.contract.bundle_content import (
    AnswersOpening,
    AnswersRecord,
    EventsPage,
    answer_record,
    document_record,
    list_records,
    written,
)
from kiosk.contract.codec import event_body, sha256
from kiosk.contract.envelopes import EventEnvelope
from kiosk.contract.signed_documents import public_text, require_signed
from kiosk.domain.events import EmailConfirmed
from kiosk.domain.refusals import Refusal
from kiosk.services.bundle import desk
from kiosk.services.bundle.desk import Takers
from kiosk.services.bundle.failures import BundleTrouble, reading_told, writing_told
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import SEALING_KEY, CentralKeys, pin_keys, pinned_keys, sealing_key
from kiosk.services.inquiries import Where
from kiosk.services.secrets import MemorySecrets
from kiosk.storage.tables import EventRow, OutboxRow, Standing
from tests.central.kiosk import new_id
from tests.domain.test_inquiry import ASKED
from tests.services.bundle.conftest import OFFICE, Kiosk, Office
from tests.services.counter import START

NAME = "訓練用合作社"


def states(kiosk: Kiosk) -> list[str]:
    with kiosk.database.snapshot() as session:
        return list(session.scalars(sa.select(OutboxRow.state).order_by(OutboxRow.device_seq)))


def events(kiosk: Kiosk) -> set[str]:
    with kiosk.database.snapshot() as session:
        return set(session.scalars(sa.select(EventRow.event_id)))


def refused(kiosk: Kiosk, file: Path) -> Any:
    before = states(kiosk), events(kiosk), kiosk.sync.cursor()
    with pytest.raises(Failed) as failed:
        kiosk.bundles.take(file)
    assert (states(kiosk), events(kiosk), kiosk.sync.cursor()) == before
    return failed.value.failure


def made(
    office: Office,
    kiosk: Kiosk,
    *records: bytes,
    device_id: str = "",
    signer: Ed25519PrivateKey | None = None,
) -> Path:
    """An answer as central would write it, with content of our own."""
    stream = io.BytesIO()
    recipient = sealing_key(kiosk.secrets).public_key()
    writer = BundleWriter(
        stream, Kind.ANSWERS, recipient, signer or document_key(office.central.store.secret)
    )
    device_id = device_id or kiosk.device.device_id
    writer.add(written(AnswersOpening(device_id=device_id, made_at=office.clock())))
    for record in records:
        writer.add(record)
    writer.close()
    file = kiosk.folder / "made.bundle"
    file.write_bytes(stream.getvalue())
    return file


class TestThereAndBack:
    def test_without_any_network(self, office: Office, kiosk: Kiosk) -> None:
        membership_id = kiosk.register()
        progress: list[tuple[int, int]] = []
        up = kiosk.folder / "up.bundle"
        exported = kiosk.bundles.export(up, lambda done, total: progress.append((done, total)))
        assert (exported.commands, exported.size) == (2, up.stat().st_size)
        assert progress == [(2, 2)]
        assert kiosk.sync.status().waiting == 2
        assert office.take(up).counts == {Status.ACCEPTED: 2}
        taken = kiosk.bundles.take(office.answer(kiosk))
        assert (taken.accepted, taken.refused, taken.rejected, taken.received) == (2, 0, 0, 2)
        assert timedelta(0) <= office.clock() - taken.made_at < timedelta(minutes=1)
        view = kiosk.desk.view(membership_id)
        assert (view.provisional, view.confirmed.version) == (False, 2)
        assert kiosk.sync.status().waiting == 0
        # The network has nothing new to say, and the same files say nothing new.
        report = kiosk.with_network()
        assert (report.sent, report.received, report.failure) == (0, 0, None)
        assert office.take(up).counts == {Status.ACCEPTED: 2}
        again = kiosk.bundles.take(office.answer(kiosk))
        assert replace(again, made_at=taken.made_at) == replace(taken, accepted=0, received=0)
        assert kiosk.sync.cursor() != ""

    def test_nothing_waits_and_what_is_new_comes_all_the_same(self, office: Office, kiosk: Kiosk) -> None:
        other = office.kiosk("K2")
        other.register()
        other.with_network()
        office.take(kiosk.export())
        assert kiosk.bundles.take(office.answer(kiosk)).received == 2
        assert kiosk.sync.cursor() == other.sync.cursor()

    def test_what_is_turned_down_is_on_the_list(self, office: Office, kiosk: Kiosk) -> None:
        """Two kiosks register the same cooperative: whose stick comes first has it."""
        other = office.kiosk("K2")
        for one in (kiosk, other):
            one.register()
            office.take(one.export())
        assert kiosk.bundles.take(office.answer(kiosk)).accepted == 2
        taken = other.bundles.take(office.answer(other))
        assert (taken.accepted, taken.refused, taken.rejected) == (0, 2, 0)
        assert Refusal.ALREADY_REGISTERED.value in {one.code for one in other.desk.things_to_attend()}

    def test_many_go_in_bites(self, office: Office, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(desk, "_AT_A_TIME", 2)
        monkeypatch.setattr(bundle, "_PART", 500)
        membership_id = kiosk.register()
        for _ in range(5):
            kiosk.apply(membership_id)
        up = kiosk.export()
        assert office.take(up).counts == {Status.ACCEPTED: 7}
        down = office.answer(kiosk)
        # Broken off in the middle: what was kept stays, and the file is gone on with.
        settle = kiosk.sync.settle
        kept: list[Any] = []

        def power_cut(answers: Any) -> None:
            if kept:
                raise KeyboardInterrupt
            kept.append(answers)
            settle(answers)

        with monkeypatch.context() as patch:
            patch.setattr(kiosk.sync, "settle", power_cut)
            with pytest.raises(KeyboardInterrupt):
                kiosk.bundles.take(down)
        assert kiosk.sync.status().waiting == 5
        assert kiosk.bundles.take(down).accepted == 5
        assert not kiosk.desk.view(membership_id).provisional

    def test_a_quarantined_kiosk_is_told(self, office: Office, kiosk: Kiosk) -> None:
        """The database was put back to an older copy, and goes on from there."""
        membership_id = kiosk.register()
        kiosk.apply(membership_id)
        kiosk.with_network()
        with kiosk.database.session() as session:
            newest = session.scalars(sa.select(OutboxRow).order_by(OutboxRow.device_seq.desc())).first()
            session.delete(newest)
        kiosk.apply(membership_id)
        assert office.take(kiosk.export()).counts == {Status.REJECTED: 1}
        assert kiosk.bundles.take(office.answer(kiosk)).rejected == 1
        assert kiosk.sync.status().standing is Standing.QUARANTINED
        assert kiosk.desk.things_to_attend() == ()  # it waits until the kiosk is let go on, or enrolled anew


class TestOpenedByNobodyElse:
    def test_a_bundle_shows_nothing(self, office: Office, kiosk: Kiosk) -> None:
        membership_id = kiosk.register()
        up = kiosk.export()
        office.take(up)
        secret = (NAME, "林曉明", "someone@example.com", membership_id, kiosk.device.device_id, "K1")
        for content in (up.read_bytes(), office.answer(kiosk).read_bytes()):
            for word in secret:
                for encoding in ("utf-8", "utf-16-le", "utf-16-be", "big5"):
                    if len(word) > 2:
                        assert word.encode(encoding) not in content

    def test_another_kiosk_opens_nothing(self, office: Office, kiosk: Kiosk) -> None:
        other = office.kiosk("K2")
        office.take(kiosk.export())
        assert refused(other, office.answer(kiosk)) is BundleFailure.FOR_ANOTHER
        assert refused(kiosk, kiosk.export()) is BundleFailure.OTHER_DIRECTION
        # Also where somebody gave it this kiosk's key.
        other.secrets.set(SEALING_KEY, sealing_key(kiosk.secrets).private_bytes_raw())
        assert refused(other, office.answer(kiosk)) is BundleFailure.FOR_ANOTHER

    def test_only_central_signs(self, office: Office, kiosk: Kiosk) -> None:
        assert refused(kiosk, made(office, kiosk, signer=Ed25519PrivateKey.generate())) is (
            BundleFailure.SIGNATURE_WRONG
        )

    def test_a_key_that_was_lost_is_made_anew(self, office: Office, kiosk: Kiosk) -> None:
        office.take(kiosk.export())
        old = office.answer(kiosk)
        kiosk.secrets.delete(SEALING_KEY)
        assert refused(kiosk, old) is BundleFailure.FOR_ANOTHER
        office.take(kiosk.export())
        assert kiosk.bundles.take(office.answer(kiosk)).received == 0


class TestContent:
    def test_what_has_no_form_is_refused_before_anything_is_kept(self, office: Office, kiosk: Kiosk) -> None:
        event = written(AnswersRecord(event=_event(1)))
        page = written(AnswersRecord(page=EventsPage(after="", cursor="5")))
        for records in ((event, page, b"{}"), (event, page, b"no JSON"), (page, event)):
            assert refused(kiosk, made(office, kiosk, *records)) is BundleFailure.CONTENT_INVALID

    def test_events_that_do_not_follow(self, office: Office, kiosk: Kiosk) -> None:
        """The database is an older copy: what comes in between must not be passed over."""
        page = written(AnswersRecord(page=EventsPage(after="7", cursor="9")))
        file = made(office, kiosk, written(AnswersRecord(event=_event(2))), page)
        assert refused(kiosk, file) is BundleTrouble.EVENTS_MISSING

    def test_an_event_of_a_newer_version(self, office: Office, kiosk: Kiosk) -> None:
        page = written(AnswersRecord(page=EventsPage(after="", cursor="9")))
        newer = written(AnswersRecord(event=_event(1).model_copy(update={"kind": "of_tomorrow"})))
        assert refused(kiosk, made(office, kiosk, newer, page)) is Trouble.ANSWER_MALFORMED

    def test_a_cursor_that_is_not_ours_is_not_taken_over(self, office: Office, kiosk: Kiosk) -> None:
        page = written(AnswersRecord(page=EventsPage(after="7", cursor="9")))
        assert kiosk.bundles.take(made(office, kiosk, page)).received == 0
        assert kiosk.sync.cursor() == ""

    def test_answers_to_other_commands_are_passed_over(self, office: Office, kiosk: Kiosk) -> None:
        """A command of a copy of this database, and one of ours by its id alone."""
        kiosk.register()
        with kiosk.database.snapshot() as session:
            ours = session.scalars(sa.select(OutboxRow).order_by(OutboxRow.device_seq)).all()
        known, other = ours[0], ours[1]
        file = made(
            office,
            kiosk,
            answer_record("0" * 64, _answer(new_id(), Status.ACCEPTED)),
            answer_record("0" * 64, _answer(other.command_id, Status.ACCEPTED)),
            answer_record(known.chain_hash, _answer(known.command_id, Status.REJECTED)),
            answer_record("0" * 64, _answer(known.command_id, Status.ACCEPTED)),
        )
        taken = kiosk.bundles.take(file)
        assert (taken.accepted, taken.rejected) == (0, 1)
        assert states(kiosk) == ["rejected", "waiting"]

    def test_an_answer_to_other_bytes_comes_beside_the_kept_one(self, office: Office, kiosk: Kiosk) -> None:
        kiosk.register()
        office.take(kiosk.export())
        with kiosk.database.session() as session:
            row = session.scalars(sa.select(OutboxRow).order_by(OutboxRow.device_seq)).first()
            assert row is not None
            row.envelope = row.envelope.replace(b'"signature":"', b'"signature":"A')
            row.chain_hash = sha256(row.envelope)
        imported = office.take(kiosk.export())
        assert imported.counts == {Status.REJECTED: 1, Status.ACCEPTED: 1}
        stream = io.BytesIO()
        office.exporting.write(kiosk.device.device_id, stream, imported.conflicts)
        file = kiosk.folder / "down.bundle"
        file.write_bytes(stream.getvalue())
        taken = kiosk.bundles.take(file)
        assert (taken.accepted, taken.rejected) == (1, 1)


class TestKeysOfCentral:
    def test_a_kiosk_enrolled_before_there_were_any_asks_once(self, office: Office, kiosk: Kiosk) -> None:
        keys = pinned_keys(kiosk.database)
        pin_keys(kiosk.database, CentralKeys("", ""))
        with pytest.raises(Failed) as failed:
            kiosk.export()
        assert failed.value.failure is BundleTrouble.KEYS_UNKNOWN
        kiosk.line.up = True
        office.take(kiosk.export())
        kiosk.line.up = False
        assert pinned_keys(kiosk.database) == keys
        kiosk.bundles.take(office.answer(kiosk))

    def test_an_older_central_has_none(self, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
        pin_keys(kiosk.database, CentralKeys("", ""))
        kiosk.line.up = True
        told = kiosk.line.documents()
        monkeypatch.setattr(kiosk.line, "documents", lambda: told.model_copy(update={"sealing_key": ""}))
        with pytest.raises(Failed) as failed:
            kiosk.export()
        assert failed.value.failure is BundleTrouble.KEYS_UNKNOWN

    def test_without_the_device_key_nothing_is_written(self, kiosk: Kiosk) -> None:
        file = kiosk.folder / "up.bundle"
        kiosk.bundles._secrets = MemorySecrets()
        with pytest.raises(Failed) as failed:
            kiosk.bundles.export(file)
        assert failed.value.failure is Trouble.KEY_LOST
        assert not file.exists()


class TestFiles:
    def test_another_file_is_left_alone(self, kiosk: Kiosk) -> None:
        file = kiosk.folder / "letter.odt"
        file.write_bytes(b"Dear all")
        with pytest.raises(Failed) as failed:
            kiosk.bundles.export(file)
        assert failed.value.failure is BundleTrouble.FILE_IN_THE_WAY
        assert file.read_bytes() == b"Dear all"

    def test_no_room_is_told_before_anything_is_written(
        self, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        usage = namedtuple("usage", "total used free")
        monkeypatch.setattr("shutil.disk_usage", lambda _folder: usage(10, 0, 1024 * 1024))
        kiosk.register()
        before = set(kiosk.folder.iterdir())
        with pytest.raises(Failed) as failed:
            kiosk.export()
        assert failed.value.failure is BundleTrouble.MEDIUM_FULL
        assert set(kiosk.folder.iterdir()) == before

    def test_a_file_that_is_not_there_or_is_none(self, kiosk: Kiosk) -> None:
        assert refused(kiosk, kiosk.folder / "nothing.bundle") is BundleTrouble.FILE_UNREADABLE
        assert refused(kiosk, kiosk.folder) is BundleTrouble.FILE_UNREADABLE
        (kiosk.folder / "text").write_bytes(b"text and nothing else")
        assert refused(kiosk, kiosk.folder / "text") is BundleFailure.NOT_A_BUNDLE

    def test_the_folder_is_gone(self, kiosk: Kiosk) -> None:
        with pytest.raises(Failed) as failed:
            kiosk.bundles.export(kiosk.folder / "pulled-out" / "up.bundle")
        assert failed.value.failure is BundleTrouble.MEDIUM_GONE

    @pytest.mark.parametrize(
        ("number", "writing", "reading"),
        [
            (errno.ENOSPC, BundleTrouble.MEDIUM_FULL, BundleTrouble.MEDIUM_GONE),
            (errno.EFBIG, BundleTrouble.MEDIUM_FULL, BundleTrouble.MEDIUM_GONE),
            (errno.EROFS, BundleTrouble.MEDIUM_READ_ONLY, BundleTrouble.MEDIUM_GONE),
            (errno.EACCES, BundleTrouble.MEDIUM_READ_ONLY, BundleTrouble.FILE_UNREADABLE),
            (errno.EIO, BundleTrouble.MEDIUM_GONE, BundleTrouble.MEDIUM_GONE),
            (errno.ENODEV, BundleTrouble.MEDIUM_GONE, BundleTrouble.MEDIUM_GONE),
        ],
    )
    def test_what_the_system_says(self, number: int, writing: BundleTrouble, reading: BundleTrouble) -> None:
        for told, expected in ((writing_told, writing), (reading_told, reading)):
            with pytest.raises(Failed) as failed, told():
                raise OSError(number, "as the system says it")
            assert failed.value.failure is expected

    def test_what_is_torn_on_the_way_back(self, office: Office, kiosk: Kiosk) -> None:
        kiosk.register()
        office.take(kiosk.export())
        whole = office.answer(kiosk).read_bytes()
        torn = kiosk.folder / "torn.bundle"
        for end in range(0, len(whole), 97):
            torn.write_bytes(whole[:end])
            assert refused(kiosk, torn) is BundleFailure.CUT_OFF


def _event(seq: int) -> EventEnvelope:
    happened = EmailConfirmed("someone@coop.example")
    return EventEnvelope(
        event_id=new_id(),
        membership_id="00000000-0000-7000-8000-0000000000aa",
        membership_seq=seq,
        command_id=new_id(),
        recorded_at=START,
        kind=happened.kind,
        body=event_body(happened),
    )


def _answer(command_id: str, status: Status) -> bytes:
    code = "" if status is Status.ACCEPTED else ApiProblem.INTERNAL.value
    answer = CommandAnswer(command_id=command_id, status=status, code=code, decided_at=START)
    return answer.model_dump_json().encode()


class TestCarried:
    def test_all_documents_come_along_as_they_would_over_the_network(
        self, office: Office, kiosk: Kiosk
    ) -> None:
        office.take(kiosk.export())
        kiosk.bundles.take(office.answer(kiosk))
        ((carried, made_at),) = kiosk.carried
        names = {
            "calendar", "catalogue", "help", "limits", "notice", "programme", "questionnaire",
            "revoked-devices", "settings", "staff", "trust-anchors", "updates",
        }  # fmt: skip
        assert {one.name for one in carried} == names
        key = public_text(document_key(office.central.store.secret))
        for one in carried:
            require_signed(one.name, one.content, one.signature, key)
            assert one.tag == hashlib.sha256(one.content).hexdigest()
        assert made_at == pytest.approx(office.clock(), abs=timedelta(minutes=1))

    def test_a_list_is_given_whole_and_after_the_documents(self, office: Office, kiosk: Kiosk) -> None:
        der = bytes(range(256)) * 2_000
        document = document_record("notice", b"text", "signature")
        records = [document, *list_records(der), *list_records(b"other")]
        order: list[str] = []
        kiosk.bundles._takers = Takers(
            lambda carried, _: order.extend(one.name for one in carried),
            lambda given: order.append("whole" if given in {der, b"other"} else "torn"),
            lambda told: order.extend(one.answer for one in told),
            lambda: order.append("done"),
        )
        kiosk.bundles.take(made(office, kiosk, *records))
        assert order == ["notice", "whole", "whole", "done"]

    def test_a_list_beyond_all_size_is_refused(
        self, office: Office, kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(desk, "LARGEST_LIST", 300_000)
        file = made(office, kiosk, *list_records(b"x" * 300_001))
        assert refused(kiosk, file) is BundleFailure.CONTENT_INVALID

    def test_a_guests_events_come_along(self, office: Office, kiosk: Kiosk) -> None:
        """Somebody of another office has been to a counter of this one with the card."""
        member, central = new_id(), office.central
        opened = replace(kiosk.asking.opening(), signer=office.card.holder)
        with central.store.database.writing() as connection:
            ledger = Ledger(connection)
            central.ruling.rule(ledger, Case(new_id(), member, "他處"), opened, office.clock())
            ledger.write()
            note_visit(connection, OFFICE, member, kiosk.device.device_id, office.clock())
        office.take(kiosk.export())
        assert kiosk.bundles.take(office.answer(kiosk)).received == 1
        assert kiosk.desk.view(member).confirmed.registration is not None

    def test_what_the_help_desk_answered_comes_along_for_ninety_days(
        self, office: Office, kiosk: Kiosk
    ) -> None:
        member = kiosk.register()
        kiosk.inquiries.send(replace(ASKED, membership_id=member))
        office.take(kiosk.export())
        kiosk.bundles.take(office.answer(kiosk))
        database = office.central.store.database
        with database.reading() as connection:
            (waiting,) = inquiries(connection)
        helping = InquiryDesk(database, office.clock, mails=False)
        helping.answer(waiting.inquiry_id, "在「我的訂單」。", Who("客服人員甲", Role.AGENCY))
        for _ in range(2):
            (before,) = kiosk.inquiries.of_membership(member)
            kiosk.bundles.take(office.answer(kiosk))
        (seen,) = kiosk.inquiries.of_membership(member)
        assert (seen.where, seen.answer) == (Where.ANSWERED, "在「我的訂單」。")
        assert before == seen
        other = office.kiosk("K2")
        office.take(other.export())
        other.bundles.take(office.answer(other))
        assert len(other.inquiries.of_membership(member)) == 1
        third = office.kiosk("K3")
        office.take(third.export())
        office.clock.move_to(office.clock() + timedelta(days=91))
        third.bundles.take(office.answer(third))
        assert third.inquiries.of_membership(member) == ()

    def test_a_strange_message_is_refused_before_anything_is_kept(self, office: Office, kiosk: Kiosk) -> None:
        strange = AnsweredInquiry(
            inquiry_id="i", membership_id="m", sent_at=START, asked={}, answer="好", answered_at=START
        )
        file = made(office, kiosk, written(AnswersRecord(inquiry=strange)))
        assert refused(kiosk, file) is BundleFailure.CONTENT_INVALID

    def test_a_list_without_its_end_is_refused_before_anything_is_kept(
        self, office: Office, kiosk: Kiosk
    ) -> None:
        pieces = list(list_records(b"x" * 500_000))
        assert refused(kiosk, made(office, kiosk, *pieces[:-1])) is BundleFailure.CONTENT_INVALID
        assert kiosk.lists == []

