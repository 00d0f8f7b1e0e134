"""Liability, business, name and area of a cooperative to be, and the authority it belongs to."""

from collections.abc import Iterator

from kiosk.domain.founding.case import Business, Case, Liability
from kiosk.domain.founding.findings import Finding, What
from kiosk.domain.founding.rules import FoundingRules


def kind(case: Case, rules: FoundingRules) -> Iterator[Finding]:
    """One of three liabilities (合作社法 §4), of eleven businesses (§3); 信用 and 保險 with no other."""
    if case.liability is None:
        yield Finding(What.LIABILITY_MISSING, "liability", None, tuple(Liability))
    if case.main_business is None:
        yield Finding(What.BUSINESS_MISSING, "main_business", None, tuple(Business))
    run = tuple(one for one in Business if one is case.main_business or one in case.other_businesses)
    apart = tuple(one for one in run if rules.businesses[one].apart)
    if apart and len(run) > 1:
        yield Finding(What.BUSINESSES_MIXED, "other_businesses", run, apart)


def name(case: Case, rules: FoundingRules) -> Iterator[Finding]:
    """The name shows the liability and the one main business, and no other (合作社法 §6)."""
    written = "".join((case.name or "").split())
    if not written:
        yield Finding(What.NAME_MISSING, "name")
        return
    yield from _liability_in_name(written, case.liability, rules)
    yield from _business_in_name(written, case.main_business, rules)


def _liability_in_name(written: str, liability: Liability | None, rules: FoundingRules) -> Iterator[Finding]:
    shown = tuple(one for one in Liability if rules.liabilities[one].zh in written)
    needed = tuple(Liability) if liability is None else (liability,)
    if not shown:
        yield Finding(What.NAME_WITHOUT_LIABILITY, "name", None, needed)
    elif len(shown) > 1 or shown[0] not in needed:
        yield Finding(What.NAME_LIABILITY_WRONG, "name", shown, needed)


def _business_in_name(written: str, main: Business | None, rules: FoundingRules) -> Iterator[Finding]:
    """Businesses are known in the name by their words; 其他 has none [D]."""
    words = tuple(one for one in Business if one is not Business.OTHER)
    shown = tuple(one for one in words if rules.businesses[one].zh in written)
    needed = words if main is None else (main,)
    if len(shown) > 1:
        yield Finding(What.NAME_TWO_BUSINESSES, "name", shown, needed)
    elif not shown and main is not Business.OTHER:
        yield Finding(What.NAME_WITHOUT_BUSINESS, "name", None, needed)
    elif shown and shown[0] not in needed:
        yield Finding(What.NAME_BUSINESS_WRONG, "name", shown, needed)


def area(case: Case, rules: FoundingRules) -> Iterator[Finding]:
    """The area is one or more counties or cities (合作社法 §9-1, 施行細則 §3)."""
    if not case.area:
        yield Finding(What.AREA_MISSING, "area")
    unknown = tuple(one for one in case.area if _county(one) not in rules.counties)
    if unknown:
        yield Finding(What.AREA_UNKNOWN, "area", unknown, rules.counties)


def authority_of(case: Case, rules: FoundingRules) -> str | None:
    """Who decides: the county's or city's government, across them 內政部 (施行細則 §3); None if unknown."""
    counties = {_county(one) for one in case.area}
    if not counties or not counties.issubset(rules.counties):
        return None
    if len(counties) > 1:
        return rules.central_authority
    return rules.local_authority.format(county=counties.pop())


def _county(text: str) -> str:
    """台 and 臺 are the same name."""
    return text.strip().replace("台", "臺")
