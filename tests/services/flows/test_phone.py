"""A flow goes on with what the phone has signed, and stays where it was with what is not the member's own."""

from dataclasses import replace

import pytest

from kiosk.contract.envelopes import Statement
from kiosk.domain.commands import Command
from kiosk.domain.identity import IdentityKind
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.failures import Failed
from kiosk.services.flows import phone
from kiosk.services.flows.cancel import CancellationAgreed, Cancelling
from kiosk.services.flows.correction import correction_of
from kiosk.services.flows.order import Ordering
from kiosk.services.flows.refund import OrderSelected, Refunding
from kiosk.services.flows.refund import Reviewed as RefundReviewed
from kiosk.services.flows.registration import (
    CardRecognised,
    Consented,
    CooperativeNamed,
    IdentityChosen,
    Registration,
)
from kiosk.services.flows.signing import prepare, submit_signed
from kiosk.services.flows.start import resumed, start_scene
from tests.services.counter import holder, token, ubn
from tests.services.flows.hall import Hall, PaperCard, member_of
from tests.services.flows.test_buying import in_service, order_to_pin, ordered


@pytest.fixture(params=["order", "cancel", "refund"])
def flow(request: pytest.FixtureRequest, hall: Hall) -> Ordering | Cancelling | Refunding:
    """A flow at its signature."""
    member = member_of(hall)
    if request.param == "order":
        at_pin: Ordering | Cancelling | Refunding = order_to_pin(hall, member)
    elif request.param == "cancel":
        number = ordered(hall, member)
        at_pin = Cancelling(hall.services, member, number)
        at_pin.scene()
        at_pin.apply(CancellationAgreed(number))
    else:
        number = in_service(hall, member)
        at_pin = Refunding(hall.services, member, number)
        at_pin.apply(OrderSelected(number))
        at_pin.scene()
        at_pin.apply(RefundReviewed())
    return at_pin


def test_what_is_not_the_members_own_is_not_taken(flow: Ordering | Cancelling | Refunding) -> None:
    flow.scene()
    with pytest.raises(Failed) as raised:
        flow.sign_by_phone("{}")
    assert raised.value.failure is phone.PhoneFailure.FAILED
    assert flow.step.name == "pin"


