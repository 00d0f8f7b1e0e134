"""What a screen reader meets: on each page every control has a role and a name, every picture its words."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.ui import gallery
from kiosk.ui.shell import Shell
from kiosk.ui.theme import COUNTER, Display, apply_theme, theme_for
from kiosk.ui.widgets import BusyOverlay, OrderTimeline, PointsTimeline, RadarChart, RefundChart, StepPath
from tests.ui.standing import Person, hall, on_the_way, person, rules

__all__ = ["hall", "person", "rules"]

_CONTROLS = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.CheckBox,
        QAccessible.Role.RadioButton,
        QAccessible.Role.EditableText,
        QAccessible.Role.ComboBox,
        QAccessible.Role.Link,
        QAccessible.Role.ListItem,
        QAccessible.Role.Slider,
    }
)
_PICTURES = (OrderTimeline, PointsTimeline, RadarChart, RefundChart, StepPath)


def interfaces(widget: QWidget) -> Iterator[QAccessibleInterface]:
    """Everything below `widget` that is not hidden, as a screen reader walks it."""
    top = QAccessible.queryAccessibleInterface(widget)
    assert top is not None
    waiting = [top]
    while waiting:
        one = waiting.pop()
        yield one
        children = (one.child(place) for place in range(one.childCount()))
        waiting.extend(child for child in children if child.isValid() and not child.state().invisible)


def nameless(window: QWidget) -> list[str]:
    """Controls without a name, and what can have the focus without a name or a role."""
    found = []
    walked = list(interfaces(window))
    assert sum(one.role() in _CONTROLS for one in walked) > 2  # bars alone have more
    for one in walked:
        named = one.text(QAccessible.Text.Name).strip()
        focusable = bool(one.state().focusable)
        control = one.role() in _CONTROLS
        if (control or focusable) and (not named or one.role() is QAccessible.Role.NoRole):
            held = one.object()
            found.append(f"{type(held).__name__} {held.objectName()}")
    return found


def wordless_pictures(window: QWidget) -> list[str]:
    pictures = [one for kind in _PICTURES for one in window.findChildren(kind) if one.isVisible()]
    return [
        one.objectName() for one in pictures if not (one.accessibleDescription() or one.accessibleName())
    ]


def test_every_page_on_the_way_has_names_for_its_controls(person: Person) -> None:
    wrong: dict[str, Any] = {}

    def look(page: str) -> None:
        person.sees(page)
        found = [*nameless(person.window), *wordless_pictures(person.window)]
        if found:
            wrong[page] = found

    for page in on_the_way(person):
        look(page)
    assert wrong == {}


@pytest.mark.parametrize("make", gallery.PAGES, ids=lambda make: make.__name__)
def test_every_part_has_names_for_its_controls(make: Any, qtbot: Any, qapp: QApplication) -> None:
    apply_theme(qapp, COUNTER)
    shell = Shell()
    qtbot.addWidget(shell)
    shell.show_page(make(), can_go_back=True, can_cancel=True)
    with qtbot.waitExposed(shell):
        shell.show()
    assert nameless(shell) == []
    assert wordless_pictures(shell) == []


def test_nothing_moves_where_motion_is_off(qtbot: Any, qapp: QApplication) -> None:
    apply_theme(qapp, theme_for(1366, 768, Display(motion=False)))
    try:
        parent = QWidget()
        qtbot.addWidget(parent)
        parent.resize(400, 300)
        parent.show()
        overlay = BusyOverlay(parent, object_name="busy")
        overlay.start("處理中")
        qtbot.waitUntil(lambda: overlay.waited() > 300)
        first = overlay.grab().toImage()
        waited = overlay.waited()
        qtbot.waitUntil(lambda: overlay.waited() > waited + 120)
        assert overlay.grab().toImage() == first
        overlay.stop()
    finally:
        apply_theme(qapp, COUNTER)
