"""Half-finished wizards, kept so that a power cut loses none."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from kiosk.contract.clock import Clock
from kiosk.storage.database import Database
from kiosk.storage.tables import DraftRow


@dataclass(frozen=True, slots=True)
class Draft:
    """A wizard where it was left: the step it stands on, its answers as JSON values. `updated_at` in UTC."""

    draft_id: str
    flow: str
    membership_id: str | None
    step: str
    data: dict[str, Any]
    updated_at: datetime

    def __repr__(self) -> str:
        """Without the answers, which are personal."""
        return f"Draft({self.draft_id}, {self.flow}, {self.step})"


class Drafts:
    """The drafts of this counter. Every method raises `StorageError`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def save(
        self, draft_id: str, flow: str, membership_id: str | None, step: str, data: dict[str, Any]
    ) -> None:
        """Keep a draft as it is now; on return it is on the disk. `data` holds JSON values, never a PIN."""
        with self._database.session() as session:
            session.merge(
                DraftRow(
                    draft_id=draft_id,
                    flow=flow,
                    membership_id=membership_id,
                    step=step,
                    data=json.dumps(data, ensure_ascii=False),
                    updated_at=self._clock(),
                )
            )

    def load(self, draft_id: str) -> Draft | None:
        """The draft; None where it is finished, discarded or never was."""
        with self._database.snapshot() as session:
            row = session.get(DraftRow, draft_id)
            return None if row is None else _draft(row)

    def open_drafts(self) -> tuple[Draft, ...]:
        """All drafts, the one worked on last first."""
        with self._database.snapshot() as session:
            rows = session.scalars(select(DraftRow).order_by(DraftRow.updated_at.desc(), DraftRow.draft_id))
            return tuple(_draft(row) for row in rows)

    def discard(self, draft_id: str) -> None:
        """Give a draft up; one that is not there is none to give up."""
        with self._database.session() as session:
            row = session.get(DraftRow, draft_id)
            if row is not None:
                session.delete(row)


def _draft(row: DraftRow) -> Draft:
    return Draft(row.draft_id, row.flow, row.membership_id, row.step, json.loads(row.data), row.updated_at)
