import json
from datetime import date, timedelta

import pytest

from kiosk.cardreader.failures import CardError
from kiosk.domain.commands import ConfirmOrder, RecordPayment, StartService
from kiosk.domain.inquiry import Subject
from kiosk.domain.membership import OrderState
from kiosk.domain.notices import NoticeKind
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.flows.assessment import Assessment, Seen, ThemeAnswered
from kiosk.services.flows.expert import ExpertRequesting, ThemesChosen
from kiosk.services.flows.order import Ordering, PlanChosen, PlanRead, SplitChosen
from kiosk.services.flows.order import Reviewed as OrderReviewed
from kiosk.services.flows.paper import draw_paper
from kiosk.services.flows.refund import OrderSelected, Refunding
from kiosk.services.flows.refund import Reviewed as RefundReviewed
from kiosk.services.flows.refund_preview import preview_refund
from kiosk.services.flows.start import resumed
from kiosk.services.overview import NextAction, Notice, order_detail, overview
from tests.services.flows.hall import Hall, member_of

PLAN = "management-inventory"  # 6 months, NT$60,000: the brochure's example
TODAY = date(2026, 3, 2)


class TestExpert:
    def test_themes_weakest_first_then_the_request(self, hall: Hall) -> None:
        member = member_of(hall)
        flow = ExpertRequesting(hall.services, member)
        scene = flow.scene()
        marks = [scene.scores[theme.theme_id] for theme in scene.themes]
        assert marks == sorted(marks)
        chosen = scene.themes[0].theme_id
        flow.apply(ThemesChosen((chosen,)))
        done = flow.scene()
        assert (done.step, done.chosen.themes, done.view.provisional) == ("done", (chosen,), True)
        (asked,) = hall.services.inquiries.of_membership(member)
        assert (asked.asked.subject, asked.asked.themes) == (Subject.CONSULTANT, (chosen,))
        assert not hall.services.drafts.open_drafts()
        hall.once()
        request = hall.services.desk.view(member).confirmed.expert_request
        assert request is not None
        assert request.themes == (chosen,)

    def test_without_a_confirmed_mailbox_there_is_nobody_to_answer(self, hall: Hall) -> None:
        counter = hall.counter
        member = counter.desk.new_membership_id()
        counter.submit(member, counter.opening())
        counter.submit(member, counter.application())
        flow = ExpertRequesting(hall.services, member)
        with pytest.raises(Refused) as caught:
            flow.apply(ThemesChosen(("remote_work",)))
        assert caught.value.refusal is Refusal.EMAIL_NOT_CONFIRMED
        assert flow.step.name == "themes"


def order_to_pin(hall: Hall, member: str, points: int = 30_000) -> Ordering:
    flow = Ordering(hall.services, member, tail=lambda _below: 7)
    flow.apply(PlanChosen(PLAN))
    flow.apply(PlanRead())
    flow.apply(SplitChosen(points))
    flow.scene()
    flow.apply(OrderReviewed())
    return flow


def ordered(hall: Hall, member: str) -> str:
    flow = order_to_pin(hall, member)
    flow.sign(hall.present(), hall.type())
    hall.once()
    return flow.scene().number


def in_service(hall: Hall, member: str) -> str:
    number = ordered(hall, member)
    for command in (
        ConfirmOrder(number, "https://pay.example.com/1"),
        RecordPayment(number, 30_000),
        StartService(number, TODAY),
    ):
        hall._decide(member, command)
    return number


class TestAssessment:
    def test_theme_by_theme_to_the_points(self, hall: Hall) -> None:
        member = member_of(hall, assessed=False)
        flow = Assessment(hall.services, member)
        while (theme := flow.scene().theme) is not None:
            flow.apply(ThemeAnswered({question.question_id: 2 for question in theme.questions}))
        assert flow.step.name == "result"
        assert set(flow.scene().scores.values()) == {50}
        assert not flow.can_go_back
        flow.apply(Seen())
        assert flow.scene().recommended
        flow.apply(Seen())
        hall.once()
        grant = flow.scene().view.shown.grant
        assert grant is not None
        assert grant.points == 30_000
        assert hall.services.drafts.open_drafts() == ()

    def test_it_is_gone_on_with_where_it_was_left(self, hall: Hall) -> None:
        member = member_of(hall, assessed=False)
        flow = Assessment(hall.services, member)
        theme = flow.scene().theme
        assert theme is not None
        answers = {question.question_id: 4 for question in theme.questions}
        flow.apply(ThemeAnswered(answers))
        (draft,) = hall.services.drafts.open_drafts()
        again = resumed(hall.services, draft)
        again.back()
        assert again.scene().answered == answers

    def test_an_answer_out_of_range_is_refused_and_one_stays(self, hall: Hall) -> None:
        flow = Assessment(hall.services, member_of(hall, assessed=False))
        while (scene := flow.scene()).theme is not scene.themes[-1]:
            assert scene.theme is not None
            flow.apply(ThemeAnswered({question.question_id: 1 for question in scene.theme.questions}))
        with pytest.raises(Refused) as refused:
            flow.apply(ThemeAnswered({question.question_id: 9 for question in scene.themes[-1].questions}))
        assert refused.value.refusal is Refusal.ANSWERS_INCOMPLETE
        assert flow.scene().theme is scene.themes[-1]


