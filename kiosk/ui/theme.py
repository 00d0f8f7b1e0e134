"""The design system's tokens, and how they reach Qt: one theme, one style sheet, one font.

Widgets that paint themselves ask :func:`active_theme` for the tokens, as they would ask the application for
its palette. Sizes are in device-independent pixels.
"""

import math
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from kiosk.services.screen import USUAL_SCREEN

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FONT_FAMILY = "Noto Sans CJK TC"
_THEME_PROPERTY = "kioskTheme"


@dataclass(frozen=True)
class Colours:
    """Every colour of the screen, as #RRGGBB. There is one accent; the rest is paper, ink and four states."""

    background: str = "#F3F5F4"
    surface: str = "#FFFFFF"
    sunken: str = "#E8ECEB"
    text: str = "#14211F"
    muted: str = "#3F4C4A"
    line: str = "#D3DAD8"
    control: str = "#6B7977"
    focus: str = "#14211F"
    accent: str = "#0B4F4A"
    accent_hover: str = "#0E5F59"
    accent_pressed: str = "#083B37"
    accent_soft: str = "#E3EFED"
    accent_tint: str = "#A9CBC6"
    on_accent: str = "#FFFFFF"
    success: str = "#14532D"
    success_soft: str = "#E6F3EA"
    warning: str = "#5F3B00"
    warning_soft: str = "#FDF1D6"
    error: str = "#8A1515"
    error_soft: str = "#FCEAE8"
    veil: str = "#14211F"


HIGH_CONTRAST = Colours(
    background="#000000", surface="#000000", sunken="#262626", text="#FFFFFF", muted="#F0F0F0",
    line="#B8B8B8", control="#FFFFFF", focus="#6EF2FF", accent="#FFE14D", accent_hover="#FFEE99",
    accent_pressed="#FFD000", accent_soft="#2B2600", accent_tint="#6B5E00", on_accent="#000000",
    success="#7CFF9B", success_soft="#00240C", warning="#FFC266", warning_soft="#2A1A00",
    error="#FFB3AD", error_soft="#330300", veil="#000000",
)  # fmt: skip
"""Black paper, white ink, yellow for what one can press: for eyes that need the difference."""


@dataclass(frozen=True)
class TypeScale:
    """Type sizes from the smallest to the largest."""

    caption: int
    body: int
    heading: int
    title: int
    figure: int


@dataclass(frozen=True)
class Measures:
    """Distances, corners and the smallest height of anything a finger should hit."""

    tight: int = 8
    gap: int = 16
    wide: int = 24
    margin: int = 32
    radius: int = 10
    target: int = 64
    focus_width: int = 3
    lowest_key: int = 54  # of the PIN pad, in a low window with a mouse
    low: int = 20  # around what stands above and below a page


@dataclass(frozen=True)
class Theme:
    """A whole look."""

    name: str
    type: TypeScale
    colours: Colours = Colours()
    measures: Measures = Measures()
    motion: bool = True


COUNTER = Theme("counter", TypeScale(caption=18, body=20, heading=24, title=34, figure=44))
SELF_SERVICE = Theme(
    "self-service",
    TypeScale(caption=24, body=24, heading=28, title=38, figure=52),
    measures=Measures(lowest_key=64),
)


LOW = Theme(
    "low",
    TypeScale(caption=16, body=18, heading=20, title=24, figure=30),
    measures=Measures(tight=6, gap=10, wide=16, margin=18, target=48, lowest_key=40, low=8),
)
"""For what a small screen at 200 % leaves: everything is shown twice as large as its pixels say."""


CAPITAL = 0.733
"""How high a capital of the kiosk's typeface is, as a share of the type's size."""

LEAST_CAPITAL_MM = 4.8
_MM_PER_INCH = 25.4
_LARGE_FROM = (1600, 900)
_LOW_BELOW = 480
_LARGER = 1.25


@dataclass(frozen=True)
class Display:
    """How a person wants the screen: stronger `contrast`, `large` type, `motion` or none."""

    contrast: bool = False
    large: bool = False
    motion: bool = True


def theme_for(
    width: int,
    height: int,
    display: Display | None = None,
    *,
    touch: bool = False,
    inches: float = USUAL_SCREEN,
) -> Theme:
    """The look for a screen of this size, upright or not, as ``display`` wants it.

    Type is larger from the start where there is room for it, and where one ``touch``es. On a screen of
    ``inches`` from corner to corner no capital is lower than 4.8 mm.
    """
    long, short = max(width, height), min(width, height)
    roomy = long >= _LARGE_FROM[0] and short >= _LARGE_FROM[1]
    theme = SELF_SERVICE if roomy or touch else LOW if short < _LOW_BELOW else COUNTER
    millimetres = inches * _MM_PER_INCH / math.hypot(width, height)  # of a pixel
    least = math.ceil(LEAST_CAPITAL_MM / millimetres / CAPITAL)
    if theme.type.caption < least:
        theme = replace(theme, type=_legible(theme.type, least))
    if display is None:
        return theme
    if display.large:
        theme = replace(theme, name=f"{theme.name}, large", type=_larger(theme.type))
    if display.contrast:
        theme = replace(theme, name=f"{theme.name}, high contrast", colours=HIGH_CONTRAST)
    return replace(theme, motion=display.motion)


def _legible(scale: TypeScale, least: int) -> TypeScale:
    """``scale`` with nothing smaller than ``least``; what stands out by its size goes on standing out."""
    body = max(scale.body, least)
    heading = max(scale.heading, round(body * 1.15))
    title = max(scale.title, round(heading * 1.2))
    return TypeScale(least, body, heading, title, max(scale.figure, round(title * 1.2)))


def _larger(scale: TypeScale) -> TypeScale:
    return TypeScale(**{role: round(size * _LARGER) for role, size in asdict(scale).items()})


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two #RRGGBB colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def stylesheet(theme: Theme) -> str:
    """The style sheet of the application: ``resources/style/kiosk.qss`` with the theme's tokens filled in."""
    tokens = asdict(theme.colours) | asdict(theme.measures) | asdict(theme.type)
    text = (RESOURCES / "style" / "kiosk.qss").read_text(encoding="utf-8")
    return Template(text).substitute(tokens, family=FONT_FAMILY)


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Dress the whole application: style, font, palette and style sheet.

    Where it is dressed so already, nothing is done: a style sheet has every widget polished once more.
    """
    if app.property(_THEME_PROPERTY) == theme:
        return
    if app.property(_THEME_PROPERTY) is None:  # a new style has every widget polished once more
        app.setStyle("Fusion")
    app.setProperty(_THEME_PROPERTY, theme)
    app.setFont(type_font(theme.type.body))
    app.setPalette(_palette(theme.colours))
    app.setStyleSheet(stylesheet(theme))


def active_theme() -> Theme:
    """The theme last applied; the counter's before any."""
    app = QApplication.instance()
    theme = app.property(_THEME_PROPERTY) if app else None
    return theme if isinstance(theme, Theme) else COUNTER


def type_font(pixels: int, *, bold: bool = False) -> QFont:
    """The kiosk's typeface at ``pixels``."""
    font = QFont(FONT_FAMILY)
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.background,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.sunken,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.ToolTipBase: colours.surface,
        QPalette.ColorRole.ToolTipText: colours.text,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    return palette
