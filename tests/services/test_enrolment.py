import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.api import ApiProblem
from kiosk.contract.device_certificate import DeviceCertificate, issue_certificate, read_certificate
from kiosk.contract.enrolment_ticket import EnrolmentTicket, key_mark
from kiosk.contract.signed_documents import public_text
from kiosk.services.central import CentralClient
from kiosk.services.enrolment import enrol, enrol_with, ticket_of
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import (
    DEVICE_KEY,
    NEXT_DEVICE_KEY,
    HeldCertificate,
    database_id,
    device_key,
    document_key,
    load_identity,
    take_certificate,
)
from kiosk.services.secrets import MemorySecrets
from kiosk.storage.database import Database
from tests.services.counter import TestClock
from tests.services.small_central import SmallCentral

SOON = timedelta(seconds=5)


def device_key_of(secrets: MemorySecrets, name: str) -> str:
    raw = secrets.get(name)
    assert raw is not None
    return public_text(Ed25519PrivateKey.from_private_bytes(raw))


def test_an_enrolled_kiosk_is_known_to_central_from_then_on(
    database: Database, central: SmallCentral, clock: TestClock
) -> None:
    secrets = MemorySecrets()
    identity = enrol(database, secrets, central.url, f" {central.enrolment_code}\n", SOON)
    assert load_identity(database) == identity
    assert (identity.office, identity.terminal, identity.central_url) == ("訓練處", "K1", central.url)
    with CentralClient(central.url, identity.device_id, device_key(secrets), clock, SOON) as client:
        assert client.events("").events == []


def test_its_key_is_certified_from_then_on(database: Database, central: SmallCentral) -> None:
    assert HeldCertificate(database)() is None
    identity = enrol(database, MemorySecrets(), central.url, central.enrolment_code, SOON)
    held = HeldCertificate(database)
    content = held()
    assert content is not None
    given = read_certificate(content, central.document_key.public_key().public_bytes_raw())
    assert (given.device_id, given.terminal) == (identity.device_id, "K1")
    assert base64.b64encode(given.public_key).decode() == identity.public_key
    assert held() is content


def test_only_central_s_certificate_for_this_key_is_kept(database: Database, central: SmallCentral) -> None:
    enrol(database, MemorySecrets(), central.url, central.enrolment_code, SOON)
    before = HeldCertificate(database)()
    others = DeviceCertificate(database_id(database), "K2", bytes(32))
    signed = base64.b64encode(issue_certificate(others, central.document_key)).decode()
    forged = base64.b64encode(issue_certificate(others, Ed25519PrivateKey.generate())).decode()
    for text in ("", "no base64", "AAAA", signed, forged):
        with database.session() as session:
            assert not take_certificate(session, text)
    assert HeldCertificate(database)() == before


def test_before_it_nothing_is_known(database: Database) -> None:
    with pytest.raises(Failed) as raised:
        load_identity(database)
    assert raised.value.failure is Trouble.NOT_ENROLLED
    assert len(database_id(database)) == 36


def test_a_wrong_code_leaves_the_kiosk_as_it_was(database: Database, central: SmallCentral) -> None:
    with pytest.raises(Failed) as raised:
        enrol(database, MemorySecrets(), central.url, "WRONG", SOON)
    assert raised.value.failure is ApiProblem.ENROLMENT_CODE
    with pytest.raises(Failed):
        load_identity(database)


def test_trying_again_takes_the_same_key(database: Database, central: SmallCentral) -> None:
    """The answer to the first try may have been lost: central knows that kiosk by its key."""
    secrets = MemorySecrets()
    with pytest.raises(Failed):
        enrol(database, secrets, central.url, "WRONG", SOON)
    first = device_key_of(secrets, NEXT_DEVICE_KEY)
    identity = enrol(database, secrets, central.url, central.enrolment_code, SOON)
    assert public_text(device_key(secrets)) == first == identity.public_key
    assert secrets.get(NEXT_DEVICE_KEY) is None


def test_a_lost_key_is_told() -> None:
    with pytest.raises(Failed) as raised:
        device_key(MemorySecrets())
    assert raised.value.failure is Trouble.KEY_LOST


def test_a_scanned_ticket_shows_whether_it_is_the_central_it_is_from(
    database: Database, central: SmallCentral
) -> None:
    mark = key_mark(public_text(central.document_key))
    false = EnrolmentTicket(central.enrolment_code, central.url, "0" * 32)
    with pytest.raises(Failed) as raised:
        enrol_with(database, MemorySecrets(), false, SOON)
    assert raised.value.failure is Trouble.CENTRAL_NOT_GENUINE
    with pytest.raises(Failed):
        load_identity(database)
    true = EnrolmentTicket(central.enrolment_code, central.url, mark)
    assert enrol_with(database, MemorySecrets(), true, SOON) == load_identity(database)
    with database.snapshot() as session:
        assert document_key(session) == public_text(central.document_key)


def test_what_was_scanned_may_be_torn() -> None:
    with pytest.raises(Failed) as raised:
        ticket_of("kiosk-enrol:ABCD")
    assert raised.value.failure is Trouble.ENROLMENT_UNREADABLE


@pytest.mark.parametrize("at", ["database", "keyring"])
def test_power_cut_after_the_answer_keeps_a_key_that_fits(
    database: Database, central: SmallCentral, at: str
) -> None:
    """The new key is in the keyring before central knows of it, and stays there until it is kept."""
    secrets = MemorySecrets()
    before = enrol(database, secrets, central.url, central.enrolment_code, SOON)
    old = secrets.get(DEVICE_KEY)
    assert old is not None
    after = enrol(database, secrets, central.url, central.enrolment_code, SOON)
    new = secrets.get(DEVICE_KEY)
    assert new is not None
    assert new != old
    assert (before.device_id, before.public_key) != (after.device_id, after.public_key)
    secrets.set(NEXT_DEVICE_KEY, new)  # as it lies until the enrolment is kept
    secrets.set(DEVICE_KEY, old)
    identity = {"database": before, "keyring": after}[at]
    assert public_text(device_key(secrets, identity.public_key)) == identity.public_key
    with pytest.raises(Failed) as raised:
        device_key(secrets, "another")
    assert raised.value.failure is Trouble.KEY_LOST
    if at == "keyring":  # another enrolment takes neither of them
        again = enrol(database, secrets, central.url, central.enrolment_code, SOON)
        assert again.public_key not in {before.public_key, after.public_key}
