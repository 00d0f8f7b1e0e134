"""Everything a founding case holds: what is checked, and what its papers say besides."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kiosk.domain.founding.case import Case, Founder
from kiosk.domain.identity import HolderId


class Post(StrEnum):
    """職務 of somebody who is elected."""

    DIRECTORS_CHAIR = "directors_chair"  # 理事主席
    DIRECTOR = "director"  # 理事
    ALTERNATE_DIRECTOR = "alternate_director"  # 候補理事
    SUPERVISORS_CHAIR = "supervisors_chair"  # 監事主席
    SUPERVISOR = "supervisor"  # 監事
    ALTERNATE_SUPERVISOR = "alternate_supervisor"  # 候補監事


@dataclass(frozen=True, slots=True)
class Officer:
    """Who holds which post."""

    post: Post
    name: str


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A line of the year's budget, NT$."""

    item: str
    amount: int


@dataclass(frozen=True, slots=True)
class Plan:
    """籌組計畫書: why, for whom, how it is run, and the first year's budget (年度概算表) in NT$."""

    reason: str = ""
    need: str = ""
    conduct: str = ""
    first_year: str = ""
    members: int | None = None
    capital: int | None = None
    income: tuple[BudgetLine, ...] = ()
    expense: tuple[BudgetLine, ...] = ()

    @property
    def income_total(self) -> int:
        """All income, NT$."""
        return sum(line.amount for line in self.income)

    @property
    def expense_total(self) -> int:
        """All expense, NT$."""
        return sum(line.amount for line in self.expense)


@dataclass(frozen=True, slots=True)
class Contact:
    """Who speaks for the founders. Personal data."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """成立登記: the certificate's number, and the 統一編號 of the tax registration."""

    certificate: str = ""
    ubn: str = ""


@dataclass(frozen=True, slots=True)
class FounderCard:
    """A founder and the 自然人憑證 that was read for that founder."""

    holder: HolderId
    founder: Founder


@dataclass(frozen=True, slots=True)
class Record:
    """A founding case. `texts` are drafts of the articles by item, `cards` those that were read.

    The numbers of items in `case` are not entered: `checked` finds them from what is written down.
    """

    case: Case = field(default_factory=Case)
    address: str = ""
    plan: Plan = Plan()
    officers: tuple[Officer, ...] = ()
    texts: Mapping[int, str] = field(default_factory=dict)
    contact: Contact = Contact()
    cards: tuple[FounderCard, ...] = ()
    registered: Registered = Registered()


_FROM_ARTICLES = {6: 6, 8: 13, 9: 14, 10: 7, 11: 11, 12: 12, 13: 15}
"""Items of the register (合作社法 §9) that stand in items of the articles (§9-1)."""


def checked(record: Record) -> Case:
    """The case as it is checked: an item counts as written where its text, or what it tells, is there."""
    case, texts = record.case, {number for number, text in record.texts.items() if text.strip()}
    known = {
        1: case.name,
        2: case.main_business,
        3: case.liability,
        4: record.address.strip(),
        5: record.officers,
        7: case.members,
    }
    register = {item for item, value in known.items() if value}
    register |= {item for item, article in _FROM_ARTICLES.items() if article in texts}
    return replace(case, articles=frozenset(texts), register=frozenset(register))


def with_founder(record: Record, place: int | None, founder: Founder | None, card: HolderId | None) -> Record:
    """The record with another founder at `place` (at the end where None), or without (`founder` is None).

    A card stays with its founder: it is known no more once that founder is taken out.
    """
    founders = list(record.case.founders)
    before = None if place is None else founders.pop(place)
    cards = [one for one in record.cards if before is None or one.founder != before]
    kept = [one.holder for one in record.cards if before is not None and one.founder == before]
    if founder is not None:
        founders.insert(len(founders) if place is None else place, founder)
        holders = [card] if card is not None else kept
        cards += [FounderCard(holder, founder) for holder in holders]
    return replace(record, case=replace(record.case, founders=tuple(founders)), cards=tuple(cards))
