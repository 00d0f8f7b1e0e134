"""What the authority (主辦及執行單位) decides."""

from central.issuing import Issuer
from central.store.database import Database
from kiosk.contract.clock import Clock
from kiosk.domain.commands import DecideEligibility


class Agency:
    """The authority's acts, each decided by the rules."""

    def __init__(self, database: Database, issuer: Issuer, clock: Clock) -> None:
        self._database = database
        self._issuer = issuer
        self._clock = clock

    def approve(self, membership_id: str) -> None:
        """The conditions are met (資格確認). Raises `MembershipUnknown`, `Refused`."""
        with self._database.writing() as connection:
            command = DecideEligibility(unmet=(), reason="")
            self._issuer.issue(connection, membership_id, command, self._clock())
