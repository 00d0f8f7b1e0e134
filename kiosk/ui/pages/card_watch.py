"""What lies in the reader, kept up to date: reader events come in, the card is read off the Qt thread."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.services.flows.cards import PresentCard, absence, recognise
from kiosk.ui.pages.context import CardState, Context
from kiosk.ui.workers import Job


class CardWatch(QObject):
    """`changed` with each new state of the card."""

    changed = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        context.look_again = self.read
        self._readers: Any = None
        self._job: Job | None = None

    def readers_changed(self, state: Any) -> None:
        """A reader or a card came or went (`kiosk.cardreader.monitor.ReaderState`)."""
        self._readers = state
        missing = absence(state)
        self._tell(CardState(error=missing))
        if missing is None:
            self.read()
        elif self._job is not None:
            self._job.cancel()

    def read(self) -> None:
        """Read the card anew, as after a PIN was tried: the tries left may be others now."""
        if self._readers is None:
            return
        if self._job is not None:
            self._job.cancel()
        services = self._context.services
        self._job = self._context.run(
            None,
            "",
            partial(_look, services, self._readers),
            self._tell,
            lambda error: self._tell(CardState(error=error)),
        )

    def _tell(self, state: CardState) -> None:
        self._context.card = state
        self.changed.emit(state)


def _look(services: Any, readers: Any) -> CardState:
    present: PresentCard = recognise(readers, services)
    holder = present.holder.holder_id
    member = services.desk.find(holder)
    turned_down = None if member is not None else services.attending.registration_of(holder)
    return CardState(present, member, turned_down=turned_down)
