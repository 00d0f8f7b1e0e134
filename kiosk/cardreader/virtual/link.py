"""Plugs a virtual card into the virtual reader: the reader driver's protocol on loopback TCP."""

import socket
import threading
from dataclasses import dataclass

from kiosk.cardreader.virtual.behaviour import Behaviour, RemovalWatch
from kiosk.cardreader.virtual.card import Card

READER_PORT = 35963  # where the driver listens, slot one (its own default)

# One-octet frames are orders from the reader; longer frames are commands to the card.
_POWER_OFF, _POWER_ON, _RESET, _GIVE_ATR = b"\x00", b"\x01", b"\x02", b"\x04"
_RETRY_SECONDS = 0.1


@dataclass(frozen=True)
class InsertedCard:
    """A card on its way into the reader, and how it will behave there."""

    card: Card
    behaviour: Behaviour


class ReaderLink:
    """Keeps the inserted card in the reader at `port`, from a thread of its own.

    It waits for a reader that is not there yet, and puts the card back in when the PC/SC service was
    started anew.
    """

    def __init__(self, port: int = READER_PORT) -> None:
        self._port = port
        self._changed = threading.Condition()
        self._inserted: InsertedCard | None = None
        self._connection: socket.socket | None = None
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="virtual-card", daemon=True)

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def stop(self) -> None:
        """Pull the card out and end."""
        with self._changed:
            self._ended = True
        self.remove()
        self._thread.join()

    def insert(self, inserted: InsertedCard) -> None:
        """Put the card in, in place of the one that may be there."""
        self.remove()
        inserted.card.reset()
        with self._changed:
            self._inserted = inserted
            self._changed.notify_all()

    def remove(self) -> None:
        """Pull the card out; back when the reader's line is down."""
        with self._changed:
            self._inserted = None
            if self._connection is not None:
                self._connection.shutdown(socket.SHUT_RDWR)
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._connection is None)

    @property
    def card(self) -> Card | None:
        """The card that is put in."""
        inserted = self._inserted
        return None if inserted is None else inserted.card

    @property
    def connected(self) -> bool:
        """Whether the reader has taken it."""
        return self._connection is not None

    def _run(self) -> None:
        while (inserted := self._next_card()) is not None:
            try:
                connection = socket.create_connection(("127.0.0.1", self._port), timeout=5)
            except OSError:
                with self._changed:
                    self._changed.wait_for(lambda: self._ended, _RETRY_SECONDS)
                continue
            with connection:
                connection.settimeout(None)
                self._plug_in(connection, inserted)

    def _next_card(self) -> InsertedCard | None:
        """The card to put in, once there is one; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._inserted is not None)
            return None if self._ended else self._inserted

    def _plug_in(self, connection: socket.socket, inserted: InsertedCard) -> None:
        with self._changed:
            if self._inserted is not inserted:
                return
            self._connection = connection
        try:
            self._serve(connection, inserted)
        except OSError:
            pass  # the reader has gone, or the card was pulled out: both end this line alone
        finally:
            with self._changed:
                self._connection = None
                self._changed.notify_all()

    def _serve(self, connection: socket.socket, inserted: InsertedCard) -> None:
        card, removal = inserted.card, RemovalWatch(inserted.behaviour.remove_at)
        while (frame := _receive(connection)) is not None:
            if frame == _GIVE_ATR:
                _send(connection, card.atr)
            elif frame in (_POWER_OFF, _POWER_ON, _RESET):
                card.reset()
            elif removal.has_come(frame):
                with self._changed:
                    self._inserted = None
                return
            else:
                answer = card.answer(frame)
                self._take_time(inserted)
                _send(connection, answer)

    def _take_time(self, inserted: InsertedCard) -> None:
        """Let the card's time pass, or less where it is pulled out meanwhile."""
        if seconds := inserted.behaviour.seconds_an_answer:
            with self._changed:
                self._changed.wait_for(lambda: self._inserted is not inserted, seconds)


def _send(connection: socket.socket, frame: bytes) -> None:
    connection.sendall(len(frame).to_bytes(2) + frame)


def _receive(connection: socket.socket) -> bytes | None:
    header = _receive_exactly(connection, 2)
    return None if header is None else _receive_exactly(connection, int.from_bytes(header))


def _receive_exactly(connection: socket.socket, size: int) -> bytes | None:
    received = b""
    while len(received) < size:
        _acknowledge_at_once(connection)
        piece = connection.recv(size - len(received))
        if not piece:
            return None
        received += piece
    return received


def _acknowledge_at_once(connection: socket.socket) -> None:
    """Spare each command 40 ms: the driver sends a frame in two parts and waits for the first to be
    acknowledged. Where the system can be told to hurry (Linux), it must be told before each part.
    """
    if hasattr(socket, "TCP_QUICKACK"):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
