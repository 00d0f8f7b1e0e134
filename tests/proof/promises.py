"""The seven promises as checks on what lies in the databases and on what central answers."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sqlalchemy as sa

from central.app import Central
from central.store.events import membership_state
from central.store.tables import command as kept_command
from central.store.tables import event as kept_event
from kiosk.services.membership_view import reindex
from kiosk.storage.tables import EventRow, MembershipRow, OutboxRow, OutboxState, SyncStateRow
from tests.proof.office import ProofKiosk

_SEND = 50
_HAPPENS = {
    "open_membership": "membership_opened",
    "apply": "applied",
    "complete_assessment": "assessment_completed",
    "place_order": "order_placed",
    "request_refund": "order_refunded",
}
"""The event that a command brings about, exactly once if it is accepted and never if it is not."""


@dataclass(frozen=True)
class Happened:
    """An event as central keeps it."""

    event_id: str
    membership_id: str
    membership_seq: int
    command_id: str
    kind: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class Truth:
    """What central has kept: events in their order, commands with their answers, the order of each device."""

    events: tuple[Happened, ...]
    answers: Mapping[str, bytes]
    sent: Mapping[str, bytes]
    order: Mapping[tuple[str, int], tuple[int, ...]]


def truth(central: Central) -> Truth:
    """Read central's database."""
    columns = [kept_event.c[name] for name in Happened.__dataclass_fields__]
    with central.store.database.reading() as connection:
        events = connection.execute(sa.select(*columns).order_by(kept_event.c.position)).all()
        commands = connection.execute(
            sa.select(kept_command).where(kept_command.c.device_id.is_not(None))
        ).all()
    order: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row in sorted(commands, key=lambda row: row.device_seq):
        order[row.device_id, row.branch].append(row.device_seq)
    return Truth(
        events=tuple(Happened(*row) for row in events),
        answers={row.command_id: row.answer for row in commands},
        sent={row.command_id: row.sent for row in commands},
        order={device: tuple(seqs) for device, seqs in order.items()},
    )


def require_all(central: Central, kiosks: Sequence[ProofKiosk], anew: Collection[str] = ()) -> None:
    """All is acknowledged: once, in order, the same everywhere, nothing skipped, and the kiosks say so.

    `anew`: devices that took the place of others.
    """
    known = truth(central)
    require_purses(known.events)
    require_chains(known, anew)
    for kiosk in kiosks:
        require_in_step(kiosk)
        require_no_event_skipped(known, kiosk)
        require_once(known, kiosk)
        require_in_order(known, kiosk)
        require_same(central, kiosk)


def require_in_step(kiosk: ProofKiosk) -> None:
    """Promise 5, at the end: nothing waits, and the kiosk says so."""
    status = kiosk.sync.status()
    assert (status.waiting, status.oldest, status.next_try, status.why) == (0, None, None, "")
    assert status.last_success is not None


def require_told_truth(kiosk: ProofKiosk) -> None:
    """Promise 5, at any moment: the numbers of `status` are those of the outbox."""
    with kiosk.database.snapshot() as session:
        rows = session.scalars(sa.select(OutboxRow).where(OutboxRow.state == OutboxState.WAITING)).all()
        state = session.get_one(SyncStateRow, 1)
        said = state.last_success, state.next_try, state.why
    status = kiosk.sync.status()
    assert (status.last_success, status.next_try, status.why) == said
    assert (status.waiting, status.oldest) == (len(rows), min((row.issued_at for row in rows), default=None))


def require_no_event_skipped(known: Truth, kiosk: ProofKiosk) -> None:
    """Promise 6: the kiosk has every event of central's, each once, each membership's in their order."""
    with kiosk.database.snapshot() as session:
        here = {row.event_id: row for row in session.scalars(sa.select(EventRow))}
        there = {event.event_id: event for event in known.events}
        assert here.keys() == there.keys()
        for event_id, row in here.items():
            event = there[event_id]
            assert (row.membership_seq, row.command_id, row.kind) == (
                event.membership_seq, event.command_id, event.kind,
            )  # fmt: skip
            assert json.loads(row.body) == event.body
    for of_one in _by(known.events, "membership_id").values():
        assert [event.membership_seq for event in of_one] == list(range(1, len(of_one) + 1))


def require_once(known: Truth, kiosk: ProofKiosk) -> None:
    """Promise 2: every command took effect as often as its answer says, and is answered the same again."""
    events = _by(known.events, "command_id")
    with kiosk.database.snapshot() as session:
        rows = session.scalars(sa.select(OutboxRow).order_by(OutboxRow.device_seq)).all()
        session.expunge_all()
    for row in rows:
        happened = Counter(event.kind for event in events.get(row.command_id, ()))
        if row.state != OutboxState.ACCEPTED:
            assert not happened, "a command that was turned down has taken effect"
        elif row.kind in _HAPPENS:
            assert happened[_HAPPENS[row.kind]] == 1, (row.kind, happened)
    own = [row for row in rows if json.loads(row.envelope)["device_id"] == kiosk.device.device_id]
    for at in range(0, len(own), _SEND):
        batch = own[at : at + _SEND]
        answers = kiosk.answers_again([row.envelope for row in batch])
        for row, answer in zip(batch, answers, strict=True):
            kept = known.answers.get(row.command_id)
            assert kept is None or answer.model_dump_json().encode() == kept
            assert (answer.status.value, answer.code) == (row.state, row.code)
            assert answer.decided_at == row.decided_at


