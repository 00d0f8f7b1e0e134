"""Devices' chains of commands inside of one transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from central.store.commands import (
    KeptCommand,
    NewCommand,
    answer_kept,
    keep_commands,
    kept,
)
from central.store.devices import Device, QuarantineReason, chain_ends
from central.store.many import Write
from central.store.quarantine import find_doubted, keep_doubted, quarantine
from central.store.reading import Reading
from kiosk.contract.codec import sha256
from kiosk.contract.envelopes import CommandEnvelope
from kiosk.contract.receipt_code import WITH_PAPER, receipt_code


class DeviceChain:
    """What is known of a device's commands, and what is added to them; `ended` is to be written."""

    def __init__(
        self,
        connection: sa.Connection,
        device: Device,
        known: Mapping[str, KeptCommand],
        undecided: Sequence[tuple[str, str]],
        now: datetime,
    ) -> None:
        self._connection, self._now = connection, now
        self.device = device
        self._began_at = (device.last_seq, device.last_hash)
        self._known = dict(known)
        self._undecided = list(undecided)
        self.new: list[NewCommand] = []

    @property
    def has_moved(self) -> bool:
        """Whether the chain has another end now."""
        return (self.device.last_seq, self.device.last_hash) != self._began_at

    def known(self, envelope: CommandEnvelope) -> KeptCommand | None:
        """What came under the same idempotency key before."""
        return self._known.get(envelope.statement.command_id)

    def doubt(self, envelope: CommandEnvelope) -> QuarantineReason | None:
        """Why a new command is no further link of the chain, or the chain was doubted before."""
        if self.device.quarantined_at is not None:
            return QuarantineReason.OTHER_CHAIN
        return self.device.doubt(envelope)

    def must_wait(self, envelope: CommandEnvelope) -> bool:
        """Whether an earlier command of the same membership is not decided yet."""
        statement = envelope.statement
        of_it = (
            command_id for membership_id, command_id in self._undecided
            if membership_id == statement.membership_id
        )  # fmt: skip
        return next(of_it, statement.command_id) != statement.command_id

    def keep(self, envelope: CommandEnvelope, sent: bytes, answer: bytes | None) -> None:
        """Keep a new command, the next link, as `sent`; one without an answer will come again."""
        statement, device = envelope.statement, self.device
        new = NewCommand(
            command_id=statement.command_id,
            membership_id=statement.membership_id,
            kind=statement.kind,
            sent=sent,
            answer=answer,
            decided_at=None if answer is None else self._now,
            device_id=device.device_id,
            branch=device.branch,
            device_seq=envelope.device_seq,
            paper=receipt_code(statement) if statement.kind in WITH_PAPER else None,
        )
        self._known[new.command_id] = KeptCommand(new.sent, answer)
        self.device = replace(device, last_seq=envelope.device_seq, last_hash=sha256(sent))
        if answer is None:
            keep_commands(self._connection, [new])
            self._undecided.append((new.membership_id, new.command_id))
        else:
            self.new.append(new)

    def follow(self, envelope: CommandEnvelope) -> None:
        """Go on behind a command that came before, in the chain of the device that its sender was then."""
        if self.device.quarantined_at is None and self.device.doubt(envelope) is None:
            ends = envelope.device_seq, envelope.chain_hash()
            self.device = replace(self.device, last_seq=ends[0], last_hash=ends[1])

    def settle(self, envelope: CommandEnvelope, answer: bytes) -> None:
        """A command that was kept without an answer has got it."""
        statement = envelope.statement
        answer_kept(self._connection, statement.command_id, answer, self._now)
        self._known[statement.command_id] = KeptCommand(envelope.canonical_bytes(), answer)
        with suppress(ValueError):  # one that waited in another device's chain
            self._undecided.remove((statement.membership_id, statement.command_id))

    def keep_doubted(self, envelope: CommandEnvelope, answer: bytes, reason: QuarantineReason) -> None:
        """Keep a command that is not taken, and take nothing more from the device."""
        kept = KeptCommand(envelope.canonical_bytes(), answer)
        keep_doubted(self._connection, self.device, envelope, kept, self._now)
        quarantine(self._connection, self.device.device_id, reason, self._now)
        self._known[envelope.statement.command_id] = kept
        self.device = replace(self.device, quarantined_at=self.device.quarantined_at or self._now)


def read_chains(
    connection: sa.Connection,
    devices: Iterable[Device],
    sent: Mapping[str, Sequence[CommandEnvelope]],
    reading: Reading,
    now: datetime,
) -> dict[str, DeviceChain]:
    """The chains of `devices`, which the caller has locked and which have `sent` commands."""
    chains = {}
    for device in devices:
        known = reading.known
        if device.quarantined_at is not None or device.branch > 0:
            ids = [one.statement.command_id for one in sent[device.device_id]]
            known = {**known, **find_doubted(connection, device.device_id, ids)}
        chains[device.device_id] = DeviceChain(
            connection, device, known, reading.undecided[device.device_id], now
        )
    return chains


def ended(chains: Collection[DeviceChain]) -> tuple[Write, ...]:
    """What is new in the chains, to be kept, and where they end now."""
    new = [one for chain in chains for one in chain.new]
    moved = (chain.device for chain in chains if chain.has_moved)
    ends = [(one.device_id, one.last_seq, one.last_hash) for one in moved]
    return *kept(new), chain_ends(ends)
