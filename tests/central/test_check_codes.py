"""Whatever a counter has taken can be looked up by its check code, masked."""

from datetime import timedelta

import pytest

from central.receipts import Receipts
from kiosk.contract.envelopes import Statement
from kiosk.contract.receipt_code import for_people, receipt_code, typed_code
from kiosk.domain.commands import CancelOrder, Command, RequestExpert
from kiosk.domain.programme import Programme
from tests.central.conftest import HandClock, Service
from tests.central.kiosk import Kiosk, SoftCard, application, assessment, new_id, opening, placing

NUMBER = "20260302100000000001"


def test_every_kind_has_its_answer(
    kiosk: Kiosk, service: Service, organisation: SoftCard, clock: HandClock, programme: Programme
) -> None:
    member = new_id()
    terms = next(iter(programme.plans.values())).terms
    asked: list[tuple[str, Command, SoftCard | None]] = [
        ("registration", opening(organisation, clock()), organisation),
        ("registration", application(), None),
        ("assessment", assessment(programme.questionnaire), None),
        ("expert", RequestExpert((next(iter(programme.questionnaire.themes)).theme_id,)), None),
        ("order", placing(NUMBER, terms, organisation.holder, 0), organisation),
        ("cancelled", CancelOrder(NUMBER, organisation.holder), organisation),
    ]
    statements: list[tuple[str, Statement]] = []
    for kind, command, card in asked:
        envelope = kiosk.command(command, member, card)
        statements.append((kind, envelope.statement))
        # Before the mailbox is confirmed no expert can be asked for: that has its answer too.
        assert kiosk.send(envelope)[0][0] == ("refused" if kind == "expert" else "accepted"), kind
    for kind, statement in statements:
        code = for_people(receipt_code(statement))
        answer = kiosk.http.get(f"/receipts/{code}")
        assert answer.status_code == 200, kind
        told = answer.json()
        assert (told["kind"], told["code"]) == (kind, code)
        assert told["state"] == {"order": "ended", "expert": "turned_down"}.get(kind, "current")
        assert told["cooperative"].startswith("訓○")
        page = kiosk.http.get(f"/receipts/{code}", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert ("NT$" in page.text) is (kind == "order")


def test_what_was_refused_says_so(kiosk: Kiosk, service: Service, clock: HandClock) -> None:
    envelope = kiosk.command(application(), new_id())
    assert kiosk.send(envelope)[0][0] == "refused"
    code = typed_code(for_people(receipt_code(envelope.statement)))
    assert code is not None
    found = Receipts(service.central.store.database, bytes(32)).find(code)
    assert found is not None
    assert (found.state, found.cooperative) == ("turned_down", "")


@pytest.mark.parametrize("later", [0, 1])
def test_another_moment_has_another_code(kiosk: Kiosk, clock: HandClock, later: int) -> None:
    statement = kiosk.statement(application(), new_id())
    other = statement.model_copy(update={"issued_at": statement.issued_at + timedelta(seconds=later)})
    assert (receipt_code(other) == receipt_code(statement)) is (later == 0)
