"""The wiring of central: everything is made here, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from central.agency import Agency
from central.api.commands import commands_router
from central.api.email_codes import email_codes_router, no_mail_router
from central.api.enrolments import enrolments_router
from central.api.events import events_router
from central.api.frame import Frame
from central.api.health import health_router
from central.api.payment import payment_router
from central.api.problems import add_problem_handlers
from central.api.signed import DeviceSignature
from central.api.training import TrainingParts, training_router
from central.clock.deadlines import Deadlines
from central.email_codes import EmailCodes
from central.enrolment import Enrolment
from central.issuing import Issuer
from central.mail.sender import MailSender
from central.mail.sink import MailSink
from central.processing import Processor
from central.ruling import Ruling
from central.secret import ServerSecret
from central.settings import Settings
from central.store.database import Database, open_database
from central.vendor import Vendor
from central.verification import Verification
from kiosk.contract.clock import Clock, TrainingClock, system_clock
from kiosk.contract.documents import read_programme
from kiosk.contract.trust import TrustStore


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


def open_store(folder: Path) -> Store:
    """Open the data folder, made 0700 where there is none. Raises `DatabaseUnreadable`, OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = ServerSecret.of(folder)
    return Store(open_database(folder / "central.sqlite", secret.key("database")), secret)


def clock_of(settings: Settings) -> Clock:
    """The time that central decides by."""
    return system_clock if settings.clock_file is None else TrainingClock(settings.clock_file)


def enrolment_of(store: Store, clock: Clock) -> Enrolment:
    """How kiosks are let in."""
    return Enrolment(store.database, store.secret.key("enrolment codes"), clock)


def open_central(folder: Path, settings: Settings) -> Central:
    """Put the parts together. Raises what `open_store` raises, and `DocumentInvalid`."""
    ruling = Ruling(read_programme(settings.resources))
    store, clock, issuer = open_store(folder), clock_of(settings), Issuer(ruling)
    return Central(
        settings=settings,
        store=store,
        clock=clock,
        ruling=ruling,
        issuer=issuer,
        vendor=Vendor(store.database, issuer, clock, settings.public_url),
        agency=Agency(store.database, issuer, clock),
        deadlines=Deadlines(store.database, issuer, clock),
    )


def create_app(central: Central) -> FastAPI:
    """The HTTP service. Raises OSError and CertificateMalformed for its trust anchors."""
    settings, database, clock = central.settings, central.store.database, central.clock
    sink = MailSink() if settings.training else None
    sender = MailSender(database, clock, settings.sender)
    app = FastAPI(
        title="central",
        docs_url=None,
        redoc_url=None,
        lifespan=lambda _app: _lifespan(settings, sink, sender),
    )
    add_problem_handlers(app)
    app.add_middleware(Frame, clock=clock)

    trust = TrustStore.from_folder(settings.trust, training=settings.training)
    signature = DeviceSignature(database, clock)
    processor = Processor(database, Verification(trust), central.ruling, clock)
    app.include_router(enrolments_router(enrolment_of(central.store, clock)))
    app.include_router(commands_router(signature, processor))
    app.include_router(events_router(signature, database, clock))
    app.include_router(health_router(database))
    if sink is None and settings.smtp is None:
        app.include_router(no_mail_router(signature))
    else:
        key = central.store.secret.key("e-mail codes")
        codes = EmailCodes(database, central.issuer, clock, key, sender.wake)
        app.include_router(email_codes_router(signature, codes))
    if sink is not None:
        parts = TrainingParts(database, central.vendor, central.agency, central.deadlines, sink)
        app.include_router(training_router(parts))
        app.include_router(payment_router(database))
    return app


@asynccontextmanager
async def _lifespan(settings: Settings, sink: MailSink | None, sender: MailSender) -> AsyncIterator[None]:
    """Mail is sent while the service runs; in training into its own sink, unless a server was named."""
    server = settings.smtp
    if sink is not None and server is None:
        server = await sink.start()
    sending = None if server is None else asyncio.create_task(sender.run(server))
    try:
        yield
    finally:
        if sending is not None:
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending
        if sink is not None:
            await sink.stop()
