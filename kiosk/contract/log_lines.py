"""A line of the log, as kiosk and central both write it: one JSON object, with the request's id where one is.

A log never holds what a person has entered, nor whose it is. What ours say is written with that in mind; what
a library says is kept without its values, and an exception without its words: kind and place are enough.
"""

import json
import logging
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime

REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that what is done now belongs to."""

_OURS = ("kiosk", "central")
_OF_EVERY_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Each record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        return json.dumps(line_of(record), ensure_ascii=False, default=str)


def line_of(record: logging.LogRecord) -> Mapping[str, object]:
    """What the line says: event, what was told beside it, level, logger, timestamp (UTC), request_id."""
    ours = record.name.partition(".")[0] in _OURS
    told: dict[str, object] = {
        "event": record.getMessage() if ours else str(record.msg),
        **{name: value for name, value in vars(record).items() if ours and name not in _OF_EVERY_RECORD},
        "level": record.levelname.lower(),
        "logger": record.name,
        "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
    }
    if (request_id := REQUEST_ID.get()) is not None:
        told["request_id"] = request_id
    if record.exc_info and record.exc_info[0] is not None:
        kind, _, trace = record.exc_info
        frames = []
        while trace is not None:
            frames.append(f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}")
            trace = trace.tb_next
        told |= {"exception": kind.__name__, "frames": frames}
    return told
