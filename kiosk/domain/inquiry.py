"""諮詢, an aggregate of its own: a message to the help desk (文字客服), a request for a consultant, or one
about the own data (當事人權利).

A message needs no membership and no card: who asks says where the answer goes, and whether the
membership goes along. About the own data a member asks, whose card or phone has opened 帳戶總覽.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import ClassVar

from kiosk.domain.data_rights import DataRight
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
    PERSONAL_DATA = "personal_data"  # 個資法 §3


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
    NO_MEMBER = "no_member"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class SendInquiry:
    """`page` is where it was written. `membership_id` only where the person agreed to it.

    `email` is where the answer goes beside the membership's 我的通知; empty where that is enough. `themes`
    are those of the self-assessment that a consultant is wanted for, or the one `DataRight` that is asked
    for. `preferred_on` is a day in Asia/Taipei.
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

    @property
    def right(self) -> DataRight | None:
        """What is asked about the own data; None of any other message."""
        return DataRight(self.themes[0]) if self.subject is Subject.PERSONAL_DATA else None


INQUIRY_KINDS = frozenset({SendInquiry.kind})


def faults_in(asked: SendInquiry, today: date | None = None) -> Iterator[InquiryFault]:
    """What is wrong with it. `today` (Asia/Taipei) is not known to whoever gets it days later."""
    if not asked.text.strip() and not _says_enough(asked):
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
    if asked.subject is Subject.PERSONAL_DATA:
        if asked.membership_id is None:
            yield InquiryFault.NO_MEMBER
        if len(asked.themes) != 1 or asked.themes[0] not in set(DataRight):
            yield InquiryFault.FORM
    themes_are_wrong = len(asked.themes) > MOST_THEMES or not all(map(_THEME.fullmatch, asked.themes))
    if themes_are_wrong or not _PAGE.fullmatch(asked.page) or _UNSEEN.search(asked.text):
        yield InquiryFault.FORM


def _says_enough(asked: SendInquiry) -> bool:
    """Whether it can be answered without a word: what is to be corrected has to be said."""
    if asked.subject is Subject.PERSONAL_DATA:
        return asked.themes != (DataRight.CORRECTION.value,)
    return asked.subject is Subject.CONSULTANT and bool(asked.themes)
