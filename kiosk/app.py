"""Where the kiosk's objects are made and joined, once."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.signers.choice import signer_of_this_machine
from kiosk.cardreader.signers.web_component import USUAL_ADDRESS
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.clock import Clock, TrainingClock, system_clock
from kiosk.contract.documents import read_founding
from kiosk.contract.founding_guide import read_guide
from kiosk.contract.trust import TrustStore
from kiosk.diagnosis_parts import check_up_of, examined
from kiosk.domain.programme import Programme
from kiosk.fleet_parts import believing, condition_of, reports_folder
from kiosk.printing_parts import printing_of, render_with_logo
from kiosk.services.attending import Attending
from kiosk.services.audit.cards import recorded_identify, recorded_sign
from kiosk.services.audit.copying import AuditCopy
from kiosk.services.audit.running import tell_crash, tell_running
from kiosk.services.bundle.desk import BundleDesk, Takers
from kiosk.services.bundle.sticks import Sticks, mounted_volumes, unmounted
from kiosk.services.cards import identify, read_ready_card, sign_statement
from kiosk.services.central import PATIENCE, CentralClient
from kiosk.services.central_time import CentralTime, is_vouched_for
from kiosk.services.crash_reports import CrashReports
from kiosk.services.desk import Desk
from kiosk.services.diagnosis.subject import Subject
from kiosk.services.documents import CentralDocuments
from kiosk.services.drafts import Drafts
from kiosk.services.enrolment import enrol, require_central
from kiosk.services.failures import Failed, FailureCatalogue, Trouble
from kiosk.services.flows.services import Services
from kiosk.services.folders import RESOURCES, Folders
from kiosk.services.founding.desk import FoundingDesk, ToCentral
from kiosk.services.identity_device import DeviceIdentity, HeldCertificate, device_key, load_identity
from kiosk.services.inquiries import Inquiries
from kiosk.services.look_around import LookAround
from kiosk.services.paper_check import PaperCheck
from kiosk.services.printing.loop import PrintLoop
from kiosk.services.receipts.fonts import require_fonts
from kiosk.services.receipts.sealing import sealing
from kiosk.services.revocation import RevocationLoop, RevocationUpdates
from kiosk.services.secrets import Secrets
from kiosk.services.settings import STAFFED, CounterSettings, Mode
from kiosk.services.sync.engine import Sync
from kiosk.services.sync.loop import EVERY, SyncLoop
from kiosk.services.sync.report import SyncProgress, SyncReport
from kiosk.services.training.central_process import new_enrolment_code
from kiosk.services.training.desk import TrainingDesk
from kiosk.services.training.set_up import Running, places_of
from kiosk.services.upkeep.backups import Backups, backup_folder
from kiosk.services.upkeep.histories import Histories
from kiosk.services.upkeep.purging import Purging
from kiosk.services.upkeep.room import Room, free_bytes
from kiosk.services.upkeep.upkeep import Upkeep
from kiosk.services.visiting import Visiting
from kiosk.staff_parts import card_ways, shifts_of, staff_of
from kiosk.storage import audit
from kiosk.storage.audit import Keeper
from kiosk.storage.database import Database
from kiosk.storage.documents import SignedDocument
from kiosk.vaults import Vault, opened

_END_OF_DOWNLOAD = timedelta(seconds=2)
_OFFICE, _TERMINAL = "訓練辦公室", "TR01"


class Counter:
    """A counter ready for its window: the services, and the loops that can keep it in step with central."""

    def __init__(
        self,
        services: Services,
        bundles: BundleDesk,
        loops: tuple[SyncLoop, PrintLoop],
        revocation: RevocationUpdates,
        ends: ExitStack,
        *,
        reports: CrashReports,
        lasting: bool,
        mode: Mode,
    ) -> None:
        self.services = services
        self.bundles = bundles
        self.revocation = revocation
        self.reports = reports
        self.lasting = lasting
        self.mode = mode
        self._loop, self._prints = loops
        self._ends = ends

    def keep_in_step(self) -> None:
        """Sync and print from now on by itself, until `close`."""
        self._loop.start()
        self._ends.callback(self._loop.stop, PATIENCE)
        self._prints.start()
        self._ends.callback(self._prints.stop, PATIENCE)
        lists = RevocationLoop(self.revocation)
        lists.start()
        self._ends.callback(lists.stop, _END_OF_DOWNLOAD)

    def close(self) -> None:
        """End sync, close connections and database."""
        self._ends.close()


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears how far a round of sync is and what came of it, and that a print has come further.

    Both are called on threads of their own.
    """

    sync: Callable[[SyncReport | SyncProgress], None] = lambda _told: None
    printing: Callable[[], None] = lambda: None


