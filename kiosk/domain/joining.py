"""The rules of 加入會員 and 獲得點數."""

from datetime import date, datetime

from kiosk.domain import commands as asked
from kiosk.domain import events as happened
from kiosk.domain.assessment import is_complete, score
from kiosk.domain.calendar import taipei_day
from kiosk.domain.evolve import fold
from kiosk.domain.identifiers import is_email, is_ubn
from kiosk.domain.membership import Eligibility, ExpertRequest, Grant, GrantState, Membership
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused


def open_membership(
    state: Membership, command: asked.OpenMembership, at: datetime, _programme: Programme
) -> tuple[happened.Event, ...]:
    """A holder joins once, under a name and a 統一編號 whose check digit holds."""
    if state.registration is not None:
        raise Refused(Refusal.ALREADY_REGISTERED)
    if not command.cooperative_name.strip():
        raise Refused(Refusal.NAME_MISSING)
    if not is_ubn(command.ubn):
        raise Refused(Refusal.UBN_INVALID)
    if command.notice_shown_at > at:
        raise Refused(Refusal.DATE_OUT_OF_ORDER)
    return (
        happened.MembershipOpened(
            holder=command.signer,
            identity=command.identity,
            cooperative_name=command.cooperative_name.strip(),
            ubn=command.ubn,
            notice_version=command.notice_version,
            notice_shown_at=command.notice_shown_at,
            opened_at=at,
        ),
    )


def apply(
    state: Membership, command: asked.Apply, at: datetime, programme: Programme
) -> tuple[happened.Event, ...]:
    """All five conditions are declared, the look-up is authorised; again until it is approved."""
    if state.registration is None:
        raise Refused(Refusal.NOT_REGISTERED)
    if state.eligibility is Eligibility.APPROVED:
        raise Refused(Refusal.ELIGIBILITY_DECIDED)
    if set(command.declared) != set(asked.Condition) or not command.lookup_authorised:
        raise Refused(Refusal.CONDITION_NOT_DECLARED)
    if not command.contact_name.strip():
        raise Refused(Refusal.NAME_MISSING)
    if not is_email(command.email):
        raise Refused(Refusal.EMAIL_INVALID)
    return (
        happened.Applied(
            declared=command.declared,
            contact_name=command.contact_name.strip(),
            email=command.email,
            phone=command.phone.strip(),
            check_by=_check_by(at, programme) if state.has_confirmed(command.email) else None,
        ),
    )


def _check_by(at: datetime, programme: Programme) -> date:
    """The last day of a 稅籍 check that begins at `at`: the first day is not counted (民法 §120 II)."""
    today = taipei_day(at)
    days = programme.figures_on(today).eligibility_working_days
    return programme.calendar.working_days_after(today, days)


def confirm_email(
    state: Membership, command: asked.ConfirmEmail, at: datetime, programme: Programme
) -> tuple[happened.Event, ...]:
    """The code came back from the mailbox that was given: the application is whole and its check begins."""
    if state.contact is None:
        raise Refused(Refusal.NOT_APPLIED)
    if command.email != state.contact.email:
        raise Refused(Refusal.EMAIL_INVALID)
    if state.email_confirmed:
        return ()
    return (happened.EmailConfirmed(command.email, _check_by(at, programme)),)


def decide_eligibility(
    state: Membership, command: asked.DecideEligibility, at: datetime, programme: Programme
) -> tuple[happened.Event, ...]:
    """The authority answers once an application with a confirmed mailbox is there, and only once."""
    if not state.email_confirmed:
        raise Refused(Refusal.EMAIL_NOT_CONFIRMED)
    if state.eligibility is not Eligibility.PENDING:
        raise Refused(Refusal.ELIGIBILITY_DECIDED)
    if command.unmet:
        return (happened.EligibilityRefused(command.reason, command.unmet),)
    return _and_grant(state, (happened.EligibilityApproved(),), at, programme)


def complete_assessment(
    state: Membership, command: asked.CompleteAssessment, at: datetime, programme: Programme
) -> tuple[happened.Event, ...]:
    """Completing it gives the points, not the score (brochure: 自評表填寫完畢後，您即可獲得補助點數)."""
    if state.contact is None:
        raise Refused(Refusal.NOT_APPLIED)
    if command.questionnaire_version != programme.questionnaire.version:
        raise Refused(Refusal.QUESTIONNAIRE_UNKNOWN)
    if not is_complete(programme.questionnaire, command.answers):
        raise Refused(Refusal.ANSWERS_INCOMPLETE)
    match state.grant_state(taipei_day(at)):
        case GrantState.ISSUED | GrantState.ACTIVE:
            raise Refused(Refusal.POINTS_ALREADY_GRANTED)
        case GrantState.EXPIRED:
            raise Refused(Refusal.NO_REAPPLICATION)
        case _:
            completed = happened.AssessmentCompleted(
                command.questionnaire_version, score(programme.questionnaire, command.answers), taipei_day(at)
            )
            return _and_grant(state, (completed,), at, programme)


def request_expert(
    state: Membership, command: asked.RequestExpert, at: datetime, programme: Programme
) -> tuple[happened.Event, ...]:
    """Advice on one or more themes, as often as one likes; the same twice on a day is one request.

    There must be a confirmed mailbox to answer to (docs/rules: expert service).
    """
    if state.contact is None:
        raise Refused(Refusal.NOT_APPLIED)
    if not state.email_confirmed:
        raise Refused(Refusal.EMAIL_NOT_CONFIRMED)
    known = [theme.theme_id for theme in programme.questionnaire.themes]
    if not command.themes or not set(known).issuperset(command.themes):
        raise Refused(Refusal.THEME_UNKNOWN)
    request = ExpertRequest(tuple(theme for theme in known if theme in command.themes), taipei_day(at))
    if request == state.expert_request:
        return ()
    return (happened.ExpertRequested(request.themes, request.requested_on),)


def _and_grant(
    state: Membership, events: tuple[happened.Event, ...], at: datetime, programme: Programme
) -> tuple[happened.Event, ...]:
    """`events`, and the points where with them eligibility and assessment are both there.

    Refused as a whole while no points can be granted: what was asked may be asked again later.
    """
    after = fold(events, state)
    if after.eligibility is not Eligibility.APPROVED or after.assessment is None:
        return events
    today = taipei_day(at)
    if programme.is_paused(today):
        raise Refused(Refusal.PROGRAMME_PAUSED)
    grant = Grant.of(programme.figures_on(today), today)
    if not programme.has_budget_for(grant.points):
        raise Refused(Refusal.BUDGET_USED_UP)
    granted = happened.PointsGranted(
        points=grant.points,
        granted_on=grant.granted_on,
        activate_by=grant.activate_by,
        valid_to=grant.valid_to,
        programme_version=grant.programme_version,
    )
    return (*events, granted)
