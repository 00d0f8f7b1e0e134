"""What others would do, done at the training counter: the authority, the vendor, time, and the cards."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any, Literal

import httpx2

from kiosk.cardreader.virtual.control import VirtualCard
from kiosk.cardreader.virtual.scenarios import GROUPS, Group
from kiosk.contract.api import ApiProblem
from kiosk.contract.clock import TrainingClock
from kiosk.domain.calendar import TAIPEI, months_later_clipped
from kiosk.services.failures import Failed, Trouble
from kiosk.services.training.staff import TRAINING_STAFF

VendorAct = Literal["confirm", "decline", "pay", "invoice", "start"]


@dataclass(frozen=True, slots=True)
class TrainingCard:
    """A card that can be put in: its name, and what it is, in Chinese and in English."""

    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter that the training central sent and its local mailbox received."""

    to: str
    subject: str
    body: str


class TrainingDesk:
    """The hand of training. Exists only in training mode; central takes its orders on loopback only."""

    def __init__(self, central_url: str, phone_url: str, card: VirtualCard, clock: TrainingClock) -> None:
        self._phone = httpx2.Client(base_url=phone_url, timeout=10, trust_env=False)
        self._http = httpx2.Client(base_url=central_url, timeout=10, trust_env=False)
        self._card = card
        self._clock = clock

    def provide_staff(self, office: str) -> None:
        """Let training's accounts be there at the kiosks of `office`; without central, none is added."""
        staff = [asdict(one) for one in TRAINING_STAFF]
        with suppress(Failed):
            self._post("staff", {"office": office, "staff": staff})

    def cards(self) -> Mapping[Group, tuple[TrainingCard, ...]]:
        """The cards one can put in, by what they come to."""
        return {
            group: tuple(TrainingCard(name, card.zh, card.en) for name, card in cards.items())
            for group, cards in GROUPS.items()
        }

    def insert_card(self, scenario: str | None = None) -> None:
        """Put in a new card; with None, the one that was pulled out, as it was."""
        self._card.insert(scenario)

    def remove_card(self) -> None:
        """Pull the card out."""
        self._card.remove()

    def approve(self, membership_id: str) -> None:
        """The authority finds the conditions met. Raises `Failed`."""
        self._post("agency/approve", {"membership_id": membership_id})

    def vendor(self, act: VendorAct, order_number: str) -> None:
        """The vendor confirms, declines, was paid, issues the invoice or starts the service."""
        self._post(f"vendor/{act}", {"order_number": order_number})

    def advance(self, *, days: int = 0, months: int = 0) -> datetime:
        """Let time pass, to the same hour of the day, and apply what has become due. The new time (UTC)."""
        now = self._clock().astimezone(TAIPEI)
        day = (months_later_clipped(now.date(), months) if months else now.date()) + timedelta(days=days)
        return self.move_to(datetime.combine(day, now.time(), TAIPEI))

    def move_to(self, moment: datetime) -> datetime:
        """Let the present be `moment` (aware), at both kiosk and central, and apply what has become due."""
        self._clock.move_to(moment)
        self._post("deadlines", {})
        return self._clock()

    def mails(self) -> list[Mail]:
        """The letters received so far, the oldest first."""
        return [Mail(one["to"], one["subject"], one["body"]) for one in self._get("mails")]

    def hold_phone(self, *, agrees: bool) -> None:
        """Sign, or cancel, on training's phone. Raises `Failed` (FIDO_TICKET_UNKNOWN where none waits)."""
        try:
            answer = self._phone.post("/training/phone", json={"agrees": agrees})
        except httpx2.TransportError as error:
            raise Failed(Trouble.CENTRAL_UNREACHABLE) from error
        if answer.is_error:
            raise Failed(ApiProblem.FIDO_TICKET_UNKNOWN)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()
        self._phone.close()

    def _post(self, path: str, body: dict[str, Any]) -> None:
        try:
            answer = self._http.post(f"/training/{path}", json=body)
        except httpx2.TransportError as error:
            raise Failed(Trouble.CENTRAL_UNREACHABLE) from error
        if answer.is_error:
            raise Failed(Trouble.CENTRAL_TROUBLE)

    def _get(self, path: str) -> Any:
        try:
            answer = self._http.get(f"/training/{path}")
        except httpx2.TransportError as error:
            raise Failed(Trouble.CENTRAL_UNREACHABLE) from error
        if answer.is_error:
            raise Failed(Trouble.CENTRAL_TROUBLE)
        return answer.json()


def nine_in_the_morning(year: int, month: int, day: int) -> datetime:
    """When a counter opens on that day in Asia/Taipei."""
    return datetime.combine(datetime(year, month, day, tzinfo=TAIPEI).date(), time(9), TAIPEI)
