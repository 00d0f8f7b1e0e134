"""向中央查詢: who is a member elsewhere proves to hold the card, and goes on at this counter."""

from dataclasses import dataclass, replace
from uuid import uuid4

from kiosk.contract.envelopes import Statement
from kiosk.contract.identification import IDENTIFY
from kiosk.services.failures import Failed
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.flow import Flow, Route, Step
from kiosk.services.flows.services import Services
from kiosk.services.flows.signing import Signing, signature_of

KIND = IDENTIFY
"""The kind of what the card signs here."""


@dataclass(frozen=True, slots=True)
class Identified:
    """The holder's membership, whose history is here now; None where central knows of none."""

    membership_id: str | None


@dataclass(frozen=True, slots=True)
class IdentifyScene:
    """What a step shows: what the card is to sign, then what was found."""

    step: str
    signing: Signing
    found: bool


ROUTE = Route(
    "identify",
    (
        Step("pin", 0, Identified, "done", seals=True),
        Step("done", 1, type(None), "", kept=False),
    ),
)


class Identifying(Flow):
    """Looks up the membership of the holder of `card`. `wanted` is the place that is gone to afterwards."""

    def __init__(self, services: Services, card: PresentCard, wanted: tuple[str, str]) -> None:
        super().__init__(ROUTE, services.drafts, f"identify-{uuid4()}")
        self._services = services
        self._signing = Signing(services.visiting.statement(), card.holder.holder_id)
        self.wanted = wanted

    @property
    def membership_id(self) -> str:
        """The membership that was found; empty before, and where there is none."""
        found = self.answer("pin", Identified)
        return "" if found is None else found.membership_id or ""

    def scene(self) -> IdentifyScene:
        """What the present step shows."""
        return IdentifyScene(self.step.name, self._signing, bool(self.membership_id))

    def sign(self, card: PresentCard, pin: bytearray) -> None:
        """Let the card sign, ask central, and go on. Wipes `pin`, empty where it is typed on the reader.

        Raises CardError (where `obstacle` knows one, the PIN was not sent) and as `Visiting.look_up`.
        """
        statement = self._services.visiting.statement()  # of now: it holds for minutes only
        signature = signature_of(self._services, replace(self._signing, statement=statement), card, pin)
        self.apply(Identified(self._services.visiting.look_up(statement, signature)))

    def _perform(self, answer: object) -> None:
        """All was done with the signature."""


def member_elsewhere(services: Services, statement: Statement, signature: str) -> str | None:
    """The membership that whoever signed this registration has already, as central knows it, to its last.

    None where there is none, or nobody can say now: without a network, one goes on, and central decides.
    """
    status = services.sync.status()
    if status.last_success is None or status.why:
        return None
    try:
        return services.visiting.look_up(statement, signature)
    except Failed:
        return None
