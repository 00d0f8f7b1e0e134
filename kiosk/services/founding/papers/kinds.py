"""Which papers there are, and each of them made from a case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.services.founding.papers import applying, meetings, rolls
from kiosk.services.founding.papers.blocks import Block, FoundingPaper
from kiosk.services.founding.papers.facts import Facts


class PaperKind(StrEnum):
    """The papers, in the order in which they are needed."""

    APPLICATION = "application"
    PLAN = "plan"
    FOUNDERS = "founders"
    PREPARATION_AGENDA = "preparation_agenda"
    PREPARATION_MINUTES = "preparation_minutes"
    ARTICLES = "articles"
    MEMBERS = "members"
    FOUNDING_AGENDA = "founding_agenda"
    FOUNDING_MINUTES = "founding_minutes"
    OFFICERS = "officers"
    REGISTRATION = "registration"


@dataclass(frozen=True, slots=True)
class _Kind:
    title: str
    blocks: Callable[[Facts], tuple[Block, ...]]


_KINDS: Mapping[PaperKind, _Kind] = {
    PaperKind.APPLICATION: _Kind("合作社發起組織申請書", applying.application),
    PaperKind.PLAN: _Kind("籌組計畫書（含年度概算表）", applying.plan),
    PaperKind.FOUNDERS: _Kind("發起人名冊", applying.founders),
    PaperKind.PREPARATION_AGENDA: _Kind("籌備會議程", meetings.preparation_agenda),
    PaperKind.PREPARATION_MINUTES: _Kind("籌備會會議紀錄", meetings.preparation_minutes),
    PaperKind.ARTICLES: _Kind("章程草案", rolls.articles),
    PaperKind.MEMBERS: _Kind("社員名冊", rolls.members),
    PaperKind.FOUNDING_AGENDA: _Kind("創立會議程", meetings.founding_agenda),
    PaperKind.FOUNDING_MINUTES: _Kind("創立會會議紀錄", meetings.founding_minutes),
    PaperKind.OFFICERS: _Kind("理監事名冊", rolls.officers),
    PaperKind.REGISTRATION: _Kind("成立登記申請書", rolls.registration),
}


def title_of(kind: PaperKind) -> str:
    """The paper's title."""
    return _KINDS[kind].title


def paper(kind: PaperKind, facts: Facts) -> FoundingPaper:
    """The paper of this kind, as far as the case is filled in."""
    guide = facts.guide
    note = (
        "本文件是臺灣雲市集合作社服務櫃台依您填寫的資料帶出的草稿，不是主管機關的正式書表；空白處請手寫補上。"
        f"正式書表請至{guide.forms.zh}下載（{guide.portal}）。"
    )
    return FoundingPaper(_KINDS[kind].title, note, _KINDS[kind].blocks(facts))
