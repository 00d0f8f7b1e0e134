import math

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication

from kiosk.ui.theme import (
    COUNTER,
    FONT_FAMILY,
    SELF_SERVICE,
    Colours,
    Display,
    Theme,
    active_theme,
    apply_theme,
    contrast,
    stylesheet,
    theme_for,
    type_font,
)

LOOKS = [Display(), Display(contrast=True), Display(large=True), Display(contrast=True, large=True)]
EVERY = [theme_for(*size, look) for size in ((1366, 768), (1920, 1080)) for look in LOOKS]
THEMES = pytest.mark.parametrize("theme", EVERY, ids=lambda theme: theme.name)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
    assert contrast("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.01)


def text_pairs(c: Colours) -> list[tuple[str, str]]:
    papers = (c.background, c.surface, c.accent_soft)
    pairs = [(ink, paper) for ink in (c.text, c.muted, c.accent) for paper in papers]
    pairs += [(c.text, soft) for soft in (c.success_soft, c.warning_soft, c.error_soft)]
    pairs += [(c.muted, c.error_soft), (c.error, c.surface), (c.error, c.background), (c.error, c.error_soft)]
    pairs += [(c.warning, c.warning_soft), (c.warning, c.surface), (c.success, c.surface)]
    pairs += [(c.on_accent, face) for face in (c.accent, c.accent_hover, c.accent_pressed)]
    return pairs


@THEMES
def test_text_has_a_contrast_of_seven(theme: Theme):
    weak = [(ink, paper) for ink, paper in text_pairs(theme.colours) if contrast(ink, paper) < 7]
    assert weak == []


@THEMES
def test_controls_have_a_contrast_of_three(theme: Theme):
    c = theme.colours
    edges = (c.control, c.focus, c.accent, c.error)
    papers = (c.background, c.surface, c.accent_soft)
    weak = [(edge, paper) for edge in edges for paper in papers if contrast(edge, paper) < 3]
    assert weak == []


@THEMES
def test_targets_and_type_are_large_enough(theme: Theme):
    assert theme.measures.target >= 64
    assert theme.type.caption >= (24 if "self-service" in theme.name else 18)


@THEMES
def test_style_sheet_has_every_token_filled_in(theme: Theme):
    sheet = stylesheet(theme)
    assert "$" not in sheet
    assert f"font-size: {theme.type.title}px" in sheet


def test_apply_theme_dresses_the_application(qapp: QApplication):
    apply_theme(qapp, SELF_SERVICE)
    assert active_theme() is SELF_SERVICE
    assert qapp.font().family() == FONT_FAMILY
    assert qapp.font().pixelSize() == SELF_SERVICE.type.body
    apply_theme(qapp, COUNTER)
    assert active_theme() is COUNTER


def test_the_counter_is_the_theme_before_any(qapp: QApplication):
    qapp.setProperty("kioskTheme", None)
    assert active_theme() is COUNTER


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        ((1366, 768), COUNTER),
        ((1920, 800), COUNTER),
        ((1920, 1080), SELF_SERVICE),
        ((1080, 1920), SELF_SERVICE),
    ],
)
def test_a_large_screen_gets_the_larger_type(size: tuple[int, int], theme: Theme):
    assert theme_for(*size).name == theme.name


def test_who_touches_gets_the_larger_type_and_targets_at_any_size():
    theme = theme_for(1366, 768, touch=True)
    assert theme is SELF_SERVICE
    assert theme.measures.lowest_key >= 64


def test_large_type_is_a_quarter_larger_and_motion_can_be_off():
    large = theme_for(1366, 768, Display(large=True))
    assert large.type.body == COUNTER.type.body * 5 // 4
    assert theme_for(1366, 768, Display()).motion
    assert not theme_for(1366, 768, Display(motion=False)).motion


SCREENS = [(1366, 768), (1920, 1080), (1080, 1920), (3840, 2160), (1280, 1024), (683, 384)]


@pytest.mark.parametrize("inches", [7.0, 13.3, 15.6, 21.5, 23.8, 32.0, 55.0])
@pytest.mark.parametrize("size", SCREENS)
def test_no_capital_is_lower_than_can_be_read(size: tuple[int, int], inches: float, qapp: QApplication):
    """4.8 mm, by the typeface's own measures, on a screen of so many inches."""
    millimetres = inches * 25.4 / math.hypot(*size)
    for look in LOOKS:
        for touch in (False, True):
            scale = theme_for(*size, look, touch=touch, inches=inches).type
            assert scale.caption <= scale.body < scale.heading < scale.title < scale.figure
            assert QFontMetricsF(type_font(scale.caption)).capHeight() * millimetres >= 4.8 - 0.01


def test_a_low_window_gets_smaller_distances_but_not_where_one_touches():
    low = theme_for(683, 384)
    assert low.measures.target == 48
    assert theme_for(683, 384, touch=True).measures.target == 64
