"""What is shown before a signature is everything that is signed."""

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.contract.envelopes import Statement
from kiosk.domain.commands import Command, OpenMembership, PlaceOrder, RequestRefund
from kiosk.domain.programme import Programme
from kiosk.services.flows.signing import Signing
from kiosk.ui.pages import statement
from tests.services.counter import START, holder
from tests.ui.pages.case import Case


def signing(case: Case, command: Command) -> Signing:
    made = case.counter.desk.prepare(case.member, command)
    return Signing(made, holder())


def leaves(value: object) -> list[object]:
    """Every single value in a statement's body."""
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in leaves(one)]
    return [value]


def shown(one: Signing) -> str:
    return " ".join(value for _label, value in statement.rows(one))


def test_an_order_shows_every_value_of_the_statement(case: Case) -> None:
    case.joined()
    terms = next(iter(case.counter.rules.plans.values())).terms
    points = 1_234
    one = signing(case, PlaceOrder("20260115100000000001", terms, points, terms.price - points, holder()))
    words = shown(one).replace(",", "")
    for value in leaves(one.statement.body):
        assert str(value) in words


def test_a_membership_shows_every_value_of_the_statement(case: Case) -> None:
    one = signing(case, case.counter.opening())
    body = dict(one.statement.body)
    words = shown(one)
    assert body.pop("identity")
    assert "組織及團體憑證" in words
    assert body.pop("notice_shown_at")
    assert "2026/01/15 11:59" in words
    for value in leaves(body):
        assert str(value) in words


def test_a_refund_shows_every_value_of_the_statement(case: Case) -> None:
    body = {"order_number": "20260115100000000001", "own_refund": 20_000, "points_refund": 20_001}
    made = Statement(
        command_id="00000000-0000-7000-8000-000000000001",
        membership_id="00000000-0000-7000-8000-000000000002",
        issued_at=START,
        kind=RequestRefund.kind,
        body=body,
    )
    words = shown(Signing(made, holder())).replace(",", "")
    for value in leaves(body):
        assert str(value) in words


@pytest.mark.parametrize("kind", [OpenMembership.kind, PlaceOrder.kind, RequestRefund.kind])
def test_every_kind_has_a_title_and_its_rules(qapp: QApplication, rules: Programme, kind: str) -> None:
    made = Statement(
        command_id="00000000-0000-7000-8000-000000000001",
        membership_id="00000000-0000-7000-8000-000000000002",
        issued_at=START,
        kind=kind,
        body={},
    )
    assert statement.title(Signing(made, holder()))
    assert all(statement.rules(Signing(made, holder()), rules))
