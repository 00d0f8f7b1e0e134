"""Profile of HiCOS cards of generation 2: the GPPKI applet, then one file identifier at a time."""

from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.files import APPLICATION, CardFiles, Dialect
from kiosk.cardreader.profiles import hicos

PROFILE = "HiCOS 2"

_APPLET = bytes.fromhex("A0000002830000062201696400010101")
_SELECT_APPLET = 0x00A4040C
_DIALECT = Dialect(instruction_class=0x00, tells_size=True, takes_paths=False, pieces=(0x100, 0xC8, 0x10))


def open_card(channel: CardChannel) -> hicos.HicosCard | None:
    """Probe the card and read it; None when it is none of this generation.

    Raises CardError CARD_DATA when it is one but its data make no sense, and what the connection raises.
    """
    files = CardFiles(channel, _DIALECT)
    if not files.select_application(_SELECT_APPLET, _APPLET):
        return None
    return hicos.read_card(channel, files, APPLICATION, PROFILE)
