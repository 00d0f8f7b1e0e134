"""Virtual cards without reader and service, made from the training cards' keys."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

import pytest

from kiosk.cardreader.failures import CardError
from kiosk.cardreader.pin import Pin
from kiosk.cardreader.tlv import encode
from kiosk.cardreader.virtual.card import SigningCard
from kiosk.cardreader.virtual.contents import AID, Holding, lay_out
from kiosk.cardreader.virtual.hicos_card import HicosCard1, HicosCard2
from tests.cardreader.conftest import Answer, DirectConnection

ATR = b"\x3b\x80\x01\x81"
NUMBER = "TR00000000000001"
PIN = b"123456"


def pin(characters: bytes = PIN) -> Pin:
    return Pin(bytearray(characters))


def failure_of(act: Callable[[], object]) -> CardError:
    with pytest.raises(CardError) as caught:
        act()
    return caught.value


@cache  # loading a key takes longer than a test
def holdings(training: Path, holder: str = "citizen") -> tuple[Holding, Holding]:
    """For encryption and for signatures, in this order."""
    folder = training / "cards" / holder
    return Holding.load(folder, "encrypt"), Holding.load(folder, "sign")


def iso_card(
    held: tuple[Holding, ...],
    files: Mapping[str, bytes] | None = None,
    pin_block: bytes = PIN,
    t0: bool = False,
) -> SigningCard:
    """An ISO 7816-15 card with some `files` (by their path in digits) other than usual."""
    return SigningCard(ATR, {**lay_out(held, NUMBER), **(files or {})}, held, pin_block, 3, t0=t0)


def hicos_card(
    kind: type[HicosCard1] | type[HicosCard2], training: Path, held: tuple[Holding, ...]
) -> HicosCard1 | HicosCard2:
    issuer = (training / "cards" / "citizen" / "issuer.der").read_bytes()
    return kind(ATR, held, issuer, issuer, NUMBER, 3, pin=PIN)


def verifies(apdus: Iterable[bytes]) -> list[bytes]:
    """The VERIFY commands that carried a PIN."""
    return [apdu for apdu in apdus if apdu[1] == 0x20 and len(apdu) > 5]


class T0Connection(DirectConnection):
    """As the transport speaks to a card that knows T=0 alone."""

    def transmit(self, apdu: bytes | bytearray) -> Answer:
        if len(apdu) == 4:
            return super().transmit(apdu + b"\0")
        return super().transmit(apdu[:-1] if len(apdu) > 5 and len(apdu) == 6 + apdu[4] else apdu)


def directory_file(path: str, identifier: bytes = AID) -> bytes:
    """EF.DIR with one application."""
    place = encode(0x51, bytes.fromhex(path)) if path else b""
    return encode(0x61, encode(0x4F, identifier), place)
