"""How far a founding case is: what it consists of, and how each part stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.founding.findings import Finding
from kiosk.domain.founding.record import Record
from kiosk.domain.founding.rules import FoundingRules, Severity


class Topic(StrEnum):
    """A part of a case, in the order in which one fills it in."""

    NAME = "name"
    FOUNDERS = "founders"
    MEMBERS = "members"
    BOARDS = "boards"
    PLAN = "plan"
    ARTICLES = "articles"
    DAYS = "days"


class TopicState(StrEnum):
    """How a part stands: the last weighs most."""

    DONE = "done"
    OPEN = "open"
    BROKEN = "broken"


_TOPICS: Mapping[str, Topic] = {
    "name": Topic.NAME,
    "liability": Topic.NAME,
    "main_business": Topic.NAME,
    "other_businesses": Topic.NAME,
    "area": Topic.NAME,
    "founders": Topic.FOUNDERS,
    "share_value": Topic.MEMBERS,
    "members": Topic.MEMBERS,
    "boards": Topic.BOARDS,
    "articles": Topic.ARTICLES,
    "register": Topic.ARTICLES,
    "days": Topic.DAYS,
    "attendance": Topic.DAYS,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a part stands, and what was found in it."""

    topic: Topic
    state: TopicState
    findings: tuple[Finding, ...]


def topic_of(finding: Finding) -> Topic:
    """The part that a finding is about."""
    return _TOPICS[finding.place.partition(".")[0]]


def checklist(record: Record, findings: Iterable[Finding], rules: FoundingRules) -> tuple[Standing, ...]:
    """All parts in their order."""
    every = tuple(findings)
    return tuple(_standing(topic, record, every, rules) for topic in Topic)


def progress(standings: Iterable[Standing]) -> tuple[int, int]:
    """How many parts are done, and how many there are."""
    states = [one.state for one in standings]
    return states.count(TopicState.DONE), len(states)


def _standing(topic: Topic, record: Record, findings: tuple[Finding, ...], rules: FoundingRules) -> Standing:
    ours = tuple(one for one in findings if topic_of(one) is topic)
    weights = {rules.findings[one.what].severity for one in ours}
    if Severity.BROKEN in weights and _is_begun(topic, record):
        state = TopicState.BROKEN
    elif weights & {Severity.BROKEN, Severity.MISSING} or not _is_written(topic, record):
        state = TopicState.OPEN
    else:
        state = TopicState.DONE
    return Standing(topic, state, ours)


def _is_begun(topic: Topic, record: Record) -> bool:
    """Whether anything was entered: an empty list of founders is open, not wrong."""
    people = {Topic.FOUNDERS: record.case.founders, Topic.MEMBERS: record.case.members}
    return bool(people.get(topic, True)) or (record.case.share_value is not None and topic is Topic.MEMBERS)


def _is_written(topic: Topic, record: Record) -> bool:
    """Whether there is what no rule asks for, but the papers do."""
    plan = record.plan
    if topic is Topic.PLAN:
        texts = (plan.reason, plan.need, plan.conduct, plan.first_year)
        return all(text.strip() for text in texts) and bool(plan.income and plan.expense)
    if topic is Topic.BOARDS:
        return bool(record.officers)
    return bool(record.address.strip()) if topic is Topic.NAME else True
