"""Takes orders for the virtual card: JSON lines on a loopback port (see `control` for the other end)."""

import json
import socketserver
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from kiosk.cardreader.virtual.control import Moment, VirtualCardState, answer_line
from kiosk.cardreader.virtual.link import InsertedCard, ReaderLink
from kiosk.cardreader.virtual.scenarios import SCENARIOS

_LONGEST_LINE = 4096
_MOMENTS: tuple[Moment, ...] = get_args(Moment)


class CardDesk:
    """The cards at hand: which one lies in the reader, which one was pulled out last."""

    def __init__(self, folder: Path, link: ReaderLink) -> None:
        self._folder = folder
        self._link = link
        self._scenario: str | None = None
        self._at_hand: InsertedCard | None = None

    def perform(self, order: Any) -> VirtualCardState:
        """Do as the order says; ValueError when it says nothing sensible."""
        match order:
            case {"do": "insert", "scenario": str(scenario)} if scenario in SCENARIOS:
                self._insert_new(scenario, _moment(order.get("remove_at")))
            case {"do": "insert", "scenario": None} if self._at_hand is not None:
                behaviour = replace(self._at_hand.behaviour, remove_at=_moment(order.get("remove_at")))
                self._link.insert(InsertedCard(self._at_hand.card, behaviour))
            case {"do": "remove"}:
                self._link.remove()
            case {"do": "state"}:
                pass
            case _:
                raise ValueError(f"not understood; scenarios: {', '.join(SCENARIOS)}")
        return self.state()

    def state(self) -> VirtualCardState:
        """How the card at hand is."""
        return VirtualCardState(
            scenario=self._scenario,
            inserted=self._link.card is not None,
            connected=self._link.connected,
            tries_left=None if self._at_hand is None else self._at_hand.card.tries_left,
        )

    def _insert_new(self, name: str, remove_at: Moment | None) -> None:
        scenario = SCENARIOS[name]
        behaviour = scenario.behaviour
        if remove_at is not None:
            behaviour = replace(behaviour, remove_at=remove_at)
        self._at_hand = InsertedCard(scenario.make(self._folder), behaviour)
        self._scenario = name
        self._link.insert(self._at_hand)


class ControlServer(socketserver.TCPServer):
    """Listens on loopback `port` (0: a free one) for orders to `desk`, one connection after the other."""

    allow_reuse_address = True

    def __init__(self, port: int, desk: CardDesk) -> None:
        super().__init__(("127.0.0.1", port), _OrderHandler)
        self.desk = desk

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])


class _OrderHandler(socketserver.StreamRequestHandler):
    timeout = 5

    def handle(self) -> None:
        assert isinstance(self.server, ControlServer)
        try:
            order = json.loads(self.rfile.readline(_LONGEST_LINE))
            answer = answer_line(self.server.desk.perform(order))
        except ValueError as error:
            answer = json.dumps({"refused": str(error)}).encode() + b"\n"
        self.wfile.write(answer)


def _moment(value: object) -> Moment | None:
    if value is None:
        return None
    for moment in _MOMENTS:
        if value == moment:
            return moment
    raise ValueError(f"a card is pulled out at: {', '.join(_MOMENTS)}")