def require_chains(known: Truth, anew: Collection[str]) -> None:
    """Promises 2 and 3: of each device central took commands 1, 2, 3 …, none left out and none twice.

    A device that was enrolled anew goes on where the one before it ended, but for what that one had sent.
    """
    for (device, branch), seqs in known.order.items():
        if device in anew:
            assert all(after > before for before, after in pairwise(seqs))
            continue
        assert all(after == before + 1 for before, after in pairwise(seqs))
        assert seqs[0] == 1 or branch > 0, "only a chain that was let go on anew begins later"


def require_in_order(known: Truth, kiosk: ProofKiosk) -> None:
    """Promise 3: the events of one membership follow the order in which this kiosk took its commands."""
    with kiosk.database.snapshot() as session:
        pairs = session.execute(sa.select(OutboxRow.command_id, OutboxRow.device_seq)).all()
    seqs = {pair.command_id: pair.device_seq for pair in pairs}
    for of_one in _by(known.events, "membership_id").values():
        ours = [seqs[event.command_id] for event in of_one if event.command_id in seqs]
        assert ours == sorted(ours)


def require_same(central: Central, kiosk: ProofKiosk) -> None:
    """Promise 4: what the kiosk shows of each membership is what central has; its index is what it shows."""
    with kiosk.database.snapshot() as session:
        members = set(session.scalars(sa.select(EventRow.membership_id)))
    with central.store.database.reading() as connection:
        for membership_id in members:
            view = kiosk.desk.view(membership_id)
            assert view.confirmed == membership_state(connection, membership_id)
            assert not view.provisional
    with kiosk.database.session() as session:
        before = _index(session)
        for membership_id in {row[0] for row in before} | members:
            reindex(session, membership_id, kiosk.programme, kiosk.clock())
        session.flush()
        assert _index(session) == before


def _index(session: Any) -> list[tuple[str, ...]]:
    columns = MembershipRow.__table__.c
    chosen = [columns[name] for name in ("membership_id", "holder_issuer", "holder_subject", "ubn", "name")]
    return [tuple(row) for row in session.execute(sa.select(*chosen).order_by(columns.membership_id))]


def require_purses(events: Iterable[Happened]) -> None:
    """Points and money by a reckoning of its own, from the events' figures alone; see `Purse`."""
    for of_one in _by(events, "membership_id").values():
        purse = Purse()
        for event in of_one:
            purse.take(event.kind, event.body)


class Purse:
    """One membership's points, and what its orders hold.

    At every moment no purse holds less than nothing; what was granted is in the purse, in orders or taken
    back; a price is points and own payment; who has paid can be refunded, once and no more than went in, and
    who has not can only cancel.
    """

    def __init__(self) -> None:
        self.granted = self.free = self.taken_back = 0
        self.held: dict[str, tuple[int, int]] = {}  # order number: points, own payment
        self.over: dict[str, int] = {}  # order number: points that stay spent
        self.paid: set[str] = set()

    def take(self, kind: str, body: Mapping[str, Any]) -> None:
        """One more event."""
        number = str(body.get("order_number", ""))
        match kind:
            case "points_granted":
                assert self.free == 0
                self.granted += body["points"]
                self.free += body["points"]
            case "points_lapsed" | "points_reclaimed":
                self.free -= body["points"]
                self.taken_back += body["points"]
            case "order_placed":
                assert number not in self.held | self.over
                assert body["points"] + body["own"] == body["terms"]["price"]
                self.free -= body["points"]
                self.held[number] = body["points"], body["own"]
            case "order_paid":
                assert number in self.held.keys() - self.paid
                self.paid.add(number)
            case "order_cancelled":
                assert number not in self.paid, "paid for, and cancelled without a refund"
                points, _ = self.held.pop(number)
                self.free += points
                self.over[number] = 0
            case "order_refunded":
                assert number in self.paid
                points, own = self.held.pop(number)
                quote = body["quote"]
                assert 0 <= quote["points_refund"] <= points
                assert 0 <= quote["own_refund"] <= own
                self.free += quote["points_refund"]
                self.over[number] = points - quote["points_refund"]
        assert self.free >= 0, "more points were spent than granted"
        in_orders = sum(points for points, _ in self.held.values()) + sum(self.over.values())
        assert self.free + in_orders + self.taken_back == self.granted, "points came from nowhere"


def _by(events: Iterable[Happened], name: str) -> dict[str, list[Happened]]:
    groups: dict[str, list[Happened]] = defaultdict(list)
    for event in events:
        groups[getattr(event, name)].append(event)
    return groups

