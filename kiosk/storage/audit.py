"""The audit log in the kiosk's database: lines are added in the transaction of what they tell of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Cast, LargeBinary, cast, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import InstrumentedAttribute, Session

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


def _bytes(column: InstrumentedAttribute[str]) -> Cast[bytes]:
    """As bytes, whatever SQLite keeps there: a forged value is found by the proof, and stops nothing."""
    return cast(column, LargeBinary)


_LINES = select(AuditRow.seq, _bytes(AuditRow.line), _bytes(AuditRow.signature))


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
    last = session.execute(_LINES.order_by(AuditRow.seq.desc()).limit(1)).first()
    previous = None if last is None else _signed(*last)
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
    now = {"seq": ended.seq, "hash": ended.hash, "signature": ended.signature}
    begins = insert(AuditEndRow).values(row=_ROW, sent_seq=0, sent_hash="", **now)
    session.execute(begins.on_conflict_do_update(index_elements=[AuditEndRow.row], set_=now))
    session.flush()


def begin(session: Session, keeper: Keeper, who: str = PROGRAM) -> None:
    """Let this device's key be the log's from now on, where it is not already."""
    session.info[_KEEPER] = keeper
    own = public_text(keeper.key)
    keyed = select(_bytes(AuditRow.line)).where(AuditRow.line.contains(f'"{PUBLIC_KEY}":'))
    newest = session.scalar(keyed.order_by(AuditRow.seq.desc()).limit(1))
    if newest is not None and f'"{PUBLIC_KEY}":"{own}"' in _text(newest):
        return
    details = {PUBLIC_KEY: own}
    record(session, AuditEvent.ADMINISTRATION, "enrolment", who=who, details=details)


def lines(session: Session, after: int = 0, limit: int | None = None) -> Iterator[SignedLine]:
    """The lines past the number `after`, in order."""
    query = _LINES.where(AuditRow.seq > after).order_by(AuditRow.seq).limit(limit)
    return (_signed(*row) for row in session.execute(query.execution_options(yield_per=500)))


def end(session: Session) -> End | None:
    """Where the log ends, as it was signed."""
    row = session.execute(
        select(AuditEndRow.seq, _bytes(AuditEndRow.hash), _bytes(AuditEndRow.signature))
    ).first()
    return None if row is None else End(row[0], _text(row[1]), _text(row[2]))


def sent(session: Session) -> tuple[int, str]:
    """The number and the hash of the last line that central has; 0 and "" before."""
    row = session.execute(select(AuditEndRow.sent_seq, _bytes(AuditEndRow.sent_hash))).first()
    return (0, "") if row is None else (row[0], _text(row[1]))


def note_sent(session: Session, seq: int, last_hash: str) -> None:
    """Central has the log up to this line."""
    session.execute(update(AuditEndRow).values(sent_seq=seq, sent_hash=last_hash))


def _signed(seq: int, line: bytes, signature: bytes) -> SignedLine:
    return SignedLine(seq, _text(line), _text(signature))


def _text(kept: bytes) -> str:
    return kept.decode(errors="replace")
