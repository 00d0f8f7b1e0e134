"""Many at once on one PostgreSQL: no event skipped, nothing decided twice, no budget overdrawn."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import count, islice
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from central.app import Central, open_central
from central.settings import Settings
from central.store.counters import points_out
from central.store.database import Database
from central.store.events import Cursor, appended, events_after, membership_state
from central.store.memberships import office_of
from central.store.tables import counter, event, membership
from kiosk.contract.api import Rejection
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain.commands import ConfirmEmail, DecideEligibility
from kiosk.domain.identifiers import is_ubn
from kiosk.domain.programme import Programme
from kiosk.domain.refusals import Refusal, Refused
from tests.central.conftest import RESOURCES, START
from tests.central.direct import DirectKiosk, another
from tests.central.kiosk import SoftCard, application, assessment, new_id, opening
from tests.central.postgres import PostgresServer
from tests.central.process import begin
from tests.central.registered import OFFICE, rule
from tests.central.stress import SECONDS

WRITERS, READERS = 16, 4
OFFICES = (OFFICE, "訓練用南區服務據點")
ACCEPTED = ("accepted", "")

_Result = TypeVar("_Result")


@pytest.fixture
def database(new_postgres_database: Callable[[], str]) -> str:
    return new_postgres_database()


@pytest.fixture
def centrals(central: Central, tmp_path: Path) -> Iterator[list[Central]]:
    """Four processes' centrals on one database."""
    with ExitStack() as stack:
        others = [stack.enter_context(another(central, tmp_path / "data")).central for _ in range(3)]
        yield [central, *others]


def at_once(works: Sequence[Callable[[], _Result]]) -> list[_Result]:
    """Begin all at the same moment; what came out, in the order of `works`."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], _Result]) -> _Result:
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def add_memberships(database: Database, office: str, many: int) -> list[str]:
    ids = [new_id() for _ in range(many)]
    with database.writing() as connection:
        for membership_id in ids:
            row = {
                "membership_id": membership_id,
                "office": office,
                "holder_issuer": "test",
                "holder_subject": membership_id,
                "ubn": membership_id[-8:],
                "cooperative_name": "訓練用合作社",
                "eligibility": "",
                "version": 0,
            }
            connection.execute(sa.insert(membership).values(row))
    return ids


class Writer:
    """Appends events to memberships of one office, in transactions short and long, some of them undone."""

    def __init__(self, database: Database, office: str, memberships: list[str], number: int) -> None:
        self._database, self._office, self._memberships = database, office, memberships
        self._chance = random.Random(number)

    def write_until(self, end: float) -> None:
        while time.monotonic() < end:
            try:
                with self._database.writing() as connection:
                    self._write(connection)
                    if self._chance.random() < 0.1:
                        raise LookupError
            except LookupError:
                continue

    def _write(self, connection: sa.Connection) -> None:
        if self._chance.random() < 0.5:  # it has its number long before it writes its events
            own = f"writer {threading.get_ident()}"
            connection.execute(sa.insert(counter).values(name=f"{own} {time.monotonic_ns()}"[-40:], value=0))
            self._dawdle(connection)
        membership_id = self._chance.choice(self._memberships)
        assert office_of(connection, membership_id) == self._office
        last = sa.select(sa.func.max(event.c.membership_seq)).where(event.c.membership_id == membership_id)
        version = connection.scalar(last) or 0
        events = [
            EventEnvelope(
                event_id=new_id(),
                membership_id=membership_id,
                membership_seq=version + number,
                command_id=new_id(),
                recorded_at=START,
                kind="written",
                body={},
            )
            for number in range(1, self._chance.randint(1, 3) + 1)
        ]
        appended([(self._office, one) for one in events]).run(connection)
        self._dawdle(connection)

    def _dawdle(self, connection: sa.Connection) -> None:
        seconds = self._chance.choice([0, 0, 0, 0.002, 0.02, 0.2])
        connection.execute(sa.select(sa.func.pg_sleep(seconds)))


class Reader:
    """Follows an office's events by the cursor alone, as a kiosk does."""

    def __init__(self, database: Database, office: str) -> None:
        self._database, self._office = database, office
        self.seen: list[EventEnvelope] = []
        self._cursor = ""

    def read_until(self, end: float) -> None:
        while time.monotonic() < end:
            self.read()

    def read(self) -> None:
        more = True
        while more:
            with self._database.reading() as connection:
                page = events_after(connection, self._office, Cursor.of(self._cursor), 50)
            self.seen += page.events
            self._cursor, more = str(page.cursor), page.more


def test_no_event_is_skipped(centrals: list[Central]) -> None:
    databases = [central.store.database for central in centrals]
    members = {office: add_memberships(databases[0], office, 6) for office in OFFICES}
    writers = [
        Writer(databases[number % 4], OFFICES[number % 2], members[OFFICES[number % 2]], number)
        for number in range(WRITERS)
    ]
    readers = [Reader(databases[number], OFFICES[number % 2]) for number in range(READERS)]
    end = time.monotonic() + SECONDS
    at_once(
        [partial(one.write_until, end) for one in writers] + [partial(one.read_until, end) for one in readers]
    )
    for number, reader in enumerate(readers):
        reader.read()
        office = OFFICES[number % 2]
        with databases[0].reading() as connection:
            recorded = set(connection.scalars(sa.select(event.c.event_id).where(event.c.office == office)))
        given = [one.event_id for one in reader.seen]
        assert len(given) == len(set(given)), "an event came twice"
        assert set(given) == recorded, "an event was skipped"
        for membership_id in members[office]:
            order = [one.membership_seq for one in reader.seen if one.membership_id == membership_id]
            assert order == list(range(1, len(order) + 1))
    print(f"{sum(len(one.seen) for one in readers[:2])} events written, each read twice")


