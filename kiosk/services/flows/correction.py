"""Correct and send again: a draft of the wizard that a command came from, with what was entered then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import uuid_utils

from kiosk.contract.envelopes import Statement
from kiosk.domain.commands import (
    Apply,
    CancelOrder,
    CompleteAssessment,
    OpenMembership,
    PlaceOrder,
    RequestExpert,
    RequestRefund,
)
from kiosk.domain.identity import HolderId
from kiosk.domain.programme import Programme

_Body = Mapping[str, Any]
_Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Correction:
    """A draft to go on with: its flow, the step it stands on, and `data` as a draft holds it."""

    draft_id: str
    flow: str
    membership_id: str
    step: str
    data: dict[str, Any]


def correction_of(
    statement: Statement, signer: HolderId | None, together: Mapping[str, _Body], programme: Programme
) -> Correction:
    """The draft that corrects what `statement` asked for, signed by `signer` where it was signed.

    `together` are the bodies, by kind, of what came to nothing with it. Nothing that was agreed to or signed
    is taken over: the notice is shown anew, terms and amounts are reckoned anew.
    """
    body = statement.body
    match statement.kind:
        case OpenMembership.kind:
            assert signer is not None
            return _registration(body, signer, together)
        case Apply.kind:
            return _draft("registration", statement.membership_id, "declaration", _application(body))
        case CompleteAssessment.kind:
            return _assessment(statement, programme)
        case RequestExpert.kind:
            return _draft("expert", statement.membership_id, "themes", {"themes": {"themes": body["themes"]}})
        case PlaceOrder.kind:
            return _order(statement, programme)
        case CancelOrder.kind:
            chosen = {"order_number": body["order_number"]}
            return _draft("cancel", statement.membership_id, "review", {"review": chosen})
        case RequestRefund.kind:
            chosen = {"order_number": body["order_number"]}
            return _draft("refund", statement.membership_id, "preview", {"preview": chosen})
        case other:
            raise LookupError(other)


def _registration(body: _Body, signer: HolderId, together: Mapping[str, _Body]) -> Correction:
    """A registration under an id of its own: the one that was refused may belong to somebody by now."""
    card = {
        "identity": body["identity"],
        "holder": {"issuer": signer.issuer, "subject": signer.subject},
        "name": "",
        "ubn": "",
    }
    answers: _Answers = {
        "identity": {"identity": body["identity"]},
        "card": card,
        "cooperative": {"name": body["cooperative_name"], "ubn": body["ubn"]},
    }
    if Apply.kind in together:
        answers |= _application(together[Apply.kind])
    return _draft("registration", str(uuid_utils.uuid7()), "consent", answers, before=("identity",))


def _application(body: _Body) -> _Answers:
    return {
        "declaration": {"conditions": body["declared"], "lookup_authorised": body["lookup_authorised"]},
        "contact": {"name": body["contact_name"], "email": body["email"], "phone": body["phone"]},
    }


def _assessment(statement: Statement, programme: Programme) -> Correction:
    """With the answers of then, where the questions are the same still."""
    questions, body = programme.questionnaire, statement.body
    answers: _Answers = {}
    if body["questionnaire_version"] == questions.version:
        for theme in questions.themes:
            names = (question.question_id for question in theme.questions)
            given = {name: body["answers"][name] for name in names if name in body["answers"]}
            answers[theme.theme_id] = {"answers": given}
    return _draft("assessment", statement.membership_id, questions.themes[0].theme_id, answers)


def _order(statement: Statement, programme: Programme) -> Correction:
    """At the plan's page, where it is on offer still."""
    plan_id = statement.body["terms"]["plan_id"]
    if plan_id not in programme.plans:
        return _draft("order", statement.membership_id, "plans", {})
    return _draft(
        "order", statement.membership_id, "plan", {"plans": {"plan_id": plan_id}}, before=("plans",)
    )


def _draft(
    flow: str, membership_id: str, step: str, answers: _Answers, *, before: tuple[str, ...] = ()
) -> Correction:
    data = {"before": list(before), "answers": answers}
    return Correction(f"{flow}-{uuid4()}", flow, membership_id, step, data)
