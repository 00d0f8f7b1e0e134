"""A counter's staff for tests: cheap hashes, a clock that is moved, cards on paper."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.contract.certificates import HolderCertificate
from kiosk.contract.staff_document import CounterRole, StaffAccount
from kiosk.domain.identity import IdentityKind
from kiosk.services.staff.passwords import Passwords
from kiosk.services.staff.policy import StaffPolicy, read_policy
from kiosk.services.staff.staff import CardWays, Staff
from kiosk.storage import audit
from kiosk.storage.database import Database
from tests.services.counter import ROOT, Counter
from tests.services.flows.hall import PaperCard

FIRST = "first-password-1"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORDS = Passwords(CHEAP)


def account(staff_id: str, role: CounterRole, **fields: Any) -> StaffAccount:
    told = {"must_change": False, "disabled": False, "password_hash": CHEAP.hash(FIRST), **fields}
    return StaffAccount(staff_id, f"姓名{staff_id}", role, **told)


@dataclass
class Office:
    """The list as central has it, a card that may lie in the reader, and time that passes when told."""

    database: Database
    counter: Counter
    listed: dict[str, StaffAccount] = field(default_factory=dict)
    seconds: float = 0.0
    card: PaperCard = field(default_factory=lambda: PaperCard(kind=IdentityKind.CITIZEN_CERTIFICATE))
    verify: Callable[[str, bytes], HolderCertificate] | None = None

    def __post_init__(self) -> None:
        for staff_id, role in (("a01", "counter"), ("s01", "supervisor"), ("t01", "technician")):
            self.listed[staff_id] = account(staff_id, CounterRole(role))
        self.staff = self.starts()

    def starts(self, *, attended: bool = True, policy: StaffPolicy | None = None) -> Staff:
        """The program starts (anew)."""
        ways = CardWays(
            self.counter.device.device_id,
            lambda _statement, _reading, pin: self.card.sign(pin),  # type: ignore[arg-type]
            self.verify or (lambda _token, _payload: self.card.certificate()),
        )
        self.staff = Staff(
            self.database,
            lambda: tuple(self.listed.values()) or None,
            self.counter.clock,
            ways,
            lambda: policy or read_policy(ROOT / "resources"),
            attended=attended,
            passwords=PASSWORDS,
            ticking=lambda: self.seconds,
        )
        return self.staff


@pytest.fixture
def office(database: Database, counter: Counter) -> Office:
    keeper = audit.Keeper(counter.device.device_id, Ed25519PrivateKey.generate(), counter.clock)
    database.keep_audit(keeper, audit.PROGRAM)
    return Office(database, counter)
