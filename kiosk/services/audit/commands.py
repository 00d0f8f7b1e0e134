"""What a command is to the audit log: which of the membership's things it makes, changes or deletes."""

from sqlalchemy.orm import Session

from kiosk.contract.audit import AuditEvent
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.domain.commands import CancelOrder, RequestRefund
from kiosk.domain.founding.keeping import DropFoundingCase, KeepFoundingCase
from kiosk.storage import audit

_EVENTS = {
    CancelOrder.kind: AuditEvent.UPDATED,
    RequestRefund.kind: AuditEvent.UPDATED,
    KeepFoundingCase.kind: AuditEvent.UPDATED,
    DropFoundingCase.kind: AuditEvent.DELETED,
}
"""Those that do more than to add something."""


def record_command(session: Session, envelope: CommandEnvelope) -> None:
    """A command was taken: in the transaction that puts it into the outbox."""
    statement = envelope.statement
    audit.record(
        session,
        _EVENTS.get(statement.kind, AuditEvent.CREATED),
        statement.kind,
        membership=statement.membership_id,
        details={
            "command": statement.command_id,
            "device_seq": envelope.device_seq,
            "signed_by": audit.HOLDER if envelope.signature else "",
        },
    )
