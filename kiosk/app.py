"""Where the kiosk's objects are made and joined, once."""

import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.signers.choice import signer_of_this_machine
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.clock import TrainingClock
from kiosk.contract.documents import read_programme
from kiosk.contract.trust import TrustStore
from kiosk.services.attending import Attending
from kiosk.services.cards import identify, read_ready_card, sign_statement
from kiosk.services.central import CentralClient
from kiosk.services.desk import Desk
from kiosk.services.drafts import Drafts
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Failed, FailureCatalogue, Trouble
from kiosk.services.flows.notice import read_notice
from kiosk.services.flows.services import Services
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.identity_device import DeviceIdentity, device_key, load_identity
from kiosk.services.receipts.render import render
from kiosk.services.revocation import RevocationLoop, RevocationUpdates
from kiosk.services.secrets import DATABASE_KEY, MemorySecrets, Secrets, database_key, keyring_secrets
from kiosk.services.sync.engine import Sync
from kiosk.services.sync.loop import SyncLoop
from kiosk.services.sync.report import SyncProgress, SyncReport
from kiosk.services.training.central_process import new_enrolment_code
from kiosk.services.training.desk import TrainingDesk
from kiosk.services.training.set_up import Running, places_of
from kiosk.storage.database import Database, open_database

_TIMEOUT = timedelta(seconds=10)
_SYNC_INTERVAL = timedelta(seconds=30)
_END_OF_DOWNLOAD = timedelta(seconds=2)
_DATABASE = "kiosk.db"
_OFFICE, _TERMINAL = "訓練辦公室", "TR01"


@dataclass(frozen=True, slots=True)
class Vault:
    """Where this run's keys and database are. `lasting` is False where both are thrown away at the end."""

    secrets: Secrets
    folder: Path
    lasting: bool


class Counter:
    """A counter ready for its window: the services, and the loops that can keep it in step with central."""

    def __init__(
        self,
        services: Services,
        loop: SyncLoop,
        revocation: RevocationUpdates,
        ends: ExitStack,
        *,
        lasting: bool,
    ) -> None:
        self.services = services
        self.revocation = revocation
        self.lasting = lasting
        self._loop = loop
        self._ends = ends

    def keep_in_step(self) -> None:
        """Sync from now on by itself, until `close`."""
        self._loop.start()
        self._ends.callback(self._loop.stop, _TIMEOUT)
        lists = RevocationLoop(self.revocation)
        lists.start()
        self._ends.callback(lists.stop, _END_OF_DOWNLOAD)

    def close(self) -> None:
        """End sync, close connections and database."""
        self._ends.close()


def training_vault(folders: Folders) -> Vault:
    """The system's keyring and a lasting database; on a system without a keyring, both for this run only.

    Raises `Failed`: KEYRING_LOCKED, and KEYRING_MISSING where a lasting database would be passed over.
    """
    try:
        secrets = keyring_secrets(f"cooperative-kiosk {folders.root}")
        secrets.get(DATABASE_KEY)  # a keyring that is there may still be locked
        return Vault(secrets, folders.kiosk, lasting=True)
    except Failed as failed:
        if failed.failure is not Trouble.KEYRING_MISSING or (folders.kiosk / _DATABASE).exists():
            raise
        return Vault(MemorySecrets(), Path(tempfile.mkdtemp(prefix="kiosk-")), lasting=False)


def open_training_counter(
    folders: Folders, running: Running, vault: Vault, on_sync: Callable[[SyncReport | SyncProgress], None]
) -> Counter:
    """The training counter over the set-up that runs, enrolled with its central.

    `on_sync` hears how far a round is, and what came of it. Raises `Failed` and `StorageError`.
    """
    ends = ExitStack()
    try:
        if not vault.lasting:
            ends.callback(shutil.rmtree, vault.folder)
        file = vault.folder / _DATABASE
        database = open_database(file, database_key(vault.secrets, file))
        ends.callback(database.close)
        device = _enrolled(database, vault.secrets, folders, running)
        return _wire(_Ground(folders, running, database, vault, device), on_sync, ends)
    except BaseException:
        ends.close()
        raise


def _enrolled(database: Database, secrets: Secrets, folders: Folders, running: Running) -> DeviceIdentity:
    """This database's device. Training's central comes up at another port each time."""
    try:
        return replace(load_identity(database), central_url=running.central_url)
    except Failed as failed:
        if failed.failure is not Trouble.NOT_ENROLLED:
            raise
        code = new_enrolment_code(places_of(folders), _OFFICE, _TERMINAL)
        return enrol(database, secrets, running.central_url, code, _TIMEOUT)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a counter stands on."""

    folders: Folders
    running: Running
    database: Database
    vault: Vault
    device: DeviceIdentity


def _wire(ground: _Ground, on_sync: Callable[[SyncReport | SyncProgress], None], ends: ExitStack) -> Counter:
    folders, running, device = ground.folders, ground.running, ground.device
    clock = TrainingClock(folders.clock)
    programme = read_programme(RESOURCES)
    trust = TrustStore.from_folder(folders.cards / "trust", training=True)
    key = device_key(ground.vault.secrets)
    client = CentralClient(device.central_url, device.device_id, key, clock, _TIMEOUT)
    ends.callback(client.close)
    revocation = RevocationUpdates(trust.revocation, ground.vault.folder / "revocation", client)
    sync = Sync(ground.database, client, programme, clock, random.random)
    loop = SyncLoop(sync, clock, _SYNC_INTERVAL, on_sync, on_sync)
    training = TrainingDesk(running.central_url, running.card, clock)
    ends.callback(training.close)

    signer = signer_of_this_machine(running.web_component_url)

    def whose(reading: CardReading) -> HolderCertificate:
        return identify(reading, trust, clock())

    def is_confirmed(reading: CardReading) -> bool:
        return trust.is_good(reading.signing_certificate.der, clock())

    services = Services(
        desk=Desk(ground.database, programme, clock, device, loop.wake),
        attending=Attending(ground.database, programme, clock),
        drafts=Drafts(ground.database, clock),
        sync=sync,
        central=client,
        read_card=partial(read_ready_card, signer),
        identify=whose,
        is_confirmed=is_confirmed,
        sign=partial(sign_statement, signer=signer),
        render=render,
        failures=FailureCatalogue(RESOURCES / "failures.toml"),
        programme=programme,
        notice=read_notice(RESOURCES / "notice.toml"),
        clock=clock,
        training=training,
    )
    return Counter(services, loop, revocation, ends, lasting=ground.vault.lasting)
