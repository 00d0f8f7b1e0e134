"""Strips on pages: where a page ends, what is said again on the next one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.services.receipts.failures import PaperError, PaperFailure
from kiosk.services.receipts.layout import Sheet


@dataclass(frozen=True)
class Strip:
    """Something that stays whole: its height, and what draws it below an upper edge.

    `with_next`: it does not end a page. `above` is set again where a page begins with this strip.
    """

    height: float
    draw: Callable[[Sheet, float], None]
    with_next: bool = False
    above: "Strip | None" = None


def on_pages(strips: Sequence[Strip], first: float, others: float, last: float) -> list[list[Strip]]:
    """Which strips stand on which page.

    `first` is the room on the first page, `others` that on the ones after it; of the last page's, `last` is
    taken by what closes the paper. There is at least one strip beside it, so that it never stands alone.
    Raises PaperError for a strip that fits on no page.
    """
    pages: list[list[Strip]] = [[]]
    room = first
    for group in _together(strips):
        height = sum(strip.height for strip in group)
        if height > room and pages[-1]:
            pages.append([])
            room = others
            above = group[0].above
            if above is not None:
                pages[-1].append(above)
                room -= above.height
        if height > room:
            raise PaperError(PaperFailure.DOES_NOT_FIT)
        pages[-1].extend(group)
        room -= height
    if last > room:
        _move_the_last(pages, others - last)
    return pages


def _move_the_last(pages: list[list[Strip]], room: float) -> None:
    """Begin another page for what closes the paper, and bring the last strips along."""
    moved: list[Strip] = []
    page = pages[-1]
    while page and (not moved or page[-1].with_next):
        moved.insert(0, page.pop())
    above = moved[0].above
    if above is not None:
        moved.insert(0, above)
    if not page or sum(strip.height for strip in moved) > room:
        raise PaperError(PaperFailure.DOES_NOT_FIT)
    pages.append(moved)


def _together(strips: Sequence[Strip]) -> list[list[Strip]]:
    groups: list[list[Strip]] = [[]]
    for strip in strips:
        groups[-1].append(strip)
        if not strip.with_next:
            groups.append([])
    return [group for group in groups if group]