def open_counter(settings: CounterSettings, vault: Vault, listeners: Listeners) -> Counter:
    """The counter that was enrolled here.

    Raises `StorageError` and `Failed`: NOT_ENROLLED, OTHER_CENTRAL, KEY_LOST, KEYRING_….
    """
    with _opening() as ends:
        database, key = opened(vault, ends)
        device = load_identity(database)
        require_central(device.central_url, settings.central)
        trust = TrustStore.from_folder(RESOURCES / "trust", training=False)
        looked_at = examined(
            settings.folders, settings, vault, device.central_url, RESOURCES / "trust", system_clock
        )
        ground = _Ground(
            database, key, vault, device, system_clock, trust, USUAL_ADDRESS, settings, looked_at
        )
        return _wire(ground, None, listeners, ends)


def open_training_counter(
    folders: Folders,
    running: Running,
    vault: Vault,
    listeners: Listeners,
    mode: Mode,
) -> Counter:
    """The training counter over the set-up that runs, enrolled with its central.

    Raises `Failed` and `StorageError`.
    """
    with _opening() as ends:
        database, key = opened(vault, ends)
        device = _enrolled(database, vault.secrets, folders, running)
        clock = TrainingClock(folders.clock)
        trust = TrustStore.from_folder(folders.cards / "trust", training=True)
        looked_at = examined(folders, None, vault, device.central_url, folders.cards / "trust", clock)
        settings = CounterSettings(running.central_url, folders.root, mode)
        ground = _Ground(
            database, key, vault, device, clock, trust, running.web_component_url, settings, looked_at
        )
        training = TrainingDesk(running.central_url, running.phone_url, running.card, clock)
        ends.callback(training.close)
        training.provide_staff(device.office)
        return _wire(ground, training, listeners, ends)


@contextmanager
def _opening() -> Iterator[ExitStack]:
    """What is to end with the counter; it ends at once where the counter does not open."""
    ends = ExitStack()
    try:
        yield ends
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
        return enrol(database, secrets, running.central_url, code, PATIENCE)