def test_one_membership_at_many_counters(centrals: list[Central], organisation: SoftCard) -> None:
    kiosks = [DirectKiosk(central) for central in centrals]
    member = new_id()
    opened = kiosks[0].command(opening(organisation, START), member, organisation)
    assert kiosks[0].send(opened) == [ACCEPTED]
    batches = [
        [kiosk.command(application(f"a{number}@coop.example"), member) for number in range(10)]
        for kiosk in kiosks
    ]
    answers = at_once(
        [partial(kiosk.send, *batch) for kiosk, batch in zip(kiosks, batches, strict=True)]
    )
    assert answers == [[ACCEPTED] * 10] * 4
    with centrals[0].store.database.reading() as connection:
        assert membership_state(connection, member).version == 41
        numbers = sa.select(event.c.membership_seq).where(event.c.membership_id == member)
        assert list(connection.scalars(numbers.order_by(event.c.position))) == list(range(1, 42))


def test_a_cooperative_joins_once_at_many_counters(
    centrals: list[Central], organisation: SoftCard, citizen: SoftCard
) -> None:
    kiosks = [DirectKiosk(central) for central in centrals]
    cards = [organisation, citizen, organisation, citizen]
    envelopes = [
        kiosk.command(opening(card, START), new_id(), card) for kiosk, card in zip(kiosks, cards, strict=True)
    ]
    answers = at_once(
        [partial(kiosk.send, one) for kiosk, one in zip(kiosks, envelopes, strict=True)]
    )
    assert sorted(str(answer) for answer in answers) == sorted(
        str([answer]) for answer in [ACCEPTED, *[("refused", Refusal.ALREADY_REGISTERED.value)] * 3]
    )


def test_the_same_key_from_two_devices(centrals: list[Central], organisation: SoftCard) -> None:
    kiosks = [DirectKiosk(central) for central in centrals]
    member, key = new_id(), new_id()
    kiosks[0].send(kiosks[0].command(opening(organisation, START), member, organisation))
    envelopes = [kiosk.command(application(), member, command_id=key) for kiosk in kiosks]
    answers = at_once(
        [partial(kiosk.send, one) for kiosk, one in zip(kiosks, envelopes, strict=True)]
    )
    other = ("rejected", Rejection.OTHER_BYTES.value)
    assert sorted(str(answer) for answer in answers) == sorted(str([one]) for one in [ACCEPTED, *[other] * 3])


def test_batches_that_want_the_same_in_another_order(
    centrals: list[Central], organisation: SoftCard, citizen: SoftCard
) -> None:
    """Each holds one cooperative's unique columns and waits for the other's: PostgreSQL ends one of them."""
    kiosks = [DirectKiosk(central) for central in centrals[:2]]
    cards = [(organisation, "12345675"), (citizen, "04595257")]
    batches = [
        [kiosk.command(opening(card, START, ubn=ubn), new_id(), card) for card, ubn in order]
        for kiosk, order in zip(kiosks, (cards, cards[::-1]), strict=True)
    ]
    answers = at_once(
        [partial(kiosk.send, *batch) for kiosk, batch in zip(kiosks, batches, strict=True)]
    )
    told = [answer for each in answers for answer in each]
    refused = ("refused", Refusal.ALREADY_REGISTERED.value)
    assert sorted(told) == sorted([ACCEPTED] * 2 + [refused] * 2)


def test_the_budget_holds_at_many_counters(
    centrals: list[Central], tmp_path: Path, settings: Settings, programme: Programme, organisation: SoftCard
) -> None:
    """Eight cooperatives are to get their points at once; there are points for three."""
    for file in RESOURCES.glob("*.toml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    document = tmp_path / "programme.toml"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("# budget = 30000000", "budget = 100000"), encoding="utf-8")
    limited = [open_central(tmp_path / "data", replace(settings, resources=tmp_path)) for _ in range(8)]
    members = []
    numbers = list(islice((f"{number:08}" for number in count(12345670) if is_ubn(f"{number:08}")), 8))
    for number, central in enumerate(limited):
        member, contact = new_id(), application()
        holder = replace(organisation.holder, subject=f"holder {number}")
        for command in (
            opening(organisation, START, ubn=numbers[number], signer=holder),
            contact,
            ConfirmEmail(contact.email),
            assessment(programme.questionnaire),
        ):
            rule(central, member, command)
        members.append(member)

    def approve(central: Central, member: str) -> Refusal | None:
        try:
            rule(central, member, DecideEligibility((), ""))
        except Refused as refused:
            return refused.refusal
        return None

    answers = at_once(
        [partial(approve, *each) for each in zip(limited, members, strict=True)]
    )
    with limited[0].store.database.reading() as connection:
        out = points_out(connection)
        with_points = sum(membership_state(connection, member).grant is not None for member in members)
    for central in limited:
        central.store.database.close()
    assert (with_points, out) == (3, 90_000)
    assert set(answers) <= {None, Refusal.BUDGET_USED_UP}


def test_many_that_start_at_once_migrate_once(tmp_path: Path, postgres: PostgresServer) -> None:
    url = postgres.new_database()
    words = ("--data", str(tmp_path / "data"), "--database", url, "--office", "o", "--terminal", "t")
    begun = [begin("enrol", *words) for _ in range(4)]
    ended = [process.communicate(timeout=60) for process in begun]
    assert [process.returncode for process in begun] == [0] * 4, ended
