"""A purged membership comes alive again: its history is fetched from central as a whole."""

from collections.abc import Callable

from kiosk.contract.clock import Clock
from kiosk.contract.codec import Malformed
from kiosk.contract.envelopes import EventEnvelope
from kiosk.domain.programme import Programme
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed, Trouble
from kiosk.services.membership_view import reindex
from kiosk.storage import events, purged
from kiosk.storage.database import Database

_FETCHED_IN_A_RUN = 20


class Histories:
    """Fetches what was purged here. Methods raise `StorageError` and `Failed` as `CentralClient` does."""

    def __init__(
        self, database: Database, client: CentralClient, programme: Callable[[], Programme], clock: Clock
    ) -> None:
        """`programme` gives the one that holds at the moment."""
        self._database, self._client = database, client
        self._programme, self._clock = programme, clock

    def fetch(self, membership_id: str) -> None:
        """Get the membership's whole history; at once where it is here anyway."""
        with self._database.snapshot() as session:
            if purged.find(session, membership_id) is None:
                return
        history = self._history(membership_id)
        with self._database.session() as session:
            gone = purged.find(session, membership_id)
            if gone is None:
                return  # somebody else was faster
            if len(history) < max(gone.last_seq, 1):
                raise Failed(Trouble.ANSWER_MALFORMED)
            session.delete(gone)
            session.flush()
            try:
                events.store(session, history)
            except (Malformed, events.OutOfOrder) as error:
                raise Failed(Trouble.ANSWER_MALFORMED) from error
            reindex(session, membership_id, self._programme(), self._clock())

    def fetch_wanted(self) -> None:
        """Get those of which central has told something new since, a few at a time."""
        with self._database.snapshot() as session:
            wanted = purged.wanted(session, _FETCHED_IN_A_RUN)
        for membership_id in wanted:
            self.fetch(membership_id)

    def _history(self, membership_id: str) -> list[EventEnvelope]:
        history: list[EventEnvelope] = []
        cursor, more = "", True
        while more:
            answer = self._client.history(membership_id, cursor)
            if any(envelope.membership_id != membership_id for envelope in answer.events):
                raise Failed(Trouble.ANSWER_MALFORMED)
            if answer.more and answer.cursor == cursor:
                raise Failed(Trouble.ANSWER_MALFORMED)  # it would go round in a circle
            history += answer.events
            cursor, more = answer.cursor, answer.more
        return history
