"""What happens at the counter stands in the audit log, in the transaction that does it."""

import json
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.pin import Pin
from kiosk.contract.audit import AuditEvent, AuditLine, Flaw
from kiosk.contract.signed_documents import public_text
from kiosk.contract.trust import TrustFailure, Untrusted
from kiosk.domain.founding.record import Record
from kiosk.services.audit.cards import recorded_identify, recorded_sign
from kiosk.services.audit.proof import Proven, prove_log, written_lines
from kiosk.services.audit.running import TECHNICIAN, tell_crash, tell_running, tell_technician
from kiosk.services.cards import identify as identify_card
from kiosk.services.founding.desk import NOTICE_VERSION
from kiosk.services.identity_device import DEVICE_KEY, DeviceIdentity, save_identity
from kiosk.services.secrets import MemorySecrets
from kiosk.services.standing import set_standing
from kiosk.services.upkeep.backups import backup_folder
from kiosk.services.upkeep.going_back import go_back
from kiosk.storage import audit, print_jobs, purged, receipts
from kiosk.storage.backup import make_backup
from kiosk.storage.database import Database, open_database
from kiosk.storage.tables import Standing
from tests.services.conftest import DATABASE_KEY
from tests.services.counter import Counter, TestClock, holder, order_receipt, ubn
from tests.services.test_cards import AT, HolderCard, card

__all__ = ["card"]

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.fixture
def secrets() -> MemorySecrets:
    kept = MemorySecrets()
    kept.set(DEVICE_KEY, KEY.private_bytes_raw())
    return kept


@pytest.fixture
def kept(database: Database, device: DeviceIdentity, clock: TestClock) -> Database:
    """A counter that is enrolled, and keeps its log."""
    with database.session() as session:
        known = DeviceIdentity(
            device.device_id, device.office, device.terminal, device.central_url, public_text(KEY)
        )
        save_identity(session, known)
    database.keep_audit(audit.Keeper(device.device_id, KEY, clock), audit.PROGRAM)
    return database


def told(database: Database) -> list[AuditLine]:
    with database.snapshot() as session:
        return [AuditLine.read(line.text) for line in audit.lines(session)]


def names(database: Database) -> list[tuple[str, str]]:
    return [(line.event.value, line.what) for line in told(database)]


def flaws(proven: Proven) -> list[Flaw]:
    return [one.flaw for one in proven.proof.findings]


def forge(file: Path, *statements: str) -> None:
    """What somebody does who has file and key of the database, and no key of the device."""
    with closing(open_database(file, DATABASE_KEY)) as database, database.session() as session:
        for trigger in ("audit_no_update", "audit_no_delete"):
            session.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        for statement in statements:
            session.execute(text(statement))


NO_LINES = (
    "CAST(line || ' ' AS BLOB)", "X'FF00'", "CAST(X'FFFE' AS TEXT)", "''", "'null'", "'[]'", "42",
    "'{' || line", "line || char(0)", "replace(line, '\"seq\"', '\"Seq\"')", "printf('%.*c', 100000, '[')",
    "line || ' '",
)  # fmt: skip


class TestWhatIsTold:
    def test_commands_each_with_its_membership(self, kept: Database, counter: Counter) -> None:
        member = counter.register()
        order = counter.order()
        counter.submit(member, order, order_receipt)
        counter.submit(member, counter.cancellation(order))
        lines = told(kept)
        assert [(line.event.value, line.what) for line in lines] == [
            ("authz_admin", "enrolment"),
            ("sensitive_create", "open_membership"),
            ("sensitive_create", "apply"),
            ("sensitive_create", "place_order"),
            ("sensitive_update", "cancel_order"),
        ]
        assert {line.membership for line in lines[1:]} == {member}
        assert [line.details["device_seq"] for line in lines[1:]] == [1, 2, 3, 4]
        assert (lines[1].who, lines[1].details["signed_by"], lines[2].details["signed_by"]) == (
            "counter",
            "holder",
            "",
        )

    def test_prints_reprints_printers_purges_and_standing(self, kept: Database, counter: Counter) -> None:
        member = counter.register()
        number = counter.submit(member, counter.order(), order_receipt).receipt_id
        assert number is not None
        with kept.session() as session:
            for _ in range(2):
                receipts.log_print(session, number, counter.clock())
            print_jobs.choose_printer(session, "a4", "office")
            set_standing(session, Standing.QUARANTINED)
            set_standing(session, Standing.QUARANTINED)
            purged.purge(session, member, "a rule", counter.clock())
        assert names(kept)[4:] == [
            ("sensitive_read", "print"),
            ("sensitive_read", "reprint"),
            ("authz_admin", "settings: printer"),
            ("authz_fail", "device"),
            ("sensitive_delete", "outbox"),
        ]

    def test_which_notice_a_founding_case_began_with(self, kept: Database, counter: Counter) -> None:
        case_id = counter.founding().open(Record()).case_id
        line = next(one for one in told(kept) if one.what == "founding notice")
        assert line.details == {"case": case_id, "notice": NOTICE_VERSION}
        assert line.datetime == counter.clock()

    def test_a_transaction_that_is_undone_leaves_no_line(self, kept: Database, counter: Counter) -> None:
        def fails() -> None:
            with kept.session() as session:
                audit.record(session, AuditEvent.READ, "nothing")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fails()
        assert len(told(kept)) == 1

    def test_beginning_end_crash_and_a_technician(
        self, kept: Database, secrets: MemorySecrets, clock: TestClock
    ) -> None:
        with ExitStack() as ends:
            tell_running(kept, ends)
            tell_crash(kept, ValueError("A123456789"))
        tell_technician(kept, secrets, clock, AuditEvent.ADMINISTRATION, "rekey")
        assert names(kept)[1:] == [
            ("sys_startup", "program"),
            ("sys_crash", "program"),
            ("sys_shutdown", "program"),
            ("authz_admin", "rekey"),
        ]
        assert told(kept)[-1].who == TECHNICIAN

    def test_no_word_of_anybody(self, kept: Database, counter: Counter) -> None:
        member = counter.register(7)
        counter.submit(member, counter.order(7), order_receipt)
        log = "\n".join(written_lines(kept))
        for personal in ("訓練用合作社", "林曉明", "someone@example.com", ubn(7), holder(7).subject):
            assert personal not in log


