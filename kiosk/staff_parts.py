"""The staff of a counter and its shifts, put together."""

from kiosk.contract.clock import Clock
from kiosk.contract.holder_signature import verify_detached
from kiosk.contract.trust import TrustStore
from kiosk.services.documents import CentralDocuments
from kiosk.services.folders import RESOURCES
from kiosk.services.identity_device import DeviceIdentity
from kiosk.services.receipts.sealing import Seal
from kiosk.services.staff.policy import StaffPolicy, policy_by, read_policy
from kiosk.services.staff.shifts import Shifts
from kiosk.services.staff.staff import CardWays, Sign, Staff
from kiosk.storage.database import Database


def card_ways(sign: Sign, trust: TrustStore, clock: Clock, device: DeviceIdentity) -> CardWays:
    """Cards that sign somebody in, by certificates that `trust` believes."""
    return CardWays(
        device.device_id, sign, lambda token, payload: verify_detached(token, payload, trust, clock())
    )


def staff_of(
    database: Database,
    documents: CentralDocuments,
    cards: CardWays,
    clock: Clock,
    *,
    attended: bool,
) -> Staff:
    """Who works at this counter, by central's list and settings as they are now."""
    usual = read_policy(RESOURCES)

    def policy() -> StaffPolicy:
        told = documents.guidance.settings
        return usual if told is None else policy_by(usual, told.settings)

    return Staff(
        database,
        lambda: documents.guidance.staff,
        clock,
        cards,
        policy,
        attended=attended,
    )


def shifts_of(
    database: Database,
    documents: CentralDocuments,
    device: DeviceIdentity,
    staff: Staff,
    clock: Clock,
    seal: Seal,
    *,
    training: bool,
) -> Shifts:
    """The counter's shifts."""
    return Shifts(
        database,
        device,
        staff,
        clock,
        lambda: documents.guidance.programme,
        seal,
        training=training,
    )
