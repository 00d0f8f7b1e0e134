"""Promise 1: what was told as kept, and whether it is."""

from typing import Any

import sqlalchemy as sa

from kiosk.contract.codec import sha256
from kiosk.services.drafts import Drafts
from kiosk.storage.tables import EventRow, OutboxRow, OutboxState, ReceiptRow
from tests.proof.office import ProofKiosk


def kept(kiosk: ProofKiosk, drafts: Drafts) -> dict[str, Any]:
    """What the kiosk shows as kept, in a form that can be written down."""
    with kiosk.database.snapshot() as session:
        rows = session.scalars(sa.select(OutboxRow).order_by(OutboxRow.device_seq)).all()
        papers = session.execute(sa.select(ReceiptRow.number, ReceiptRow.snapshot)).all()
        return {
            "outbox": [[row.command_id, row.device_seq, sha256(row.envelope), row.state] for row in rows],
            "papers": [[number, sha256(snapshot.encode())] for number, snapshot in papers],
            "events": session.scalar(sa.select(sa.func.count(EventRow.event_id))),
            "drafts": {
                one.draft_id: [one.flow, one.step, one.data] for one in drafts.open_drafts()
            },
            "success": str(kiosk.sync.status().last_success or ""),
        }


def require_kept(said: dict[str, Any], now: dict[str, Any]) -> None:
    """Promise 1: what was said to be kept is there, byte for byte, and what was answered stays answered."""
    rows = {row[0]: row for row in now["outbox"]}
    for command_id, device_seq, content, state in said["outbox"]:
        assert rows[command_id][1:3] == [device_seq, content]
        assert state in {OutboxState.WAITING, rows[command_id][3]}
    assert all(paper in now["papers"] for paper in said["papers"])
    assert now["events"] >= said["events"]
    assert now["success"] >= said["success"]
    for draft_id, (flow, step, data) in said["drafts"].items():
        found = now["drafts"].get(draft_id)
        if found is None:  # its last step was taken, which ends it
            assert step == "email_code" or len(now["outbox"]) > len(said["outbox"]), (flow, step)
        else:
            assert found[2]["answers"].items() >= data["answers"].items()
