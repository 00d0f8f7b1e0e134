"""Two counters of one office, one cooperative, no network between them: central decides, and both agree."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from central.app import Central
from central.store.events import membership_state
from central.store.tables import mail
from kiosk.contract.clock import Clock
from kiosk.domain.calendar import taipei_day
from kiosk.domain.commands import CancelOrder, Command
from kiosk.domain.membership import Membership, OrderState
from kiosk.domain.ordering import refund_quote
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused
from kiosk.services.attending import AttendCase, Attending
from kiosk.services.central import CentralClient
from kiosk.services.desk import Desk
from kiosk.services.enrolment import enrol
from kiosk.services.failures import Failed
from kiosk.services.identity_device import device_key
from kiosk.services.secrets import MemorySecrets
from kiosk.services.sync.engine import Sync
from kiosk.storage.database import KEY_BYTES, Database, open_database
from tests.central.conftest import HandClock, Service
from tests.central.kiosk import SoftCard, application, assessment, opening, placing, refund
from tests.central.registered import order, register

NUMBER = "20260302100000000001"
OTHER_NUMBER = "20260302100000000002"
SOON = timedelta(seconds=10)


@dataclass
class Counter:
    """A counter that reaches central only when it syncs."""

    desk: Desk
    sync: Sync
    attending: Attending
    client: CentralClient
    programme: Programme
    clock: Clock

    def take(self, membership_id: str, command: Command, card: SoftCard | None = None) -> str:
        """A command, signed where it has to be; its id."""
        statement = self.desk.prepare(membership_id, command)
        signature = None if card is None else card.sign(statement.canonical_bytes())
        signer = None if card is None else card.holder
        return self.desk.submit(statement, signature, signer=signer).command_id

    def register(self, card: SoftCard, **changes: str) -> str:
        membership_id = self.desk.new_membership_id()
        self.take(membership_id, opening(card, self.clock(), **changes), card)
        self.take(membership_id, application())
        self.take(membership_id, assessment(self.programme.questionnaire))
        return membership_id

    def order(self, membership_id: str, card: SoftCard, number: str) -> str:
        terms = next(
            plan.terms
            for plan in self.programme.plans.values()
            if (plan.terms.price, plan.terms.months) == (60_000, 6)
        )
        return self.take(membership_id, placing(number, terms, card.holder, 30_000), card)

    def refund(self, membership_id: str, card: SoftCard) -> str:
        bought = self.desk.view(membership_id).shown.orders[NUMBER]
        quote = refund_quote(bought, taipei_day(self.clock()), self.programme)
        return self.take(
            membership_id, refund(NUMBER, quote.own_refund, quote.points_refund, card.holder), card
        )

    def cancel(self, membership_id: str, card: SoftCard) -> str:
        return self.take(membership_id, CancelOrder(NUMBER, card.holder), card)

    @property
    def only_case(self) -> AttendCase:
        (case,) = self.attending.open_cases()
        return case


NewCounter = Callable[[], Counter]


@pytest.fixture
def new_counter(
    tmp_path: Path, service: Service, programme: Programme, clock: HandClock
) -> Iterator[NewCounter]:
    with ExitStack() as stack:
        numbers = iter(range(9))

        def make() -> Counter:
            file = tmp_path / f"kiosk{next(numbers)}" / "kiosk.db"
            database: Database = stack.enter_context(closing(open_database(file, bytes(range(KEY_BYTES)))))
            secrets = MemorySecrets()
            device = enrol(database, secrets, service.url, service.code(), SOON)
            client = stack.enter_context(
                CentralClient(service.url, device.device_id, device_key(secrets), clock, SOON)
            )
            return Counter(
                Desk(database, programme, clock, device, lambda: None),
                Sync(database, client, programme, clock, lambda: 0.0),
                Attending(database, programme, clock),
                client,
                programme,
                clock,
            )

        yield make


@pytest.fixture
def here(new_counter: NewCounter) -> Counter:
    return new_counter()


@pytest.fixture
def there(new_counter: NewCounter) -> Counter:
    return new_counter()


def agreed(central: Central, membership_id: str, *counters: Counter) -> Membership:
    """What everybody says of the membership once all is sent and fetched."""
    for counter in (*counters, *counters):
        assert counter.sync.once().failure is None
    with central.store.database.reading() as connection:
        truth = membership_state(connection, membership_id)
    for counter in counters:
        view = counter.desk.view(membership_id)
        assert view.confirmed == view.shown == truth
        assert not view.provisional
    return truth


def test_registered_at_both(central: Central, here: Counter, there: Counter, organisation: SoftCard) -> None:
    mine, theirs = here.register(organisation), there.register(organisation)
    assert agreed(central, theirs, there).registration is not None
    assert here.sync.once().refused == 3
    truth = agreed(central, theirs, here, there)
    assert truth.assessment is not None
    assert agreed(central, mine, here, there) == Membership()
    case = here.only_case
    assert (case.code, case.together) == (
        Refusal.ALREADY_REGISTERED.value,
        ("apply", "complete_assessment"),
    )
    assert there.attending.count_open() == 0
    assert here.desk.find(organisation.holder) == theirs  # the person is known here as well


def test_registered_at_both_with_other_cards(
    central: Central, here: Counter, there: Counter, organisation: SoftCard, citizen: SoftCard
) -> None:
    theirs = there.register(organisation)
    here.register(citizen)
    agreed(central, theirs, there, here)
    assert here.only_case.code == Refusal.ALREADY_REGISTERED.value
    told = here.attending.registration_of(citizen.holder)
    assert told is not None
    assert told.code == Refusal.ALREADY_REGISTERED.value


def test_the_same_points_spent_twice(
    central: Central,
    here: Counter,
    there: Counter,
    organisation: SoftCard,
    programme: Programme,
) -> None:
    membership = register(central, organisation, programme)
    agreed(central, membership, here, there)
    here.order(membership, organisation, NUMBER)
    lost = there.order(membership, organisation, OTHER_NUMBER)
    truth = agreed(central, membership, here, there)
    assert list(truth.orders) == [NUMBER]
    assert truth.grant is not None
    assert truth.grant.reserved == 30_000
    assert (there.only_case.command_id, there.only_case.code) == (lost, Refusal.POINTS_SHORT.value)
    assert here.attending.count_open() == 0
    with central.store.database.reading() as connection:  # what was sent keeps its subject alone
        subjects = connection.scalars(sa.select(mail.c.subject)).all()
    assert sum("櫃台受理的一筆事項未成立" in subject for subject in subjects) == 1


@pytest.fixture
def confirmed(
    central: Central, here: Counter, there: Counter, organisation: SoftCard, programme: Programme
) -> str:
    """A membership with an order that waits for its payment, known to both counters."""
    membership = register(central, organisation, programme)
    order(central, membership, organisation, programme, NUMBER)
    central.vendor.confirm(NUMBER)
    agreed(central, membership, here, there)
    return membership


def test_a_refund_asked_for_twice(
    central: Central,
    here: Counter,
    there: Counter,
    organisation: SoftCard,
    confirmed: str,
    clock: HandClock,
) -> None:
    central.vendor.pay(NUMBER, "TX-1")
    central.vendor.start(NUMBER)
    agreed(central, confirmed, here, there)
    clock.move(days=10)
    here.refund(confirmed, organisation)
    clock.move(days=15)
    lost = there.refund(confirmed, organisation)
    truth = agreed(central, confirmed, here, there)
    assert truth.orders[NUMBER].state is OrderState.REFUNDED
    assert (there.only_case.command_id, there.only_case.code) == (lost, Refusal.ORDER_STATE.value)
    assert here.attending.count_open() == 0


def test_cancelled_here_and_paid_there(
    central: Central, here: Counter, there: Counter, organisation: SoftCard, confirmed: str
) -> None:
    lost = here.cancel(confirmed, organisation)
    assert here.desk.view(confirmed).shown.orders[NUMBER].state is OrderState.CANCELLED
    central.vendor.pay(NUMBER, "TX-1")
    truth = agreed(central, confirmed, here, there)
    assert truth.orders[NUMBER].state is OrderState.PAID
    assert (here.only_case.command_id, here.only_case.code) == (lost, Refusal.ORDER_STATE.value)


def test_cancelled_here_before_it_is_paid_there(
    central: Central, here: Counter, there: Counter, organisation: SoftCard, confirmed: str
) -> None:
    here.cancel(confirmed, organisation)
    assert agreed(central, confirmed, here, there).orders[NUMBER].state is OrderState.CANCELLED
    with pytest.raises(Refused) as raised:
        central.vendor.pay(NUMBER, "TX-1")
    assert raised.value.refusal is Refusal.ORDER_STATE
    assert here.attending.count_open() == 0


def test_the_review_desk_is_asked_about_what_was_lost(
    central: Central, here: Counter, there: Counter, organisation: SoftCard
) -> None:
    there.register(organisation)
    there.sync.once()
    here.register(organisation)
    here.sync.once()
    case = here.only_case
    for _ in range(2):
        here.client.ask_review(case.command_id, "經辦：請查明是否同一家")
    with central.store.database.reading() as connection:
        asked = connection.exec_driver_sql(
            "SELECT question FROM review_question JOIN review USING (review_id) WHERE command_id = :id",
            {"id": case.command_id},
        ).all()
    assert asked == [("經辦：請查明是否同一家",)]
    with pytest.raises(Failed):
        here.client.ask_review(here.desk.new_membership_id(), "沒有這筆")


def test_a_lost_order_is_corrected_and_sent_again(
    central: Central, here: Counter, there: Counter, organisation: SoftCard, programme: Programme
) -> None:
    membership = register(central, organisation, programme)
    agreed(central, membership, here, there)
    here.order(membership, organisation, NUMBER)
    there.order(membership, organisation, OTHER_NUMBER)
    agreed(central, membership, here, there)
    draft_id = there.attending.correct(there.only_case.command_id, membership)
    terms = next(iter(programme.plans.values())).terms
    again = replace(placing(OTHER_NUMBER, terms, organisation.holder, 0), own=terms.price)
    statement = there.desk.prepare(membership, again)
    signature = organisation.sign(statement.canonical_bytes())
    there.desk.submit(statement, signature, signer=organisation.holder, finishes_draft=draft_id)
    assert set(agreed(central, membership, here, there).orders) == {NUMBER, OTHER_NUMBER}
    assert (there.attending.count_open(), len(there.attending.closed_cases())) == (0, 1)
