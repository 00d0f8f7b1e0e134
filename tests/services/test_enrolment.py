from datetime import timedelta

import pytest

from kiosk.contract.api import ApiProblem
from kiosk.services.central import CentralClient
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import database_id, device_key, load_identity
from kiosk.services.secrets import MemorySecrets
from kiosk.storage.database import Database
from tests.services.counter import TestClock
from tests.services.small_central import SmallCentral

SOON = timedelta(seconds=5)


def test_an_enrolled_kiosk_is_known_to_central_from_then_on(
    database: Database, central: SmallCentral, clock: TestClock
) -> None:
    secrets = MemorySecrets()
    identity = enrol(database, secrets, central.url, f" {central.enrolment_code}\n", SOON)
    assert load_identity(database) == identity
    assert (identity.office, identity.terminal, identity.central_url) == ("訓練處", "K1", central.url)
    with CentralClient(central.url, identity.device_id, device_key(secrets), clock, SOON) as client:
        assert client.events("").events == []


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
    first = device_key(secrets).public_key()
    identity = enrol(database, secrets, central.url, central.enrolment_code, SOON)
    assert central.devices[identity.device_id] == first == device_key(secrets).public_key()


def test_a_lost_key_is_told() -> None:
    with pytest.raises(Failed) as raised:
        device_key(MemorySecrets())
    assert raised.value.failure is Trouble.KEY_LOST
