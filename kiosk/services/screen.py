"""The screen: how large it usually is, and whether there is one."""

import sys
from collections.abc import Mapping

USUAL_SCREEN = 23.8
"""Inches from corner to corner, of the screen that a counter usually has."""


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether there is a screen to show a window on; Windows always has one, and names none."""
    return platform == "win32" or bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