class TestCards:
    def test_a_card_that_is_read(self, kept: Database, card: HolderCard) -> None:
        identify = recorded_identify(kept, lambda reading: identify_card(reading, card.trust, AT))
        assert identify(card.reading).kind is not None
        (line,) = told(kept)[1:]
        assert (line.event, line.what, line.membership) == (AuditEvent.READ, "card", None)

    def test_a_card_that_is_refused(self, kept: Database, card: HolderCard) -> None:
        def refuses(_reading: object) -> None:
            raise Untrusted(TrustFailure.REVOKED)

        with pytest.raises(Untrusted):
            recorded_identify(kept, refuses)(card.reading)  # type: ignore[arg-type]
        (line,) = told(kept)[1:]
        assert (line.event, line.details["code"]) == (AuditEvent.NOT_ALLOWED, TrustFailure.REVOKED.value)

    @pytest.mark.parametrize(
        ("failure", "event"),
        [
            (CardFailure.PIN_WRONG, AuditEvent.SIGN_IN_FAILED),
            (CardFailure.PIN_BLOCKED, AuditEvent.SIGN_IN_LOCKED),
            (CardFailure.CARD_REMOVED, None),
        ],
    )
    def test_a_pin_that_is_wrong(
        self,
        kept: Database,
        counter: Counter,
        card: HolderCard,
        failure: CardFailure,
        event: AuditEvent | None,
    ) -> None:
        def refuses(*_: object) -> str:
            raise CardError(failure, tries_left=2)

        statement = counter.desk.prepare(counter.desk.new_membership_id(), counter.opening())
        with pytest.raises(CardError):
            recorded_sign(kept, refuses)(statement, card.reading, Pin(bytearray(b"987654")))
        lines = told(kept)[1:]
        assert [line.event for line in lines] == ([] if event is None else [event])
        if lines:
            assert lines[0].details["tries_left"] == 2
            assert "987654" not in lines[0].text()

    def test_a_pin_that_is_right(self, kept: Database, counter: Counter, card: HolderCard) -> None:
        statement = counter.desk.prepare(counter.desk.new_membership_id(), counter.opening())
        assert recorded_sign(kept, lambda *_: "signed")(statement, card.reading, None) == "signed"
        assert [line.event for line in told(kept)[1:]] == [AuditEvent.SIGN_IN]


