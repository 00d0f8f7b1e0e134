"""A founding case with nothing missing, to be spoilt by tests."""

from dataclasses import replace
from datetime import date
from itertools import count, islice
from pathlib import Path

from kiosk.contract.documents import read_founding
from kiosk.domain.founding.case import Attendance, Boards, Business, Case, Founder, Liability, Member, Step
from kiosk.domain.identifiers import is_national_id

RULES = read_founding(Path(__file__).parents[2] / "resources")
ON = date(2026, 3, 20)
ADULT = date(1990, 2, 28)
ID_NUMBERS = tuple(
    islice((f"A{number}" for number in count(123456000) if is_national_id(f"A{number}")), 10)
)
DAYS = {
    Step.APPLICATION: date(2026, 1, 5),
    Step.APPROVAL: date(2026, 1, 20),
    Step.PREPARATION_MEETING: date(2026, 2, 1),
    Step.FOUNDING_MEETING: date(2026, 3, 2),
    Step.CHAIR_ELECTION: date(2026, 3, 2),
    Step.REGISTRATION_APPLICATION: date(2026, 3, 10),
}
READY = Case(
    founders=tuple(Founder(f"訓練用{number}", number, ADULT) for number in ID_NUMBERS[:7]),
    name="有限責任訓練用消費合作社",
    liability=Liability.LIMITED,
    main_business=Business.CONSUMPTION,
    other_businesses=frozenset({Business.SUPPLY}),
    area=("臺北市",),
    share_value=100,
    members=tuple(
        Member(f"訓練用{number}", number, ADULT, shares=10, paid_in=250) for number in ID_NUMBERS
    ),
    boards=Boards(9, 3, 3, 1, 3, 3),
    attendance=Attendance(members=10, present=8, agreed=6),
    days=DAYS,
    articles=frozenset(range(1, 17)),
    register=frozenset(range(1, 14)),
)


def with_days(**days: date | None) -> Case:
    """READY with other days, by the names of their steps."""
    return replace(READY, days={**DAYS, **{Step(name): day for name, day in days.items()}})


def with_boards(**numbers: int | None) -> Case:
    """READY with other boards."""
    return replace(READY, boards=replace(READY.boards, **numbers))


def with_member(**parts: object) -> Case:
    """READY with another third member."""
    third = replace(READY.members[2], **parts)  # type: ignore[arg-type]
    return replace(READY, members=(*READY.members[:2], third, *READY.members[3:]))


def with_founder(**parts: object) -> Case:
    """READY with another second founder."""
    second = replace(READY.founders[1], **parts)  # type: ignore[arg-type]
    return replace(READY, founders=(READY.founders[0], second, *READY.founders[2:]))
