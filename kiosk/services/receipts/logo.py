"""The office's logo at the head of a paper: a PNG or JPEG picture, in shades of grey on white."""

from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.layout import Sheet

LOGO_FILES = ("logo.png", "logo.jpg")
"""What an office's logo is called in the kiosk's data folder: the first that is there is taken."""

_FORMATS = ("PNG", "JPEG")
_MOST_BYTES = 300_000  # it travels in every paper's file
_MOST_PIXELS = 16_000_000
_KEPT = (600, 200)  # pixels: 300 dpi and more at the size at which it is drawn
_WIDEST = 3.0  # times its height


def offices_logo(folder: Path) -> bytes | None:
    """The logo that lies in `folder`; None where there is none. Raises PaperError (LOGO_UNUSABLE)."""
    for name in LOGO_FILES:
        try:
            return (folder / name).read_bytes()
        except FileNotFoundError:
            continue
        except OSError:
            raise PaperError(PaperFailure.LOGO_UNUSABLE) from None
    return None


class Logo:
    """A picture that was looked at. Raises PaperError (LOGO_UNUSABLE) for what is none, or is too large."""

    def __init__(self, content: bytes) -> None:
        if len(content) > _MOST_BYTES:
            raise PaperError(PaperFailure.LOGO_UNUSABLE)
        try:
            with Image.open(BytesIO(content), formats=_FORMATS) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise PaperError(PaperFailure.LOGO_UNUSABLE)
                seen = picture.convert("RGBA")
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            raise PaperError(PaperFailure.LOGO_UNUSABLE) from None
        paper = Image.new("RGBA", seen.size, "white")
        paper.alpha_composite(seen)
        grey = paper.convert("L")
        grey.thumbnail(_KEPT)
        self._picture = ImageReader(grey)
        self._shape = grey.width / grey.height

    def draw(self, sheet: Sheet, x: float, y: float, height: float, *, align: float = 0) -> float:
        """Draw it `height` high, or lower where it is very wide; how wide it then is."""
        width = height * min(self._shape, _WIDEST)
        high = width / self._shape
        left, low = x - align * width, sheet.height - y - (height + high) / 2
        sheet.canvas.drawImage(self._picture, left, low, width, high)
        return width
