"""A member of one office goes to another's counter: proven by the card, over HTTP, at the real central."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from central.app import enrolment_of
from kiosk.contract.api import ApiProblem
from kiosk.domain.refusals import Refusal
from kiosk.services.enrolment import ticket_of
from kiosk.services.failures import Failed
from kiosk.services.secrets import MemorySecrets
from kiosk.services.upkeep.histories import Histories
from kiosk.services.visiting import Visiting
from kiosk.storage import memberships
from tests.central.kiosk import SoftCard
from tests.services.sync.region import Machine, Region, machine, region

__all__ = ["machine", "region"]


def at_another_office(region: Region, file: Path, terminal: str) -> Machine:
    enrolment = enrolment_of(region.central.store, region.clock)
    code = enrolment.new_code("高雄", terminal)
    ticket = ticket_of(enrolment.ticket(code, region.url))
    return Machine(region, file, MemorySecrets()).start(ticket)


@pytest.fixture
def elsewhere(region: Region, tmp_path: Path) -> Iterator[Machine]:
    machine = at_another_office(region, tmp_path / "south.db", "S1")
    yield machine
    machine.stop()


def histories_of(machine: Machine) -> Histories:
    return Histories(machine.database, machine.client, lambda: machine.region.rules, machine.clock)


def comes(machine: Machine, card: SoftCard | None = None) -> str | None:
    """Somebody proves the card at the machine."""
    visiting = Visiting(
        machine.database, machine.client, histories_of(machine), machine.device.device_id, machine.clock,
        machine.inquiries.fetch_of,
    )  # fmt: skip
    statement = visiting.statement()
    return visiting.look_up(statement, (card or machine.card).sign(statement.canonical_bytes()))


def known(machine: Machine) -> str | None:
    with machine.database.snapshot() as session:
        return memberships.of_holder(session, machine.card.holder)


def test_the_whole_membership_is_there_and_goes_on_at_both_counters(
    machine: Machine, elsewhere: Machine
) -> None:
    member = machine.register()
    machine.submit(member, machine.asking.assessment())
    machine.sync.once()
    elsewhere.sync.once()
    assert known(elsewhere) is None
    assert comes(elsewhere) == known(elsewhere) == member
    order = elsewhere.asking.order()
    elsewhere.submit(member, order)
    assert elsewhere.sync.once().accepted == 1
    assert machine.sync.once().received == 1
    machine.submit(member, machine.asking.cancellation(replace(order, signer=machine.card.holder)))
    assert machine.sync.once().accepted == 1
    assert elsewhere.sync.once().received == 1
    views = [one.desk.view(member) for one in (machine, elsewhere)]
    assert views[0].confirmed == views[1].confirmed
    assert len(views[0].confirmed.orders) == 1


def test_the_other_counters_of_that_office_get_it_too_from_its_beginning(
    region: Region, machine: Machine, elsewhere: Machine, tmp_path: Path
) -> None:
    beside = at_another_office(region, tmp_path / "beside.db", "S2")
    member = machine.register()
    machine.sync.once()
    beside.sync.once()
    comes(elsewhere)
    machine.submit(member, machine.asking.assessment())
    machine.sync.once()
    for one in (elsewhere, beside):
        assert one.sync.once().failure is None
    histories_of(beside).fetch_wanted()
    assert beside.desk.view(member).confirmed == elsewhere.desk.view(member).confirmed
    beside.stop()


def test_it_is_fetched_also_where_central_was_faster_with_its_news(
    machine: Machine, elsewhere: Machine
) -> None:
    """Between the visit and the history, a round of sync has got an event from its middle."""
    member = machine.register()
    machine.sync.once()
    elsewhere.sync.once()
    statement = Visiting(
        elsewhere.database, elsewhere.client, histories_of(elsewhere), elsewhere.device.device_id,
        elsewhere.clock, elsewhere.inquiries.fetch_of,
    ).statement()  # fmt: skip
    elsewhere.client.visit(statement, elsewhere.card.sign(statement.canonical_bytes()))
    machine.submit(member, machine.asking.assessment())
    machine.sync.once()
    assert elsewhere.sync.once().failure is None
    assert comes(elsewhere) == member
    assert elsewhere.desk.view(member).confirmed == machine.desk.view(member).confirmed


def test_another_card_gets_nothing(region: Region, machine: Machine, elsewhere: Machine) -> None:
    machine.register()
    machine.sync.once()
    stranger = SoftCard(region.cards / "cards" / "citizen")
    assert comes(elsewhere, stranger) is None
    assert elsewhere.sync.once().received == 0
    statement = Visiting(
        elsewhere.database, elsewhere.client, histories_of(elsewhere), machine.device.device_id,
        elsewhere.clock, elsewhere.inquiries.fetch_of,
    ).statement()  # fmt: skip
    with pytest.raises(Failed) as raised:
        elsewhere.client.visit(statement, elsewhere.card.sign(statement.canonical_bytes()))
    assert raised.value.failure is ApiProblem.HOLDER_NOT_PROVEN


def test_who_registered_twice_is_told_and_finds_the_first_one(machine: Machine, elsewhere: Machine) -> None:
    member = machine.register()
    machine.sync.once()
    elsewhere.register()
    assert elsewhere.sync.once().accepted == 0
    assert elsewhere.desk.things_to_attend()[0].code == Refusal.ALREADY_REGISTERED.value
    assert comes(elsewhere) == known(elsewhere) == member
