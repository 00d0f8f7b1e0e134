"""Sealed bundles at central: the way of HTTP's commands, from a file that is right as a whole or refused."""

import base64
import io
import json
import shutil
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from central.app import Central, bundle_export_of, processor_of
from central.bundle_export import BundleExport, NothingToAnswer
from central.bundle_import import BundleImport, DeviceRefused, Imported
from central.processing import Received, Sending
from central.settings import Settings
from central.store import devices
from central.store.tables import command, device_bundle, event
from central.surface import document_key, sealing_key
from kiosk.contract.api import MOST_COMMANDS, ApiProblem, Rejection, Status
from kiosk.contract.bundle import BundleFailure, BundleReader, BundleRefused, BundleWriter, Kind
from kiosk.contract.bundle_content import AnswersRecord, CommandsOpening, read_record, sealing_text, written
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.contract.trust import RevocationUnknown
from tests.central.conftest import START
from tests.central.direct import DirectKiosk
from tests.central.kiosk import SoftCard, application, new_id, opening
from tests.central.postgres import both_databases
from tests.plugins.expected_logs import ExpectedLogs

database = both_databases

OPENS_ANSWERS = X25519PrivateKey.generate()


@pytest.fixture
def kiosk(central: Central) -> DirectKiosk:
    return DirectKiosk(central)


@pytest.fixture
def importing(central: Central) -> BundleImport:
    store = central.store
    return BundleImport(store.database, processor_of(central), sealing_key(store.secret), central.clock)


@pytest.fixture
def exporting(central: Central) -> BundleExport:
    return bundle_export_of(central)


@pytest.fixture
def commands(kiosk: DirectKiosk, organisation: SoftCard) -> list[CommandEnvelope]:
    """More than go into one request."""
    member = new_id()
    many = [kiosk.command(opening(organisation, START), member, organisation)]
    return many + [
        kiosk.command(application(f"{number}@coop.example"), member) for number in range(MOST_COMMANDS + 9)
    ]


def bundle(
    kiosk: DirectKiosk,
    *envelopes: CommandEnvelope | bytes,
    signer: Ed25519PrivateKey | None = None,
    recipient: X25519PrivateKey | None = None,
    **opening_says: Any,
) -> io.BytesIO:
    """As a kiosk writes one."""
    says = {
        "device_id": kiosk.device_id,
        "made_at": START,
        "cursor": "",
        "sealing_key": sealing_text(OPENS_ANSWERS),
    }
    stream = io.BytesIO()
    key = recipient or sealing_key(kiosk.central.store.secret)
    writer = BundleWriter(stream, Kind.COMMANDS, key.public_key(), signer or kiosk.key)
    writer.add(written(CommandsOpening(**{**says, **opening_says})))
    for one in envelopes:
        writer.add(one if isinstance(one, bytes) else one.canonical_bytes())
    writer.close()
    stream.seek(0)
    return stream


def stored(central: Central) -> tuple[int, int, int]:
    """How many commands, events and bundles central has."""
    with central.store.database.reading() as connection:
        one, two, three = (
            connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in (command, event, device_bundle)
        )
    return one or 0, two or 0, three or 0


def answered(exporting: BundleExport, kiosk: DirectKiosk, imported: Imported | None = None) -> Any:
    """The records of the answer, and how the export counted them."""
    stream = io.BytesIO()
    exported = exporting.write(kiosk.device_id, stream, imported.conflicts if imported else ())
    stream.seek(0)
    reader = BundleReader(stream, Kind.ANSWERS, OPENS_ANSWERS)
    reader.require_signed(document_key(kiosk.central.store.secret).public_key())
    assert json.loads(reader.opening)["device_id"] == kiosk.device_id
    return [read_record(AnswersRecord, record) for record in reader.records()], exported


