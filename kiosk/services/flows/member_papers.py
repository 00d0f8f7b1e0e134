"""The papers about a membership: 註冊受理回執, 數位點數明細表, 數位自評報告, 個人資料請求受理回執."""

from collections.abc import Iterable, Mapping

from kiosk.domain.assessment import Recommendation, Theme, recommend
from kiosk.domain.calendar import taipei_day
from kiosk.domain.data_rights import DataRight, due_day
from kiosk.domain.events import (
    Applied,
    Event,
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    PointsGranted,
    PointsLapsed,
    PointsReclaimed,
)
from kiosk.domain.identity import IdentityKind
from kiosk.domain.membership import Order
from kiosk.domain.programme import Programme
from kiosk.services.desk import PaperFacts, PaperMaker
from kiosk.services.flows.papers import AT_THE_COUNTER, member_fields
from kiosk.services.membership_view import Happened
from kiosk.services.receipts.papers import (
    AssessmentPaper,
    DataRequestPaper,
    PointsMovement,
    PointsPaper,
    RecommendedPlan,
    RegistrationPaper,
    ThemeScore,
)

_IDENTITIES = {
    IdentityKind.ORGANISATION_CERTIFICATE: "組織及團體憑證 organisation certificate",
    IdentityKind.CITIZEN_CERTIFICATE: "負責人之自然人憑證 citizen certificate",
    IdentityKind.MOBILE_CITIZEN_CERTIFICATE: "負責人之行動自然人憑證 mobile citizen certificate",
}
_RIGHTS = {
    DataRight.ACCESS: ("查詢、閱覽或複製本", "see it, or a copy"),
    DataRight.CORRECTION: ("補充或更正", "add to or correct it"),
    DataRight.STOP: ("停止蒐集、處理或利用", "stop its use"),
    DataRight.DELETION: ("刪除", "delete it"),
}
_MOST_RECOMMENDED = 6
_NOT_TOLD = "未提供 not given"


def registration_paper(programme: Programme, *, training: bool) -> PaperMaker:
    """Makes the 註冊受理回執 of the application that was just given."""

    def paper(facts: PaperFacts) -> RegistrationPaper:
        (applied,) = (event for event in facts.events if isinstance(event, Applied))
        joined = facts.after.registration
        assert joined is not None
        version = programme.figures_on(taipei_day(facts.issued_at)).version
        return RegistrationPaper(
            **member_fields(facts, training, version, handled_by=AT_THE_COUNTER),
            identity=_IDENTITIES[joined.identity],
            contact_name=applied.contact_name,
            email=applied.email,
            phone=applied.phone or _NOT_TOLD,
            conditions=len(applied.declared),
            check_by=applied.check_by,
        )

    return paper


def assessment_paper(programme: Programme, *, training: bool) -> PaperMaker:
    """Makes the 數位自評報告 of the assessment that was just completed, by the programme's questions."""

    def paper(facts: PaperFacts) -> AssessmentPaper:
        done = facts.after.assessment
        assert done is not None
        questionnaire = programme.questionnaire
        found = recommend(questionnaire, done.scores, programme.plans.values())
        version = programme.figures_on(taipei_day(facts.issued_at)).version
        return AssessmentPaper(
            **member_fields(facts, training, version, handled_by=AT_THE_COUNTER),
            questionnaire_version=done.questionnaire_version,
            completed_on=done.completed_on,
            themes=tuple(_theme(theme, done.scores[theme.theme_id]) for theme in questionnaire.themes),
            plans=tuple(_plan(one) for one in found[:_MOST_RECOMMENDED]),
        )

    return paper


def data_request_paper(
    programme: Programme, request_id: str, right: DataRight, *, training: bool
) -> PaperMaker:
    """Makes the 個人資料請求受理回執 of what is asked today about the own data."""

    def paper(facts: PaperFacts) -> DataRequestPaper:
        today = taipei_day(facts.issued_at)
        name, name_en = _RIGHTS[right]
        return DataRequestPaper(
            **member_fields(facts, training, programme.figures_on(today).version, handled_by=AT_THE_COUNTER),
            request_id=request_id,
            right=name,
            right_en=name_en,
            received_on=today,
            due_on=due_day(right, today),
        )

    return paper


def points_paper(*, training: bool) -> PaperMaker:
    """Makes the 數位點數明細表 of a membership as it stands. Raises LookupError where it never had points."""

    def paper(facts: PaperFacts) -> PointsPaper:
        grant = facts.after.grant
        if grant is None:
            raise LookupError("no points")
        return PointsPaper(
            **member_fields(facts, training, grant.programme_version, handled_by=AT_THE_COUNTER),
            granted=grant.points,
            granted_on=grant.granted_on,
            activate_by=grant.activate_by,
            valid_to=grant.valid_to,
            in_hand=grant.available,
            reserved=grant.reserved,
            used=grant.used,
            reclaimed=grant.reclaimed,
            movements=tuple(_movements(facts.history, facts.after.orders)),
        )

    return paper


def _theme(theme: Theme, score: int) -> ThemeScore:
    return ThemeScore(name=theme.name, name_en=theme.name_en, score=score)


def _plan(found: Recommendation) -> RecommendedPlan:
    terms = found.plan.terms
    return RecommendedPlan(
        plan_name=terms.plan_name,
        vendor_name=terms.vendor_name,
        helps=f"{found.theme.name}（{found.score}分）",
        months=terms.months,
        price=terms.price,
    )


def _movements(history: Iterable[Happened], orders: Mapping[str, Order]) -> list[PointsMovement]:
    """What became of the points since they were granted last."""
    moved = list[PointsMovement]()
    for one in history:
        told = _movement(one.event, orders)
        if told is None:
            continue
        if isinstance(one.event, PointsGranted):
            moved.clear()
        what, english, number, change = told
        day = taipei_day(one.at)
        moved.append(PointsMovement(on=day, what=what, what_en=english, order_number=number, change=change))
    return [one for one in moved if one.change]


def _movement(event: Event, orders: Mapping[str, Order]) -> tuple[str, str, str, int] | None:
    match event:
        case PointsGranted():
            return "發給", "granted", "", event.points
        case OrderPlaced():
            return "訂購使用", "ordered", event.order_number, -event.points
        case OrderCancelled():
            return "取消訂購釋出", "cancelled", event.order_number, orders[event.order_number].points
        case OrderRefunded():
            return "退訂返還", "refunded", event.order_number, event.quote.points_refund
        case PointsLapsed():
            return "未啟用返還", "not activated", "", -event.points
        case PointsReclaimed():
            return "屆期收回", "reclaimed", "", -event.points
    return None
