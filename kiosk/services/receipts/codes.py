"""The QR code and the bar code of a paper, drawn module by module so that they stay sharp at any size."""

from typing import Any

import zxingcpp
from reportlab.lib.units import mm

from kiosk.services.receipts.layout import Sheet, runs_of_dark

_QUIET = 4  # light modules around a QR code
_BAR_MODULE = 0.25 * mm  # two dots of a printer for rolls


class QrCode:
    """A QR code as one path: made once for all copies of a paper."""

    def __init__(self, content: str) -> None:
        rows = _modules(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        self._count = len(rows)
        self._path = "\n".join(
            f"{start} {self._count - 1 - y} {length} 1 re"
            for y, row in enumerate(rows)
            for start, length in runs_of_dark(row)
        )

    def draw(self, sheet: Sheet, x: float, y: float, side: float) -> None:
        """The code with its light edge in a square whose upper left corner is (x, y)."""
        module = side / (self._count + 2 * _QUIET)
        left, low = x + _QUIET * module, sheet.height - y - side + _QUIET * module
        sheet.code(f"q {module:.5f} 0 0 {module:.5f} {left:.3f} {low:.3f} cm 0 g\n{self._path} f Q")


class BarCode:
    """`text` in Code 128: printable ASCII alone. `width` is without the light edges that belong to it."""

    def __init__(self, text: str) -> None:
        row = _modules(text, zxingcpp.BarcodeFormat.Code128)[0]
        self.width = len(row) * _BAR_MODULE
        self._bars = list(runs_of_dark(row))

    def draw(self, sheet: Sheet, x: float, y: float, height: float) -> None:
        """The bars, their upper left corner at (x, y)."""
        low = sheet.height - y - height
        path = " ".join(f"{start} 0 {length} 1 re" for start, length in self._bars)
        sheet.code(f"q {_BAR_MODULE:.5f} 0 0 {height:.3f} {x:.3f} {low:.3f} cm 0 g {path} f Q")


def _modules(content: str, form: zxingcpp.BarcodeFormat, **options: str) -> list[bytes]:
    """The code's rows, a byte for each module: 0 is dark."""
    made = zxingcpp.create_barcode(content, form, **options)
    picture: Any = zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False)
    view = memoryview(picture)
    return [bytes(row) for row in view.tolist()]
