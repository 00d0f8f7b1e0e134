"""Everything the flows and their pages work with, in one bundle that `kiosk.app` fills."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.cardreader.card import CardReading
from kiosk.cardreader.failures import CardError
from kiosk.cardreader.pin import Pin
from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.clock import Clock
from kiosk.contract.envelopes import Statement
from kiosk.contract.help_document import HelpTexts
from kiosk.contract.paper_code import CodeInvalid
from kiosk.contract.trust import Untrusted
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refused
from kiosk.services.attending import Attending
from kiosk.services.bundle.sticks import Sticks
from kiosk.services.central import CentralClient
from kiosk.services.desk import Desk
from kiosk.services.diagnosis.check_up import CheckUp
from kiosk.services.documents import Guidance
from kiosk.services.drafts import Drafts
from kiosk.services.failures import Failed, FailureCatalogue
from kiosk.services.flows.notice import Notice
from kiosk.services.founding.desk import FoundingDesk
from kiosk.services.inquiries import Inquiries
from kiosk.services.paper_check import CheckedPaper
from kiosk.services.printing.printing import Printing
from kiosk.services.receipts.failures import PaperError
from kiosk.services.receipts.issue import Issue
from kiosk.services.staff.shifts import Shifts
from kiosk.services.staff.staff import Staff
from kiosk.services.sync.engine import Sync
from kiosk.services.training.desk import TrainingDesk
from kiosk.services.upkeep.upkeep import Upkeep
from kiosk.services.visiting import Visiting
from kiosk.storage.failures import StorageError

FAILURES: tuple[type[Exception], ...] = (
    Failed, CardError, Refused, Untrusted, PaperError, CodeInvalid, StorageError
)  # fmt: skip
"""What can go wrong in the world; each has its words in the failure catalogue. Anything else is a bug."""


@dataclass(frozen=True, slots=True)
class Services:
    """What a counter works with.

    `read_card` reads the card in whichever reader has one, `identify` finds whose it is and that its
    certificate is good now as far as is known here, `is_confirmed` whether a current revocation list says
    so (else central will have to), `sign` makes the holder's detached signature and wipes the PIN, which is
    None where it is typed on the reader. `training` is None in production. `guidance` gives what central's
    documents say. `check_paper` tells of what was scanned from a paper, or of its check code. `staff`,
    `shifts` and `check_up` are there at every counter; without them nobody is asked who works there.
    """

    desk: Desk
    attending: Attending
    drafts: Drafts
    sync: Sync
    sticks: Sticks
    printing: Printing
    central: CentralClient
    visiting: Visiting
    read_card: Callable[[], CardReading]
    identify: Callable[[CardReading], HolderCertificate]
    is_confirmed: Callable[[CardReading], bool]
    sign: Callable[[Statement, CardReading, Pin | None], str]
    render: Callable[[Issue], bytes]
    failures: FailureCatalogue
    founding: FoundingDesk
    inquiries: Inquiries
    programme: Programme
    notice: Notice
    clock: Clock
    upkeep: Upkeep
    training: TrainingDesk | None
    guidance: Callable[[], Guidance] | None = None
    check_paper: Callable[[str], CheckedPaper] | None = None
    staff: Staff | None = None
    shifts: Shifts | None = None
    check_up: CheckUp | None = None

    def help_texts(self) -> HelpTexts | None:
        """What central's document says; None where it counts that came with the program."""
        return None if self.guidance is None else self.guidance().help_texts

    def by_the_latest(self) -> "Services":
        """The services by the documents that hold now; these where nothing has changed.

        For the next case: one under way goes on with the services that it began with, by which people were
        told what it will come to.
        """
        if self.guidance is None:
            return self
        now = self.guidance()
        if (now.programme, now.notice) == (self.programme, self.notice):
            return self
        desk = self.desk.under(now.programme)
        return replace(self, desk=desk, programme=now.programme, notice=now.notice)
