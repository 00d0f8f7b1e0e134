"""Profile of HiCOS cards of generation 1 ("CHT V32N"): CLA 80, one file identifier at a time."""

from kiosk.cardreader.apdu import CardChannel
from kiosk.cardreader.files import MASTER_FILE, CardFiles, Dialect
from kiosk.cardreader.profiles import hicos

PROFILE = "HiCOS 1"

# No control parameters come back; longer pieces, and sometimes these too, are refused.
_DIALECT = Dialect(instruction_class=0x80, tells_size=False, takes_paths=False, pieces=(0xC8, 0x10))


def open_card(channel: CardChannel) -> hicos.HicosCard | None:
    """Probe the card and read it; None when it is none of this generation.

    Raises CardError CARD_DATA when it is one but its data make no sense, and what the connection raises.
    """
    files = CardFiles(channel, _DIALECT)
    if not files.select(MASTER_FILE):
        return None
    return hicos.read_card(channel, files, MASTER_FILE, PROFILE)
