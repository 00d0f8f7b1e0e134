"""The other copy of the audit log: lines go to central a hundred at a time, in order."""

from kiosk.contract.audit import MOST_LINES
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed, Trouble
from kiosk.storage import audit
from kiosk.storage.database import Database

_IN_A_RUN = 20


class AuditCopy:
    """Sends what central does not have yet. `send` may be called by one at a time."""

    def __init__(self, database: Database, client: CentralClient) -> None:
        self._database, self._client = database, client

    def send(self) -> None:
        """Send the next lines. Raises `StorageError`, and `Failed` as `CentralClient` does (AUDIT_FORKED)."""
        for _ in range(_IN_A_RUN):
            with self._database.snapshot() as session:
                waiting = tuple(audit.lines(session, audit.sent(session)[0], MOST_LINES))
            if not waiting:
                return
            kept = self._client.send_audit(waiting)
            last = waiting[-1]
            if (kept.seq, kept.hash) != (last.seq, last.hash):
                raise Failed(Trouble.ANSWER_MALFORMED)
            with self._database.session() as session:
                audit.note_sent(session, last.seq, last.hash)
