"""Central's documents at the counter: fetched, verified, kept, and what the counter then goes by."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import Request, Response

from kiosk.contract.authorities import read_authorities
from kiosk.contract.signed_documents import ANSWER_HEADER, sign_document
from kiosk.services.central import CentralClient
from kiosk.services.documents import CentralDocuments
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import device_key, document_key, load_identity, pin_document_key
from kiosk.services.secrets import MemorySecrets
from kiosk.storage import documents
from kiosk.storage.database import Database
from kiosk.storage.documents import SignedDocument
from kiosk.storage.tables import DocumentRow, SyncStateRow
from tests.plugins.expected_logs import ExpectedLogs
from tests.services.counter import ROOT, TestClock
from tests.services.small_central import SmallCentral

RESOURCES = ROOT / "resources"
LOGGER = "kiosk.services.documents"
NO_CONDITIONS = b"""
version = "2"
sections = []
terms = []
conditions = []
lookup = {title = "", title_en = "", text = "", text_en = ""}
"""
NEW_FIGURES = """
[[figures]]
version = "2027-1"
holds_from = 2027-01-01
grant = 20000
points_share = 1
own_share = 1
activation_months = 1
validity_months = 3
eligibility_working_days = 1
vendor_confirms_days = 2
vendor_confirms_in_working_days = false
payment_working_days = 2
invoice_working_days = 2
service_working_days = 7
exactly_half_is_within = true
"""


def shipped(name: str) -> bytes:
    return (RESOURCES / f"{name}.toml").read_bytes()


@pytest.fixture
def client(database: Database, central: SmallCentral, clock: TestClock) -> Iterator[CentralClient]:
    central.documents = {
        name: shipped(name) for name in ("catalogue", "programme", "questionnaire", "notice", "help")
    }
    secrets, soon = MemorySecrets(), timedelta(seconds=5)
    device = enrol(database, secrets, central.url, central.enrolment_code, soon)
    with CentralClient(central.url, device.device_id, device_key(secrets), clock, soon) as client:
        yield client


@pytest.fixture
def held(database: Database, client: CentralClient, clock: TestClock) -> CentralDocuments:
    held = CentralDocuments(database, client, clock, RESOURCES)
    held.load()
    return held


def reopened(database: Database, client: CentralClient, clock: TestClock, shipped: Path) -> CentralDocuments:
    """As after the program was started again, with nothing beside it but what it has fetched."""
    again = CentralDocuments(database, client, clock, shipped)
    again.load()
    return again


def trouble(database: Database) -> str | None:
    with database.snapshot() as session:
        return session.get_one(SyncStateRow, 1).document_trouble


def kept(database: Database) -> set[str]:
    with database.snapshot() as session:
        return {one.name for one in documents.kept(session)}


def test_what_came_with_the_program_serves_until_central_gave_something(held: CentralDocuments) -> None:
    assert held.guidance.programme.versions[0].version == "2023-1"
    assert held.guidance.anchors is None


def test_what_was_fetched_is_there_without_network(
    held: CentralDocuments, central: SmallCentral, database: Database, client: CentralClient,
    clock: TestClock, tmp_path: Path,
) -> None:  # fmt: skip
    central.documents["programme"] += NEW_FIGURES.encode()
    held.renew(held.ask())
    again = reopened(database, client, clock, tmp_path)
    assert again.guidance == held.guidance
    assert [one.version for one in again.guidance.programme.versions] == ["2023-1", "2027-1"]
    assert trouble(database) is None


def test_only_what_has_changed_is_fetched(held: CentralDocuments, central: SmallCentral) -> None:
    held.renew(held.ask())
    central.seen.clear()
    held.renew(held.ask())
    assert central.seen == ["GET /v1/standing"]
    central.documents["notice"] += b"\n"
    held.renew(held.ask())
    assert central.seen == ["GET /v1/standing"] * 2 + ["GET /v1/documents/notice"]


def test_what_is_the_same_after_all_is_not_sent(held: CentralDocuments, central: SmallCentral) -> None:
    """The index may be older than the document: it is fetched by what is held."""
    held.renew(held.ask())
    told = held.ask()
    older = told.documents.documents[0].model_copy(update={"name": "notice", "sha256": "0"})
    index = told.documents.model_copy(update={"documents": (older,)})
    held.renew(told.model_copy(update={"documents": index}))
    assert central.seen[-1] == "GET /v1/documents/notice"


NEWER = (RESOURCES / "notice.toml").read_bytes().replace(b'version = "2026-1"', b'version = "2"')


class TestReplayed:
    """What central signed once is played to the counter again, as over a broken TLS."""

    def test_an_older_list_of_documents(self, held: CentralDocuments, central: SmallCentral) -> None:
        recorded: list[Response] = []

        def record(_request: Request, true: Response) -> Response:
            recorded.append(true)
            return true

        central.faults.append(record)
        held.renew(held.ask())
        central.faults.append(lambda _request, _true: recorded[0])
        with pytest.raises(Failed) as raised:
            held.ask()
        assert raised.value.failure is Trouble.DOCUMENT_UNSIGNED

    def test_an_older_document(
        self, held: CentralDocuments, central: SmallCentral, database: Database, expected_logs: ExpectedLogs
    ) -> None:
        expected_logs.allow(LOGGER, "K-SYNC-30")
        recorded: list[Response] = []

        def record(_request: Request, true: Response) -> Response:
            recorded.append(true)
            return true

        held.renew(held.ask())
        central.documents["notice"] = shipped("notice") + b"\n# older\n"
        told = held.ask()
        central.faults.append(record)
        held.renew(told)
        central.documents["notice"] = NEWER
        told = held.ask()
        central.faults.append(lambda _request, _true: recorded[0])
        held.renew(told)
        assert trouble(database) == Trouble.DOCUMENT_UNSIGNED.value
        assert held.guidance.notice.version == "2026-1"
        held.renew(held.ask())
        assert held.guidance.notice.version == "2"
        assert trouble(database) is None

    def test_without_centrals_signature_under_the_answer_nothing_is_taken(
        self, held: CentralDocuments, central: SmallCentral
    ) -> None:
        def stripped(_request: Request, true: Response) -> Response:
            del true.headers[ANSWER_HEADER]
            return true

        central.faults.append(stripped)
        with pytest.raises(Failed) as raised:
            held.ask()
        assert raised.value.failure is Trouble.DOCUMENT_UNSIGNED


class TestCarried:
    """What a sealed bundle has brought."""

    def carried(self, central: SmallCentral, **documents: bytes) -> list[SignedDocument]:
        return [
            SignedDocument(name, content, sign_document(name, content, central.document_key), "tag")
            for name, content in documents.items()
        ]

    def test_it_counts_as_what_is_fetched(
        self, held: CentralDocuments, central: SmallCentral, clock: TestClock, database: Database
    ) -> None:
        held.take_carried(self.carried(central, notice=NEWER, later=b"{}"), clock())
        assert held.guidance.notice.version == "2"
        assert kept(database) == {"notice", "later"}

    def test_an_older_stick_takes_nothing_newer_away(
        self, held: CentralDocuments, central: SmallCentral, clock: TestClock
    ) -> None:
        older, later = clock(), clock() + timedelta(minutes=1)
        held.take_carried(self.carried(central, notice=NEWER), later)
        held.take_carried(self.carried(central, notice=shipped("notice")), older)
        assert held.guidance.notice.version == "2"
        clock.pass_by(minutes=5)
        held.renew(held.ask())
        assert held.guidance.notice.version == "2026-1"
        held.take_carried(self.carried(central, notice=NEWER), later)
        assert held.guidance.notice.version == "2026-1"

    def test_what_central_did_not_sign_is_told_and_not_taken(
        self, held: CentralDocuments, central: SmallCentral, clock: TestClock, database: Database,
        expected_logs: ExpectedLogs,
    ) -> None:  # fmt: skip
        expected_logs.allow(LOGGER, "K-SYNC-30")
        (good,) = self.carried(central, notice=NEWER)
        held.take_carried([replace(good, content=good.content + b"#")], clock())
        assert trouble(database) == Trouble.DOCUMENT_UNSIGNED.value
        assert held.guidance.notice.version == "2026-1"


def test_pauses_and_the_budget_reach_the_counter(held: CentralDocuments, central: SmallCentral) -> None:
    central.documents["limits"] = json.dumps({
        "pauses": [{"first_day": "2026-03-01", "last_day": "2026-03-31"}], "budget": 100, "points_out": 90,
    }).encode()  # fmt: skip
    central.documents["calendar"] = b'days = [{ day = 2026-03-03, working = false, reason = "" }]'
    held.renew(held.ask())
    programme = held.guidance.programme
    assert programme.is_paused(programme.pauses[0].first_day)
    assert not programme.has_budget_for(11)
    assert len(programme.calendar.closed) == 1


def test_the_authorities(held: CentralDocuments, central: SmallCentral, training_cards: Path) -> None:
    pinned = read_authorities(training_cards / "trust")
    texts = [base64.b64encode(der).decode() for der in pinned]
    central.documents["trust-anchors"] = json.dumps({"certificates": texts}).encode()
    held.renew(held.ask())
    assert held.guidance.anchors == pinned


def test_a_document_that_another_key_has_signed_is_refused(
    held: CentralDocuments, central: SmallCentral, database: Database, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(LOGGER, "not taken")
    held.renew(held.ask())
    before = held.guidance
    central.documents["catalogue"] += b"\n"
    central.documents["notice"] = shipped("notice").replace(b'version = "2026-1"', b'version = "2026-2"')
    central.signed_by["catalogue"] = Ed25519PrivateKey.generate()
    held.renew(held.ask())
    assert trouble(database) == Trouble.DOCUMENT_UNSIGNED.value
    assert (held.guidance.programme, held.guidance.notice.version) == (before.programme, "2026-2")
    del central.signed_by["catalogue"]
    held.renew(held.ask())
    assert trouble(database) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("catalogue", b"plans = 1"),
        ("limits", b"{}"),
        ("calendar", b"days = 1"),
        ("notice", b"conditions = []"),
        ("notice", b'version = "2026-2"'),
        ("notice", NO_CONDITIONS),
        ("trust-anchors", b"[]"),
        ("trust-anchors", b'{"certificates": []}'),
        ("trust-anchors", b'{"certificates": ["AAAA"]}'),
    ],
)  # fmt: skip
def test_a_document_that_makes_no_sense_is_refused_alone(
    held: CentralDocuments, central: SmallCentral, database: Database, name: str, content: bytes,
    expected_logs: ExpectedLogs,
) -> None:  # fmt: skip
    expected_logs.allow(LOGGER, f"not taken: K-SYNC-31 {name}")
    held.renew(held.ask())
    before = held.guidance
    central.documents[name] = content
    central.documents["programme"] += NEW_FIGURES.encode()
    held.renew(held.ask())
    assert trouble(database) == Trouble.DOCUMENT_REFUSED.value
    if name == "catalogue":  # what must agree is taken together
        assert held.guidance == before
    else:
        taken = replace(before, programme=held.guidance.programme)
        assert (held.guidance, len(taken.programme.versions)) == (taken, 2)


def test_a_version_that_orders_were_made_under_does_not_go(
    held: CentralDocuments, central: SmallCentral, database: Database, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow(LOGGER, "version 2023-1 is gone")
    held.renew(held.ask())
    central.documents["programme"] = shipped("programme").replace(b'"2023-1"', b'"2023-2"')
    held.renew(held.ask())
    assert trouble(database) == Trouble.DOCUMENT_REFUSED.value
    assert held.guidance.programme.figures("2023-1").grant == 30_000


def test_what_is_unknown_is_kept_for_later(
    held: CentralDocuments, central: SmallCentral, database: Database
) -> None:
    central.documents["later"] = b"anything"
    held.renew(held.ask())
    assert "later" in kept(database)
    assert trouble(database) is None


def test_what_was_changed_on_disk_is_not_used(
    held: CentralDocuments, database: Database, client: CentralClient, clock: TestClock
) -> None:
    held.renew(held.ask())
    with database.session() as session:
        session.get_one(DocumentRow, "catalogue").content += b"\n"
    with pytest.raises(Failed) as raised:
        reopened(database, client, clock, RESOURCES)
    assert raised.value.failure is Trouble.DOCUMENT_UNSIGNED
    mended = CentralDocuments(database, client, clock, RESOURCES)
    mended.renew(mended.ask())
    assert reopened(database, client, clock, RESOURCES).guidance == held.guidance


def test_what_a_newer_program_cannot_read_any_more_is_told(
    held: CentralDocuments, central: SmallCentral, database: Database, client: CentralClient, clock: TestClock
) -> None:
    held.renew(held.ask())
    bad = b"plans = 1"
    with database.session() as session:
        row = session.get_one(DocumentRow, "catalogue")
        row.content, row.signature = bad, sign_document("catalogue", bad, central.document_key)
    with pytest.raises(Failed) as raised:
        reopened(database, client, clock, RESOURCES)
    assert raised.value.failure is Trouble.DOCUMENT_REFUSED
    assert "catalogue" in str(raised.value.values["place"])


def test_a_database_of_an_early_version_pins_the_key_that_it_is_told(
    held: CentralDocuments, central: SmallCentral, database: Database
) -> None:
    with database.session() as session:
        pin_document_key(session, "")
    held.renew(held.ask())
    with database.snapshot() as session:
        pinned = document_key(session)
    assert pinned
    assert held.guidance.notice.version


def test_another_central_after_enrolling_anew_has_documents_of_its_own(
    held: CentralDocuments, central: SmallCentral, database: Database
) -> None:
    held.renew(held.ask())
    soon = timedelta(seconds=5)
    enrol(database, MemorySecrets(), central.url, central.enrolment_code, soon)
    assert "catalogue" in kept(database)
    central.document_key = Ed25519PrivateKey.generate()
    enrol(database, MemorySecrets(), central.url, central.enrolment_code, soon)
    assert kept(database) == set()


class TestTheStaffOfTheOffice:
    HASH = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

    def listed(self, office: str, staff_id: str = "a01") -> bytes:
        one = {
            "staff_id": staff_id, "name": "林曉明", "role": "counter", "password_hash": self.HASH,
            "must_change": True, "disabled": False,
        }  # fmt: skip
        return json.dumps({"office": office, "staff": [one]}).encode()

    def office(self, database: Database) -> str:
        return load_identity(database).office

    def test_it_is_known_without_a_network(
        self, held: CentralDocuments, central: SmallCentral, database: Database, client: CentralClient,
        clock: TestClock, tmp_path: Path,
    ) -> None:  # fmt: skip
        assert held.guidance.staff is None
        central.documents["staff"] = self.listed(self.office(database))
        held.renew(held.ask())
        again = reopened(database, client, clock, tmp_path)
        assert [one.staff_id for one in again.guidance.staff or ()] == ["a01"]

    def test_a_list_with_a_forged_signature_takes_nobody_in(
        self, held: CentralDocuments, central: SmallCentral, clock: TestClock, database: Database,
        expected_logs: ExpectedLogs,
    ) -> None:  # fmt: skip
        expected_logs.allow(LOGGER, Trouble.DOCUMENT_UNSIGNED.value)
        office = self.office(database)
        central.documents["staff"] = self.listed(office)
        held.renew(held.ask())
        content, forger = self.listed(office, "intruder"), Ed25519PrivateKey.generate()
        held.take_carried(
            [SignedDocument("staff", content, sign_document("staff", content, forger), "tag")],
            clock() + timedelta(days=1),
        )
        assert [one.staff_id for one in held.guidance.staff or ()] == ["a01"]
        assert trouble(database) == Trouble.DOCUMENT_UNSIGNED.value

    def test_one_that_was_changed_on_the_disk_opens_nothing(
        self, held: CentralDocuments, central: SmallCentral, database: Database, client: CentralClient,
        clock: TestClock, tmp_path: Path,
    ) -> None:  # fmt: skip
        central.documents["staff"] = self.listed(self.office(database))
        held.renew(held.ask())
        with database.session() as session:
            row = session.get_one(DocumentRow, "staff")
            row.content = row.content.replace(b"a01", b"b01")
        with pytest.raises(Failed) as raised:
            reopened(database, client, clock, tmp_path)
        assert raised.value.failure is Trouble.DOCUMENT_UNSIGNED

    @pytest.mark.parametrize("content", [b"{}", b"\xff", b"[]"])
    def test_one_without_sense_leaves_the_last(
        self, held: CentralDocuments, central: SmallCentral, database: Database, expected_logs: ExpectedLogs,
        content: bytes,
    ) -> None:  # fmt: skip
        expected_logs.allow(LOGGER, Trouble.DOCUMENT_REFUSED.value)
        for sent in (self.listed(self.office(database)), content, self.listed("別的據點", "b01")):
            central.documents["staff"] = sent
            held.renew(held.ask())
        assert [one.staff_id for one in held.guidance.staff or ()] == ["a01"]
        assert trouble(database) == Trouble.DOCUMENT_REFUSED.value
