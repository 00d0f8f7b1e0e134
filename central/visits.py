"""A holder comes with the card to a counter of another office, which may see the membership from then on."""

import sqlalchemy as sa
from cryptography.exceptions import UnsupportedAlgorithm

from central.store.database import Database
from central.store.devices import Device
from central.store.visits import membership_of, note_visit
from kiosk.contract.api import VisitRequest
from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed
from kiosk.contract.holder_signature import SignatureInvalid, verify_detached
from kiosk.contract.identification import is_for
from kiosk.contract.trust import TrustStore, Untrusted
from kiosk.domain.identity import HolderId


class HolderNotProven(Exception):
    """It is not shown that a holder's card is at this device now."""


class Visits:
    """Looks memberships up for who has proven to hold the card, and for nobody else."""

    def __init__(self, database: Database, trust: TrustStore, clock: Clock) -> None:
        self._database, self._trust, self._clock = database, trust, clock

    def take(self, device: Device, proof: VisitRequest) -> str | None:
        """The id of the membership whose holder signed; None where that holder has none.

        The device's office sees it from now on. Raises `HolderNotProven`, and `RevocationUnknown` where
        nobody can say whether the card still counts.
        """
        holder = self._holder(device, proof)
        with self._database.writing() as connection:
            found = membership_of(connection, holder)
            if found is None:
                return None
            membership_id, owner = found
            if owner != device.office:
                self._note(connection, device, membership_id)
            return membership_id

    def _holder(self, device: Device, proof: VisitRequest) -> HolderId:
        now = self._clock()
        if not is_for(proof.statement, device.device_id, now):
            raise HolderNotProven
        payload = proof.statement.canonical_bytes()
        try:
            return verify_detached(proof.signature, payload, self._trust, now).holder_id
        except (
            Untrusted, Malformed, SignatureInvalid, ValueError, UnsupportedAlgorithm, RecursionError,
        ):  # fmt: skip
            raise HolderNotProven from None

    def _note(self, connection: sa.Connection, device: Device, membership_id: str) -> None:
        note_visit(connection, device.office, membership_id, device.device_id, self._clock())
