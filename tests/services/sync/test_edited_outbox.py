"""An outbox that somebody has edited by hand: what waits in it is not sent, and that is told."""

import sqlalchemy as sa

from kiosk.storage.failures import StorageFailure
from kiosk.storage.tables import OutboxRow
from tests.services.sync.region import Machine, Region, machine, region

__all__ = ["machine", "region"]


def test_what_was_edited_is_not_sent_and_told(region: Region, machine: Machine) -> None:
    member = machine.register()
    last = sa.select(sa.func.max(OutboxRow.device_seq)).scalar_subquery()
    with machine.database.session() as session:
        row = session.scalars(sa.select(OutboxRow).where(OutboxRow.device_seq == last)).one()
        kept = row.envelope
        row.envelope = kept.replace(b'"email":"', b'"email":"x')
        assert row.envelope != kept
    report = machine.sync.once()
    assert report.failure == StorageFailure.DATABASE_DAMAGED.value
    with region.store() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM event")) == 0
    assert machine.sync.status().why == StorageFailure.DATABASE_DAMAGED.value
    with machine.database.session() as session:
        session.scalars(sa.select(OutboxRow).where(OutboxRow.device_seq == last)).one().envelope = kept
    assert machine.sync.once().failure is None
    assert not machine.desk.view(member).pending