class TestOrdering:
    def test_the_brochures_example_with_its_receipt(self, hall: Hall) -> None:
        member = member_of(hall)
        flow = order_to_pin(hall, member)
        signing = flow.scene().signing
        assert signing is not None
        assert (signing.statement.body["points"], signing.statement.body["own"]) == (30_000, 30_000)
        flow.sign(hall.present(), hall.type())
        assert flow.receipt_id is not None
        paper = draw_paper(hall.services, flow.receipt_id)
        assert paper.pdf.startswith(b"%PDF")
        snapshot = json.loads(paper.receipt.snapshot)
        assert (snapshot["price"], snapshot["points"], snapshot["own_payment"]) == (60_000, 30_000, 30_000)
        assert hall.services.drafts.open_drafts() == ()

    def test_all_points_are_proposed_and_fewer_are_allowed(self, hall: Hall) -> None:
        flow = Ordering(hall.services, member_of(hall))
        flow.apply(PlanChosen(PLAN))
        flow.apply(PlanRead())
        assert (flow.scene().points, flow.scene().own, flow.scene().most) == (30_000, 30_000, 30_000)
        flow.apply(SplitChosen(1))
        assert (flow.scene().points, flow.scene().own) == (1, 59_999)

    def test_without_points_one_pays_all(self, hall: Hall) -> None:
        flow = Ordering(hall.services, member_of(hall, approved=False))
        flow.apply(PlanChosen(PLAN))
        assert (flow.scene().points, flow.scene().own, flow.scene().most) == (0, 60_000, 0)

    def test_more_points_than_half_are_refused_before_anything_is_signed(self, hall: Hall) -> None:
        flow = Ordering(hall.services, member_of(hall))
        flow.apply(PlanChosen(PLAN))
        flow.apply(PlanRead())
        flow.apply(SplitChosen(30_001))
        with pytest.raises(Refused) as refused:
            flow.scene()
        assert refused.value.refusal is Refusal.SPLIT_WRONG

    def test_another_plan_forgets_the_split(self, hall: Hall) -> None:
        flow = Ordering(hall.services, member_of(hall))
        flow.apply(PlanChosen(PLAN))
        flow.apply(PlanRead())
        flow.apply(SplitChosen(1))
        for _ in range(3):
            flow.back()
        flow.apply(PlanChosen(PLAN))
        assert flow.scene().points == 30_000

    def test_a_plan_that_is_none_is_refused(self, hall: Hall) -> None:
        with pytest.raises(Refused) as refused:
            Ordering(hall.services, member_of(hall)).apply(PlanChosen("no-plan"))
        assert refused.value.refusal is Refusal.PLAN_UNKNOWN

    def test_a_power_cut_at_the_pin_signs_a_statement_made_anew(self, hall: Hall) -> None:
        member = member_of(hall)
        order_to_pin(hall, member)
        (draft,) = hall.services.drafts.open_drafts()
        again = resumed(hall.services, draft)
        assert isinstance(again, Ordering)
        scene = again.scene()
        assert scene.step == "pin"
        again.sign(hall.present(), hall.type())
        assert scene.number in hall.services.desk.view(member).shown.orders

    def test_a_card_pulled_out_leaves_no_order_and_no_receipt(self, hall: Hall) -> None:
        member = member_of(hall)
        flow = order_to_pin(hall, member)
        assert hall.card is not None
        hall.card.pulled_out = True
        with pytest.raises(CardError):
            flow.sign(hall.present(), hall.type())
        assert hall.services.desk.view(member).shown.orders == {}
        assert hall.services.desk.receipts(member) == ()


