"""What the authority (主辦及執行單位) decides."""

from collections.abc import Sequence
from typing import Self

from central.audit import COMMAND_LINE, Act, Who, given, record
from central.issuing import Issuer
from central.store.database import Database
from kiosk.contract.clock import Clock
from kiosk.domain.commands import Condition, DecideEligibility


class Agency:
    """The authority's acts, each decided by the rules and kept in the log of changes as done by `who`."""

    def __init__(self, database: Database, issuer: Issuer, clock: Clock, who: Who = COMMAND_LINE) -> None:
        self._database = database
        self._issuer = issuer
        self._clock = clock
        self._who = who

    def by(self, who: Who) -> Self:
        """The same acts, done by somebody else."""
        return type(self)(self._database, self._issuer, self._clock, who)

    def approve(self, membership_id: str, reason: str) -> None:
        """The conditions are met (資格確認). Raises `MembershipUnknown`, `Refused`, `ReasonMissing`."""
        self._decide(membership_id, (), reason)

    def refuse(self, membership_id: str, unmet: Sequence[Condition], reason: str) -> None:
        """These conditions, one at least, are not met. Raises what `approve` raises; ValueError for none."""
        if not unmet:
            raise ValueError("a refusal names a condition")
        self._decide(membership_id, tuple(unmet), reason)

    def _decide(self, membership_id: str, unmet: tuple[Condition, ...], reason: str) -> None:
        reason = given(reason)
        command = DecideEligibility(unmet=unmet, reason=reason if unmet else "")
        now = self._clock()
        with self._database.writing() as connection:
            self._issuer.issue(connection, membership_id, command, now)
            details = {"unmet": " ".join(one.value for one in unmet)} if unmet else {}
            record(connection, self._who, Act(command.kind, membership_id, reason, details), now)
