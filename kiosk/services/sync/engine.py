"""Sync: the outbox goes up in order, events come down, and a lost answer does no harm."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from threading import Event, Lock

from sqlalchemy.orm import Session

from kiosk.contract.api import ApiProblem, CommandAnswer, EventsAnswer, Rejection, Status
from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed
from kiosk.domain.founding.keeping import FOUNDING_KINDS
from kiosk.domain.inquiry import INQUIRY_KINDS
from kiosk.domain.programme import Programme
from kiosk.services.central import CentralClient
from kiosk.services.central_time import clock_ahead
from kiosk.services.failures import Failed, Trouble
from kiosk.services.membership_view import follow, reindex
from kiosk.services.standing import set_standing, standing
from kiosk.services.sync.backoff import LONGEST, delay
from kiosk.services.sync.batches import BatchSize
from kiosk.services.sync.begin import begin
from kiosk.services.sync.report import SyncProgress, SyncReport, SyncStatus
from kiosk.storage import events, outbox
from kiosk.storage.database import Database
from kiosk.storage.failures import StorageError
from kiosk.storage.tables import Standing, SyncStateRow

_ROW = 1
_RECEIVED = "received"


class _Cancelled(Exception):
    """Somebody asked the round to stop between two requests."""


class Sync:
    """One device's sync. May be called from any thread; a second caller waits for the first round's end.

    `chance` gives a number from 0 to 1, for the jitter of the waits. `look_around` is called before events
    are fetched, which may tell of what only the newest documents know; it gives the programme as it then
    is.
    """

    def __init__(
        self,
        database: Database,
        client: CentralClient,
        programme: Programme,
        clock: Clock,
        chance: Callable[[], float],
        look_around: Callable[[], Programme] | None = None,
    ) -> None:
        self._database, self._client, self._programme = database, client, programme
        self._clock, self._chance, self._look_around = clock, chance, look_around
        self._size = BatchSize()
        self._one_at_a_time = Lock()
        self._cancel = Event()

    def once(
        self,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[SyncProgress], None] = lambda _progress: None,
    ) -> SyncReport:
        """Send what waits, fetch what is new, say what happened. Trouble is part of the answer, not raised.

        Whatever central answered before trouble came is kept. Before each request `progress` hears how much
        is kept, and `cancelled` is asked.
        """
        counts: Counter[str] = Counter()
        with self._one_at_a_time:
            self._cancel.clear()
            cancelled = self._watched(counts, cancelled, progress)
            try:
                undecided = self._push(counts, cancelled)
                if self._look_around is not None:
                    before = self._standing()
                    self._programme = self._look_around()
                    if before is not Standing.ACTIVE and self._standing() is Standing.ACTIVE:
                        # What was doubted is asked once more, now that the device may go on.
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
            return SyncStatus(
                state.last_success, waiting, oldest, state.next_try, state.why,
                clock_ahead=clock_ahead(session), standing=standing(session),
                document_trouble=state.document_trouble,
            )  # fmt: skip

    def _standing(self) -> Standing:
        with self._database.snapshot() as session:
            return standing(session)

    def cursor(self) -> str:
        """How far events have come. Raises `StorageError`."""
        with self._database.snapshot() as session:
            return _state(session).cursor

    def _push(self, counts: Counter[str], cancelled: Callable[[], bool]) -> Failed | None:
        """Send what waits. What comes back is why central cannot decide on some of it yet.

        Then everything else was sent, or what comes before it, and events may be fetched all the same.
        """
        sent, later, unkept = 0, None, list[CommandAnswer]()
        batch = self._next_batch(sent)
        try:
            while batch:
                _go_on(cancelled)
                going = begin(partial(self._client.send, [row.envelope for row in batch]))
                # While central decides, what it has answered is kept, and what follows is read.
                self._keep(unkept, counts)
                unkept = []
                following = self._next_batch(batch[-1].device_seq)
                try:
                    answers = going()
                except Failed as failed:
                    undecided = failed.failure is ApiProblem.REVOCATION_UNKNOWN
                    too_much = undecided or failed.failure is ApiProblem.TOO_LARGE
                    smaller = (too_much or failed.failure is Trouble.CENTRAL_SLOW) and self._size.halve()
                    if too_much and smaller:
                        batch = self._next_batch(sent)
                        continue
                    if undecided:
                        return failed
                    raise
                if [answer.command_id for answer in answers] != [row.command_id for row in batch]:
                    raise Failed(Trouble.ANSWER_MALFORMED)
                unkept, sent = answers, batch[-1].device_seq
                if any(answer.status is Status.LATER for answer in answers):
                    later = Failed(ApiProblem.INTERNAL)
                self._size.grow()
                batch = following if len(following) == self._size.commands else self._next_batch(sent)
        finally:
            self._keep(unkept, counts)
        return later

    def _keep(self, answers: Sequence[CommandAnswer], counts: Counter[str]) -> None:
        """Keep answers, then count them: what is told to have been sent is told for good."""
        self.settle(answers)
        counts.update(one.status for one in answers if one.code != Rejection.CHAIN_BROKEN)

    def _next_batch(self, sent: int) -> Sequence[outbox.Waiting]:
        """What waits past the `device_seq` that was sent last: what must wait on is not sent in a circle."""
        with self._database.snapshot() as session:
            return outbox.waiting(session, self._size.commands, sent)

    def settle(self, answers: Sequence[CommandAnswer]) -> None:
        """Keep answers to commands of this database. The first one stays."""
        if not answers:
            return
        with self._database.session() as session:
            rows = outbox.find(session, [answer.command_id for answer in answers])
            for answer in answers:
                outbox.settle(session, answer)
            session.flush()
            turned_down = {
                rows[answer.command_id].membership_id
                for answer in answers
                if answer.status in {Status.REFUSED, Status.REJECTED}
                and rows[answer.command_id].kind not in FOUNDING_KINDS | INQUIRY_KINDS  # about no membership
            }
            for membership_id in turned_down:
                reindex(session, membership_id, self._programme, self._clock())

    def _pull(self, counts: Counter[str], cancelled: Callable[[], bool]) -> None:
        cursor, following = self.cursor(), None
        while True:
            _go_on(cancelled)
            answer = self._client.events(cursor) if following is None else following()
            moved = answer.cursor != cursor
            # While these events are kept, central looks for those that follow.
            following = begin(partial(self._client.events, answer.cursor)) if answer.more and moved else None
            if answer.events or moved:
                counts[_RECEIVED] += self.receive(answer, cursor)
            if not answer.more:
                return
            if following is None:
                raise Failed(Trouble.ANSWER_MALFORMED)  # it would go round in a circle
            cursor = answer.cursor

    def receive(self, answer: EventsAnswer, after: str) -> int:
        """Keep the events past the cursor `after`; how many are new. Raises `Failed` (ANSWER_MALFORMED).

        Where this kiosk's cursor is another one by now, it stays: nothing before it may be passed over.
        """
        with self._database.session() as session:
            try:
                new = events.store(session, answer.events, answer.guests)
            except (Malformed, events.OutOfOrder) as error:
                raise Failed(Trouble.ANSWER_MALFORMED) from error
            follow(session, new, self._clock())
            state = _state(session)
            if state.cursor == after:
                state.cursor = answer.cursor
        return len(new)

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
            if code == ApiProblem.DEVICE_REVOKED:
                set_standing(session, Standing.REVOKED)
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
