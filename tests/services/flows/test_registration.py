import logging
from datetime import timedelta

import pytest

from kiosk.cardreader.failures import CardError, CardFailure
from kiosk.contract.api import ApiProblem
from kiosk.contract.envelopes import Statement
from kiosk.domain.commands import Condition
from kiosk.domain.identity import IdentityKind
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.drafts import Draft
from kiosk.services.failures import Failed, Trouble
from kiosk.services.flows.flow import DraftUnusable
from kiosk.services.flows.registration import (
    CardRecognised,
    CodeEntered,
    Consented,
    ContactGiven,
    CooperativeNamed,
    Declared,
    IdentityChosen,
    Registration,
)
from kiosk.services.flows.start import resumed, start_scene
from kiosk.storage.failures import StorageError, StorageFailure
from tests.services.counter import ubn
from tests.services.flows.hall import EMAIL_CODE, Hall, PaperCard, member_of


def full_disk(*_: object) -> None:
    raise StorageError(StorageFailure.DISK_FULL)


CONTACT = ContactGiven("林曉明", "someone@example.com", "0200000000")


def to_pin(hall: Hall, name: str = "訓練用合作社") -> Registration:
    flow = Registration(hall.services)
    flow.apply(IdentityChosen(IdentityKind.ORGANISATION_CERTIFICATE))
    flow.apply(Consented(hall.services.notice.version, hall.services.clock()))
    flow.apply(CardRecognised.of(hall.present()))
    flow.apply(CooperativeNamed(name, ubn(1)))
    flow.scene()
    return flow


def to_code(hall: Hall) -> Registration:
    flow = to_pin(hall)
    flow.sign(hall.present(), hall.type())
    flow.apply(Declared(tuple(Condition), lookup_authorised=True))
    flow.apply(CONTACT)
    return flow


def the_draft(hall: Hall) -> Draft:
    (draft,) = hall.services.drafts.open_drafts()
    return draft


class TestTheWay:
    def test_from_certificate_to_confirmed_mailbox(self, hall: Hall) -> None:
        flow = to_code(hall)
        flow.send_code()
        flow.apply(CodeEntered(EMAIL_CODE))
        scene = flow.scene()
        assert flow.step.name == "done"
        assert scene.view is not None
        assert scene.view.shown.email_confirmed
        assert not scene.view.provisional
        assert hall.services.drafts.open_drafts() == ()

    def test_offline_it_is_provisional_and_waits_at_the_code(self, hall: Hall) -> None:
        hall.online = False
        flow = to_code(hall)
        with pytest.raises(Failed) as failed:
            flow.send_code()
        assert failed.value.failure is Trouble.CENTRAL_UNREACHABLE
        assert flow.step.name == "email_code"
        scene = flow.scene()
        assert scene.view is not None
        assert scene.view.provisional
        assert scene.view.shown.contact is not None

    def test_what_is_signed_says_what_was_answered(self, hall: Hall) -> None:
        scene = to_pin(hall, "訓練用𠊎合作社").scene()
        assert scene.signing is not None
        body = scene.signing.statement.body
        assert body["cooperative_name"] == "訓練用𠊎合作社"
        assert body["ubn"] == ubn(1)
        assert body["notice_version"] == hall.services.notice.version

    def test_a_wrong_code_keeps_one_on_the_page(self, hall: Hall) -> None:
        flow = to_code(hall)
        flow.send_code()
        with pytest.raises(Failed) as failed:
            flow.apply(CodeEntered("000000"))
        assert failed.value.failure is ApiProblem.EMAIL_CODE_WRONG
        assert flow.step.name == "email_code"

    def test_a_ubn_that_fails_its_check_digit_is_refused(self, hall: Hall) -> None:
        flow = to_pin(hall)
        flow.back()
        with pytest.raises(Refused) as refused:
            flow.apply(CooperativeNamed("訓練用合作社", "12345678"))
        assert refused.value.refusal is Refusal.UBN_INVALID
        assert flow.step.name == "cooperative"

    def test_a_holder_who_is_a_member_is_told_so(self, hall: Hall) -> None:
        to_code(hall)
        with pytest.raises(Refused) as refused:
            to_pin(hall)
        assert refused.value.refusal is Refusal.ALREADY_REGISTERED

    def test_the_answer_of_another_step_is_a_bug(self, hall: Hall) -> None:
        with pytest.raises(TypeError):
            Registration(hall.services).apply(CONTACT)


