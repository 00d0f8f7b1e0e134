from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from kiosk.contract.api import (
    MOST_COMMANDS,
    CommandAnswer,
    CommandsRequest,
    EmailCodeCheck,
    EnrolmentRequest,
    EventsAnswer,
    Problem,
)
from kiosk.contract.envelopes import FIRST_IN_CHAIN

ID = "01890a5d-ac96-774b-bcce-b302099a8057"
TIME = "2026-01-15T02:03:04Z"
STATEMENT = {"command_id": ID, "membership_id": ID, "issued_at": TIME, "kind": "apply", "body": {}}
COMMAND = {
    "statement": STATEMENT, "device_id": ID, "device_seq": 1, "previous": FIRST_IN_CHAIN, "signature": None,
}  # fmt: skip
ENROLMENT = {"code": "c", "public_key": "k", "database_id": ID}
EVENTS = {"events": [], "cursor": "c1", "more": False, "central_time": TIME}
ANSWER = {"command_id": ID, "status": "accepted", "code": "", "decided_at": TIME}


def test_a_request_holds_as_many_commands_as_are_allowed() -> None:
    request = CommandsRequest.model_validate({"commands": [COMMAND] * MOST_COMMANDS})
    assert request.commands[0].device_seq == 1
    with pytest.raises(ValidationError):
        CommandsRequest.model_validate({"commands": [COMMAND] * (MOST_COMMANDS + 1)})


@pytest.mark.parametrize(
    ("model", "value"),
    [
        (EnrolmentRequest, ENROLMENT | {"code": "c" * 41}),
        (EnrolmentRequest, ENROLMENT | {"public_key": "k" * 65}),
        (EnrolmentRequest, ENROLMENT | {"database_id": "d" * 37}),
        (EnrolmentRequest, ENROLMENT | {"office": "another"}),
        (EmailCodeCheck, {"code": "1" * 17}),
        (EmailCodeCheck, {}),
        (EventsAnswer, EVENTS | {"central_time": "2026-01-15T02:03:04"}),
        (EventsAnswer, EVENTS | {"events": [{}]}),
        (CommandAnswer, ANSWER | {"status": "perhaps"}),
    ],
)
def test_messages_have_their_form(model: type[BaseModel], value: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        model.model_validate(value)


def test_an_answer_is_the_same_however_often_it_is_written() -> None:
    answer = CommandAnswer.model_validate(ANSWER)
    assert CommandAnswer.model_validate_json(answer.model_dump_json()) == answer


def test_a_problem_may_say_how_many_tries_are_left() -> None:
    problem = {"type": "about:blank", "title": "Wrong code", "status": 422, "code": "K-API-06"}
    assert Problem.model_validate(problem).tries_left is None
    assert Problem.model_validate(problem | {"tries_left": 4, "detail": "more"}).tries_left == 4
