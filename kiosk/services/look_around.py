"""What each round of sync asks beside commands and events: how central has this device, its documents."""

import logging
from collections.abc import Callable

from kiosk.contract.api import ApiProblem, DeviceAnswer
from kiosk.domain.programme import Programme
from kiosk.services.documents import CentralDocuments, Guidance
from kiosk.services.failures import Failed, Trouble
from kiosk.services.identity_device import HeldCertificate, take_certificate
from kiosk.services.standing import compared, set_standing, standing
from kiosk.storage.database import Database

_ENDS_THE_ROUND = {
    Trouble.CENTRAL_UNREACHABLE, Trouble.CENTRAL_UNTRUSTED, Trouble.CENTRAL_SLOW, Trouble.CLOCK_WRONG,
    ApiProblem.DEVICE_REVOKED,
}  # fmt: skip

_log = logging.getLogger(__name__)


class LookAround:
    """Called before the events are fetched. `on_guidance` hears each time what the documents say.

    `fetch_answers` gets what the help desk has answered since.
    """

    def __init__(
        self,
        database: Database,
        documents: CentralDocuments,
        on_guidance: Callable[[Guidance], None],
        fetch_answers: Callable[[], None] = lambda: None,
    ) -> None:
        self._database, self._documents, self._on_guidance = database, documents, on_guidance
        self._fetch_answers = fetch_answers
        self._certificate = HeldCertificate(database)

    def __call__(self) -> Programme:
        """The programme as it then is. Raises `StorageError`, and `Failed` where the round has to end too.

        What else central cannot answer here keeps nobody's commands and events from going on.
        """
        try:
            told = self._documents.ask()
            self._compare(told.device)
            self._documents.renew(told)
            self._ask_certificate()
            self._fetch_answers()
        except Failed as failed:
            if failed.failure in _ENDS_THE_ROUND:
                raise
            if failed.failure is Trouble.DOCUMENT_UNSIGNED:
                self._documents.note(failed)
            _log.info("central's documents could not be asked for: %s", failed.failure.value)
        self._on_guidance(self._documents.guidance)
        return self._documents.guidance.programme

    def _ask_certificate(self) -> None:
        """Once, where this device was enrolled before there were any."""
        if self._certificate() is not None:
            return
        given = self._documents.client.certificate()
        with self._database.session() as session:
            if not take_certificate(session, given):
                raise Failed(Trouble.ANSWER_MALFORMED)

    def _compare(self, told: DeviceAnswer) -> None:
        with self._database.snapshot() as session:
            before, now = standing(session), compared(session, told)
        if now is not before:
            with self._database.session() as session:
                set_standing(session, now)