class TestTheSignature:
    def test_the_pin_is_wiped_and_never_kept(self, hall: Hall) -> None:
        flow = to_pin(hall)
        pin = hall.type()
        flow.sign(hall.present(), pin)
        assert not any(pin)
        assert "123456" not in str(the_draft(hall).data)

    def test_a_wrong_pin_submits_nothing_and_tells_the_tries_left(self, hall: Hall) -> None:
        flow = to_pin(hall)
        pin = hall.type(b"000000")
        with pytest.raises(CardError) as error:
            flow.sign(hall.present(), pin)
        assert (error.value.failure, error.value.tries_left) == (CardFailure.PIN_WRONG, 2)
        assert not any(pin)
        assert flow.step.name == "pin"
        assert hall.services.desk.view(flow.membership_id).shown.registration is None

    @pytest.mark.parametrize(
        ("card", "failure"),
        [(PaperCard(number=2), CardFailure.OTHER_CARD), (PaperCard(tries=0), CardFailure.PIN_BLOCKED)],
    )
    def test_a_card_that_cannot_sign_this_never_sees_the_pin(
        self, hall: Hall, card: PaperCard, failure: CardFailure
    ) -> None:
        flow = to_pin(hall)
        pin = hall.type()
        with pytest.raises(CardError) as error:
            flow.sign(card.present(), pin)
        assert error.value.failure is failure
        assert hall.pins_seen == 0
        assert not any(pin)

    def test_one_cannot_go_back_behind_it(self, hall: Hall) -> None:
        flow = to_pin(hall)
        assert flow.can_go_back
        flow.sign(hall.present(), hall.type())
        with pytest.raises(LookupError):
            flow.back()

    def test_without_a_statement_there_is_nothing_to_sign(self, hall: Hall) -> None:
        with pytest.raises(LookupError):
            Registration(hall.services).sign(hall.present(), hall.type())


