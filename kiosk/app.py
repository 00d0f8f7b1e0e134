"""Where the kiosk's objects are made and joined, once."""

import random
import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.signers.choice import signer_of_this_machine
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.clock import Clock, TrainingClock
from kiosk.contract.trust import TrustStore
from kiosk.domain.programme import Programme
from kiosk.services.attending import Attending
from kiosk.services.bundle.desk import BundleDesk
from kiosk.services.bundle.sticks import Sticks, mounted_volumes, unmounted
from kiosk.services.cards import identify, read_ready_card, sign_statement
from kiosk.services.central import CentralClient
from kiosk.services.central_time import CentralTime
from kiosk.services.desk import Desk
from kiosk.services.documents import CentralDocuments, Guidance
from kiosk.services.drafts import Drafts
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Failed, FailureCatalogue, Trouble
from kiosk.services.flows.services import Services
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.identity_device import DeviceIdentity, HeldCertificate, device_key, load_identity
from kiosk.services.look_around import LookAround
from kiosk.services.paper_check import PaperCheck
from kiosk.services.receipts.issue import Issue
from kiosk.services.receipts.logo import offices_logo
from kiosk.services.receipts.render import render
from kiosk.services.receipts.sealing import sealing
from kiosk.services.revocation import RevocationLoop, RevocationUpdates
from kiosk.services.secrets import DATABASE_KEY, MemorySecrets, Secrets, database_key, keyring_secrets
from kiosk.services.sync.engine import Sync
from kiosk.services.sync.loop import SyncLoop
from kiosk.services.sync.report import SyncProgress, SyncReport
from kiosk.services.training.central_process import new_enrolment_code
from kiosk.services.training.desk import TrainingDesk
from kiosk.services.training.set_up import Running, places_of
from kiosk.services.upkeep.backups import Backups, backup_folder
from kiosk.services.upkeep.histories import Histories
from kiosk.services.upkeep.purging import Purging
from kiosk.services.upkeep.room import Room, free_bytes
from kiosk.services.upkeep.upkeep import Upkeep
from kiosk.storage.database import Database, open_database

_TIMEOUT = timedelta(seconds=10)
_SYNC_INTERVAL = timedelta(seconds=30)
_END_OF_DOWNLOAD = timedelta(seconds=2)
DATABASE_FILE = "kiosk.db"
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
        bundles: BundleDesk,
        loop: SyncLoop,
        revocation: RevocationUpdates,
        ends: ExitStack,
        *,
        lasting: bool,
    ) -> None:
        self.services = services
        self.bundles = bundles
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


def training_secrets(folders: Folders) -> Secrets:
    """What the system's keyring keeps for these folders. Raises `Failed` (KEYRING_MISSING)."""
    return keyring_secrets(f"cooperative-kiosk {folders.root}")


def training_vault(folders: Folders) -> Vault:
    """The system's keyring and a lasting database; on a system without a keyring, both for this run only.

    Raises `Failed`: KEYRING_LOCKED, and KEYRING_MISSING where a lasting database would be passed over.
    """
    try:
        secrets = training_secrets(folders)
        secrets.get(DATABASE_KEY)  # a keyring that is there may still be locked
        return Vault(secrets, folders.kiosk, lasting=True)
    except Failed as failed:
        if failed.failure is not Trouble.KEYRING_MISSING or (folders.kiosk / DATABASE_FILE).exists():
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
        file = vault.folder / DATABASE_FILE
        key = database_key(vault.secrets, file)
        database = open_database(file, key)
        ends.callback(database.close)
        device = _enrolled(database, vault.secrets, folders, running)
        return _wire(_Ground(folders, running, database, key, vault, device), on_sync, ends)
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


def _load(documents: CentralDocuments) -> None:
    """What was fetched before; what cannot be used any more, as by a newer program, is fetched again."""
    try:
        documents.load()
    except Failed as failed:
        if failed.failure not in {Trouble.DOCUMENT_UNSIGNED, Trouble.DOCUMENT_REFUSED}:
            raise
        documents.renew()
        documents.load()


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a counter stands on; `key` is the database's."""

    folders: Folders
    running: Running
    database: Database
    key: bytes = field(repr=False)
    vault: Vault
    device: DeviceIdentity


def _wire(ground: _Ground, on_sync: Callable[[SyncReport | SyncProgress], None], ends: ExitStack) -> Counter:
    folders, running, device = ground.folders, ground.running, ground.device
    machine, database = TrainingClock(folders.clock), ground.database
    central_time = CentralTime(database, machine)
    clock = central_time.for_cases
    trust = TrustStore.from_folder(folders.cards / "trust", training=True)
    key = device_key(ground.vault.secrets, device.public_key)
    client = CentralClient(
        device.central_url, device.device_id, key, central_time.for_requests, _TIMEOUT, central_time.compare
    )
    ends.callback(client.close)
    documents = CentralDocuments(database, client, machine, RESOURCES)
    _load(documents)
    guidance = documents.guidance

    def believe(guidance: Guidance) -> None:
        if guidance.anchors is not None:
            trust.pin(guidance.anchors)

    believe(guidance)
    revocation = RevocationUpdates(trust.revocation, ground.vault.folder / "revocation", client)
    look_around = LookAround(database, client, documents, believe)
    sync = Sync(database, client, guidance.programme, machine, random.random, look_around)
    upkeep = _upkeep(ground, client, guidance.programme, machine)
    loop = SyncLoop(sync, machine, _SYNC_INTERVAL, on_sync, on_sync, upkeep.once)
    bundles = BundleDesk(database, ground.vault.secrets, device, client, sync, clock, on_taken=loop.wake)
    training = TrainingDesk(running.central_url, running.phone_url, running.card, machine)
    ends.callback(training.close)

    signer = signer_of_this_machine(running.web_component_url)
    seal = sealing(key, device.central_url, HeldCertificate(database))

    def whose(reading: CardReading) -> HolderCertificate:
        return identify(reading, trust, clock())

    def is_confirmed(reading: CardReading) -> bool:
        return trust.is_good(reading.signing_certificate.der, clock())

    services = Services(
        desk=Desk(database, guidance.programme, clock, device, loop.wake, seal),
        attending=Attending(database, guidance.programme, clock),
        drafts=Drafts(database, clock),
        sync=sync,
        sticks=Sticks(bundles, device.terminal, mounted_volumes, unmounted),
        central=client,
        read_card=partial(read_ready_card, signer),
        identify=whose,
        is_confirmed=is_confirmed,
        sign=partial(sign_statement, signer=signer),
        render=partial(_with_logo, ground.vault.folder),
        failures=FailureCatalogue(RESOURCES / "failures.toml"),
        programme=guidance.programme,
        notice=guidance.notice,
        clock=clock,
        upkeep=upkeep,
        training=training,
        guidance=lambda: documents.guidance,
        check_paper=PaperCheck(database).check,
    )
    return Counter(services, bundles, loop, revocation, ends, lasting=ground.vault.lasting)


def _with_logo(folder: Path, issue: Issue) -> bytes:
    """A paper's PDF, with the office's logo where one lies in the folder."""
    return render(replace(issue, logo=offices_logo(folder)))


def _upkeep(ground: _Ground, client: CentralClient, programme: Programme, clock: Clock) -> Upkeep:
    database, data = ground.database, ground.vault.folder
    room = Room(partial(free_bytes, data))
    return Upkeep(
        room,
        Backups(database, ground.key, backup_folder(data), room, clock),
        Purging(database, programme, clock),
        Histories(database, client, programme, clock),
    )