def test_commands_are_answered_as_over_http_and_only_once(
    central: Central,
    kiosk: DirectKiosk,
    importing: BundleImport,
    exporting: BundleExport,
    commands: list[CommandEnvelope],
) -> None:
    over_http = kiosk.answers(*commands[:5])  # some went by network before
    imported = importing.take(bundle(kiosk, *commands))
    assert (imported.counts, imported.undecided) == ({Status.ACCEPTED: len(commands)}, False)
    there = stored(central)
    assert there == (len(commands), len(commands), 1)
    records, exported = answered(exporting, kiosk)
    assert (exported.answers, exported.events) == (len(commands), len(commands))
    answers = [one for one in records if one.answer]
    assert [one.of for one in answers] == [one.chain_hash() for one in commands]
    assert [one.answer.model_dump_json().encode() for one in answers[:5]] == list(over_http)
    # The same bundle again, and the same commands over HTTP: the first answers, and nothing new.
    assert importing.take(bundle(kiosk, *commands)).counts == {Status.ACCEPTED: len(commands)}
    assert kiosk.answers(*commands[:5]) == over_http
    assert stored(central) == there


def test_documents_and_revocation_lists_go_along(
    central: Central, kiosk: DirectKiosk, importing: BundleImport, exporting: BundleExport
) -> None:
    importing.take(bundle(kiosk))
    records, _ = answered(exporting, kiosk)
    documents = [one.document for one in records if one.document]
    assert {one.name for one in documents} >= {"catalogue", "programme", "limits", "staff", "trust-anchors"}
    pieces = [one.revocation for one in records if one.revocation]
    lists = b"".join(one.piece for one in pieces)
    assert central.settings.revocation is not None
    files = [file.read_bytes() for file in central.settings.revocation.glob("*.crl")]
    assert files
    assert sum(one.last for one in pieces) == len(files)
    assert all(der in lists for der in files)