class TestDrafts:
    def test_each_step_can_be_gone_on_with_after_a_power_cut(self, hall: Hall) -> None:
        flow = to_code(hall)
        again = resumed(hall.services, the_draft(hall))
        assert again.step == flow.step
        assert again.membership_id == flow.membership_id
        assert again.draft_id == flow.draft_id
        assert again.answer("contact", ContactGiven) == CONTACT
        again.back()
        assert again.step.name == "contact"

    def test_a_cut_between_signature_and_draft_goes_on_after_the_signature(self, hall: Hall) -> None:
        flow = to_pin(hall)
        before = the_draft(hall)
        flow.sign(hall.present(), hall.type())
        again = resumed(hall.services, before)
        assert again.step.name == "declaration"
        assert not again.can_go_back

    def test_a_draft_of_another_version_cannot_be_gone_on_with(self, hall: Hall) -> None:
        to_pin(hall)
        draft = the_draft(hall)
        hall.services.drafts.save(draft.draft_id, draft.flow, draft.membership_id, "no-such-step", {})
        with pytest.raises(DraftUnusable):
            resumed(hall.services, the_draft(hall))
        assert start_scene(hall.services, None).unfinished is None

    def test_a_full_disk_leaves_one_on_the_step_and_nothing_is_done_twice(
        self, hall: Hall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        flow = to_pin(hall)
        flow.sign(hall.present(), hall.type())
        flow.apply(Declared(tuple(Condition), lookup_authorised=True))
        with monkeypatch.context() as full:
            full.setattr(hall.services.drafts, "save", full_disk)
            with pytest.raises(StorageError):
                flow.apply(CONTACT)
        assert flow.step.name == "contact"
        before = hall.services.desk.view(flow.membership_id).shown.version
        flow.apply(CONTACT)
        assert flow.step.name == "email_code"
        assert hall.services.desk.view(flow.membership_id).shown.version == before

    def test_giving_up_deletes_it(self, hall: Hall) -> None:
        to_pin(hall).discard()
        assert hall.services.drafts.open_drafts() == ()

    def test_nobody_is_offered_what_somebody_else_left(self, hall: Hall) -> None:
        to_pin(hall)
        offered = start_scene(hall.services, hall.present()).unfinished
        assert offered is not None
        assert offered.heading == 2
        assert start_scene(hall.services, PaperCard(number=2).present()).unfinished is None
        assert start_scene(hall.services, None).unfinished is None

    def test_what_holds_nobodys_data_is_offered_without_a_card(self, hall: Hall) -> None:
        Registration(hall.services).apply(IdentityChosen(IdentityKind.ORGANISATION_CERTIFICATE))
        assert start_scene(hall.services, None).unfinished is not None

    def test_a_member_goes_on_later_without_a_draft(self, hall: Hall) -> None:
        flow = to_pin(hall)
        flow.sign(hall.present(), hall.type())
        flow.discard()
        again = Registration.of_member(hall.services, flow.membership_id, "declaration")
        again.apply(Declared(tuple(Condition), lookup_authorised=True))
        again.apply(CONTACT)
        assert hall.services.desk.view(flow.membership_id).shown.contact is not None

    def test_the_log_names_steps_and_never_answers(
        self, hall: Hall, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.INFO):
            to_code(hall)
        assert "contact to email_code" in caplog.text
        for secret in ("林曉明", "someone@example.com", "訓練用合作社", ubn(1), "123456"):
            assert secret not in caplog.text


def test_a_notice_shown_in_the_future_is_refused(hall: Hall) -> None:
    flow = to_pin(hall)
    hall.counter.clock.pass_by(days=-1)
    with pytest.raises(Refused) as refused:
        flow.scene()
    assert refused.value.refusal is Refusal.DATE_OUT_OF_ORDER
    hall.counter.clock.pass_by(seconds=timedelta(days=1).total_seconds())
    assert flow.scene().signing is not None


class TestWhoIsAMemberElsewhere:
    """Central knows the card; this counter does not."""

    def test_one_goes_on_with_the_whole_record_and_nothing_is_sent(self, hall: Hall) -> None:
        members: list[str] = []

        def fetched() -> str:
            members.append(member_of(hall))
            return members[0]

        flow = to_pin(hall)
        hall.elsewhere = fetched
        pin = hall.type()
        flow.sign(hall.present(), pin)
        assert (hall.pins_seen, any(pin)) == (1, False)
        assert (flow.step.name, flow.membership_id) == ("member", members[0])
        assert not flow.can_go_back
        assert flow.scene().step == "member"
        assert flow.leads_to == ("account", "")
        assert hall.services.drafts.open_drafts() == ()
        assert hall.status().waiting == 0

    def test_without_a_network_the_card_signs_once_and_the_registration_is_provisional(
        self, hall: Hall
    ) -> None:
        flow = to_pin(hall)
        hall.online = False
        flow.sign(hall.present(), hall.type())
        assert (flow.step.name, hall.pins_seen, hall.status().waiting) == ("declaration", 1, 1)

    def test_a_network_that_goes_away_in_between_keeps_nobody_from_joining(self, hall: Hall) -> None:
        def away() -> str:
            raise Failed(Trouble.CENTRAL_SLOW)

        flow = to_pin(hall)
        hall.elsewhere = away
        flow.sign(hall.present(), hall.type())
        assert (flow.step.name, hall.pins_seen) == ("declaration", 1)

    def test_one_signature_asks_central_and_joins_also_where_the_pin_is_typed_on_the_reader(
        self, hall: Hall
    ) -> None:
        asked: list[Statement] = []
        hall.shown = asked.append
        flow = to_pin(hall)
        flow.sign(hall.present(), hall.type())
        assert (flow.step.name, hall.pins_seen) == ("declaration", 1)
        (statement,) = asked
        assert (statement.kind, statement.membership_id) == ("open_membership", flow.membership_id)

    def test_nothing_is_asked_with_another_card(self, hall: Hall) -> None:
        flow = to_pin(hall)
        pin = hall.type()
        hall.card = PaperCard(number=2)
        with pytest.raises(CardError) as error:
            flow.sign(hall.present(), pin)
        assert error.value.failure is CardFailure.OTHER_CARD
        assert (hall.pins_seen, any(pin)) == (0, False)
