"""The wiring of the people behind it: the back office at /office, and the vendor interface at /vendor/v1."""

from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from central.backoffice.accounts import Accounts
from central.backoffice.gate import Gate
from central.backoffice.passwords import Passwords
from central.backoffice.sessions import Sessions
from central.backoffice.totp import Totp
from central.calendar_desk import CalendarDesk
from central.catalogue import Catalogue
from central.counter_accounts import CounterAccounts
from central.enrolment import Enrolment
from central.fleet import Fleet
from central.fleet_settings import FleetSettings
from central.inquiry_desk import InquiryDesk
from central.privacy import PrivacyDesk
from central.programme_desk import ProgrammeDesk
from central.review_desk import ReviewDesk
from central.secret import ServerSecret
from central.store.database import Database
from central.update_desk import UpdateDesk
from central.vendor_api.keys import VendorKeys
from central.vendor_api.plans import plans_router
from central.vendor_api.router import VendorKey, vendor_router
from kiosk.contract.clock import Clock, system_clock

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from central.app import Central


def accounts_of(database: Database, secret: ServerSecret) -> Accounts:
    """Who may sign in. Their codes and locks go by the true time, in training as well."""
    return Accounts(database, Passwords(), Totp(secret.key("staff second factors")), system_clock)


def vendor_keys_of(database: Database, secret: ServerSecret, clock: Clock) -> VendorKeys:
    """What vendors' programs come with."""
    return VendorKeys(database, secret.key("vendor keys"), clock)


def add_people(app: FastAPI, central: "Central", enrolment: Enrolment) -> None:
    """Let staff and vendors in. The office is built when it is first asked for, and staff is there."""
    database, secret = central.store.database, central.store.secret
    keys = vendor_keys_of(database, secret, central.clock)
    accounts = accounts_of(database, secret)
    catalogue = Catalogue(database, central.ruling.programme, central.clock)
    key = VendorKey(keys, central.vendor)
    app.include_router(vendor_router(database, key))
    app.include_router(plans_router(catalogue, key))

    def build() -> "Starlette":
        from central.backoffice.office import build_office
        from central.backoffice.parts import OfficeParts
        from central.backoffice.words import FailureWords

        settings, programme = central.settings, central.ruling.programme
        mails = settings.training or settings.smtp is not None
        parts = OfficeParts(
            database=database,
            clock=central.clock,
            programme=programme,
            agency=central.agency,
            vendor=central.vendor,
            programme_desk=ProgrammeDesk(database, programme, central.clock),
            catalogue=catalogue,
            calendar=CalendarDesk(database, programme, central.clock),
            enrolment=enrolment,
            fleet=Fleet(database, enrolment, central.clock),
            fleet_settings=FleetSettings(database, central.clock),
            updates=UpdateDesk(database, central.clock),
            counter_accounts=CounterAccounts(database, Passwords(), central.clock),
            review_desk=ReviewDesk(database, central.clock, mails=mails),
            inquiry_desk=InquiryDesk(database, central.clock, mails=mails),
            privacy=PrivacyDesk(database, central.clock, mails=mails),
            keys=keys,
            accounts=accounts,
            sessions=Sessions(database, system_clock),
            failures=FailureWords(settings.resources),
            cookie_key=secret.key("office cookies").hex(),
            training=settings.training,
            secure=settings.public_url.startswith("https://"),
            public_url=settings.public_url,
        )
        return build_office(parts)

    @app.get("/office", include_in_schema=False)
    def enter() -> RedirectResponse:
        return RedirectResponse("/office/")

    app.mount("/office", Gate(build, accounts.is_staffed), name="office")
