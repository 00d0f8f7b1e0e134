"""Training's phone: its central asks the stand-in, and the buttons of the panel hold it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.cardreader.virtual.training_ca import make_training_cards
from kiosk.contract.api import ApiProblem, FidoState
from kiosk.contract.clock import TrainingClock
from kiosk.contract.codec import command_body
from kiosk.contract.envelopes import Statement
from kiosk.services.central import CentralClient
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Failed, Trouble
from kiosk.services.folders import Folders
from kiosk.services.identity_device import device_key
from kiosk.services.secrets import MemorySecrets
from kiosk.services.training import set_up
from kiosk.services.training.central_process import CentralProcess, TrainingFido, new_enrolment_code
from kiosk.services.training.desk import TrainingDesk
from kiosk.services.training.tw_fido import SERVICE_ID, TRAINING_PERSON
from kiosk.storage.database import KEY_BYTES, open_database
from tests.central.kiosk import SoftCard, new_id, opening

SOON = timedelta(seconds=20)


@dataclass
class Set:
    client: CentralClient
    desk: TrainingDesk
    statement: Statement


@pytest.fixture
def training(tmp_path: Path) -> Iterator[Set]:
    folders = Folders(tmp_path)
    folders.create()
    make_training_cards(folders.cards)
    phones, key_file = set_up._start_phones(folders)
    assert key_file.stat().st_mode & 0o077 == 0
    places = set_up.places_of(folders)
    central = CentralProcess(places, TrainingFido(phones.url, SERVICE_ID, key_file))
    database = open_database(folders.kiosk / "kiosk.db", bytes(range(KEY_BYTES)))
    try:
        url, clock, secrets = central.wait_for_url(), TrainingClock(folders.clock), MemorySecrets()
        device = enrol(database, secrets, url, new_enrolment_code(places, "訓練處", "K1"), SOON)
        key: Ed25519PrivateKey = device_key(secrets, device.public_key)
        desk = TrainingDesk(url, phones.url, cast(Any, None), clock)
        command = opening(SoftCard(folders.cards / "cards" / "citizen"), clock())
        statement = Statement(
            command_id=new_id(),
            membership_id=new_id(),
            issued_at=clock(),
            kind=command.kind,
            body=command_body(command),
        )
        with CentralClient(url, device.device_id, key, clock, SOON) as client:
            yield Set(client, desk, statement)
        desk.close()
    finally:
        database.close()
        central.stop()
        phones.stop()


def test_the_phone_is_held_by_the_panel(training: Set) -> None:
    with pytest.raises(Failed) as nothing:
        training.desk.hold_phone(agrees=True)
    assert nothing.value.failure is ApiProblem.FIDO_TICKET_UNKNOWN
    for agrees, state in ((False, FidoState.CANCELLED), (True, FidoState.SUCCESS)):
        ticket = training.client.begin_phone_signing(training.statement, TRAINING_PERSON)
        training.desk.hold_phone(agrees=agrees)
        assert training.client.phone_signing(ticket.ticket_id).state is state


def test_a_phone_that_is_away_is_told(tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:1"
    desk = TrainingDesk(nobody, nobody, cast(Any, None), TrainingClock(tmp_path / "clock.json"))
    with pytest.raises(Failed) as away:
        desk.hold_phone(agrees=True)
    desk.close()
    assert away.value.failure is Trouble.CENTRAL_UNREACHABLE