def test_events_come_page_by_page_from_the_kiosks_own_cursor(
    kiosk: DirectKiosk,
    importing: BundleImport,
    exporting: BundleExport,
    commands: list[CommandEnvelope],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("central.bundle_export._EVENTS", 50)
    importing.take(bundle(kiosk, *commands))
    records, _ = answered(exporting, kiosk)
    pages = [one.page for one in records if one.page]
    assert pages[0].after == ""
    assert [one.cursor for one in pages[:-1]] == [one.after for one in pages[1:]]
    seen = [one.event.event_id for one in records if one.event]
    assert len(pages) == ceil(len(seen) / 50) > 2
    importing.take(bundle(kiosk, cursor=pages[0].cursor))
    later, exported = answered(exporting, kiosk)
    assert [one.event.event_id for one in later if one.event] == seen[50:]
    assert exported.answers == 0


def test_killed_in_the_middle_it_is_gone_on_with(
    central: Central,
    kiosk: DirectKiosk,
    importing: BundleImport,
    commands: list[CommandEnvelope],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    receive = importing._processor.receive
    batches: list[int] = []

    def killed(sending: Sending) -> Received:
        if batches:
            raise KeyboardInterrupt
        batches.append(len(sending.envelopes))
        return receive(sending)

    with monkeypatch.context() as patch:
        patch.setattr(importing._processor, "receive", killed)
        with pytest.raises(KeyboardInterrupt):
            importing.take(bundle(kiosk, *commands))
    assert stored(central)[0] == MOST_COMMANDS
    assert importing.take(bundle(kiosk, *commands)).counts == {Status.ACCEPTED: len(commands)}
    assert stored(central)[:2] == (len(commands), len(commands))


def test_what_is_not_right_as_a_whole_leaves_nothing(
    central: Central, kiosk: DirectKiosk, importing: BundleImport, commands: list[CommandEnvelope]
) -> None:
    before = stored(central)
    other = DirectKiosk(central)
    whole = bundle(kiosk, *commands).getvalue()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 4
    of_another = other.command(application(), new_id())
    found = {
        "torn": (io.BytesIO(whole[:-1]), BundleFailure.CUT_OFF),
        "changed": (io.BytesIO(bytes(flipped)), BundleFailure.DAMAGED),
        "another central's": (
            bundle(kiosk, recipient=X25519PrivateKey.generate()),
            BundleFailure.FOR_ANOTHER,
        ),
        "signed by another": (bundle(kiosk, *commands, signer=other.key), BundleFailure.SIGNATURE_WRONG),
        "with another's commands": (bundle(kiosk, *commands, of_another), BundleFailure.CONTENT_INVALID),
        "no command at its end": (bundle(kiosk, *commands, b"{}"), BundleFailure.CONTENT_INVALID),
        "no cursor": (bundle(kiosk, *commands, cursor="1; --"), BundleFailure.CONTENT_INVALID),
        "no key": (bundle(kiosk, *commands, sealing_key="!"), BundleFailure.CONTENT_INVALID),
        "a key that hides nothing": (
            bundle(kiosk, *commands, sealing_key=base64.b64encode(bytes(32)).decode()),
            BundleFailure.CONTENT_INVALID,
        ),
    }
    for name, (stream, failure) in found.items():
        with pytest.raises(BundleRefused) as refused:
            importing.take(stream)
        assert refused.value.failure is failure, name
        assert stored(central) == before, name
    with pytest.raises(DeviceRefused) as unknown:
        importing.take(bundle(kiosk, *commands, device_id=new_id()))
    assert unknown.value.problem is ApiProblem.DEVICE_UNKNOWN


def test_a_revoked_kiosk_is_told_so(
    central: Central,
    kiosk: DirectKiosk,
    importing: BundleImport,
    exporting: BundleExport,
    commands: list[CommandEnvelope],
) -> None:
    importing.take(bundle(kiosk, *commands[:2]))
    before = stored(central)
    with central.store.database.writing() as connection:
        devices.revoke(connection, kiosk.device_id, central.clock())
    for refused_act in (
        lambda: importing.take(bundle(kiosk, *commands)),
        lambda: exporting.write(kiosk.device_id, io.BytesIO()),
    ):
        with pytest.raises(DeviceRefused) as refused:
            refused_act()
        assert refused.value.problem is ApiProblem.DEVICE_REVOKED
    assert stored(central) == before


def test_answers_are_for_known_kiosks_that_asked(central: Central, exporting: BundleExport) -> None:
    with pytest.raises(DeviceRefused) as refused:
        exporting.require(new_id())
    assert refused.value.problem is ApiProblem.DEVICE_UNKNOWN
    with pytest.raises(NothingToAnswer):
        exporting.require(DirectKiosk(central).device_id)


def test_a_fork_is_quarantined_and_both_branches_are_answered(
    kiosk: DirectKiosk, importing: BundleImport, exporting: BundleExport, commands: list[CommandEnvelope]
) -> None:
    importing.take(bundle(kiosk, *commands[:3]))
    kiosk.seq, kiosk.previous = 1, commands[0].chain_hash()
    anew = kiosk.command(application("anew@coop.example"), commands[0].statement.membership_id)
    assert importing.take(bundle(kiosk, commands[0], anew)).counts == {
        Status.ACCEPTED: 1,
        Status.REJECTED: 1,
    }
    assert kiosk.device.quarantined_at is not None
    records, _ = answered(exporting, kiosk)
    told = {one.of: one.answer.code for one in records if one.answer}
    assert told[anew.chain_hash()] == Rejection.CHAIN_BROKEN.value
    assert told[commands[1].chain_hash()] == ""


def test_other_bytes_under_a_known_id(
    kiosk: DirectKiosk, importing: BundleImport, exporting: BundleExport, commands: list[CommandEnvelope]
) -> None:
    importing.take(bundle(kiosk, *commands[:2]))
    changed = commands[1].model_copy(update={"signature": "x..y"})
    imported = importing.take(bundle(kiosk, commands[0], changed))
    assert imported.counts == {Status.ACCEPTED: 1, Status.REJECTED: 1}
    records, exported = answered(exporting, kiosk, imported)
    told = {one.of: one.answer.code for one in records if one.answer}
    assert told[changed.chain_hash()] == Rejection.OTHER_BYTES.value
    assert told[commands[1].chain_hash()] == ""
    assert exported.answers == 3


def test_a_fault_of_ours_leaves_the_command_waiting(
    central: Central,
    kiosk: DirectKiosk,
    importing: BundleImport,
    exporting: BundleExport,
    commands: list[CommandEnvelope],
    expected_logs: ExpectedLogs,
) -> None:
    expected_logs.allow("central.processing", "a command could not be decided: Malformed")
    importing.take(bundle(kiosk, commands[0]))
    with central.store.database.writing() as connection:
        connection.execute(sa.update(event).values(kind="no_such_event"))
    assert importing.take(bundle(kiosk, *commands[:3])).counts == {Status.ACCEPTED: 1, Status.LATER: 2}
    with central.store.database.writing() as connection:
        connection.execute(sa.update(event).values(kind="membership_opened"))
    assert importing.take(bundle(kiosk, *commands[:3])).counts == {Status.ACCEPTED: 3}
    records, _ = answered(exporting, kiosk)
    assert len([one for one in records if one.answer]) == 3


class TestRevocationUnknown:
    """Nobody can say whether a card still counted: what comes before is taken, the rest has to wait."""

    @pytest.fixture
    def lists(self, tmp_path: Path) -> Path:
        folder = tmp_path / "lists"
        folder.mkdir()
        return folder

    @pytest.fixture
    def settings(self, settings: Settings, lists: Path) -> Settings:
        return replace(settings, revocation=lists)

    def test_a_list_that_comes_meanwhile(
        self, kiosk: DirectKiosk, importing: BundleImport, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        receive = importing._processor.receive

        def only_alone(sending: Sending) -> Received:
            if len(sending.envelopes) > 1:
                raise RevocationUnknown
            return receive(sending)

        monkeypatch.setattr(importing._processor, "receive", only_alone)
        imported = importing.take(bundle(kiosk, *(kiosk.command(application(), new_id()) for _ in range(3))))
        assert (imported.counts.total(), imported.undecided) == (3, False)

    @pytest.mark.parametrize("before", [0, 2, MOST_COMMANDS + 1])
    def test_what_comes_before_is_taken(
        self,
        central: Central,
        kiosk: DirectKiosk,
        organisation: SoftCard,
        cards: Path,
        lists: Path,
        before: int,
    ) -> None:
        unsigned = [kiosk.command(application(), new_id()) for _ in range(before)]
        signed = kiosk.command(opening(organisation, START), new_id(), organisation)
        after = kiosk.command(application(), signed.statement.membership_id)
        stream = bundle(kiosk, *unsigned, signed, after)

        def take() -> Imported:
            stream.seek(0)
            store = central.store
            key = sealing_key(store.secret)
            return BundleImport(store.database, processor_of(central), key, central.clock).take(stream)

        imported = take()
        assert (imported.counts.total(), imported.undecided) == (before, True)
        assert kiosk.device.last_seq == before
        for file in (cards / "revocation").glob("*.crl"):
            shutil.copy(file, lists)
        imported = take()
        assert (imported.counts[Status.ACCEPTED], imported.undecided) == (2, False)
        assert kiosk.device.quarantined_at is None


def test_a_cursor_and_a_key_as_they_are_kept(
    central: Central, kiosk: DirectKiosk, importing: BundleImport
) -> None:
    importing.take(bundle(kiosk, cursor="12.34"))
    with central.store.database.reading() as connection:
        row = connection.execute(sa.select(device_bundle)).one()
    assert (row.device_id, row.cursor, row.first_seq, row.last_seq) == (kiosk.device_id, "12.34", 1, 0)
    assert row.sealing_key == OPENS_ANSWERS.public_key().public_bytes_raw()
