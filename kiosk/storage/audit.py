"""The audit log in the kiosk's database: lines are added in the transaction of what they tell of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.contract.audit import APPLICATION, PUBLIC_KEY, AuditEvent, AuditLine, End, SignedLine
from kiosk.contract.audit import sign_end as signed_end
from kiosk.contract.audit import sign_line as signature_of
from kiosk.contract.clock import Clock
from kiosk.contract.envelopes import FIRST_IN_CHAIN
from kiosk.contract.signed_documents import public_text
from kiosk.storage.tables import AuditEndRow, AuditRow

COUNTER = "counter"
"""Whoever stands at the counter, where nobody has signed in."""
HOLDER = "holder"
PROGRAM = "program"

_KEEPER = "audit keeper"
_ROW = 1


def _whoever() -> str:
    return COUNTER


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who writes the log: the device's id and key, its clock; `who` tells who stands at the counter."""

    device_id: str
    key: Ed25519PrivateKey = field(repr=False)
    clock: Clock
    who: Callable[[], str] = _whoever


def info_for(keeper: Keeper | None) -> dict[str, Keeper | None]:
    """What a session is given, so that `record` finds the keeper there."""
    return {_KEEPER: keeper}


def record(
    session: Session,
    event: AuditEvent,
    what: str,
    *,
    membership: str | None = None,
    who: str | None = None,
    details: Mapping[str, str | int] | None = None,
) -> None:
    """Add a line in the session's own transaction: neither is there without the other.

    Without a keeper, as before the first enrolment, there is no key to sign with and nothing is written.
    """
    keeper: Keeper | None = session.info.get(_KEEPER)
    if keeper is None:
        return
    session.flush()
    end = session.get(AuditEndRow, _ROW)
    last = session.scalar(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1))
    previous = None if last is None else _signed(last)
    line = AuditLine(
        appid=APPLICATION,
        seq=1 if previous is None else previous.seq + 1,
        datetime=keeper.clock().astimezone(UTC),
        device=keeper.device_id,
        who=keeper.who() if who is None else who,
        event=event,
        level=event.level,
        membership=membership,
        what=what,
        details=dict(details or {}),
        previous=FIRST_IN_CHAIN if previous is None else previous.hash,
    )
    text = line.text()
    added = SignedLine(line.seq, text, signature_of(text, keeper.key))
    session.add(AuditRow(seq=added.seq, line=added.text, signature=added.signature))
    ended = signed_end(added.seq, added.hash, keeper.key)
    if end is None:
        end = AuditEndRow(row=_ROW, sent_seq=0, sent_hash="")
        session.add(end)
    end.seq, end.hash, end.signature = ended.seq, ended.hash, ended.signature
    session.flush()


def begin(session: Session, keeper: Keeper, who: str = PROGRAM) -> None:
    """Let this device's key be the log's from now on, where it is not already."""
    session.info[_KEEPER] = keeper
    own = public_text(keeper.key)
    keyed = select(AuditRow.line).where(AuditRow.line.contains(f'"{PUBLIC_KEY}":'))
    newest = session.scalar(keyed.order_by(AuditRow.seq.desc()).limit(1))
    if newest is not None and f'"{PUBLIC_KEY}":"{own}"' in newest:
        return
    details = {PUBLIC_KEY: own}
    record(session, AuditEvent.ADMINISTRATION, "enrolment", who=who, details=details)


def lines(session: Session, after: int = 0, limit: int | None = None) -> Iterator[SignedLine]:
    """The lines past the number `after`, in order."""
    query = select(AuditRow).where(AuditRow.seq > after).order_by(AuditRow.seq).limit(limit)
    return (_signed(row) for row in session.scalars(query.execution_options(yield_per=500)))


def end(session: Session) -> End | None:
    """Where the log ends, as it was signed."""
    row = session.get(AuditEndRow, _ROW)
    return None if row is None else End(row.seq, row.hash, row.signature)


def sent(session: Session) -> tuple[int, str]:
    """The number and the hash of the last line that central has; 0 and "" before."""
    row = session.get(AuditEndRow, _ROW)
    return (0, "") if row is None else (row.sent_seq, row.sent_hash)


def note_sent(session: Session, seq: int, last_hash: str) -> None:
    """Central has the log up to this line."""
    row = session.get_one(AuditEndRow, _ROW)
    row.sent_seq, row.sent_hash = seq, last_hash


def _signed(row: AuditRow) -> SignedLine:
    return SignedLine(row.seq, row.line, row.signature)
