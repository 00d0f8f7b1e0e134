"""The self-assessment's picture on paper: themes around a centre, and the same as bars."""

import math
from collections.abc import Iterator

from reportlab.lib.units import mm

from kiosk.services.receipts.blocks import Radar
from kiosk.services.receipts.layout import Form, Sheet, Typesetter
from kiosk.services.receipts.strips import Strip

_RINGS = (20, 40, 60, 80, 100)
_RADIUS = 23.5 * mm
_CENTRE_X, _CENTRE_Y = 46 * mm, 34.5 * mm
_HEIGHT = 67 * mm
_BARS = 98 * mm  # where the bars begin, from the left margin
_FIGURE_GREY, _RING_GREY, _BAR_GREY, _TRACK_GREY = 0.82, 0.72, 0.3, 0.88


def radar_strips(block: Radar, type_: Typesetter, form: Form) -> Iterator[Strip]:
    """The picture with its bars beside it; on a narrow paper the bars alone."""
    if form.narrow:
        for label, score in block.scores:
            yield _bar_strip(label.chinese, label.english, score, form)
        return

    def draw(sheet: Sheet, y: float) -> None:
        _radar(sheet, y, [(label.chinese, score) for label, score in block.scores], type_)
        row = _HEIGHT / max(len(block.scores), 8)
        for index, (label, score) in enumerate(block.scores):
            _bar(sheet, form.left + _BARS, y + 1.5 * mm + index * row, label.chinese, label.english, score)

    yield Strip(_HEIGHT, draw)


def _radar(sheet: Sheet, y: float, scores: list[tuple[str, int]], type_: Typesetter) -> None:
    form, count = sheet.form, len(scores)
    x, centre = form.left + _CENTRE_X, y + _CENTRE_Y

    def point(index: int, value: float) -> tuple[float, float]:
        angle = 2 * math.pi * index / count - math.pi / 2
        return x + math.cos(angle) * _RADIUS * value / 100, centre + math.sin(angle) * _RADIUS * value / 100

    values = [point(index, score) for index, (_, score) in enumerate(scores)]
    sheet.polygon(values, weight=0.01, grey=_FIGURE_GREY, filled=_FIGURE_GREY)
    for ring in _RINGS:
        outline = [point(index, ring) for index in range(count)]
        sheet.polygon(outline, weight=0.7 if ring == 100 else 0.3, grey=0.3 if ring == 100 else _RING_GREY)
    for index in range(count):
        sheet.polygon([(x, centre), point(index, 100)], weight=0.3, grey=_RING_GREY)
    sheet.polygon(values, weight=1.1)
    for index, (name, score) in enumerate(scores):
        across, down = (part - origin for part, origin in zip(point(index, 100), (x, centre), strict=True))
        across, down = across / _RADIUS, down / _RADIUS
        base = centre + down * (_RADIUS + 3.4 * mm) + (0.2 + 0.5 * down) * form.note
        beside = x + across * (_RADIUS + 2.4 * mm)
        align = 0.5 if abs(across) < 0.1 else 0 if across > 0 else 1
        base -= 0.55 * form.note
        sheet.text(beside, base, name, form.note, align=align)
        sheet.text(beside, base + 1.25 * form.note, str(score), form.note, align=align)


def _bar(sheet: Sheet, x: float, y: float, name: str, english: str, score: int) -> None:
    form = sheet.form
    sheet.text(x, y + form.note, name, form.note)
    offset = sheet.type.width(name, form.note) + 1.5 * mm
    sheet.text(x + offset, y + form.note, english, form.caption, grey=form.grey)
    sheet.text(form.right, y + form.note, str(score), form.value, align=1)
    _track(sheet, x, y + form.note + 1.6 * mm, form.right, score)


def _bar_strip(name: str, english: str, score: int, form: Form) -> Strip:
    def draw(sheet: Sheet, y: float) -> None:
        _bar(sheet, form.left, y + 1 * mm, name, english, score)

    return Strip(form.note + 6 * mm, draw)


def _track(sheet: Sheet, x: float, y: float, right: float, score: int) -> None:
    narrow = sheet.form.narrow
    if narrow:
        sheet.box(x, y, right - x, 1.4 * mm, weight=0.4)
    else:
        sheet.bar(x, y, right - x, 1.4 * mm, _TRACK_GREY)
    sheet.bar(x, y, (right - x) * score / 100, 1.4 * mm, 0.0 if narrow else _BAR_GREY)
