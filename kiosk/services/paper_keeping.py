"""Papers kept as they were made: snapshot and signed code in the transaction that gives the number."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from kiosk.domain.events import Event
from kiosk.domain.membership import Membership
from kiosk.services.membership_view import Happened
from kiosk.services.receipts.papers import KINDS, Paper
from kiosk.services.receipts.sealing import Seal
from kiosk.storage import receipts
from kiosk.storage.tables import OutboxState, ReceiptRow


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper can tell of a command at the moment it is taken, or of a membership as it stands.

    `before` and `after` are the membership as known here around the command's `events`; `issued_at` in UTC.
    `history` is told where it is asked for by itself. `provisional`: central has not confirmed all of it.
    """

    receipt_number: int
    check_code: str
    terminal: str
    issued_at: datetime
    before: Membership
    after: Membership
    events: tuple[Event, ...]
    history: tuple[Happened, ...] = ()
    provisional: bool = True


PaperMaker = Callable[[PaperFacts], Paper]


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """A paper as it was made. `snapshot` is its JSON, `code` what its QR code says ("" for none).

    `state` is what has become of the command that it tells of; None where it was asked for by itself.
    """

    number: int
    kind: str
    membership_id: str | None
    command_id: str | None
    snapshot: str
    printed: int
    state: OutboxState | None
    code: str = ""

    @property
    def provisional(self) -> bool:
        """Whether central has not confirmed what the paper says (暫定)."""
        if self.state is None:
            return self.paper().provisional
        return self.state is OutboxState.WAITING

    @property
    def turned_down(self) -> bool:
        """Whether central refused or rejected what the paper says: it is void."""
        return self.state in {OutboxState.REFUSED, OutboxState.REJECTED}

    def paper(self) -> Paper:
        """The paper as it was made. Raises LookupError for a kind that this version does not know."""
        return KINDS[self.kind].from_json(self.snapshot)


def stored(row: ReceiptRow, state: str | None) -> StoredReceipt:
    """A paper as it lies in the database."""
    return StoredReceipt(
        number=row.number,
        kind=row.kind,
        membership_id=row.membership_id,
        command_id=row.command_id,
        snapshot=row.snapshot,
        printed=row.printed,
        state=None if state is None else OutboxState(state),
        code=row.code or "",
    )


def keep(
    session: Session, seal: Seal, paper: Paper, membership_id: str | None, command_id: str | None
) -> int:
    """Keep a paper under its number, signed; the number."""
    snapshot = paper.to_json()
    session.add(
        ReceiptRow(
            number=paper.receipt_number,
            kind=paper.kind,
            membership_id=membership_id,
            command_id=command_id,
            snapshot=snapshot,
            printed=0,
            code=seal(paper, snapshot) or None,
        )
    )
    return paper.receipt_number


def same_of_today(session: Session, paper: Paper, membership_id: str | None) -> int | None:
    """The number of the newest paper of this kind, where it was made today and says just the same."""
    row = receipts.newest_of(session, paper.kind, membership_id)
    if row is None:
        return None
    before = stored(row, None).paper()
    if before.issued_on != paper.issued_on:
        return None
    alike = replace(
        paper,
        receipt_number=before.receipt_number,
        issued_at=before.issued_at,
        check_code=before.check_code,
    )
    return row.number if alike == before else None
