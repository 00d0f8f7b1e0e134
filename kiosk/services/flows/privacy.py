"""當事人權利: a member asks about the own data (個資法 §3); the answer comes into 我的通知, and by mail."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from kiosk.domain.calendar import taipei_day
from kiosk.domain.data_rights import DataRight, due_day
from kiosk.domain.inquiry import SendInquiry, Subject
from kiosk.domain.membership import Contact
from kiosk.services.drafts import Draft
from kiosk.services.flows.flow import Flow, Route, Step
from kiosk.services.flows.member_papers import data_request_paper
from kiosk.services.flows.services import Services
from kiosk.services.inquiries import Inquiry


@dataclass(frozen=True, slots=True)
class RightAsked:
    """What is asked, and more words: what is to be corrected has to be said."""

    right: DataRight
    words: str = ""


@dataclass(frozen=True, slots=True)
class PrivacyScene:
    """What a step shows: what may be asked until when, and what was asked before, newest first."""

    step: str
    asked: RightAsked | None
    due: dict[DataRight, date]
    before: tuple[Inquiry, ...]
    contact: Contact | None
    email_confirmed: bool


ROUTE = Route(
    "privacy",
    (
        Step("ask", 0, RightAsked, "done", seals=True),
        Step("done", 1, type(None), "", kept=False),
    ),
)


class PrivacyRequesting(Flow):
    """A request in the making. Keeps it, and its receipt, in one transaction."""

    def __init__(self, services: Services, membership_id: str) -> None:
        super().__init__(ROUTE, services.drafts, f"privacy-{uuid4()}")
        self._services = services
        self._membership_id = membership_id
        self._receipt_id: int | None = None

    @property
    def membership_id(self) -> str:
        """The membership that asks."""
        return self._membership_id

    @property
    def receipt_id(self) -> int | None:
        """The receipt's number."""
        return self._receipt_id

    def resume(self, draft: Draft) -> None:
        """Go on where `draft` was left."""
        super().resume(draft)
        self.draft_id = draft.draft_id

    def scene(self) -> PrivacyScene:
        """What the present step shows."""
        shown = self._services.desk.view(self._membership_id).shown
        today = taipei_day(self._services.clock())
        messages = self._services.inquiries.of_membership(self._membership_id)
        return PrivacyScene(
            step=self.step.name,
            asked=self.answer("ask", RightAsked),
            due={right: due_day(right, today) for right in DataRight},
            before=tuple(one for one in messages if one.asked.subject is Subject.PERSONAL_DATA),
            contact=shown.contact,
            email_confirmed=shown.email_confirmed,
        )

    def _perform(self, answer: RightAsked) -> None:
        services, request_id = self._services, self._services.inquiries.new_id()
        asked = SendInquiry(
            subject=Subject.PERSONAL_DATA,
            text=answer.words,
            page="privacy.ask",
            membership_id=self._membership_id,
            email="",
            themes=(answer.right.value,),
        )
        paper = data_request_paper(
            services.programme, request_id, answer.right, training=services.training is not None
        )
        keeping = services.inquiries.keeping(asked, request_id)
        self._receipt_id = services.desk.issue(self._membership_id, paper, beside=keeping)
