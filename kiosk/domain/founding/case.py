"""A founding case: what the founders have entered so far. Everything may still be missing."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Liability(StrEnum):
    """How far members are liable (合作社法 §4)."""

    LIMITED = "limited"  # 有限責任
    GUARANTEED = "guaranteed"  # 保證責任
    UNLIMITED = "unlimited"  # 無限責任


class Business(StrEnum):
    """The eleven businesses of a cooperative (合作社法 §3)."""

    PRODUCTION = "production"  # 生產
    MARKETING = "marketing"  # 運銷
    SUPPLY = "supply"  # 供給
    UTILIZATION = "utilization"  # 利用
    LABOR = "labor"  # 勞動
    CONSUMPTION = "consumption"  # 消費
    PUBLIC_UTILITY = "public_utility"  # 公用
    TRANSPORTATION = "transportation"  # 運輸
    CREDIT = "credit"  # 信用
    INSURANCE = "insurance"  # 保險
    OTHER = "other"  # 其他


class Step(StrEnum):
    """What happens on a day of its own (brochure: 合作社設立程序)."""

    APPLICATION = "application"  # 發起組織申請
    APPROVAL = "approval"  # 主管機關同意
    PREPARATION_MEETING = "preparation_meeting"  # 籌備會
    FOUNDING_MEETING = "founding_meeting"  # 創立會
    CHAIR_ELECTION = "chair_election"  # 選舉理事、監事主席
    REGISTRATION_APPLICATION = "registration_application"  # 申請成立登記
    REGISTRATION = "registration"  # 核准登記
    BUSINESS_START = "business_start"  # 開始經營業務


@dataclass(frozen=True, slots=True)
class Founder:
    """發起人: a natural person."""

    name: str | None = None
    id_number: str | None = None
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Member(Founder):
    """社員, with the number of shares subscribed and the NT$ paid in for them so far."""

    shares: int | None = None
    paid_in: int | None = None


@dataclass(frozen=True, slots=True)
class Boards:
    """理事會, 監事會: how many, and for how many years."""

    directors: int | None = None
    supervisors: int | None = None
    alternate_directors: int | None = None
    alternate_supervisors: int | None = None
    director_years: int | None = None
    supervisor_years: int | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """創立會: of so many members so many were present, and so many agreed to the articles."""

    members: int | None = None
    present: int | None = None
    agreed: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One cooperative on its way. `share_value` is the NT$ of each share, the same for all.

    `area` names counties and cities; `articles` and `register` hold the numbers of the items (款) of
    合作社法 §9-1 and §9 that are written down; `days` are days in Asia/Taipei, past or planned.
    """

    founders: tuple[Founder, ...] = ()
    name: str | None = None
    liability: Liability | None = None
    main_business: Business | None = None
    other_businesses: Set[Business] = frozenset()
    area: tuple[str, ...] = ()
    share_value: int | None = None
    members: tuple[Member, ...] = ()
    boards: Boards = Boards()
    attendance: Attendance = Attendance()
    days: Mapping[Step, date | None] = field(default_factory=dict)
    articles: Set[int] = frozenset()
    register: Set[int] = frozenset()

    def day(self, step: Step) -> date | None:
        """The day of a step, None where none is entered."""
        return self.days.get(step)
