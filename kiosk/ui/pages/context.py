"""What all pages share: the services, work off the Qt thread, and the words for what goes wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shiboken6 import isValid

from kiosk.services.attending import TurnedDownRegistration
from kiosk.services.failures import Failure, code_of
from kiosk.services.flows.cards import PresentCard
from kiosk.services.flows.services import Services
from kiosk.services.sync.report import SyncProgress, SyncReport
from kiosk.services.sync.watch import SyncWatch
from kiosk.ui.page import Page
from kiosk.ui.workers import Job, Workers


@dataclass(frozen=True)
class CardState:
    """What lies in the reader: a card that can be used, or why there is none; neither while it is read.

    `membership_id` is that of the card's holder, where this counter knows one; `turned_down` the registration
    of a holder without one that central did not accept.
    """

    present: PresentCard | None = None
    membership_id: str | None = None
    error: Exception | None = None
    turned_down: TurnedDownRegistration | None = None

    @property
    def settled(self) -> bool:
        """Whether reading has come to an end, good or bad."""
        return self.present is not None or self.error is not None


class Context:
    """Handed to every page. `language` is "zh" or "en"; `card` is the state of the moment.

    `touch`: there is nothing but the screen to type on; `field`: the network is far.
    `look_again` has the card read anew, as after a try of its PIN. `sync` is what is known of sync's rounds,
    `online` whether the last one reached central;
    `tell_sync` tells of one that a page has asked for, from any thread; `attended` tells that somebody has
    attended to a case; `leave` ends the program.
    """

    def __init__(self, services: Services, workers: Workers, on_bug: Callable[[Exception], None]) -> None:
        self.services = services
        self.language = "zh"
        self.touch = False
        self.field = False
        self.card = CardState()
        self.look_again: Callable[[], None] = _nothing_to_look_at
        self.sync = SyncWatch()
        self.online = True
        self.attended: Callable[[], None] = _nothing_to_look_at
        self.leave: Callable[[], None] = _nothing_to_look_at
        self.tell_sync: Callable[[SyncReport | SyncProgress], None] = lambda _told: None
        self._workers = workers
        self._of_person: list[Job] = []
        self._on_bug = on_bug

    def pick(self, chinese: str, english: str) -> str:
        """The text of the language of the moment."""
        return english if self.language == "en" else chinese

    def words(self, error: Exception) -> Failure:
        """A failure in words. Raises `error` itself where it is none, for that is a bug."""
        known = code_of(error)
        if known is None:
            raise error
        return self.services.failures.text(known[0], self.language, known[1])

    def run(
        self,
        page: Page | None,
        doing: str,
        function: Callable[[], Any],
        on_result: Callable[[Any], None],
        on_failure: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Call `function` off the Qt thread while `page` says what is being done; then one of the callbacks.

        Without `on_failure` the failure is shown on the page.
        """

        def ended() -> None:
            if page is not None and isValid(page):  # the window may have closed in the meantime
                page.busy = None

        def result(value: Any) -> None:
            ended()
            on_result(value)

        def failed(error: Exception) -> None:
            ended()
            if on_failure is not None:
                on_failure(error)
            elif page is not None and isValid(page):
                page.failure = self.words(error)

        def bug(error: Exception) -> None:
            ended()
            self._on_bug(error)

        if page is not None:
            page.failure = None
            page.busy = doing
        job = self._workers.run(function, on_result=result, on_failure=failed, on_bug=bug)
        if page is not None:
            self._of_person = [one for one in self._of_person if not one.ended]
            self._of_person.append(job)
        return job

    def forget(self) -> None:
        """Whoever stood here has left: nothing that was begun on their pages comes to the screen any more."""
        for job in self._of_person:
            job.cancel()
        self._of_person.clear()


def _nothing_to_look_at() -> None:
    """Before there is a reader."""
