"""The authorities' revocation lists at the counter: kept in a folder, and renewed from central.

They are public data, and believed for their authorities' signatures alone: that central passed them on proves
nothing. Without them everything goes on: a certificate is then taken provisionally, and checked at central.
"""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from kiosk.contract.list_folder import ListFolder
from kiosk.contract.revocation import ListFailure, ListRefused, ListStanding, RevocationLists
from kiosk.services.central import CentralClient
from kiosk.services.failures import Failed

RENEW_EVERY = timedelta(hours=1)
"""How often central is asked for what has changed. Authorities renew every 12 hours, and to hear that nothing
has changed costs next to nothing."""

ASK_AGAIN = timedelta(minutes=1)
"""The wait where central could not be asked."""

_log = logging.getLogger(__name__)


class RevocationUpdates:
    """Keeps `lists` as new as central has them, and in `folder` for the next start.

    Each call may take some seconds (a list of 400,000 entries takes one to verify): never on the Qt thread.
    """

    def __init__(self, lists: RevocationLists, folder: Path, client: CentralClient) -> None:
        self._lists, self._client = lists, client
        self._folder = ListFolder(folder, lists)

    def load(self) -> None:
        """Take the lists that were kept. One that cannot be taken is passed over: central has it anew."""
        for trouble in self._folder.look():
            _log.info("a kept revocation list is not taken: %s", trouble)

    def renew(self) -> None:
        """Fetch what central has that is not held here.

        A list that cannot be taken is logged; the one held stays. Raises `Failed` as `CentralClient` does.
        """
        for authority in self._lists.names():
            held = self._lists.held(authority)
            der = self._client.revocation_list(authority, held.sha256 if held else None)
            if der is not None:
                self._put(der)

    def take(self, der: bytes) -> None:
        """Take a list that came on a stick, verified all the same.

        One that cannot be taken is logged, but for an older one; the one held stays.
        """
        self._put(der, may_be_older=True)

    def _put(self, der: bytes, *, may_be_older: bool = False) -> None:
        try:
            self._folder.keep(self._lists.put(der))
        except ListRefused as refused:
            if may_be_older and refused.failure is ListFailure.OLDER:
                return
            _log.warning("central's revocation list is not taken: %s", refused)
        except OSError as error:
            _log.warning("a revocation list could not be kept: %s", error.strerror)

    def standing(self, at: datetime) -> tuple[ListStanding, ...]:
        """How the list of each pinned authority stands at `at` (UTC)."""
        return self._lists.standing(at)


class RevocationLoop:
    """The thread that loads the lists, then renews them for as long as the counter is open."""

    def __init__(self, updates: RevocationUpdates, every: timedelta = RENEW_EVERY) -> None:
        self._updates, self._every = updates, every
        self._stopping = Event()
        # A list is kept whole or not at all, so that the program may end in the middle of a download.
        self._thread = Thread(target=self._run, name="revocation lists", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, deadline: timedelta) -> bool:
        """End the thread after the list it is at; whether it ended within `deadline`."""
        self._stopping.set()
        self._thread.join(deadline.total_seconds())
        return not self._thread.is_alive()

    def _run(self) -> None:
        self._updates.load()
        while not self._stopping.is_set():
            self._stopping.wait(self._round().total_seconds())

    def _round(self) -> timedelta:
        try:
            self._updates.renew()
        except Failed:  # sync meets the same, and tells
            return ASK_AGAIN
        return self._every
