"""`kiosk card watch`: what happens at the readers, a line of JSON each."""

import json
import os
import queue
import select
import signal
import sys
from collections.abc import Iterator
from typing import Any

from kiosk.cardreader.monitor import ReaderMonitor, ReaderState
from kiosk.contract.clock import Clock

_LOOK_SECONDS = 0.5
_JOIN_SECONDS = 2.0
_UNKNOWN = ReaderState(service=True, readers=())


def watch_readers(reader: str | None, clock: Clock) -> None:
    """Print what happens until the program is interrupted or ended, or nobody reads what it prints any more.

    `reader` names the one to tell of; by default all. What is there at the beginning is told first.
    """
    states: queue.SimpleQueue[ReaderState] = queue.SimpleQueue()
    monitor = ReaderMonitor(states.put)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    monitor.start()
    try:
        before = _UNKNOWN
        while not _is_closed(sys.stdout.fileno()):
            try:
                now = states.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                continue
            for event in events(before, now):
                if reader in (None, event.get("reader", reader)):
                    print(json.dumps({"at": clock().isoformat(), **event}), flush=True)  # noqa: T201
            before = now
    except KeyboardInterrupt:
        pass
    except BrokenPipeError:
        # What is left in the buffer has nowhere to go: or Python would complain of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    finally:
        monitor.stop(_JOIN_SECONDS)


def events(before: ReaderState, now: ReaderState) -> Iterator[dict[str, Any]]:
    """What has happened between two states, in an order that makes sense.

    service_lost, service_back; reader_plugged, reader_unplugged (`reader`); card_in (`reader`, `atr`, empty
    for a card that does not answer), card_out (`reader`). A service that is lost takes its readers with it.
    """
    if before.service and not now.service:
        yield {"event": "service_lost"}
    if now.service and not before.service:
        yield {"event": "service_back"}
    slots = {slot.name: slot for slot in now.readers}
    known = {slot.name: slot for slot in before.readers}
    for name, slot in known.items():
        if slot.card_present and (name not in slots or slots[name] != slot):
            yield {"event": "card_out", "reader": name}
        if name not in slots:
            yield {"event": "reader_unplugged", "reader": name}
    for name, slot in slots.items():
        if name not in known:
            yield {"event": "reader_plugged", "reader": name}
        if slot.card_present and slot != known.get(name):
            yield {"event": "card_in", "reader": name, "atr": slot.atr.hex(" ").upper()}


def _is_closed(descriptor: int) -> bool:
    """Whether nobody reads from `descriptor` any more; where that cannot be asked, the next line tells."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(descriptor, 0)
    return any(happened & (select.POLLERR | select.POLLHUP) for _descriptor, happened in poll.poll(0))
