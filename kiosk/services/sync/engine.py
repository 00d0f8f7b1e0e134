"""Sync: the outbox goes up in order, events come down, and a lost answer does no harm."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from threading import Event, Lock

from sqlalchemy.orm import Session

from kiosk.contract.api import ApiProblem, CommandAnswer, EventsAnswer, Status
from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed
from kiosk.domain.programme import Programme
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed, Trouble
from kiosk.services.membership_view import reindex
from kiosk.services.sync.backoff import LONGEST, delay
from kiosk.services.sync.batches import BatchSize
from kiosk.services.sync.report import SyncProgress, SyncReport, SyncStatus
from kiosk.storage import events, outbox
from kiosk.storage.database import Database
from kiosk.storage.failures import StorageError
from kiosk.storage.tables import OutboxRow, SyncStateRow

_ROW = 1
_RECEIVED = "received"


class _Cancelled(Exception):
    """Somebody asked the round to stop between two requests."""


class Sync:
    """One device's sync. May be called from any thread; a second caller waits for the first round's end.

    `chance` gives a number from 0 to 1, for the jitter of the waits.
    """

    def __init__(
        self,
        database: Database,
        client: CentralClient,
        programme: Programme,
        clock: Clock,
        chance: Callable[[], float],
    ) -> None:
        self._database, self._client, self._programme = database, client, programme
        self._clock, self._chance = clock, chance
        self._size = BatchSize()
        self._one_at_a_time = Lock()
        self._cancel = Event()

    def once(
        self,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[SyncProgress], None] = lambda _progress: None,
    ) -> SyncReport:
        """Send what waits, fetch what is new, say what happened. Trouble is part of the answer, not raised.

        Whatever central answered before trouble came is kept. Before each request `progress` hears how far
        the round is, and `cancelled` is asked.
        """
        counts: Counter[str] = Counter()
        with self._one_at_a_time:
            self._cancel.clear()
            cancelled = self._watched(counts, cancelled, progress)
            try:
                undecided = self._push(counts, cancelled)
                self._pull(counts, cancelled)
                if undecided is not None:
                    raise undecided
                self._note_success()
            except (Failed, StorageError) as error:
                code = error.failure.value
                return _report(counts, code, self._note_failure(code))
            except _Cancelled:
                return replace(_report(counts, None, None), cancelled=True)
        return _report(counts, None, None)

    def cancel(self) -> None:
        """Let the round that runs end after the request it is at. May be called from any thread."""
        self._cancel.set()

    def _watched(
        self, counts: Counter[str], cancelled: Callable[[], bool], progress: Callable[[SyncProgress], None]
    ) -> Callable[[], bool]:
        """Whether `cancelled`, or `cancel` was called; asked, it tells `progress` how far the round is."""
        total: int | None = None

        def asked() -> bool:
            nonlocal total
            if total is None:
                with self._database.snapshot() as session:
                    total = outbox.backlog(session)[0]
            progress(SyncProgress(sent=_answered(counts), total=total, received=counts[_RECEIVED]))
            return cancelled() or self._cancel.is_set()

        return asked

    def status(self) -> SyncStatus:
        """How sync stands now. Raises `StorageError`."""
        with self._database.snapshot() as session:
            waiting, oldest = outbox.backlog(session)
            state = _state(session)
            return SyncStatus(state.last_success, waiting, oldest, state.next_try, state.why)

    def _push(self, counts: Counter[str], cancelled: Callable[[], bool]) -> Failed | None:
        """Send what waits. What comes back is why central cannot decide on some of it yet.

        Then everything else was sent, or what comes before it, and events may be fetched all the same.
        """
        sent, later = 0, None
        while batch := self._next_batch(sent):
            _go_on(cancelled)
            try:
                answers = self._client.send(list(batch.values()))
            except Failed as failed:
                undecided = failed.failure is ApiProblem.REVOCATION_UNKNOWN
                too_much = undecided or failed.failure is ApiProblem.TOO_LARGE
                smaller = (too_much or failed.failure is Trouble.CENTRAL_SLOW) and self._size.halve()
                if too_much and smaller:
                    continue
                if undecided:
                    return failed
                raise
            if [answer.command_id for answer in answers] != list(batch):
                raise Failed(Trouble.ANSWER_MALFORMED)
            sent = self._settle(answers)
            counts.update(answer.status for answer in answers)
            if any(answer.status is Status.LATER for answer in answers):
                later = Failed(ApiProblem.INTERNAL)
            self._size.grow()
        return later

    def _next_batch(self, sent: int) -> dict[str, bytes]:
        """What waits past the `device_seq` that was sent last: what must wait on is not sent in a circle."""
        with self._database.snapshot() as session:
            rows = outbox.waiting(session, self._size.commands, sent)
            return {row.command_id: row.envelope for row in rows}

    def _settle(self, answers: list[CommandAnswer]) -> int:
        """Keep the answers; the last command's `device_seq`."""
        with self._database.session() as session:
            for answer in answers:
                outbox.settle(session, answer)
            turned_down = [
                answer.command_id for answer in answers if answer.status in {Status.REFUSED, Status.REJECTED}
            ]
            self._reindex(
                session, {session.get_one(OutboxRow, command_id).membership_id for command_id in turned_down}
            )
            return session.get_one(OutboxRow, answers[-1].command_id).device_seq

    def _pull(self, counts: Counter[str], cancelled: Callable[[], bool]) -> None:
        with self._database.snapshot() as session:
            cursor = _state(session).cursor
        more = True
        while more:
            _go_on(cancelled)
            answer = self._client.events(cursor)
            counts[_RECEIVED] += self._receive(answer)
            more = answer.more
            if more and answer.cursor == cursor:
                raise Failed(Trouble.ANSWER_MALFORMED)  # it would go round in a circle
            cursor = answer.cursor

    def _receive(self, answer: EventsAnswer) -> int:
        with self._database.session() as session:
            try:
                new = [envelope for envelope in answer.events if events.store(session, envelope)]
            except (Malformed, events.OutOfOrder) as error:
                raise Failed(Trouble.ANSWER_MALFORMED) from error
            self._reindex(session, {envelope.membership_id for envelope in new})
            _state(session).cursor = answer.cursor
        return len(new)

    def _reindex(self, session: Session, membership_ids: set[str]) -> None:
        session.flush()
        for membership_id in membership_ids:
            reindex(session, membership_id, self._programme, self._clock())

    def _note_success(self) -> None:
        with self._database.session() as session:
            state = _state(session)
            state.last_success, state.next_try = self._clock(), None
            state.failures, state.why = 0, ""

    def _note_failure(self, code: str) -> datetime:
        now = self._clock()
        # A full disk cannot keep even this; then the report alone says it, and the wait is the longest.
        with suppress(StorageError), self._database.session() as session:
            state = _state(session)
            state.failures += 1
            next_try = now + delay(state.failures, self._chance())
            state.next_try, state.why = next_try, code
            return next_try
        return now + LONGEST


def _go_on(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise _Cancelled


def _answered(counts: Counter[str]) -> int:
    return counts[Status.ACCEPTED] + counts[Status.REFUSED] + counts[Status.REJECTED]


def _report(counts: Counter[str], failure: str | None, next_try: datetime | None) -> SyncReport:
    return SyncReport(
        accepted=counts[Status.ACCEPTED],
        refused=counts[Status.REFUSED],
        rejected=counts[Status.REJECTED],
        received=counts[_RECEIVED],
        failure=failure,
        next_try=next_try,
    )


def _state(session: Session) -> SyncStateRow:
    return session.get_one(SyncStateRow, _ROW)