def _load(documents: CentralDocuments) -> None:
    """What was fetched before; what cannot be used any more, as by a newer program, is fetched again."""
    try:
        documents.load()
    except Failed as failed:
        if failed.failure not in {Trouble.DOCUMENT_UNSIGNED, Trouble.DOCUMENT_REFUSED}:
            raise
        documents.renew(documents.ask())
        documents.load()


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a counter stands on.

    `key` is the database's, `machine` this machine's clock; at `web_component` the 跨平台網頁元件 answers.
    `settings` are those that stand on this machine. `examined` is what the doctor looks at.
    """

    database: Database
    key: bytes = field(repr=False)
    vault: Vault
    device: DeviceIdentity
    machine: Clock
    trust: TrustStore
    web_component: str
    settings: CounterSettings
    examined: Subject


def _wire(ground: _Ground, training: TrainingDesk | None, listeners: Listeners, ends: ExitStack) -> Counter:
    machine, database, device, trust = ground.machine, ground.database, ground.device, ground.trust
    central_time = CentralTime(database, machine)
    clock = central_time.for_cases
    key = device_key(ground.vault.secrets, device.public_key)

    def who() -> str:
        me = staff.me  # made below
        return audit.COUNTER if me is None else me.staff_id

    database.keep_audit(Keeper(device.device_id, key, clock, who), audit.PROGRAM)
    tell_running(database, ends)
    client = CentralClient(
        device.central_url, device.device_id, key, central_time.for_requests, PATIENCE, central_time.compare
    )
    ends.callback(client.close)
    documents = CentralDocuments(database, client, machine, RESOURCES)
    _load(documents)
    guidance = documents.guidance
    folder = ground.vault.folder
    told = ground.settings, device.device_id, folder, machine, trust, guidance
    from_central, believe = believing(*told)
    revocation = RevocationUpdates(trust.revocation, ground.vault.folder / "revocation", client)
    look_around = LookAround(
        database,
        documents,
        believe,
        lambda: inquiries.fetch(),  # noqa: PLW0108, RUF100 - made below
    )
    sync = Sync(database, client, guidance.programme, machine, random.random, look_around)

    def programme() -> Programme:
        return documents.guidance.programme

    histories = Histories(database, client, programme, machine)
    telling = (
        AuditCopy(database, client).send,
        condition_of(documents, from_central, sync, lambda: upkeep.troubles(), folder, machine).send,  # noqa: PLW0108
    )
    upkeep = _upkeep(ground, histories, telling, programme, machine)
    loop = SyncLoop(sync, machine, EVERY, listeners.sync, listeners.sync, upkeep.once)

    inquiries = Inquiries(database, clock, device, client.answers, loop.wake)

    def take_documents(carried: Sequence[SignedDocument], made_at: datetime) -> None:
        documents.take_carried(carried, made_at)
        believe(documents.guidance)

    takers = Takers(take_documents, revocation.take, inquiries.take, loop.wake)
    bundles = BundleDesk(database, ground.vault.secrets, device, client, sync, clock, takers=takers)

    signer = signer_of_this_machine(ground.web_component)
    seal = sealing(key, device.central_url, HeldCertificate(database))

    def whose(reading: CardReading) -> HolderCertificate:
        return identify(reading, trust, clock())

    def is_confirmed(reading: CardReading) -> bool:
        return trust.is_good(reading.signing_certificate.der, clock())

    sign = recorded_sign(database, partial(sign_statement, signer=signer))
    staff = staff_of(
        database,
        documents,
        card_ways(sign, trust, clock, device),
        clock,
        attended=from_central.mode in STAFFED,
    )
    desk = Desk(database, guidance.programme, clock, device, loop.wake, seal)
    render = partial(render_with_logo, ground.vault.folder)
    printing, prints = printing_of(
        database,
        desk,
        render,
        clock,
        device,
        send=client.hand_paper,
        on_printing=listeners.printing,
        ends=ends,
    )
    services = Services(
        desk=desk,
        attending=Attending(database, guidance.programme, clock),
        drafts=Drafts(database, clock),
        sync=sync,
        sticks=Sticks(bundles, device.terminal, mounted_volumes, unmounted),
        printing=printing,
        central=client,
        visiting=Visiting(
            database, client, histories, device.device_id, central_time.for_requests, inquiries.fetch_of
        ),
        read_card=partial(read_ready_card, signer),
        identify=recorded_identify(database, whose),
        is_confirmed=is_confirmed,
        sign=sign,
        render=render,
        failures=FailureCatalogue(RESOURCES / "failures.toml"),
        founding=FoundingDesk(
            database,
            read_founding(RESOURCES),
            read_guide(RESOURCES),
            clock,
            device,
            ToCentral(client.founding_case, loop.wake),
        ),
        inquiries=inquiries,
        programme=guidance.programme,
        notice=guidance.notice,
        clock=clock,
        upkeep=upkeep,
        training=training,
        guidance=lambda: documents.guidance,
        check_paper=PaperCheck(database).check,
        staff=staff,
        shifts=shifts_of(database, documents, device, staff, clock, seal, training=training is not None),
        check_up=check_up_of(ground.examined, FailureCatalogue(RESOURCES / "failures.toml")),
    )
    return Counter(
        services,
        bundles,
        (loop, prints),
        revocation,
        ends,
        reports=CrashReports(reports_folder(folder), machine, partial(tell_crash, database)),
        lasting=ground.vault.lasting,
        mode=from_central.mode,
    )


def _upkeep(
    ground: _Ground,
    histories: Histories,
    telling: Sequence[Callable[[], object]],
    programme: Callable[[], Programme],
    clock: Clock,
) -> Upkeep:
    database, data = ground.database, ground.vault.folder
    room = Room(partial(free_bytes, data))
    return Upkeep(
        room,
        Backups(database, ground.key, backup_folder(data), room, clock),
        Purging(database, programme, clock, partial(is_vouched_for, database)),
        histories,
        *telling,
        require_fonts,
    )