class TestRefunding:
    def test_after_two_months_as_in_the_brochure(self, hall: Hall) -> None:
        member = member_of(hall)
        number = in_service(hall, member)
        hall.counter.clock.pass_by(days=(date(2026, 4, 15) - TODAY).days)
        flow = Refunding(hall.services, member, number)
        preview = flow.scene().preview
        assert (preview.today.own_refund, preview.today.points_refund) == (20_000, 20_000)
        assert preview.next_month is not None
        assert (preview.next_month.own_refund, preview.next_month.points_refund) == (15_000, 15_000)
        assert preview.past_half is not None
        assert preview.past_half.own_refund == 0
        assert [quote.points_refund for quote in preview.months] == [25_000, 20_000, 15_000, 10_000, 5_000, 0]
        flow.apply(OrderSelected(number))
        assert flow.scene().signing is not None
        flow.apply(RefundReviewed())
        flow.sign(hall.present(), hall.type())
        hall.once()
        scene = flow.scene()
        assert scene.view.shown.orders[number].state is OrderState.REFUNDED
        assert scene.preview.today.own_refund == 20_000
        assert flow.receipt_id == 2

    def test_after_five_months_points_only_and_they_are_reclaimed(self, hall: Hall) -> None:
        member = member_of(hall)
        number = in_service(hall, member)
        hall.counter.clock.pass_by(days=(date(2026, 7, 15) - TODAY).days)
        scene = Refunding(hall.services, member, number).scene()
        assert (scene.preview.today.own_refund, scene.preview.today.points_refund) == (0, 5_000)
        assert scene.points_reclaimed
        assert scene.preview.past_half is not None
        assert scene.preview.past_half.on < scene.today

    def test_before_the_service_starts_everything_comes_back(self, hall: Hall) -> None:
        member = member_of(hall)
        number = ordered(hall, member)
        order = hall.services.desk.view(member).shown.orders[number]
        preview = preview_refund(order, TODAY, hall.services.programme)
        assert (preview.today.own_refund, preview.months) == (30_000, ())

    def test_past_the_term_it_is_refused(self, hall: Hall) -> None:
        member = member_of(hall)
        number = in_service(hall, member)
        hall.counter.clock.pass_by(days=200)
        with pytest.raises(Refused) as refused:
            Refunding(hall.services, member, number).scene()
        assert refused.value.refusal is Refusal.TERM_OVER

    def test_a_draft_remembers_the_order(self, hall: Hall) -> None:
        member = member_of(hall)
        number = in_service(hall, member)
        flow = Refunding(hall.services, member, number)
        flow.scene()
        flow.apply(OrderSelected(number))
        (draft,) = hall.services.drafts.open_drafts()
        again = resumed(hall.services, draft)
        assert isinstance(again, Refunding)
        assert again.scene().order.order_number == number

    def test_an_order_that_is_none_is_refused(self, hall: Hall) -> None:
        with pytest.raises(Refused):
            Refunding(hall.services, member_of(hall), "0" * 20).scene()


class TestOverview:
    def test_what_comes_next(self, hall: Hall) -> None:
        member = member_of(hall, assessed=False, approved=False)
        desk = hall.services.desk
        assert overview(desk.view(member), TODAY).next_action is NextAction.ASSESS
        hall.counter.submit(member, hall.counter.assessment())
        hall.once()
        assert overview(desk.view(member), TODAY).next_action is NextAction.AWAIT_APPROVAL
        hall.approve(member)
        assert overview(desk.view(member), TODAY).next_action is NextAction.CHOOSE_PLAN
        number = ordered(hall, member)
        assert overview(desk.view(member), TODAY).next_action is NextAction.LOOK_AT_ORDERS
        hall._decide(member, ConfirmOrder(number, "https://pay.example.com/1"))
        assert overview(desk.view(member), TODAY).next_action is NextAction.PAY

    def test_personal_data_is_masked(self, hall: Hall) -> None:
        account = overview(hall.services.desk.view(member_of(hall)), TODAY).account
        assert account is not None
        assert account.contact_name == "林○明"
        assert account.email == "s***@example.com"
        assert account.phone.startswith("*")

    def test_notices_are_newest_first_and_orders_say_what_is_provisional(self, hall: Hall) -> None:
        member = member_of(hall)
        hall.counter.clock.pass_by(days=1)
        hall.online = False
        flow = order_to_pin(hall, member)
        flow.sign(hall.present(), hall.type())
        seen = overview(hall.services.desk.view(member), TODAY + timedelta(days=1))
        assert [one.kind for one in seen.notices if isinstance(one, Notice)] == [
            NoticeKind.ORDER_PLACED,
            NoticeKind.POINTS_GRANTED,
            NoticeKind.ELIGIBILITY_APPROVED,
        ]
        assert seen.provisional_orders == {flow.scene().number}
        assert seen.provisional

    def test_an_order_with_its_papers(self, hall: Hall) -> None:
        member = member_of(hall)
        number = in_service(hall, member)
        desk = hall.services.desk
        detail = order_detail(desk.view(member), desk.receipts(member), number, TODAY)
        assert [receipt.kind for receipt in detail.receipts] == ["order"]
        assert detail.can_refund
        assert not detail.provisional
        with pytest.raises(Refused):
            order_detail(desk.view(member), (), "0" * 20, TODAY)
