"""Reading central's copies of counters' audit logs: what they say, and whether they hold together.

Whoever reads one is in central's own log, with what was looked for.
"""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from central.audit import Act, Who, entries, record
from central.store.audit_copies import CopiedLog, copied_logs, kept_hashes, lines_before
from central.store.database import Database
from central.store.devices import find_device
from kiosk.contract.audit import PUBLIC_KEY, AuditEvent, AuditLine, SignedLine, is_signed
from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed
from kiosk.domain.calendar import taipei_day

LINES_ON_A_PAGE = 100
_AT_ONCE = 1000  # lines that are read and looked through together
_PAST_THE_END = 2**62
_MOST_PLACES = 50  # of a flaw: where there are more, the log is worthless anyway


class LogUnknown(Exception):
    """There is no such device."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines are wanted; empty is all. `who` is part of a name, the days are of Asia/Taipei."""

    event: AuditEvent | None = None
    who: str = ""
    membership: str = ""
    first: date | None = None
    last: date | None = None

    def holding(self) -> list[str]:
        """What the text of such a line holds anyhow, which a database can look for."""
        texts = [] if self.event is None else [f'"event":"{self.event.value}"']
        if self.membership:
            texts.append(f'"membership":{json.dumps(self.membership, ensure_ascii=False)}')
        return [*texts, json.dumps(self.who, ensure_ascii=False)[1:-1]] if self.who else texts

    def wants(self, line: AuditLine) -> bool:
        """Whether this is one of them."""
        day = taipei_day(line.datetime)
        return (
            (self.event is None or line.event is self.event)
            and self.who in line.who
            and (not self.membership or line.membership == self.membership)
            and (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
        )

    def told(self) -> dict[str, str | int | None]:
        """For central's own log."""
        return {
            "event": None if self.event is None else self.event.value,
            "who": self.who or None,
            "membership": self.membership or None,
            "first": None if self.first is None else self.first.isoformat(),
            "last": None if self.last is None else self.last.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Held:
    """How a copy stands: which numbers are `missing`, which lines were `changed` since they came.

    `unsigned` are lines from before the first key that is known here; `forks` is when (UTC) the counter told
    of other lines than those that are here. `other_key`: it does not end in the device's own key.
    """

    missing: tuple[tuple[int, int], ...]
    changed: tuple[int, ...]
    unsigned: int
    other_key: bool
    forks: tuple[datetime, ...]

    @property
    def whole(self) -> bool:
        """Nothing is wrong with it."""
        return not (self.missing or self.changed or self.other_key or self.forks)


@dataclass(frozen=True, slots=True)
class FoundLines:
    """Lines, the newest first. `unreadable` says no line any more, however it came to be here.

    `more`: the number to go on from, None where there are no more.
    """

    lines: tuple[AuditLine, ...]
    unreadable: tuple[int, ...]
    more: int | None


class CounterLogs:
    """For those whose role it is. Each look is recorded before anything is shown."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def all(self) -> tuple[CopiedLog, ...]:
        """Every device, with how much of its log is here; says nothing of what stands in it."""
        with self._database.reading() as connection:
            return copied_logs(connection)

    def open(self, device_id: str, asked: Asked, who: Who, *, as_file: bool = False) -> CopiedLog:
        """Note who looks for what. Raises `LogUnknown`."""
        act = Act("export_counter_log" if as_file else "read_counter_log", device_id, details=asked.told())
        with self._database.writing() as connection:
            found = copied_logs(connection, device_id)
            if not found:
                raise LogUnknown
            record(connection, who, act, self._clock())
        return found[0]

    def lines(self, device_id: str, asked: Asked, before: int | None = None) -> FoundLines:
        """A page of lines below the number `before`."""
        lines: list[AuditLine] = []
        unreadable: list[int] = []
        for signed in self._looked_through(device_id, asked, before):
            line = _read(signed)
            if line is None:
                unreadable.append(signed.seq)
            elif asked.wants(line):
                if len(lines) == LINES_ON_A_PAGE:
                    return FoundLines(tuple(lines), tuple(unreadable), lines[-1].seq)
                lines.append(line)
        return FoundLines(tuple(lines), tuple(unreadable), None)

    def as_json_lines(self, device_id: str, asked: Asked) -> Iterator[str]:
        """The lines with their signatures, the newest first, as `kiosk doctor audit --export` writes them."""
        for signed in self._looked_through(device_id, asked, None):
            line = _read(signed)
            if line is None or asked.wants(line):
                told = signed.text[:-1] if line is not None else f'{{"unreadable":{json.dumps(signed.text)}'
                yield f'{told},"signature":{json.dumps(signed.signature)}}}\n'

    def held(self, device_id: str) -> Held:
        """Reckon a device's copy anew, from its first line. Raises `LogUnknown`."""
        with self._database.reading() as connection:
            device = find_device(connection, device_id)
            if device is None:
                raise LogUnknown
            own = base64.b64encode(device.public_key).decode()
            forks = tuple(
                one.at
                for one in entries(connection, most=_MOST_PLACES, text=device_id)
                if (one.act, one.subject) == ("audit_forked", device_id)
            )
            return _reckoned(kept_hashes(connection, device_id), device_id, own, forks)

    def _looked_through(self, device_id: str, asked: Asked, before: int | None) -> Iterator[SignedLine]:
        """Lines that may be wanted, the newest first; no transaction stays open between two pieces."""
        below = _PAST_THE_END if before is None else before
        while True:
            with self._database.reading() as connection:
                found = lines_before(connection, device_id, below, _AT_ONCE, asked.holding())
            yield from found
            if len(found) < _AT_ONCE:
                return
            below = found[-1].seq


def _reckoned(
    log: Iterable[tuple[SignedLine, str]], device_id: str, own: str, forks: Sequence[datetime]
) -> Held:
    missing: list[tuple[int, int]] = []
    changed: list[int] = []
    unsigned, key, last = 0, "", None
    for signed, kept in log:
        if last is not None and signed.seq != last.seq + 1:
            missing.append((last.seq + 1, signed.seq - 1))
        line = _read(signed)
        if line is not None:
            key = str(line.details.get(PUBLIC_KEY, key))
            if not key and line.device == device_id:
                key = own
        follows = last is None or signed.seq != last.seq + 1 or (line and line.previous == last.hash)
        right = line is not None and line.seq == signed.seq and signed.hash == kept and follows
        if not right or (key and not is_signed(signed, key)):
            changed.append(signed.seq)
        unsigned += not key
        last = signed
    return Held(
        missing=tuple(missing[:_MOST_PLACES]),
        changed=tuple(changed[:_MOST_PLACES]),
        unsigned=unsigned,
        other_key=last is not None and key != own,
        forks=tuple(forks),
    )


def _read(signed: SignedLine) -> AuditLine | None:
    try:
        return AuditLine.read(signed.text)
    except Malformed:
        return None
