"""Central's signed documents, as they are kept here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.storage.tables import DocumentRow


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A document's bytes, central's signature under them (base64), and their ETag without its quotes."""

    name: str
    content: bytes
    signature: str
    tag: str


def kept(session: Session) -> tuple[SignedDocument, ...]:
    """All of them, by name."""
    rows = session.scalars(select(DocumentRow).order_by(DocumentRow.name))
    return tuple(SignedDocument(row.name, row.content, row.signature, row.tag) for row in rows)


def keep(session: Session, documents: Iterable[SignedDocument], at: datetime) -> None:
    """Keep documents in the place of those of the same names."""
    for one in documents:
        session.merge(
            DocumentRow(
                name=one.name, content=one.content, signature=one.signature, tag=one.tag, fetched_at=at
            )
        )
