"""The wiring of central: everything is made here, once."""

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from central.agency import Agency
from central.api.audit import audit_router
from central.api.commands import commands_router
from central.api.email_codes import email_codes_router, no_mail_router
from central.api.enrolments import enrolments_router
from central.api.events import events_router
from central.api.founding import founding_router
from central.api.inquiries import inquiries_router
from central.api.papers import papers_router
from central.api.payment import payment_router
from central.api.questions import questions_router
from central.api.revocation import revocation_router
from central.api.training import TrainingParts, training_router
from central.api.visits import visits_router
from central.audit_copies import AuditCopies
from central.bundle_export import BundleExport
from central.certificates import certifying
from central.clock.deadlines import Deadlines
from central.email_codes import EmailCodes
from central.enrolment import Enrolment
from central.gathering import Gathering
from central.handed_papers import HandedPapers
from central.issuing import Issuer
from central.mail.notices import Notices
from central.mail.sender import MailSender
from central.mail.server import mail_server
from central.mail.sink import MailSink
from central.mail.turned_down import TurnedDownMail
from central.people import add_people
from central.privacy_clock import PrivacyClock
from central.processing import Processor
from central.ruling import Ruling
from central.secret import ServerSecret
from central.settings import Settings
from central.store.database import Database
from central.store.postgres import open_postgres
from central.surface import Ground, Surface, carried_of, document_key, sealing_key
from central.tasks import end
from central.vendor import Vendor
from central.verification import Verification
from central.visits import Visits
from kiosk.contract.bundle_content import sealing_text
from kiosk.contract.clock import Clock, TrainingClock, system_clock
from kiosk.contract.documents import read_programme
from kiosk.contract.list_folder import ListFolder
from kiosk.contract.signed_documents import public_text
from kiosk.contract.trust import TrustStore

_LOOK_FOR_LISTS_SECONDS = 60.0
_APPLY_DEADLINES_SECONDS = 60.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Store:
    """The data folder, opened."""

    database: Database
    secret: ServerSecret


@dataclass(frozen=True, slots=True)
class Central:
    """The parts that act, on one data folder."""

    settings: Settings
    store: Store
    clock: Clock
    ruling: Ruling
    issuer: Issuer
    vendor: Vendor
    agency: Agency
    deadlines: Deadlines


