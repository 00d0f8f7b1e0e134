"""Boards, the items of the articles and of the register."""

from collections.abc import Iterator, Set

from kiosk.domain.founding.case import Boards, Case, Liability
from kiosk.domain.founding.findings import Finding, What
from kiosk.domain.founding.rules import FoundingFigures, FoundingRules, Item


def boards(case: Case, rules: FoundingRules) -> Iterator[Finding]:
    """Numbers of directors, supervisors and alternates, and their terms (合作社法 §32–33, 選舉罷免辦法)."""
    figures, directors, supervisors = rules.figures, case.boards.directors, case.boards.supervisors
    for name in ("directors", "supervisors", "director_years", "supervisor_years"):
        if getattr(case.boards, name) is None:
            yield Finding(What.BOARDS_INCOMPLETE, f"boards.{name}")
    if directors is not None and directors < figures.directors_at_least:
        needed = figures.directors_at_least
        yield Finding(What.DIRECTORS_TOO_FEW, "boards.directors", directors, needed)
    if supervisors is not None and supervisors < figures.supervisors_at_least:
        needed = figures.supervisors_at_least
        yield Finding(What.SUPERVISORS_TOO_FEW, "boards.supervisors", supervisors, needed)
    if supervisors is not None and directors is not None:
        allowed = max(figures.supervisors_at_least, directors // figures.directors_per_supervisor)
        if supervisors > allowed:
            yield Finding(What.SUPERVISORS_TOO_MANY, "boards.supervisors", supervisors, allowed)
    yield from _alternates(case.boards, figures)
    for name in ("director_years", "supervisor_years"):
        years = getattr(case.boards, name)
        if years is not None and not 1 <= years <= figures.term_years_most:
            yield Finding(What.TERM_OUT_OF_RANGE, f"boards.{name}", years, figures.term_years_most)


def _alternates(boards: Boards, figures: FoundingFigures) -> Iterator[Finding]:
    for name, alternates, holders in (
        ("alternate_directors", boards.alternate_directors, boards.directors),
        ("alternate_supervisors", boards.alternate_supervisors, boards.supervisors),
    ):
        if alternates is not None and holders is not None:
            allowed = max(holders // figures.holders_per_alternate, 0)
            if alternates > allowed:
                yield Finding(What.ALTERNATES_TOO_MANY, f"boards.{name}", alternates, allowed)


def items(case: Case, rules: FoundingRules) -> Iterator[Finding]:
    """The sixteen items of the articles (合作社法 §9-1), the thirteen of the register (§9)."""
    for place, kinds, written, listed in (
        ("articles", (What.ARTICLES_INCOMPLETE, What.ARTICLES_IF_ANY), case.articles, rules.articles),
        ("register", (What.REGISTER_INCOMPLETE, What.REGISTER_IF_ANY), case.register, rules.register),
    ):
        unknown = tuple(sorted(number for number in written if not 1 <= number <= len(listed)))
        if unknown:
            yield Finding(What.ITEM_UNKNOWN, place, unknown, len(listed))
        yield from _lacking(place, kinds, written, listed, case.liability)


def _lacking(
    place: str,
    kinds: tuple[What, What],
    written: Set[int],
    listed: tuple[Item, ...],
    liability: Liability | None,
) -> Iterator[Finding]:
    """Items that must be there, and those that are there only if they apply."""
    always: list[int] = []
    if_any: list[int] = []
    for number, item in enumerate(listed, start=1):
        if number in written or (liability is not None and item.only_for not in {None, liability}):
            continue
        open_yet = item.if_any or (item.only_for is not None and liability is None)
        (if_any if open_yet else always).append(number)
    for what, numbers in zip(kinds, (always, if_any), strict=True):
        if numbers:
            yield Finding(what, place, len(listed) - len(numbers), tuple(numbers))
