"""Put the virtual card in, pull it out, ask how it is: the client of a running card process."""

import json
import socket
from dataclasses import asdict, dataclass
from typing import Literal

Moment = Literal["read", "verify", "sign"]
"""When a card is pulled out by itself: while it is read, as its PIN arrives, as a signature is asked for."""


@dataclass(frozen=True)
class VirtualCardState:
    """How the card at hand is.

    `scenario` it was made of (None before the first), whether it is put in, whether the reader has taken
    it, and the PIN tries left (None for a card that has no PIN).
    """

    scenario: str | None
    inserted: bool
    connected: bool
    tries_left: int | None


@dataclass(frozen=True)
class VirtualCard:
    """The card process listening for orders on loopback TCP `port`.

    Every method raises OSError when the process cannot be reached, and ValueError when it refuses.
    """

    port: int

    def insert(self, scenario: str | None = None, remove_at: Moment | None = None) -> VirtualCardState:
        """Put in a new card of the named scenario; with None, the card that was pulled out, as it was."""
        return self._ask({"do": "insert", "scenario": scenario, "remove_at": remove_at})

    def remove(self) -> VirtualCardState:
        """Pull the card out."""
        return self._ask({"do": "remove"})

    def state(self) -> VirtualCardState:
        """How the card is."""
        return self._ask({"do": "state"})

    def _ask(self, order: dict[str, str | None]) -> VirtualCardState:
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            stream = connection.makefile("rwb")
            stream.write(json.dumps(order).encode() + b"\n")
            stream.flush()
            answer = json.loads(stream.readline(4096))
        if "refused" in answer:
            raise ValueError(answer["refused"])
        return VirtualCardState(**answer)


def answer_line(state: VirtualCardState) -> bytes:
    """The process's answer to an order, as one JSON line."""
    return json.dumps(asdict(state)).encode() + b"\n"
