"""A device's chain of commands inside of one transaction."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from central.store.commands import (
    KeptCommand,
    NewCommand,
    answer_kept,
    keep_commands,
    known_commands,
)
from central.store.devices import QuarantineReason, locked_device, set_chain
from central.store.quarantine import find_doubted, keep_doubted, quarantine
from kiosk.contract.codec import sha256
from kiosk.contract.envelopes import CommandEnvelope


class DeviceChain:
    """What is known of a device's commands, and what is added to them; `end` writes it.

    The device is locked: nobody else takes commands of it until the transaction ends.
    """

    def __init__(
        self, connection: sa.Connection, device_id: str, envelopes: Sequence[CommandEnvelope], now: datetime
    ) -> None:
        command_ids = [envelope.statement.command_id for envelope in envelopes]
        self._connection, self._now = connection, now
        self.device = locked_device(connection, device_id)
        self._began_at = (self.device.last_seq, self.device.last_hash)
        known = known_commands(connection, device_id, command_ids)
        was_doubted = self.device.quarantined_at is not None or self.device.branch > 0
        doubted = find_doubted(connection, device_id, command_ids) if was_doubted else {}
        self._known = {**known.by_key, **doubted}
        self._undecided = list(known.undecided)
        self._new: list[NewCommand] = []

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

    def keep(self, envelope: CommandEnvelope, answer: bytes | None) -> None:
        """Keep a new command, the next link; one without an answer will come again."""
        statement, device, sent = envelope.statement, self.device, envelope.canonical_bytes()
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
        )
        self._known[new.command_id] = KeptCommand(new.sent, answer)
        self.device = replace(device, last_seq=envelope.device_seq, last_hash=sha256(sent))
        if answer is None:
            keep_commands(self._connection, [new])
            self._undecided.append((new.membership_id, new.command_id))
        else:
            self._new.append(new)

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

    def end(self) -> None:
        """Write what is new, and where the chain ends now."""
        if self._new:
            keep_commands(self._connection, self._new)
        if (self.device.last_seq, self.device.last_hash) != self._began_at:
            set_chain(self._connection, self.device.device_id, self.device.last_seq, self.device.last_hash)
