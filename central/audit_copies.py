"""Central's copy of counters' audit logs: what a counter has told once, it cannot tell otherwise later."""

import base64
from collections.abc import Sequence

from central.audit import Act, Role, Who, record
from central.store.audit_copies import add_lines, known_lines, last_line, lock_log
from central.store.database import Database
from central.store.devices import Device
from kiosk.contract.audit import AuditAnswer, AuditEntry, AuditLine, SignedLine, is_signed
from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed


class AuditForked(Exception):
    """A line that does not follow what is here, or is another one than that in its place."""


class AuditCopies:
    """Takes lines and keeps them byte for byte."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def take(self, device: Device, entries: Sequence[AuditEntry]) -> AuditAnswer:
        """Keep the next lines of a device's log; the same ones again change nothing.

        The first line ever may have any number: a counter that was enrolled anew goes on in its log. Raises
        `Malformed`, and `AuditForked`, which central's own log tells of.
        """
        told = [self._read(device, entry) for entry in entries]
        try:
            return self._keep(device, told)
        except AuditForked:
            who, act = Who(device.terminal, Role.PROGRAM), Act("audit_forked", device.device_id)
            with self._database.writing() as connection:
                record(connection, who, act, self._clock())
            raise

    def _keep(self, device: Device, told: Sequence[tuple[AuditLine, SignedLine]]) -> AuditAnswer:
        with self._database.writing() as connection:
            lock_log(connection, device.device_id)
            here = known_lines(connection, device.device_id, told[0][0].seq, told[-1][0].seq)
            last = last_line(connection, device.device_id)
            new: list[SignedLine] = []
            for line, signed in told:
                known = here.get(line.seq)
                if known is not None:
                    if known.text != signed.text:
                        raise AuditForked
                    continue
                if last is not None and (line.seq, line.previous) != (last.seq + 1, last.hash):
                    raise AuditForked
                new.append(signed)
                last = signed
            if new:
                add_lines(connection, device.device_id, new, self._clock())
        _line, end = told[-1]
        return AuditAnswer(seq=end.seq, hash=end.hash)

    @staticmethod
    def _read(device: Device, entry: AuditEntry) -> tuple[AuditLine, SignedLine]:
        """The line; one of this very device has to bear its signature."""
        line = AuditLine.read(entry.line)
        signed = SignedLine(line.seq, entry.line, entry.signature)
        key = base64.b64encode(device.public_key).decode()
        if line.device == device.device_id and not is_signed(signed, key):
            raise Malformed("audit signature")
        return line, signed
