"""註冊: the brochure's seven steps, from the choice of the certificate to the confirmed mailbox."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from kiosk.contract.api import Rejection
from kiosk.domain.commands import Apply, Condition, OpenMembership
from kiosk.domain.identifiers import is_ubn
from kiosk.domain.identity import HolderId, IdentityKind
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.drafts import Draft
from kiosk.services.failures import Failed
from kiosk.services.flows import phone
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.flow import Flow, Route, Step
from kiosk.services.flows.identify import member_elsewhere
from kiosk.services.flows.member_papers import registration_paper
from kiosk.services.flows.services import Services
from kiosk.services.flows.signing import (
    NOT_KNOWN_YET,
    Signed,
    Signing,
    prepare,
    signature_of,
    submit_signed,
)
from kiosk.services.membership_view import MembershipView


@dataclass(frozen=True, slots=True)
class IdentityChosen:
    """依身分別選擇認證方式."""

    identity: IdentityKind


@dataclass(frozen=True, slots=True)
class Consented:
    """The notice of this version was shown from then on (UTC) and consented to."""

    notice_version: str
    shown_at: datetime


@dataclass(frozen=True, slots=True)
class CardRecognised:
    """What the card says of its holder. `ubn` is empty where the certificate has none."""

    identity: IdentityKind
    holder: HolderId
    name: str
    ubn: str

    @classmethod
    def of(cls, card: PresentCard) -> "CardRecognised":
        """From the card in the reader."""
        return cls(card.holder.kind, card.holder.holder_id, card.holder.name, card.holder.ubn or "")


@dataclass(frozen=True, slots=True)
class CooperativeNamed:
    """The cooperative that joins."""

    name: str
    ubn: str


@dataclass(frozen=True, slots=True)
class Declared:
    """授權資料查詢及同意聲明事項."""

    conditions: tuple[Condition, ...]
    lookup_authorised: bool


@dataclass(frozen=True, slots=True)
class ContactGiven:
    """輸入聯絡人Email、基本資料. Personal data."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class CodeEntered:
    """The code from the e-mail. Never kept: the step after it ends the draft."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RegistrationScene:
    """What a step shows: what was answered so far, and at the signature what is to be signed."""

    step: str
    identity: IdentityKind | None
    card: CardRecognised | None
    cooperative: CooperativeNamed | None
    declared: Declared | None
    contact: ContactGiven | None
    at: datetime
    signing: Signing | None = None
    view: MembershipView | None = None


ROUTE = Route(
    "registration",
    (
        Step("identity", 0, IdentityChosen, "consent"),
        Step("consent", 1, Consented, "card"),
        Step("card", 2, CardRecognised, "cooperative"),
        Step("cooperative", 2, CooperativeNamed, "pin"),
        Step("pin", 2, Signed, "declaration", seals=True),
        Step("member", 2, type(None), "", kept=False),
        Step("declaration", 3, Declared, "contact"),
        Step("contact", 4, ContactGiven, "email_code"),
        Step("email_code", 5, CodeEntered, "done", seals=True),
        Step("done", 6, type(None), "", kept=False),
    ),
)
BEFORE_SIGNATURE = frozenset({"identity", "consent", "card", "cooperative", "pin"})


class Registration(Flow):
    """A registration in progress. Submits OpenMembership at the signature and Apply with the contact."""

    def __init__(self, services: Services) -> None:
        super().__init__(ROUTE, services.drafts, f"registration-{uuid4()}")
        self._services = services
        self._membership_id = services.desk.new_membership_id()
        self._signing: Signing | None = None

    @classmethod
    def of_member(cls, services: Services, membership_id: str, step: str) -> "Registration":
        """Go on with a membership that was opened before, from a step after the signature."""
        flow = cls(services)
        flow._membership_id = membership_id
        flow.start_at(step)
        return flow

    @classmethod
    def knowing(
        cls, services: Services, cooperative: CooperativeNamed, contact: ContactGiven
    ) -> "Registration":
        """A registration whose cooperative and contact are known; both are shown and may be changed."""
        flow = cls(services)
        flow._answers = {"cooperative": cooperative, "contact": contact}
        return flow

    @property
    def membership_id(self) -> str:
        """The membership that is being opened."""
        return self._membership_id

    @property
    def _by_phone(self) -> bool:
        """Whether a 行動自然人憑證 was chosen: no card is put in, and who joins is known by the signature."""
        chosen = self.answer("identity", IdentityChosen)
        return chosen is not None and chosen.identity is IdentityKind.MOBILE_CITIZEN_CERTIFICATE

    def _go(self, step: str) -> None:
        super()._go(self.route.step(step).following if step == "card" and self._by_phone else step)

    def resume(self, draft: Draft) -> None:
        """Go on where `draft` was left; past the signature where that was recorded before the draft was."""
        super().resume(draft)
        self.draft_id = draft.draft_id
        self._membership_id = draft.membership_id or self._membership_id
        if self._step.name in BEFORE_SIGNATURE and self._registered():
            self._before.clear()
            self.start_at("declaration")

    def scene(self) -> RegistrationScene:
        """What the present step shows. Raises Refused where a rule forbids what would be signed."""
        step = self.step.name
        self._signing = self._prepare() if step == "pin" else None
        identity = self.answer("identity", IdentityChosen)
        card = None if self._by_phone else self.answer("card", CardRecognised)
        return RegistrationScene(
            step=step,
            identity=identity.identity if identity else None,
            card=card,
            cooperative=self.answer("cooperative", CooperativeNamed),
            declared=self.answer("declaration", Declared),
            contact=self.answer("contact", ContactGiven),
            at=self._services.clock(),
            signing=self._signing,
            view=self._services.desk.view(self._membership_id) if step in {"email_code", "done"} else None,
        )

    def sign(self, card: PresentCard, pin: bytearray) -> None:
        """Sign and submit OpenMembership, and go on. Wipes `pin`. Raises as `sign_and_submit`.

        Where central can be asked and knows the holder as a member, nothing is submitted: one goes on to the
        step `member`, with the whole record of that membership.
        """
        if self._signing is None:
            raise LookupError("nothing to sign")
        self._join(self._signing, signature_of(self._services, self._signing, card, pin))

    def sign_by_phone(self, signature: str) -> None:
        """The same with the phone's signature. Raises as `phone.submit`."""
        if self._signing is None:
            raise LookupError("nothing to sign")
        self._join(phone.signed_by(self._signing, signature), signature)

    def _join(self, signing: Signing, signature: str) -> None:
        """One signature is enough: before it is submitted, it shows central who asks."""
        member = member_elsewhere(self._services, signing.statement, signature)
        if member is None:
            self.apply(submit_signed(self._services, signing, signature, of_draft=self.draft_id))
            return
        self._membership_id = member
        self._before.clear()
        self.start_at("member")

    def send_code(self) -> None:
        """Let central mail a code to the contact; what waits is sent before.

        Raises Failed, with the reason where central did not accept the registration.
        """
        self._services.sync.once()
        turned_down = self._turned_down()
        if turned_down is not None:
            raise Failed(turned_down)
        self._services.central.send_email_code(self._membership_id)

    def _perform(self, answer: Any) -> None:
        match answer:
            case CardRecognised():
                known = self._services.desk.find(answer.holder)
                if known is not None and known != self._membership_id:
                    raise Refused(Refusal.ALREADY_REGISTERED)
                self._forget_another(answer.holder)
            case CooperativeNamed():
                self._require(bool(answer.name.strip()), Refusal.NAME_MISSING)
                self._require(is_ubn(answer.ubn), Refusal.UBN_INVALID)
            case ContactGiven():
                self._submit_application(answer)
            case CodeEntered():
                self._services.central.check_email_code(self._membership_id, answer.code)
                self._services.sync.once()
            case _:
                pass

    def _forget_another(self, holder: HolderId) -> None:
        """What was entered for the holder of another card is not this one's to see."""
        before = self.answer("card", CardRecognised)
        if before is not None and before.holder != holder:
            for step in ("cooperative", "declaration", "contact"):
                self._answers.pop(step, None)

    def _require(self, holds: bool, refusal: Refusal) -> None:
        if not holds:
            raise Refused(refusal)

    def _turned_down(self) -> Refusal | Rejection | None:
        """Why central did not accept the registration; None where it did, or has not said."""
        codes = [one.code for one in self._services.desk.view(self._membership_id).pending if one.turned_down]
        known: list[Refusal | Rejection] = [*Refusal, *Rejection]
        return next((reason for reason in known if codes and reason.value == codes[0]), None)

    def _registered(self) -> bool:
        return self._services.desk.view(self._membership_id).shown.registration is not None

    def _prepare(self) -> Signing:
        if self._by_phone:
            command = self._opening(IdentityKind.MOBILE_CITIZEN_CERTIFICATE, NOT_KNOWN_YET)
            statement = self._services.desk.prepare(self._membership_id, command)
            return Signing(statement, None, by_phone=True)
        card = self.given("card", CardRecognised)
        command = self._opening(card.identity, card.holder)
        return prepare(self._services, self._membership_id, command, card.holder)

    def _opening(self, identity: IdentityKind, signer: HolderId) -> OpenMembership:
        cooperative, consent = self.given("cooperative", CooperativeNamed), self.given("consent", Consented)
        return OpenMembership(
            identity=identity,
            cooperative_name=cooperative.name,
            ubn=cooperative.ubn,
            notice_version=consent.notice_version,
            notice_shown_at=consent.shown_at,
            signer=signer,
        )

    def _submit_application(self, contact: ContactGiven) -> None:
        declared = self.given("declaration", Declared)
        command = Apply(
            declared=declared.conditions,
            lookup_authorised=declared.lookup_authorised,
            contact_name=contact.name,
            email=contact.email,
            phone=contact.phone,
        )
        statement = self._services.desk.prepare(self._membership_id, command)
        paper = registration_paper(self._services.programme, training=self._services.training is not None)
        self._services.desk.submit(statement, None, of_draft=self.draft_id, paper=paper)
