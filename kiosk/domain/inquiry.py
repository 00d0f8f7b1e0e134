"""諮詢, an aggregate of its own: a message to the help desk (文字客服), or a request for a consultant.

It needs no membership and no card: who asks says where the answer goes, and whether the
membership goes along.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import ClassVar

from kiosk.domain.identifiers import is_email

LONGEST = 1000
"""How many characters a message has at most."""

MOST_THEMES = 20

_PAGE = re.compile(r"[A-Za-z0-9_.-]{0,80}")
_THEME = re.compile(r"[a-z0-9_]{1,40}")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Subject(StrEnum):
    """What is wanted."""

    MESSAGE = "message"  # 文字客服
    CONSULTANT = "consultant"  # 專家服務, 我要找諮詢顧問


class Period(StrEnum):
    """The part of a day at which one can be reached, within the hours of the help desk."""

    ANY = "any"
    MORNING = "morning"  # 09:00 to 12:00
    AFTERNOON = "afternoon"  # 13:00 to 18:00


class InquiryFault(Enum):
    """What keeps a message from being sent."""

    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    NOWHERE_TO_ANSWER = "nowhere_to_answer"
    EMAIL = "email"
    DAY_PAST = "day_past"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class SendInquiry:
    """`page` is where it was written. `membership_id` only where the person agreed to it.

    `email` is where the answer goes beside the membership's 我的通知; empty where that is enough. `themes`
    are those of the self-assessment that a consultant is wanted for. `preferred_on` is a day in Asia/Taipei.
    """

    kind: ClassVar[str] = "send_inquiry"
    subject: Subject
    text: str
    page: str
    membership_id: str | None
    email: str
    themes: tuple[str, ...] = ()
    preferred_on: date | None = None
    preferred_period: Period = Period.ANY


INQUIRY_KINDS = frozenset({SendInquiry.kind})


def faults_in(asked: SendInquiry, today: date | None = None) -> Iterator[InquiryFault]:
    """What is wrong with it. `today` (Asia/Taipei) is not known to whoever gets it days later."""
    if not asked.text.strip() and not (asked.subject is Subject.CONSULTANT and asked.themes):
        yield InquiryFault.NO_WORDS
    if len(asked.text) > LONGEST:
        yield InquiryFault.TOO_LONG
    if asked.email:
        if not is_email(asked.email):
            yield InquiryFault.EMAIL
    elif asked.membership_id is None:
        yield InquiryFault.NOWHERE_TO_ANSWER
    if today is not None and asked.preferred_on is not None and asked.preferred_on < today:
        yield InquiryFault.DAY_PAST
    themes_are_wrong = len(asked.themes) > MOST_THEMES or not all(map(_THEME.fullmatch, asked.themes))
    if themes_are_wrong or not _PAGE.fullmatch(asked.page) or _UNSEEN.search(asked.text):
        yield InquiryFault.FORM