class TestProof:
    def test_a_whole_log(self, kept: Database, counter: Counter, secrets: MemorySecrets) -> None:
        counter.register()
        proven = prove_log(kept, secrets)
        assert (flaws(proven), proven.proof.lines, proven.sent) == ([], 3, 0)

    @pytest.mark.parametrize("change", ["UPDATE audit SET line = '{}'", "DELETE FROM audit"])
    def test_the_database_itself_lets_nothing_be_changed(self, kept: Database, change: str) -> None:
        with pytest.raises(IntegrityError), kept.session() as session:
            session.execute(text(change))

    @pytest.mark.parametrize(
        ("statements", "found"),
        [
            (("UPDATE audit SET line = replace(line, 'apply', 'drink') WHERE seq = 3",), Flaw.CHANGED),
            (("DELETE FROM audit WHERE seq = 2",), Flaw.REMOVED),
            (("DELETE FROM audit WHERE seq = 3",), Flaw.CUT_OFF),
            (("DELETE FROM audit", "DELETE FROM audit_end"), Flaw.CUT_OFF),
            (
                (
                    "UPDATE audit SET seq = 9 WHERE seq = 2",
                    "UPDATE audit SET seq = 2 WHERE seq = 3",
                    "UPDATE audit SET seq = 3 WHERE seq = 9",
                ),
                Flaw.SWAPPED,
            ),
        ],
    )
    def test_what_was_done_to_the_file_is_found(
        self,
        kept: Database,
        counter: Counter,
        secrets: MemorySecrets,
        tmp_path: Path,
        statements: tuple[str, ...],
        found: Flaw,
    ) -> None:
        counter.register()
        forge(tmp_path / "data" / "kiosk.db", *statements)
        assert found in flaws(prove_log(kept, secrets))

    def test_what_is_no_line_is_found_and_told(
        self, kept: Database, counter: Counter, secrets: MemorySecrets, tmp_path: Path
    ) -> None:
        """Whatever SQLite keeps there: bytes, no UTF-8, a number, JSON of other kinds."""
        counter.register()
        changes = [
            *(f"line = {value}" for value in NO_LINES),
            *(f"signature = {value}" for value in ("X'FF'", "CAST(X'FFFE' AS TEXT)", "''", "'ä'", "42")),
        ]
        for change in changes:
            forge(
                tmp_path / "data" / "kiosk.db",
                "CREATE TABLE before AS SELECT * FROM audit WHERE seq = 2",
                f"UPDATE audit SET {change} WHERE seq = 2",
            )
            found = prove_log(kept, secrets).proof.findings
            assert (2, Flaw.CHANGED) in [(one.seq, one.flaw) for one in found], change
            assert len(list(written_lines(kept))) == 3, change
            forge(
                tmp_path / "data" / "kiosk.db",
                "UPDATE audit SET (line, signature) = (SELECT line, signature FROM before) WHERE seq = 2",
                "DROP TABLE before",
            )
        assert flaws(prove_log(kept, secrets)) == []

    def test_an_end_that_is_none_is_found_and_told(
        self, kept: Database, counter: Counter, secrets: MemorySecrets, tmp_path: Path
    ) -> None:
        counter.register()
        for value in ("X'FF'", "CAST(X'FFFE' AS TEXT)", "''", "42"):
            forge(tmp_path / "data" / "kiosk.db", f"UPDATE audit_end SET signature = {value}")
            assert flaws(prove_log(kept, secrets)) == [Flaw.CUT_OFF], value
        forged = "UPDATE audit_end SET hash = X'FF', sent_hash = CAST(X'FFFE' AS TEXT), sent_seq = 2"
        forge(tmp_path / "data" / "kiosk.db", forged)
        assert set(flaws(prove_log(kept, secrets))) == {Flaw.CUT_OFF}
        counter.submit(counter.register(2), counter.order(2), order_receipt)
        assert set(flaws(prove_log(kept, secrets))) == {Flaw.CUT_OFF}, "what is taken goes on being told"

    def test_an_older_file_is_found_by_what_central_has(
        self, kept: Database, counter: Counter, secrets: MemorySecrets
    ) -> None:
        counter.register()
        with kept.session() as session:
            audit.note_sent(session, 9, "0" * 64)
        assert flaws(prove_log(kept, secrets)) == [Flaw.CUT_OFF]

    def test_a_log_goes_on_when_the_machine_is_enrolled_anew(
        self, kept: Database, counter: Counter, secrets: MemorySecrets, clock: TestClock
    ) -> None:
        counter.register()
        new = Ed25519PrivateKey.generate()
        secrets.set(DEVICE_KEY, new.private_bytes_raw())
        assert flaws(prove_log(kept, secrets)) == [Flaw.OTHER_KEY]
        for _ in range(2):
            kept.keep_audit(audit.Keeper("another", new, clock), TECHNICIAN)
        assert flaws(prove_log(kept, secrets)) == []
        assert [line.who for line in told(kept)].count(TECHNICIAN) == 1

    def test_going_back_to_a_backup_loses_no_line(
        self, kept: Database, counter: Counter, secrets: MemorySecrets, tmp_path: Path
    ) -> None:
        file = tmp_path / "data" / "kiosk.db"
        make_backup(kept, DATABASE_KEY, backup_folder(file.parent), counter.clock())
        counter.register()
        before = list(written_lines(kept))
        kept.close()
        go_back(file, DATABASE_KEY, None, counter.clock())
        with closing(open_database(file, DATABASE_KEY)) as database:
            assert list(written_lines(database)) == before
            assert flaws(prove_log(database, secrets)) == []

    def test_as_json_lines(self, kept: Database, counter: Counter) -> None:
        counter.register()
        read = [json.loads(line) for line in written_lines(kept)]
        assert [one["event"] for one in read] == ["authz_admin", "sensitive_create", "sensitive_create"]
        assert all(one["signature"] for one in read)


def test_without_a_key_nothing_is_written(
    database: Database, counter: Counter, secrets: MemorySecrets
) -> None:
    counter.register()
    tell_technician(database, secrets, counter.clock, AuditEvent.READ, "audit log")
    assert told(database) == []


def test_a_session_of_another_kind_has_no_keeper() -> None:
    audit.record(Session(), AuditEvent.READ, "nothing")
