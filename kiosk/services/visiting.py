"""Who is a member elsewhere, and proves here to hold the card, has the membership fetched."""

from collections.abc import Callable

from kiosk.contract.clock import Clock
from kiosk.contract.envelopes import Statement
from kiosk.contract.identification import identification
from kiosk.services.central import CentralClient
from kiosk.services.upkeep.histories import Histories
from kiosk.storage import purged
from kiosk.storage.database import Database


class Visiting:
    """Asks central which membership is the holder's, and fetches its history.

    `clock` is the one that central's requests are signed by.
    """

    def __init__(
        self,
        database: Database,
        client: CentralClient,
        histories: Histories,
        device_id: str,
        clock: Clock,
        fetch_answers: Callable[[str], None],
    ) -> None:
        """`fetch_answers` gets what the help desk has answered to a membership."""
        self._database, self._client, self._histories = database, client, histories
        self._device_id, self._clock, self._fetch_answers = device_id, clock, fetch_answers

    def statement(self) -> Statement:
        """What the holder's card is to sign now; it holds for a few minutes, at this counter alone."""
        return identification(self._device_id, self._clock())

    def look_up(self, statement: Statement, signature: str) -> str | None:
        """The holder's membership, with all its history here; None where central knows of none.

        Raises `StorageError`, and `Failed`: HOLDER_NOT_PROVEN, REVOCATION_UNKNOWN, as `CentralClient` does.
        """
        membership_id = self._client.visit(statement, signature)
        if membership_id is None:
            return None
        with self._database.session() as session:
            purged.expect(session, membership_id)
        self._histories.fetch(membership_id)
        self._fetch_answers(membership_id)
        return membership_id
