"""What the desks work with."""

from dataclasses import dataclass

from central.agency import Agency
from central.backoffice.accounts import Accounts
from central.backoffice.sessions import Sessions
from central.backoffice.words import FailureWords
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
from central.store.database import Database
from central.update_desk import UpdateDesk
from central.vendor import Vendor
from central.vendor_api.keys import VendorKeys
from kiosk.contract.clock import Clock
from kiosk.domain.programme import Programme


@dataclass(frozen=True, slots=True)
class OfficeParts:
    """The acts and the accounts. `training` marks the pages; `secure` cookies go over TLS only.

    `public_url` is where central is reached.
    """

    database: Database
    clock: Clock
    programme: Programme
    agency: Agency
    vendor: Vendor
    programme_desk: ProgrammeDesk
    catalogue: Catalogue
    calendar: CalendarDesk
    enrolment: Enrolment
    fleet: Fleet
    fleet_settings: FleetSettings
    updates: UpdateDesk
    counter_accounts: CounterAccounts
    review_desk: ReviewDesk
    inquiry_desk: InquiryDesk
    privacy: PrivacyDesk
    keys: VendorKeys
    accounts: Accounts
    sessions: Sessions
    failures: FailureWords
    cookie_key: str
    training: bool
    secure: bool
    public_url: str

    def vendor_ids(self) -> tuple[tuple[str, str], ...]:
        """Who may offer plans: id and name."""
        return tuple(sorted(self.catalogue.vendors().items()))
