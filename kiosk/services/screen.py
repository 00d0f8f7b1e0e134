"""The screen: how large it usually is, and whether there is one."""

from collections.abc import Mapping

USUAL_SCREEN = 23.8
"""Inches from corner to corner, of the screen that a counter usually has."""


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether there is a screen to show a window on."""
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
