"""Telling central how this kiosk is, for its list of devices."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from kiosk.cardreader.failures import CardFailure
from kiosk.cardreader.reader import list_readers
from kiosk.contract.clock import Clock
from kiosk.contract.condition import ConditionReport
from kiosk.services.central import CentralClient
from kiosk.services.diagnosis.devices import printers
from kiosk.services.diagnosis.failures import Ailment
from kiosk.services.diagnosis.report import Probe, Unwell, diagnose
from kiosk.services.documents import CentralDocuments
from kiosk.services.from_central import FromCentral, failed_update
from kiosk.services.sync.report import SyncStatus
from kiosk.services.upkeep.room import free_bytes

EVERY = timedelta(minutes=5)
"""How often numbers are told; what changes otherwise is told with the next round of sync."""

_CRASHES_FOR = timedelta(days=1)
_SECONDS = 5.0  # for spooler and PC/SC service
_MB = 1_000_000


class ConditionReports:
    """Reports in the pauses of sync. `send` may be called by one at a time.

    `status` tells how sync stands, `troubles` the codes that the staff sees.
    """

    def __init__(
        self,
        client: CentralClient,
        documents: CentralDocuments,
        from_central: FromCentral,
        status: Callable[[], SyncStatus],
        troubles: Callable[[], tuple[str, ...]],
        *,
        folders: tuple[Path, Path],
        clock: Clock,
    ) -> None:
        """`folders`: of the data, and of the reports of bugs."""
        self._client, self._documents, self._from_central = client, documents, from_central
        self._status, self._troubles, self._clock = status, troubles, clock
        self._data, self._crashes = folders
        self._told: ConditionReport | None = None

    def send(self) -> None:
        """Tell central where it is due. Raises `StorageError`, and `Failed` as `CentralClient` does."""
        status, now, last = self._status(), self._clock(), self._told
        settings = self._documents.guidance.settings
        # The last report may be of a time to come, where the clock was set back since.
        due = last is None or abs(now - last.at) >= EVERY
        printer, reader = _parts() if last is None or due else (last.printer, last.reader)
        told = ConditionReport(
            version=self._from_central.version,
            at=now,
            last_sync=status.last_success,
            waiting=status.waiting,
            oldest=status.oldest,
            errors=self._errors(status),
            disk_free_mb=free_bytes(self._data) // _MB,
            printer=printer,
            reader=reader,
            settings=None if settings is None or not settings.settings.told else settings.changed_at,
            settings_refused=self._documents.refused[:200],
            restart_due=self._from_central.restart_due,
            update=self._from_central.update,
            update_failed=failed_update(),
        )
        if last is None or due or _states(told) != _states(last):
            self._client.tell_condition(told)
            self._told = told

    def _errors(self, status: SyncStatus) -> tuple[str, ...]:
        """Codes, each once: what sync waits for, a document that is not taken, the staff's, a bug of late."""
        found = [status.why, status.document_trouble or "", *self._troubles()]
        before = self._clock().timestamp() - _CRASHES_FOR.total_seconds()
        if any(file.stat().st_mtime > before for file in self._crashes.glob("*.json")):
            found.append(Ailment.CRASHED.value)
        return tuple(dict.fromkeys(filter(None, found)))


def _states(told: ConditionReport) -> object:
    """The report without its numbers, which change all the time."""
    numbers = {"at", "last_sync", "waiting", "oldest", "disk_free_mb"}
    return told.model_dump(exclude=numbers)


def _parts() -> tuple[str | None, str | None]:
    """What is the matter with the printers and with the card reader; None where nothing is."""
    found = diagnose([Probe("printers", printers, _SECONDS), Probe("card reader", _reader, _SECONDS)])
    printer, reader = (one.code or None for one in found)
    return printer, reader


def _reader() -> str:
    """Whether there is one: no card in it is touched, for somebody may be signing."""
    names = list_readers()
    if not names:
        raise Unwell("none", CardFailure.NO_READER, harmless=True)
    return ", ".join(names)