def open_store(folder: Path, database: str = "") -> Store:
    """Open the data folder, made 0700 where there is none, and PostgreSQL where `database` is its address.

    Raises `DatabaseUnreadable`, OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = ServerSecret.of(folder)
    if database:
        return Store(open_postgres(database), secret)
    from central.store.sqlite import open_sqlite  # its library is not needed beside PostgreSQL's

    return Store(open_sqlite(folder / "central.sqlite", secret.key("database")), secret)


def clock_of(settings: Settings) -> Clock:
    """The time that central decides by."""
    return system_clock if settings.clock_file is None else TrainingClock(settings.clock_file)


def enrolment_of(store: Store, clock: Clock) -> Enrolment:
    """How kiosks are let in."""
    key = document_key(store.secret)
    keys = public_text(key), sealing_text(sealing_key(store.secret))
    return Enrolment(store.database, store.secret.key("enrolment codes"), clock, *keys, certifying(key))


def processor_of(central: Central) -> Processor:
    """What takes commands that come another way than over HTTP. Raises OSError and CertificateMalformed."""
    trust = _trust(central.settings, central.clock)
    if central.settings.revocation is not None:
        _take(ListFolder(central.settings.revocation, trust.revocation))
    return _processor(central, trust)


def bundle_export_of(central: Central) -> BundleExport:
    """What writes the answers to sealed bundles. Raises OSError and CertificateMalformed."""
    settings, store = central.settings, central.store
    trust = _trust(settings, central.clock)
    if settings.revocation is not None:
        _take(ListFolder(settings.revocation, trust.revocation))
    ground = Ground(settings, store.database, store.secret, central.clock, trust, central.ruling.programme)
    return BundleExport(store.database, document_key(store.secret), central.clock, carried_of(ground))


def _processor(central: Central, trust: TrustStore) -> Processor:
    settings = central.settings
    mailed = settings.training or settings.smtp is not None
    turned_down = TurnedDownMail(settings.resources) if mailed else None
    return Processor(central.store.database, Verification(trust), central.ruling, central.clock, turned_down)


def open_central(folder: Path, settings: Settings) -> Central:
    """Put the parts together. Raises what `open_store` raises, and `DocumentInvalid`."""
    mailed = settings.training or settings.smtp is not None
    ruling = Ruling(read_programme(settings.resources), Notices() if mailed else None)
    store, clock, issuer = open_store(folder, settings.database), clock_of(settings), Issuer(ruling)
    privacy = PrivacyClock(store.database, clock, settings, mails=mailed)
    return Central(
        settings=settings,
        store=store,
        clock=clock,
        ruling=ruling,
        issuer=issuer,
        vendor=Vendor(store.database, issuer, clock, settings.public_url if settings.training else None),
        agency=Agency(store.database, issuer, clock),
        deadlines=Deadlines(store.database, issuer, clock, privacy.look_after),
    )


def create_app(central: Central) -> FastAPI:
    """The HTTP service. Raises OSError and CertificateMalformed for its trust anchors."""
    settings, database, clock = central.settings, central.store.database, central.clock
    trust = _trust(settings, clock)
    lists = None if settings.revocation is None else ListFolder(settings.revocation, trust.revocation)
    if lists is not None:
        _take(lists)
    _tell(settings, trust, clock)
    sink = MailSink() if settings.training else None
    sender = MailSender(database, clock, settings.sender)
    app = FastAPI(
        title="central",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # it would lead to wherever the request's Host says
        lifespan=lambda _app: _lifespan(settings, sink, sender, lists, central.deadlines),
    )
    ground = Ground(settings, database, central.store.secret, clock, trust, central.ruling.programme)
    surface = Surface(ground)
    surface.put_around(app)
    signature = surface.signature
    gathering = Gathering(_processor(central, trust))
    app.include_router(commands_router(signature, gathering, surface.metrics))  # first: it is asked most
    surface.put_into(app)
    enrolment = enrolment_of(central.store, clock)
    app.include_router(enrolments_router(enrolment))
    app.include_router(questions_router(signature, database, clock))
    app.include_router(events_router(signature, database, clock))
    app.include_router(founding_router(signature, database))
    app.include_router(audit_router(signature, AuditCopies(database, clock)))
    app.include_router(inquiries_router(signature, database))
    app.include_router(visits_router(signature, Visits(database, trust, clock)))
    app.include_router(revocation_router(signature, trust.revocation))
    wake_mail = None if sink is None and settings.smtp is None else sender.wake
    papers = HandedPapers(database, clock, settings.public_url, wake_mail)
    app.include_router(papers_router(signature, papers, surface.limits))
    if sink is None and settings.smtp is None:
        app.include_router(no_mail_router(signature))
    else:
        key = central.store.secret.key("e-mail codes")
        codes = EmailCodes(database, central.issuer, clock, key, sender.wake)
        app.include_router(email_codes_router(signature, codes, surface.limits))
    if sink is not None:
        parts = TrainingParts(database, central.vendor, central.agency, central.deadlines, sink, clock)
        app.include_router(training_router(parts))
        app.include_router(payment_router(central.vendor))
    add_people(app, central, enrolment)
    return app


def _trust(settings: Settings, clock: Clock) -> TrustStore:
    """Who is believed: with a folder of revocation lists, nobody whose authority's list is not current."""
    known_at = None if settings.revocation is None else clock
    return TrustStore.from_folder(settings.trust, training=settings.training, known_at=known_at)


def _tell(settings: Settings, trust: TrustStore, clock: Clock) -> None:
    """Say what an operator has forgotten."""
    standing = trust.revocation.standing(clock())
    if not standing:
        _log.warning("no authority is pinned in %s: no card will be believed", settings.trust)
    if settings.revocation is None:
        return
    for one in standing:
        if not one.current:
            _log.warning("no current revocation list of %s in %s", one.authority, settings.revocation)


@asynccontextmanager
async def _lifespan(
    settings: Settings,
    sink: MailSink | None,
    sender: MailSender,
    lists: ListFolder | None,
    deadlines: Deadlines,
) -> AsyncIterator[None]:
    """Mail is sent while the service runs; in training into its own sink, unless a server was named.

    New revocation lists are looked for now and then, and what has become due takes effect.
    """
    server = None if settings.smtp is None else mail_server(settings.smtp, os.environ)
    if sink is not None and server is None:
        server = await sink.start()
    tasks = [] if server is None else [asyncio.create_task(sender.run(server))]
    if lists is not None:
        tasks.append(asyncio.create_task(_look_for_lists(lists)))
    stopped = threading.Event()
    keeping = asyncio.to_thread(deadlines.keep_applying, lambda: stopped.wait(_APPLY_DEADLINES_SECONDS))
    tasks.append(asyncio.create_task(keeping))
    try:
        yield
    finally:
        stopped.set()
        for task in tasks:
            await end(task)
        if sink is not None:
            await sink.stop()


async def _look_for_lists(lists: ListFolder) -> None:
    while True:
        await asyncio.sleep(_LOOK_FOR_LISTS_SECONDS)
        await asyncio.to_thread(_take, lists)


def _take(lists: ListFolder) -> None:
    for trouble in lists.look():
        _log.warning("a revocation list is not taken: %s", trouble)
