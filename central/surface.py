"""The wiring of what stands around the commands: metrics, rates, pages, documents, signing by phone."""

from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from fastapi import FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from central.api.condition import condition_router
from central.api.device import device_router
from central.api.documents import documents_router
from central.api.fido import fido_router
from central.api.frame import Frame
from central.api.health import health_router
from central.api.metrics import metrics_router
from central.api.operations import document
from central.api.problems import add_problem_handlers
from central.api.public import public_router
from central.api.signed import DeviceSignature
from central.carried import Carried
from central.certificates import certifying
from central.conditions import Conditions
from central.documents import CentralKeys, Documents
from central.fido.broker import Broker
from central.fido.client import FidoClient, FidoSettings
from central.limiting import RateLimits
from central.limits import LimitsDocument
from central.metrics import Metrics
from central.programme_desk import limits_of
from central.receipts import Receipts
from central.secret import ServerSecret
from central.settings import FidoSource, Settings
from central.store.backlog import backlog
from central.store.database import Database
from kiosk.contract.bundle_content import sealing_text
from kiosk.contract.clock import Clock
from kiosk.contract.trust import TrustStore
from kiosk.domain.programme import Programme


@dataclass(frozen=True, slots=True)
class Ground:
    """What the surface stands on."""

    settings: Settings
    database: Database
    secret: ServerSecret
    clock: Clock
    trust: TrustStore
    programme: Programme


class Surface:
    """Raises OSError, ValueError and CertificateMalformed for the files that the settings name."""

    def __init__(self, ground: Ground) -> None:
        settings, database = ground.settings, ground.database

        def waiting() -> dict[str, int]:
            try:
                with database.reading() as connection:
                    return dict(backlog(connection))
            except sa.exc.DBAPIError:  # /readyz says so; this process's own figures are there all the same
                return {}

        self._ground = ground
        self.metrics = Metrics(waiting)
        self.limits = RateLimits(settings.limits)
        self.signature = DeviceSignature(database, ground.clock, self.limits)
        carried = carried_of(ground)
        self._documents, self._limits_document = carried.index, carried.limits

    def put_around(self, app: FastAPI) -> None:
        """Frame every request of `app`, and answer problems and its description."""
        add_problem_handlers(app)
        app.add_middleware(Frame, clock=self._ground.clock, limits=self.limits, metrics=self.metrics)
        if self._ground.settings.proxies:
            app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(self._ground.settings.proxies))
        document(app)

    def put_into(self, app: FastAPI) -> None:
        """Add what the surface answers itself."""
        ground, settings = self._ground, self._ground.settings
        token_file = settings.metrics_token_file
        token = "" if token_file is None else token_file.read_text("ascii").strip()
        app.include_router(health_router(ground.database))
        app.include_router(metrics_router(self.metrics, token))
        key = document_key(ground.secret)
        receipts = Receipts(ground.database, key.public_key().public_bytes_raw())
        app.include_router(public_router(receipts, self.limits, settings.resources))
        told = self.signature, self._documents, self._limits_document, key
        app.include_router(documents_router(*told))
        app.include_router(device_router(*told, ground.clock, certifying(key)))
        app.include_router(condition_router(self.signature, Conditions(ground.database, ground.clock)))
        app.include_router(fido_router(self.signature, self._broker(settings.fido)))

    def _broker(self, source: FidoSource | None) -> Broker | None:
        if source is None:
            return None
        ground = self._ground
        key = bytes.fromhex(source.key_file.read_text("ascii").strip())
        client = FidoClient(FidoSettings(source.url, source.service_id, key))
        return Broker(ground.database, client, ground.trust, ground.clock, ground.secret.key("fido persons"))


def carried_of(ground: Ground) -> Carried:
    """What a bundle brings beside answers and events. Raises OSError and CertificateMalformed."""
    settings, database, key = ground.settings, ground.database, document_key(ground.secret)
    keys = CentralKeys(key, sealing_text(sealing_key(ground.secret)))
    return Carried(
        Documents(database, ground.programme, settings.resources, settings.trust, keys),
        LimitsDocument(partial(limits_of, database, ground.programme), key),
        ground.trust.revocation,
    )


def document_key(secret: ServerSecret) -> Ed25519PrivateKey:
    """What central signs documents with: always the same for one secret."""
    return Ed25519PrivateKey.from_private_bytes(secret.key("documents"))


def sealing_key(secret: ServerSecret) -> X25519PrivateKey:
    """What opens the bundles that kiosks seal for central: always the same for one secret."""
    return X25519PrivateKey.from_private_bytes(secret.key("bundles"))
