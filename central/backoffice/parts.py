"""What the desks work with."""

from dataclasses import dataclass

from central.agency import Agency
from central.backoffice.accounts import Accounts
from central.backoffice.sessions import Sessions
from central.backoffice.words import FailureWords
from central.enrolment import Enrolment
from central.programme_desk import ProgrammeDesk
from central.store.database import Database
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
    enrolment: Enrolment
    programme_desk: ProgrammeDesk
    keys: VendorKeys
    accounts: Accounts
    sessions: Sessions
    failures: FailureWords
    cookie_key: str
    training: bool
    secure: bool
    public_url: str

    def vendor_ids(self) -> tuple[tuple[str, str], ...]:
        """The catalogue's vendors: id and name."""
        terms = (plan.terms for plan in self.programme.plans.values())
        return tuple(sorted({(one.vendor_id, one.vendor_name) for one in terms}))
