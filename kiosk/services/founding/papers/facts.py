"""What the papers say of a case, in Chinese words; None is a gap."""

from dataclasses import dataclass
from datetime import date

from kiosk.domain.founding.case import Founder, Step
from kiosk.domain.founding.cooperative import authority_of
from kiosk.domain.founding.guide import Guide
from kiosk.domain.founding.record import Post, Record
from kiosk.domain.founding.roll import post_word
from kiosk.domain.founding.rules import FoundingRules
from kiosk.domain.roc_date import roc_date


@dataclass(frozen=True, slots=True)
class Facts:
    """A case, with the rules and the guide that it is told by."""

    record: Record
    rules: FoundingRules
    guide: Guide

    @property
    def name(self) -> str | None:
        """社名."""
        return self.record.case.name

    @property
    def liability(self) -> str | None:
        """責任."""
        kind = self.record.case.liability
        return None if kind is None else self.rules.liabilities[kind].zh

    @property
    def main_business(self) -> str | None:
        """主要業務."""
        kind = self.record.case.main_business
        return None if kind is None else self.rules.businesses[kind].zh

    @property
    def other_businesses(self) -> str | None:
        """其他業務, in the law's order."""
        others = self.record.case.other_businesses
        return "、".join(term.zh for kind, term in self.rules.businesses.items() if kind in others) or None

    @property
    def area(self) -> str | None:
        """組織區域."""
        return "、".join(self.record.case.area) or None

    @property
    def authority(self) -> str | None:
        """主管機關."""
        return authority_of(self.record.case, self.rules)

    @property
    def shares(self) -> int:
        """All shares that members have taken."""
        return sum(member.shares or 0 for member in self.record.case.members)

    @property
    def paid_in(self) -> int:
        """NT$ that members have paid in."""
        return sum(member.paid_in or 0 for member in self.record.case.members)

    def day(self, step: Step) -> str | None:
        """The day of a step, as official papers write it."""
        return day_word(self.record.case.day(step))

    def elected(self, *posts: Post) -> tuple[str, ...]:
        """Who holds one of these posts."""
        return tuple(one.name for one in self.record.officers if one.post in posts)

    def person(self, name: str) -> Founder | None:
        """The member or founder of this name, where there is just one."""
        case = self.record.case
        for people in (case.members, case.founders):
            found = [one for one in people if one.name == name]
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def posts(self) -> tuple[tuple[str, str], ...]:
        """Posts and names, in the order of the posts."""
        order = list(Post)
        every = sorted(self.record.officers, key=lambda one: order.index(one.post))
        return tuple((post_word(one.post), one.name) for one in every)


def day_word(day: date | None) -> str | None:
    """A day as official papers write it."""
    return None if day is None or day.year <= 1911 else roc_date(day)


def number(value: int | None, unit: str = "") -> str | None:
    """A number with commas and its unit."""
    return None if value is None else f"{value:,}{unit}"
