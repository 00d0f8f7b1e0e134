"""Commands to a card (ISO 7816-4): responses in pieces, right lengths, and limits against hostile cards."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.transport import CardConnection

MAXIMUM_APDUS = 2_000
MAXIMUM_BYTES = 1024 * 1024
MAXIMUM_RESPONSE = 64 * 1024
MAXIMUM_SECONDS = 20.0


@dataclass(frozen=True)
class Response:
    """What a card answered: data and status word."""

    data: bytes
    status: int

    @property
    def ok(self) -> bool:
        """Done, perhaps with a warning that leaves the data usable (62xx)."""
        return self.status == 0x9000 or self.status >> 8 == 0x62


class CardChannel:
    """Sends commands over a connection; counts them, the bytes that come back, and the time it all takes.

    Every method raises CardError: what the connection raises, CARD_DATA when a card goes on past the
    limits above, and CARD_SLOW when it takes longer. `clock` counts seconds.
    """

    def __init__(self, connection: CardConnection, clock: Callable[[], float] = time.monotonic) -> None:
        self.connection = connection
        self.apdus = 0
        self.status = 0
        """The last answer's status word."""
        self._bytes = 0
        self._clock = clock
        self._until = clock() + MAXIMUM_SECONDS

    def allow_time(self) -> None:
        """The time the card has begins anew: from reading on to signing, a person has thought."""
        self._until = self._clock() + MAXIMUM_SECONDS

    def command(self, header: int, data: bytes = b"", expect: int | None = None) -> Response:
        """Send CLA INS P1 P2 (`header`, 32 bits) with `data`; `expect` is Le (0 for as much as there is)."""
        apdu = header.to_bytes(4) + (bytes([len(data)]) + data if data else b"")
        if expect is None:
            return self.send(apdu)
        answer, status = self._transmit(apdu + bytes([expect & 0xFF]))
        if status >> 8 == 0x6C:  # the one case in which a command is repeated, with the Le the card asks for
            answer, status = self._transmit(apdu + bytes([status & 0xFF]))
        return self._whole(apdu, answer, status)

    def send(self, apdu: bytes | bytearray) -> Response:
        """Send a ready command without Le, once: a PIN may be in it."""
        return self._whole(apdu, *self._transmit(apdu))

    def _whole(self, apdu: bytes | bytearray, data: bytes, status: int) -> Response:
        """The answer with what the card still holds of it (61xx)."""
        collected = data
        while status >> 8 == 0x61:
            data, status = self._transmit(bytes([apdu[0] & 0xFC, 0xC0, 0, 0, status & 0xFF]))
            collected += data
            if len(collected) > MAXIMUM_RESPONSE:
                raise self.malformed()
        return Response(collected, status)

    def malformed(self) -> CardError:
        """The failure of a card whose data make no sense."""
        return self.failure(CardFailure.CARD_DATA)

    def failure(self, failure: CardFailure, tries_left: int | None = None) -> CardError:
        """`failure` of the card in this reader."""
        seen = self.connection
        return CardError(failure, tries_left=tries_left, reader=seen.reader, atr=seen.atr)

    def _transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        self.apdus += 1
        if self.apdus > MAXIMUM_APDUS:
            raise self.malformed()
        if self._clock() > self._until:
            raise self.failure(CardFailure.CARD_SLOW)
        data, self.status = self.connection.transmit(apdu)
        self._bytes += len(data)
        if self._bytes > MAXIMUM_BYTES:
            raise self.malformed()
        return data, self.status