def test_what_the_phone_signed_is_taken(
    flow: Ordering | Cancelling | Refunding, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose signature it is, is proven beside central, where certificates are: tests/central/fido."""
    flow.scene()
    monkeypatch.setattr(phone, "_holder", lambda signing, _signature: signing.signer)
    flow.sign_by_phone(token(holder()))
    assert flow.step.name == "done"


def test_only_at_the_signature(hall: Hall) -> None:
    member = member_of(hall)
    for early in (
        Ordering(hall.services, member, tail=lambda _below: 7),
        Cancelling(hall.services, member, "0" * 20),
        Refunding(hall.services, member, "0" * 20),
    ):
        with pytest.raises(LookupError):
            early.sign_by_phone("{}")


def test_the_phone_is_offered_to_citizens_only(hall: Hall) -> None:
    scene = order_to_pin(hall, member_of(hall)).scene()
    assert scene.signing is not None
    assert not scene.signing.by_phone
    counter, citizen = (
        hall.counter,
        replace(hall.counter.opening(2), identity=IdentityKind.CITIZEN_CERTIFICATE),
    )
    member = counter.desk.new_membership_id()
    assert not phone_offered(hall, member, citizen)
    counter.submit(member, citizen)
    assert phone_offered(hall, member, counter.application())


def phone_offered(hall: Hall, member: str, command: Command) -> bool:
    return prepare(hall.services, member, command, holder(2)).by_phone


class TestJoining:
    """Without a card: who joins is known once the phone has signed."""

    def to_pin(self, hall: Hall) -> Registration:
        flow = Registration(hall.services)
        flow.apply(IdentityChosen(IdentityKind.MOBILE_CITIZEN_CERTIFICATE))
        flow.apply(Consented(hall.services.notice.version, hall.services.clock()))
        assert flow.step.name == "cooperative"
        assert flow.scene().card is None
        flow.apply(CooperativeNamed("訓練用合作社", ubn(1)))
        return flow

    def signed(self, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Registration:
        flow = self.to_pin(hall)
        flow.scene()
        monkeypatch.setattr(phone, "_holder", lambda _signing, _signature: holder())
        flow.sign_by_phone(token(holder()))
        return flow

    def test_what_is_signed_says_that_a_phone_signs_it(self, hall: Hall) -> None:
        signing = self.to_pin(hall).scene().signing
        assert signing is not None
        assert signing.only_by_phone
        assert signing.by_phone
        assert signing.statement.body["identity"] == "mobile_citizen_certificate"

    def test_the_signature_says_whose_membership_it_is(
        self, hall: Hall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        flow = self.signed(hall, monkeypatch)
        assert flow.step.name == "declaration"
        assert not flow.can_go_back
        assert hall.services.desk.find(holder()) == flow.membership_id
        registration = hall.services.desk.view(flow.membership_id).shown.registration
        assert registration is not None
        assert registration.holder == holder()

    def test_a_member_does_not_join_again_by_phone(self, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
        hall.counter.submit(hall.counter.desk.new_membership_id(), hall.counter.opening(1))
        flow = self.to_pin(hall)
        flow.back()
        flow.apply(CooperativeNamed("訓練用合作社", ubn(2)))
        flow.scene()
        monkeypatch.setattr(phone, "_holder", lambda _signing, _signature: holder())
        with pytest.raises(Refused) as refused:
            flow.sign_by_phone(token(holder()))
        assert refused.value.refusal is Refusal.ALREADY_REGISTERED
        assert flow.step.name == "pin"

    def test_a_member_elsewhere_goes_on_with_that_membership(
        self, hall: Hall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        flow = self.to_pin(hall)
        signing = flow.scene().signing
        members, asked = list[str](), list[Statement]()

        def fetched() -> str:
            members.append(member_of(hall))
            return members[0]

        hall.elsewhere, hall.shown = fetched, asked.append
        monkeypatch.setattr(phone, "_holder", lambda _signing, _signature: holder())
        flow.sign_by_phone(token(holder()))
        assert signing is not None
        assert (flow.step.name, flow.membership_id, asked) == ("member", members[0], [signing.statement])
        assert flow.leads_to == ("account", "")
        assert hall.status().waiting == 0

    def test_back_to_the_choice_and_on_with_a_card(self, hall: Hall) -> None:
        flow = self.to_pin(hall)
        flow.back()
        flow.back()
        flow.back()
        assert flow.step.name == "identity"
        flow.apply(IdentityChosen(IdentityKind.ORGANISATION_CERTIFICATE))
        flow.apply(flow.given("consent", Consented))
        assert flow.step.name == "card"
        flow.apply(CardRecognised.of(hall.present()))
        flow.apply(flow.given("cooperative", CooperativeNamed))
        signing = flow.scene().signing
        assert signing is not None
        assert signing.signer == holder()

    def test_from_a_card_to_the_phone(self, hall: Hall) -> None:
        flow = Registration(hall.services)
        flow.apply(IdentityChosen(IdentityKind.ORGANISATION_CERTIFICATE))
        flow.apply(Consented(hall.services.notice.version, hall.services.clock()))
        flow.apply(CardRecognised.of(hall.present()))
        for _ in range(3):
            flow.back()
        flow.apply(IdentityChosen(IdentityKind.MOBILE_CITIZEN_CERTIFICATE))
        flow.apply(flow.given("consent", Consented))
        assert flow.scene().card is None

    def test_who_left_goes_on_with_the_same_persons_card(
        self, hall: Hall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = self.to_pin(hall)
        assert start_scene(hall.services, None).unfinished is None
        assert start_scene(hall.services, hall.present()).unfinished is None
        before.discard()
        self.signed(hall, monkeypatch)
        assert start_scene(hall.services, None).unfinished is None
        assert start_scene(hall.services, PaperCard(number=2).present()).unfinished is None
        offered = start_scene(hall.services, hall.present()).unfinished
        assert offered is not None
        assert resumed(hall.services, offered.draft).step.name == "declaration"

    def test_nothing_is_signed_before_its_step(self, hall: Hall) -> None:
        with pytest.raises(LookupError):
            Registration(hall.services).sign_by_phone("{}")
        signing = self.to_pin(hall).scene().signing
        assert signing is not None
        with pytest.raises(LookupError):
            submit_signed(hall.services, signing, token(holder()))

    def test_what_central_did_not_accept_is_corrected_by_phone_again(self, hall: Hall) -> None:
        signing = self.to_pin(hall).scene().signing
        assert signing is not None
        begun = correction_of(signing.statement, holder(), {}, hall.services.programme)
        hall.services.drafts.save(begun.draft_id, begun.flow, begun.membership_id, begun.step, begun.data)
        draft = hall.services.drafts.load(begun.draft_id)
        assert draft is not None
        flow = resumed(hall.services, draft)
        flow.apply(Consented(hall.services.notice.version, hall.services.clock()))
        assert flow.step.name == "cooperative"
        flow.apply(flow.given("cooperative", CooperativeNamed))
        corrected = flow.scene().signing
        assert corrected is not None
        assert corrected.only_by_phone
