"""The design system looks as it did: its pictures beside stored ones. KEEP_PICTURES=1 stores new ones."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from kiosk.ui.gallery_window import LOOKS, pictures
from kiosk.ui.theme import COUNTER, apply_theme

STORED = Path(__file__).parent / "gallery"
_WIDTH = 342  # a quarter: edges of letters, which differ from machine to machine, hardly count any more
_DIFFERENT = 40  # of 255: a point that differs by more looks different
_SHARE = 0.01  # of the points that may


@pytest.mark.parametrize("look", LOOKS)
def test_each_part_looks_as_it_did(look: str, qapp: QApplication) -> None:
    changed = []
    try:
        for name, picture in pictures(look):
            image = small(picture.toImage())
            file = STORED / f"{look}-{name}.png"
            if os.environ.get("KEEP_PICTURES"):
                STORED.mkdir(exist_ok=True)
                image.save(str(file))
            if share_of_difference(image, QImage(str(file))) > _SHARE:
                changed.append(name)
    finally:
        apply_theme(qapp, COUNTER)
    assert changed == [], "look at kiosk gallery; KEEP_PICTURES=1 keeps what is meant"


def small(image: QImage) -> QImage:
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaledToWidth(_WIDTH, smooth).convertToFormat(_COLOURS)


def share_of_difference(one: QImage, other: QImage) -> float:
    """The share of points (of each colour) that look different; all of them where the sizes differ."""
    if one.size() != other.size():
        return 1.0
    first, second = (bytes(image.convertToFormat(_COLOURS).constBits()) for image in (one, other))
    pairs = zip(first, second, strict=True)
    return sum(abs(a - b) > _DIFFERENT for a, b in pairs) / len(first)


_COLOURS = QImage.Format.Format_RGB888


def test_a_difference_is_seen() -> None:
    white, dotted = (QImage(100, 100, _COLOURS) for _ in range(2))
    white.fill(QColor("white"))
    dotted.fill(QColor("white"))
    for x in range(100):
        for y in range(5):
            dotted.setPixelColor(x, y, QColor("black"))
    assert share_of_difference(white, white) == 0
    assert share_of_difference(white, dotted) == pytest.approx(0.05)
    assert share_of_difference(white, white.scaled(50, 50)) == 1
