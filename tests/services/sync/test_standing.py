"""A kiosk whose commands central does not take any more says so, takes nothing new, and loses nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.contract.api import ApiProblem, Rejection
from kiosk.domain.programme import Programme
from kiosk.services.central import CentralClient
from kiosk.services.documents import CentralDocuments, Guidance
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import HeldCertificate, device_key
from kiosk.services.look_around import LookAround
from kiosk.services.secrets import MemorySecrets
from kiosk.services.sync.engine import Sync
from kiosk.storage import outbox
from kiosk.storage.tables import DeviceRow, Standing
from tests.services.counter import ROOT, Counter
from tests.services.small_central import SmallCentral, problem
from tests.services.sync.conftest import MakeKiosk, SyncedCounter

SOON = timedelta(seconds=5)


@pytest.fixture
def told() -> list[Guidance]:
    return []


@pytest.fixture
def kiosk(make_kiosk: MakeKiosk, rules: Programme, told: list[Guidance]) -> SyncedCounter:
    """It looks around in each round."""
    kiosk = make_kiosk("one")
    client: CentralClient = kiosk.sync._client
    documents = CentralDocuments(kiosk.database, client, kiosk.clock, ROOT / "resources")
    documents.load()
    look_around = LookAround(kiosk.database, documents, told.append)
    kiosk.sync = Sync(kiosk.database, client, rules, kiosk.clock, lambda: 0.0, look_around)
    return kiosk


def why_not(kiosk: Counter) -> object:
    with pytest.raises(Failed) as raised:
        kiosk.register()
    return raised.value.failure


def test_an_ordinary_round_changes_nothing(
    kiosk: SyncedCounter, central: SmallCentral, told: list[Guidance]
) -> None:
    kiosk.register()
    assert kiosk.sync.once().accepted == 2
    assert kiosk.sync.status().standing is Standing.ACTIVE
    assert told[-1].notice.version == "2026-1"
    assert central.seen[-3:] == [
        "POST /v1/commands", "GET /v1/standing", "GET /v1/events",
    ]  # fmt: skip


def test_a_kiosk_enrolled_before_there_were_certificates_gets_one_in_the_next_round(
    kiosk: SyncedCounter, central: SmallCentral
) -> None:
    with kiosk.database.session() as session:
        session.get_one(DeviceRow, 1).certificate = None
    kiosk.sync.once()
    assert central.seen.count("GET /v1/device/certificate") == 1
    assert HeldCertificate(kiosk.database)() is not None
    kiosk.sync.once()
    assert central.seen.count("GET /v1/device/certificate") == 1


def test_what_is_doubted_waits_until_somebody_has_looked(kiosk: SyncedCounter, central: SmallCentral) -> None:
    membership_id = kiosk.register()
    device = kiosk.device.device_id
    true, central.chain[device] = central.chain[device], (7, "f" * 64)
    central.quarantined.add(device)
    kiosk.sync.once()
    assert kiosk.sync.status().standing is Standing.QUARANTINED
    assert why_not(kiosk) is Trouble.DEVICE_QUARANTINED
    assert kiosk.sync.once().rejected == 0
    status = kiosk.sync.status()
    assert (status.waiting, kiosk.desk.things_to_attend()) == (2, ())
    assert kiosk.desk.view(membership_id).provisional
    central.quarantined.clear()
    central.chain[device] = (2, "0" * 64)  # let go on, but behind what was doubted
    kiosk.sync.once()
    assert kiosk.sync.status().standing is Standing.COPIED
    central.chain[device] = true
    kiosk.sync.once()
    assert kiosk.sync.status().waiting == 0
    assert not kiosk.desk.view(membership_id).provisional


def test_what_is_doubted_still_when_the_device_may_go_on_is_turned_down(
    kiosk: SyncedCounter, central: SmallCentral
) -> None:
    kiosk.register()
    device = kiosk.device.device_id
    central.chain[device] = (7, "f" * 64)
    central.quarantined.add(device)
    kiosk.sync.once()
    central.quarantined.clear()
    with kiosk.database.session() as session:
        last = outbox.end_of_chain(session)
    central.chain[device] = last
    kiosk.sync.once()  # hears that it may go on, and asks once more
    assert {one.code for one in kiosk.desk.things_to_attend()} == {Rejection.CHAIN_BROKEN.value}
    assert kiosk.sync.status().waiting == 0
    kiosk.desk.require_admission("open_membership")


def test_a_revoked_device_keeps_what_waits_and_knows_it_without_network(
    kiosk: SyncedCounter, central: SmallCentral
) -> None:
    kiosk.register()
    central.faults.append(problem(403, ApiProblem.DEVICE_REVOKED))
    assert kiosk.sync.once().failure == ApiProblem.DEVICE_REVOKED.value
    central.faults.append(problem(503, ApiProblem.NOT_READY))
    kiosk.sync.once()
    status = kiosk.sync.status()
    assert (status.waiting, status.standing) == (2, Standing.REVOKED)
    assert why_not(kiosk) is ApiProblem.DEVICE_REVOKED
    again = enrol(kiosk.database, MemorySecrets(), central.url, central.enrolment_code, SOON)
    assert again.device_id != kiosk.device.device_id
    kiosk.register(2)


def test_revoked_while_looking_around_ends_the_round(kiosk: SyncedCounter, central: SmallCentral) -> None:
    central.faults.append(problem(403, ApiProblem.DEVICE_REVOKED))
    assert kiosk.sync.once().failure == ApiProblem.DEVICE_REVOKED.value


def test_documents_that_central_cannot_give_hold_nobody_up(
    kiosk: SyncedCounter, central: SmallCentral
) -> None:
    central.faults.append(problem(500, ApiProblem.INTERNAL))
    assert kiosk.sync.once().failure is None


def test_an_older_copy_finds_itself_before_anybody_is_served(
    kiosk: SyncedCounter, central: SmallCentral
) -> None:
    """The database was put back to where nothing had been taken; central has had two commands since."""
    central.chain[kiosk.device.device_id] = (2, "1" * 64)
    kiosk.sync.once()
    assert why_not(kiosk) is Trouble.DATABASE_COPIED
    assert kiosk.sync.status().standing is Standing.COPIED


def test_what_waits_moves_to_the_new_device_in_its_order(
    kiosk: SyncedCounter, central: SmallCentral, rules: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_AT_ONCE", 2)
    first = kiosk.register(1)
    kiosk.sync.once()
    second = kiosk.register(2)
    order = kiosk.order(2)
    kiosk.submit(second, order)
    central.quarantined.add(kiosk.device.device_id)
    central.chain[kiosk.device.device_id] = (9, "f" * 64)
    kiosk.sync.once()
    secrets = MemorySecrets()
    device = enrol(kiosk.database, secrets, central.url, central.enrolment_code, SOON)
    with CentralClient(central.url, device.device_id, device_key(secrets), kiosk.clock, SOON) as client:
        sync = Sync(kiosk.database, client, rules, kiosk.clock, lambda: 0.0)
        assert sync.once().accepted == 3
        counter = replace(kiosk, device=device)
        counter.submit(second, counter.cancellation(order))
        assert sync.once().accepted == 1
    assert central.chain[device.device_id][0] == 9  # behind what had been numbered before
    for membership_id in (first, second):
        assert not counter.desk.view(membership_id).provisional
    assert sync.status().standing is Standing.ACTIVE
