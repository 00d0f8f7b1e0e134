"""Which kind of card it is: found by asking the card, never by its answer to reset."""

from collections.abc import Callable

from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.cardreader.profiles import hicos_v1, hicos_v2, iso7816_15
from kiosk.cardreader.profiles.hicos import HicosCard
from kiosk.cardreader.profiles.iso7816_15 import Iso7816Card
from kiosk.cardreader.transport import CardConnection

KnownCard = Iso7816Card | HicosCard

# NHI health card. It is recognised only to be told apart by name once it has proved to be no card of ours.
NHI_ATR = bytes.fromhex("3BEE00008131FE4580318066409093060F17830F9000F3")

_PROFILES: tuple[tuple[str, Callable[[CardChannel], KnownCard | None]], ...] = (
    (hicos_v2.PROFILE, hicos_v2.open_card),
    (hicos_v1.PROFILE, hicos_v1.open_card),
    (iso7816_15.PROFILE, iso7816_15.open_card),
)


def open_card(connection: CardConnection) -> KnownCard:
    """The card behind `connection`, recognised and read without a PIN.

    Raises CardError: NHI_CARD, UNKNOWN_CARD (with what was tried, and the last status word of each),
    CARD_DATA, CARD_SLOW, and what the connection raises.
    """
    channel = CardChannel(connection)
    tried = []
    for profile, probe in _PROFILES:
        card = probe(channel)
        if card is not None:
            return card
        tried.append(f"{profile} ({channel.status:04X})")
    failure = CardFailure.NHI_CARD if connection.atr == NHI_ATR else CardFailure.UNKNOWN_CARD
    raise CardError(failure, reader=connection.reader, atr=connection.atr, tried=tuple(tried))
